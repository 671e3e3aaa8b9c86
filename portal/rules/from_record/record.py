"""What a filler reads, and how its sentences are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from portal.rules.facts import Facts
from tenants.policy.schema import Policy

Names = Callable[[UUID], str]
"""A person's name and what they are, as the record prints it."""


@dataclass(frozen=True, slots=True)
class Record:
    """The facts, and how to name the staff in them."""

    facts: Facts
    names: Names
    policy: Policy | None = None
    """Whose words name the bodies that were considered; a regulator's form names none of them."""


Filler = Callable[[Record], str]


def with_reasons(said: str, reasons: str) -> str:
    """One sentence, and the reasons after it where there are any."""
    return f"{said}. {reasons.strip()}" if reasons.strip() else f"{said}."


def paragraphs(pieces: Iterable[str]) -> str:
    """The pieces that say something, each a paragraph."""
    return "\n\n".join(piece.strip() for piece in pieces if piece.strip())
