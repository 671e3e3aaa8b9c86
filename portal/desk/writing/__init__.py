"""What a decision writes: the incident, its rows, duties and effects; sealed, in one commit."""
