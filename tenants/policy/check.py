"""`policy check FILE`: what is wrong with a policy variant, before anybody adopts it."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.policy.floors import shortfalls
from tenants.policy.loader import PolicyError, adopt, parse


@dataclass(frozen=True, slots=True)
class Checked:
    """What a variant's text came to. It can be adopted when there are no `problems`."""

    name: str
    problems: tuple[str, ...]
    shortfalls: tuple[str, ...]
    """Where it is less than the law asks: followed, and shown."""


def check(toml: str) -> Checked:
    """Read a variant and say, in sentences, what keeps it from being adopted."""
    try:
        variant = parse(toml)
    except PolicyError as error:
        return Checked("", error.sentences, ())
    short = shortfalls(adopt(variant, {}))
    return Checked(variant.name, (), tuple(found.sentence for found in short))
