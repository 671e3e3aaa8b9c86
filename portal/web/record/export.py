"""What the signed zip of an incident holds, read piece by piece while it is sent."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from portal.crypto.signing import public_key, public_pem, sign
from portal.documents.bundle import Part, Seal, bundle, readme
from portal.documents.printed import Document, Item, Section, document_pdf
from portal.rules.ending.breach_log import filled
from portal.rules.investigation.evidence import Scan
from portal.rules.keeping.redacted import PROTECTED, for_reader, hidden_person, hides, rooms
from portal.rules.uk_time import day_and_time
from portal.store import audit_trail, evidence
from portal.store.documents import to_json
from portal.store.log import timeline
from portal.web.belonging import belonging
from portal.web.record import shown
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from portal.rules.facts.evidence import EvidenceFile
    from portal.store.log.timeline import Event
    from portal.web.belonging import Belonging
    from portal.web.visiting import Case, Visit

_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]+$')
"""What Windows writes otherwise when it unpacks, so that the verifier would miss the file."""
CLOSED = frozenset({Scan.INFECTED, Scan.WAITING})
"""Files that stay closed: found infected, or not looked at yet."""


def signed_record(visit: Visit, case: Case) -> Iterator[bytes]:
    """The zip in pieces, for this reader: without the rooms that they may not enter.

    It is sent when the request has ended and its session is closed: the pieces open their own.
    """
    keyring = visit.services.keyring
    school = visit.school.name
    seal = Seal(
        sign=lambda content: sign(keyring, content),
        key=public_key(keyring),
        pem=public_pem(keyring),
    )
    others = belonging(visit, case)
    return bundle(_parts(visit, case, school, others), seal, made_at=visit.now)


def _parts(visit: Visit, case: Case, school: str, others: tuple[Belonging, ...]) -> Iterator[Part]:
    stored = _open_files(visit, case)
    apart = len(case.facts.evidence) - len(stored)
    may = rooms(case.policy, case.facts, case.actor.roles)
    left_out = [
        *(
            ["The disciplinary record is left out: it has readers of its own."]
            * (not may.disciplinary)
        ),
        *([f"Files left out by the virus scanner: {apart}."] if apart else []),
    ]
    yield "README.txt", (readme(case.facts.reference, school, "\n".join(left_out)),)
    events = _events(visit, case)
    yield "record.pdf", (_pdf(visit, case, school, events, others),)
    yield "record.json", (_json(case, events, school, visit.now.isoformat(), others),)
    for file, found in stored:
        yield f"files/{file.id}-{_NOT_ON_WINDOWS.sub('_', file.name)}", _content(visit, case, found)
    yield "audit.jsonl", _audit(visit, case)


def _events(visit: Visit, case: Case) -> list[Event]:
    with open_session(visit.services.engine, visit.scope) as session:
        return list(timeline.whole(session, visit.scope, case.found.key, case.facts.incident_id))


def _pdf(
    visit: Visit, case: Case, school: str, events: list[Event], others: tuple[Belonging, ...]
) -> bytes:
    lines = filled(case.facts, case.policy, case.name_of)
    log = tuple(Item(line.label, line.text, cite=line.clause) for line in lines)
    words = shown.entries(case, events, visit.now, slug=None)
    record = tuple(
        Item(
            entry.lead,
            entry.text,
            cite=entry.cite,
            note=" ".join(
                filter(
                    None,
                    (
                        f"{entry.day}, {entry.clock}",
                        entry.recorded,
                        entry.by and f"by {entry.by}",
                    ),
                )
            ),
            otherwise="",
        )
        for entry in words
    )
    return document_pdf(
        Document(
            title="The record of an incident",
            school=school,
            reference=case.facts.reference,
            version=f"State {case.found.row.version} of the record.",
            made_at=visit.now,
            summary=(
                ("What happened", case.facts.intake.title),
                ("Reported", day_and_time(case.facts.reported_at)),
                *(
                    (("Closed", day_and_time(case.facts.closed_at)),)
                    if case.facts.closed_at
                    else ()
                ),
            ),
            sections=(
                Section("Breach log", log),
                *([Section("Belongs with", _belonging(others))] if others else []),
                Section("Everything that was done", record),
            ),
        )
    )


def _belonging(others: tuple[Belonging, ...]) -> tuple[Item, ...]:
    return tuple(
        Item(
            each.link.text,
            f"{each.reason} (Taken back: {each.why_parted})" if each.parted else each.reason,
            note=f"{each.named}; taken back {each.parted}" if each.parted else each.named,
        )
        for each in others
    )


def _json(
    case: Case, events: list[Event], school: str, made_at: str, others: tuple[Belonging, ...]
) -> bytes:
    """Facts, log and record; staff by id and name, a protected reporter by neither."""
    seen = (each.incident_id for each in others)
    may = rooms(case.policy, case.facts, case.actor.roles, seen)
    facts = for_reader(case.facts, may)
    lines = filled(case.facts, case.policy, case.name_of)
    body = {
        "school": school,
        "reference": case.facts.reference,
        "made_at": made_at,
        "facts": json.loads(to_json(facts)),
        "log": [
            {"clause": line.clause, "heading": line.label, "text": line.text} for line in lines
        ],
        "record": [{**json.loads(to_json(event)), "by": shown.by(case, event)} for event in events],
    }
    said = json.dumps(body)
    hidden = hidden_person(case.facts)
    known = {**case.roster.left, **{each.person_id: each.name for each in case.roster.holders}}
    names = {
        str(each): name for each, name in known.items() if each != hidden and str(each) in said
    }
    text = json.dumps({**body, "names": names}, ensure_ascii=False, indent=1)
    return (text if hidden is None else text.replace(str(hidden), PROTECTED)).encode()


def _open_files(visit: Visit, case: Case) -> list[tuple[EvidenceFile, evidence.Stored]]:
    with open_session(visit.services.engine, visit.scope) as session:
        found = [
            (file, evidence.get_stored(session, visit.scope, file.id))
            for file in case.facts.evidence
        ]
    return [(file, stored) for file, stored in found if stored.scan not in CLOSED]


def _content(visit: Visit, case: Case, stored: evidence.Stored) -> Iterator[bytes]:
    with open_session(visit.services.engine, visit.scope) as session:
        yield from evidence.content(session, visit.scope, case.found.key, stored)


def _audit(visit: Visit, case: Case) -> Iterator[bytes]:
    """A line an entry of the chain, from the first of this incident to the last."""
    may = rooms(case.policy, case.facts, case.actor.roles)
    incident_id: UUID = case.facts.incident_id
    with open_session(visit.services.engine, visit.scope) as session:
        for link in audit_trail.around(session, visit.here, incident_id):
            line: dict[str, object] = {
                "position": link.position,
                "previous": link.previous,
                "digest": link.digest,
            }
            if link.body and not hides(json.loads(link.body), case.facts, may):
                line["body"] = link.body
            yield json.dumps(line, separators=(",", ":")).encode() + b"\n"
