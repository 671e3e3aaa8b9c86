"""The record at the end of an incident's page: its newest decisions; where the rest of it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from portal.rules.investigation.evidence import names_of
from portal.rules.plain_text import first_sentence
from portal.rules.words import Naming
from portal.store import decisions
from portal.web.parts.record import Link, RecordEntry, record_entry
from tenants.db import open_session
from tenants.roles import Role, in_sentence

if TYPE_CHECKING:
    from uuid import UUID

    from portal.web.visiting import Case, Visit

RECORD_PAGE: Final = 50


def tools(visit: Visit, case: Case) -> tuple[Link, ...]:
    """The record by itself: with messages and files, on paper, to take away."""
    at: dict[str, Any] = {"slug": visit.school.slug, "incident_id": case.facts.incident_id}
    return (
        Link("With messages and files", url_for("portal_record.show", **at)),
        Link("Print view", url_for("portal_record.show", **at, view="print")),
        Link("Download, signed (.zip)", url_for("portal_record.download", **at)),
    )


def newest(visit: Visit, case: Case) -> tuple[tuple[RecordEntry, ...], UUID | None]:
    """The newest decisions in words; and after which the record's own page goes on."""
    with open_session(visit.services.engine, visit.scope) as session:
        entries = decisions.list_record(
            session,
            visit.scope,
            case.found.key,
            case.facts.incident_id,
            limit=RECORD_PAGE,
        )
    older = entries[-1].id if len(entries) == RECORD_PAGE else None
    return tuple(_entry(entry, visit, case) for entry in entries), older


def _entry(entry: decisions.Entry, visit: Visit, case: Case) -> RecordEntry:
    lead, text = first_sentence(entry.summary)
    by = _by(entry, case)
    if entry.acting_for:
        by = f"{by}, acting for the {in_sentence(Role(entry.acting_for))}" if by else ""
    return record_entry(
        done_at=entry.done_at,
        recorded_at=entry.recorded_at,
        lead=lead,
        text=text,
        now=visit.now,
        by=by,
        cite=cited(entry.cite),
        kind="decision",
        rests_on=names_of(case.facts, entry.rests_on),
    )


def cited(cite: str) -> str:
    """The clause; '' for a step that neither the policy nor the law asks for."""
    return "" if cite == "default" else cite


def _by(entry: decisions.Entry, case: Case) -> str:
    """The name of who did it; a protected reporter's is not shown."""
    reporter = case.facts.intake.reporter
    if entry.person_id is None:
        return ""
    if entry.person_id == reporter.person_id and reporter.naming is Naming.PROTECTED:
        return "the reporter, whose name is protected"
    return case.roster.name_of(entry.person_id)
