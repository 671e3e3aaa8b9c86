"""Evidence as the page lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.investigation.evidence import Scan
from portal.rules.words import Naming
from portal.store import evidence
from portal.web.deciding import address
from portal.web.parts.tags import Tag
from portal.web.parts.when import full
from tenants.db import open_session

if TYPE_CHECKING:
    from uuid import UUID

    from portal.rules.facts.evidence import EvidenceFile
    from portal.web.visiting import Case, Visit

KILOBYTE = 1024
SCANS = {
    Scan.CLEAN: Tag("No virus found", "green"),
    Scan.WAITING: Tag("Not yet scanned", "yellow"),
    Scan.NOT_SCANNED: Tag("Not scanned", "grey"),
    Scan.INFECTED: Tag("Virus found", "red"),
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file."""

    name: str
    href: str
    """'' where it must not be opened."""
    note: str
    added: str
    size: str
    sha256: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note."""

    text: str
    written: str


def may_see(visit: Visit, case: Case, file: EvidenceFile) -> bool:
    """Whoever handles the incident sees every file; anybody else what they added."""
    return case.handles or file.by == visit.person_id


def files(visit: Visit, case: Case) -> tuple[FileLine, ...]:
    """The files that this person sees, newest first."""
    with open_session(visit.services.engine, visit.scope) as session:
        scans = evidence.scans(session, visit.scope, case.facts.incident_id)
    return tuple(
        _line(case, file, scans.get(file.id, Scan.WAITING))
        for file in reversed(case.facts.evidence)
        if may_see(visit, case, file)
    )


def notes(case: Case) -> tuple[NoteLine, ...]:
    """The notes, newest first, for those who handle the incident."""
    listed = reversed(case.facts.notes) if case.handles else ()
    return tuple(
        NoteLine(each.text, f"{case.name_of(each.by)}, {full(each.at)}") for each in listed
    )


def _line(case: Case, file: EvidenceFile, scan: Scan) -> FileLine:
    opens = scan is not Scan.INFECTED
    return FileLine(
        name=file.name,
        href=address(".download", case, evidence_id=file.id) if opens else "",
        note=file.note,
        added=f"{_by(case, file.by)}, {full(file.at)}",
        size=_size(file.size),
        sha256=file.sha256,
        tag=SCANS[scan],
    )


def _by(case: Case, by: UUID | None) -> str:
    reporter = case.facts.intake.reporter
    if by is None:
        return "The reporter"
    if by == reporter.person_id and reporter.naming is Naming.PROTECTED:
        return "The reporter, whose name is protected"
    return case.name_of(by)


def _size(size: int) -> str:
    if size < KILOBYTE:
        return "1 byte" if size == 1 else f"{size} bytes"
    if size < KILOBYTE * KILOBYTE:
        return f"{size / KILOBYTE:.0f} KB"
    return f"{size / KILOBYTE / KILOBYTE:.1f} MB"
