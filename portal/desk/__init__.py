"""The only writer of incidents."""
