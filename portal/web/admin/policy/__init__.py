"""A school's policy: read, written as a draft, rehearsed, adopted."""
