"""Telling the people affected: who, through whom, with which words, and what came of it."""
