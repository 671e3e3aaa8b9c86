"""The proof for one person affected: who was told, what, when and how (DBRP-5.16, 5.17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.documents.printed import Document, Item, Section, document_pdf
from portal.rules.telling.attempts import Attempt
from portal.rules.uk_time import day_and_time


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: to whom, how and where, each attempt, and every word of it if it left."""

    name: str
    how: str
    attempts: tuple[Attempt, ...]
    said: tuple[tuple[str, str], ...]
    """(heading, text), in the order in which it is read."""


def proof_pdf(
    school: str, reference: str, person: str, notices: Iterable[Told], now: datetime
) -> bytes:
    """A section for each notice that left, with its whole text as this recipient has it."""
    notices = tuple(notices)
    attempts = tuple(
        Item(f"{each.name}, {each.how}", history(each.attempts), otherwise="Not sent")
        for each in notices
    )
    return document_pdf(
        Document(
            title="Who was told, when and how",
            school=school,
            reference=reference,
            version="The record of one person affected. Confidential.",
            made_at=now,
            summary=(("About", person),),
            sections=(
                Section("Each notice", attempts),
                *(
                    Section(f"What {each.name} was told", tuple(Item(*part) for part in each.said))
                    for each in notices
                    if each.said
                ),
            ),
        )
    )


def history(tried: Iterable[Attempt]) -> str:
    """Each attempt on a line of its own, oldest first."""
    return "\n".join(f"{day_and_time(each.at)}: {each.words}" for each in tried)
