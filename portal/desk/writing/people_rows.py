"""Store what is about the people affected: the list, where telling each stands, the notices.

There may be thousands of each, so every kind goes in one statement, whatever their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import any_, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from portal.desk.telling import attempts
from portal.desk.writing.erasing import erase_people
from portal.models.telling import (
    ListImportRow,
    RecipientRow,
    RecipientSubjectRow,
    SubjectRow,
)
from portal.outbox import rows as outbox
from portal.rules.rows import (
    EnvelopeStanding,
    ErasePeople,
    ImportTakenBack,
    ListedPerson,
    ListImported,
    NewEnvelope,
    Standing,
    StopNotices,
)
from portal.rules.telling.attempts import Result
from portal.rules.telling.on_way import CAME_BACK, ELSEWHERE, ON_ITS_WAY, EnvelopeState
from portal.rules.words import Channel
from tenants.db import uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from portal.desk.writing.pen import Pen


def store(pen: Pen, records: Iterable[object]) -> list[object]:
    """Store those of our kinds, in the order that references need; the others are given back."""
    rest = list(records)
    for kind, write in _WRITERS:
        ours = [record for record in rest if isinstance(record, kind)]
        if ours:
            write(pen, ours)
            rest = [record for record in rest if not isinstance(record, kind)]
    return rest


def _people(pen: Pen, people: list[ListedPerson]) -> None:
    """Add people, or replace those of the same id."""
    statement = insert(SubjectRow)
    replaced = ("match", "named", "body", "standing", "reason")
    named_in = SubjectRow.named_in.concat(statement.excluded.named_in)
    pen.session.execute(
        statement.on_conflict_do_update(
            index_elements=["school_id", "id"],
            set_={"named_in": named_in, **{name: statement.excluded[name] for name in replaced}},
        ),
        [
            {
                "id": person.id,
                "match": person.match,
                "named": person.named or person.match,
                "named_in": [person.list_version],
                "body": pen.seal(person.body, "portal_subject", "body", person.id),
                "standing": person.standing,
                "reason": person.reason,
                **pen.of_incident(),
            }
            for person in people
        ],
    )


def _list_imports(pen: Pen, imports: list[ListImported]) -> None:
    pen.session.execute(
        insert(ListImportRow),
        [
            {"id": uuid7(), "version": each.version, "at": pen.now, **pen.of_incident()}
            for each in imports
        ],
    )


def _take_back(pen: Pen, records: list[ImportTakenBack]) -> None:
    of_incident = (SubjectRow.school_id == pen.school_id, SubjectRow.incident_id == pen.incident_id)
    for record in records:
        named = update(SubjectRow).where(
            *of_incident, literal(record.version) == any_(SubjectRow.named_in)
        )
        fewer = func.array_remove(SubjectRow.named_in, record.version)
        pen.session.execute(named.values(named_in=fewer))
        gone = delete(SubjectRow).where(*of_incident, SubjectRow.id.in_(record.subjects))
        pen.session.execute(gone)


def _standings(pen: Pen, standings: list[Standing]) -> None:
    """All who now stand alike in one statement; those whose details changed each by their key."""
    alike: defaultdict[tuple[str, str], list[UUID]] = defaultdict(list)
    changed = []
    for one in standings:
        if one.body is None:
            alike[one.standing, one.reason].append(one.subject_id)
        else:
            body = pen.seal(one.body, "portal_subject", "body", one.subject_id)
            stands = {"stands": one.standing, "why": one.reason}
            changed.append({"subject": one.subject_id, "sealed": body, **stands})
    written = pen.session.connection()
    of_school = update(SubjectRow).where(SubjectRow.school_id == pen.school_id)
    for (standing, reason), ids in alike.items():
        alike_now = of_school.where(SubjectRow.id.in_(ids))
        written.execute(alike_now.values(standing=standing, reason=reason))
    if changed:
        each = of_school.where(SubjectRow.id == bindparam("subject"))
        to = {"standing": "stands", "reason": "why", "body": "sealed"}
        written.execute(each.values({key: bindparam(of) for key, of in to.items()}), changed)


def _envelopes(pen: Pen, envelopes: list[NewEnvelope]) -> None:
    """Notices; one that waits and goes by e-mail is an effect in this same commit."""
    pen.session.execute(
        insert(RecipientRow),
        [
            {
                "id": one.id,
                "channel": one.channel,
                "envelope": pen.seal(one.body, "portal_recipient", "envelope", one.id),
                "notice_version": one.notice_version,
                "standing": one.standing,
                "reason": one.reason,
                "settled_at": None,
                **pen.of_incident(),
            }
            for one in envelopes
        ],
    )
    pen.session.execute(
        insert(RecipientSubjectRow),
        [
            {
                "id": uuid7(),
                "recipient_id": one.id,
                "subject_id": subject_id,
                **pen.of_incident(),
            }
            for one in envelopes
            for subject_id in one.about
        ],
    )
    outbox.write_all(
        pen.session,
        [
            {
                "kind": "notice",
                "key": f"notice:{one.id}",
                "subject_id": one.id,
                "template": "",
                "run_after": pen.now,
                **pen.of_incident(),
            }
            for one in envelopes
            if one.standing == EnvelopeState.WAITING and one.channel is Channel.EMAIL
        ],
    )


HEARD = {
    (EnvelopeState.POSTED.value, ""): Result.POSTED,
    (EnvelopeState.SENT.value, "confirmed"): Result.CONFIRMED,
    (EnvelopeState.CORRECTED.value, "confirmed"): Result.CONFIRMED,
    (EnvelopeState.LEFT_OUT.value, "changed"): Result.LEFT_OUT,
    (EnvelopeState.FAILED.value, CAME_BACK): Result.BOUNCED,
    (EnvelopeState.FAILED.value, ELSEWHERE): Result.ELSEWHERE,
    (EnvelopeState.CORRECTED.value, CAME_BACK): Result.BOUNCED,
    (EnvelopeState.CORRECTED.value, ELSEWHERE): Result.ELSEWHERE,
}
"""What a person tells us of a notice, by how and why it then stands."""


def _envelope_standings(pen: Pen, standings: list[EnvelopeStanding]) -> None:
    rows = {
        row.id: row
        for row in pen.session.scalars(
            select(RecipientRow).where(
                RecipientRow.school_id == pen.school_id,
                RecipientRow.incident_id == pen.incident_id,
                RecipientRow.id.in_([one.id for one in standings]),
            )
        )
    }
    for heard, result in HEARD.items():
        ids = [one.id for one in standings if (one.standing, one.reason) == heard]
        at = pen.done_at if result is Result.POSTED else pen.now
        attempts.note(pen.session, pen.school_id, ids, result, at)
    for one in standings:
        row = rows[one.id]
        row.standing, row.reason = one.standing, one.reason
        row.settled_at = None if one.standing in ON_ITS_WAY else pen.done_at
    if again := [one.id for one in standings if one.again]:
        outbox.send_again(pen.session, pen.school_id, again, pen.now)


def _stop(pen: Pen, _records: list[StopNotices]) -> None:
    outbox.stop_notices(pen.session, pen.school_id, pen.incident_id, pen.now)


_WRITERS: tuple[tuple[type, Callable[[Pen, list[Any]], None]], ...] = (
    (StopNotices, _stop),
    (ImportTakenBack, _take_back),
    (ListImported, _list_imports),
    (ListedPerson, _people),
    (Standing, _standings),
    (NewEnvelope, _envelopes),
    (EnvelopeStanding, _envelope_standings),
    (ErasePeople, erase_people),
)
