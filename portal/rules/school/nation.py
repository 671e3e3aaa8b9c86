"""In which nation of the United Kingdom the school is: its law and its bodies differ."""

from __future__ import annotations

from tenants.policy.schema import Policy


def nation(policy: Policy) -> str:
    """'england', 'wales', 'scotland' or 'northern_ireland'."""
    return policy.nation
