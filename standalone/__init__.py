"""The complete host: what a school that has no Flask app of its own runs."""
