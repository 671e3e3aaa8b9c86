"""Notices to the people affected: text, e-mail, letter, and the list of people they start from."""
