"""Invented schools, people and incidents for `make run` and for the tests."""
