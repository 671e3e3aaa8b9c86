"""The proof for one person affected: who was told, what, when and how (DBRP-5.16, 5.17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.documents.printed import Document, Item, Section, document_pdf
from portal.rules.attempts import Attempt
from portal.rules.uk_time import day_and_time


def proof_pdf(
    school: str,
    reference: str,
    person: str,
    notices: Iterable[tuple[str, Iterable[Attempt]]],
    text: Iterable[tuple[str, str]],
    now: datetime,
) -> bytes:
    """`notices`: to whom, how and with which version, and the attempts; `text`: what it said."""
    attempts = tuple(
        Item(heading, history(tried), otherwise="Nothing has been tried yet")
        for heading, tried in notices
    )
    return document_pdf(
        Document(
            title="Who was told, and how",
            school=school,
            reference=reference,
            version="The record of one person affected. Confidential.",
            made_at=now,
            summary=(("About", person),),
            sections=(
                Section("Each notice", attempts),
                Section("What it said", tuple(Item(title, said) for title, said in text)),
            ),
        )
    )


def history(tried: Iterable[Attempt]) -> str:
    """Each attempt on a line of its own, oldest first."""
    return "\n".join(f"{day_and_time(each.at)}: {each.words}" for each in tried)
