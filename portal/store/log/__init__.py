"""The school's log: listed, counted, imported, and what is left of the erased."""
