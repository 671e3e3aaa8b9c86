"""Files that people send in: received sealed, told by their content, scanned, never run."""
