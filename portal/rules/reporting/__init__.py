"""How a report comes in, and what it has to do with others."""
