"""Keyset paging: a page's end as text for the next page's address, holding times and ids only."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

Position = tuple[datetime, UUID]


def position(text: str) -> Position | None:
    """The (instant, id) after which the page begins; None for the first page or a damaged text."""
    micros, _, ident = text.partition("~")
    try:
        seconds, rest = divmod(int(micros), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), UUID(ident)
    except (ValueError, OverflowError, OSError):
        return None


def address(at: datetime, ident: UUID) -> str:
    """The text for a page's address that `position` reads."""
    whole = int(at.astimezone(UTC).replace(microsecond=0).timestamp())
    return f"{whole * 1_000_000 + at.microsecond}~{ident}"
