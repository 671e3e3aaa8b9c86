"""`policy check FILE`: what is wrong with a policy variant, before anybody adopts it."""

from __future__ import annotations

from tenants.policy.loader import PolicyError, parse, unanswered


def check_text(toml: str) -> tuple[str, ...]:
    """Sentences that say what keeps this variant from being adopted; none when it is sound."""
    try:
        return unanswered(parse(toml))
    except PolicyError as error:
        return error.sentences
