"""Requests about the policy: exceptions and proposals."""
