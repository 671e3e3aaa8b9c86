"""Telling people: who is affected, each attempt, letters printed, mail that came in."""
