"""Notices, mails and letters: composed, sent, come back, and what came in."""
