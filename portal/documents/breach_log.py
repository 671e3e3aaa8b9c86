"""The breach log of one incident on paper (DBRP-A1, DBRP-5.18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.documents.printed import Document, Item, Section, document_pdf
from portal.rules.ending.breach_log import BY_COMPLETING, LogLine, LogSource, missing
from portal.rules.facts import Facts
from portal.rules.uk_time import day_and_time

MISSING = "Missing: still to be answered"


def log_pdf(
    school: str, facts: Facts, lines: Sequence[LogLine], *, version: int, made_at: datetime
) -> bytes:
    """Every heading in order, where its answer comes from, and which state of the log this is.

    `version` counts the decisions of the incident: two prints with one number say the same.
    """
    lacking = missing(lines)
    completed = facts.log.completed_at
    state = f"Complete since {day_and_time(completed)}" if completed else "Not complete"
    if lacking:
        state += f"; {len(lacking)} of {len(lines)} headings are not answered"
    return document_pdf(
        Document(
            title="Breach log",
            school=school,
            reference=facts.reference,
            version=f"State {version} of the record.",
            made_at=made_at,
            summary=(("The log", f"{state}."),),
            sections=(Section("", tuple(_item(line) for line in lines)),),
        )
    )


def _item(line: LogLine) -> Item:
    asked = line.required and line.key not in BY_COMPLETING
    return Item(
        line.label,
        line.text,
        cite=line.clause,
        note="From the record." if line.source is LogSource.RECORD else "",
        otherwise=MISSING if asked else "Not answered",
    )
