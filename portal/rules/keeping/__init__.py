"""How long things are kept, and what leaves without names."""
