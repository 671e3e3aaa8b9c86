"""The outbox: effects are written in the commit that caused them; workers lease them from here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.models.effects import EffectRow
from tenants.db import uuid7


def write(
    session: Session,
    *,
    school_id: UUID,
    kind: str,
    key: str,
    run_after: datetime,
    incident_id: UUID | None = None,
    person_id: UUID | None = None,
    subject_id: UUID | None = None,
    template: str = "",
    data: Mapping[str, object] | None = None,
) -> UUID:
    """Write an effect in the caller's transaction and give its id; the same key writes it once."""
    row = {
        "school_id": school_id,
        "kind": kind,
        "key": key,
        "run_after": run_after,
        "incident_id": incident_id,
        "person_id": person_id,
        "subject_id": subject_id,
        "template": template,
        "data": dict(data or {}),
    }
    written: UUID | None = session.scalar(_WRITE.returning(EffectRow.id), _waiting(row))
    if written is not None:
        return written
    return session.scalars(
        select(EffectRow.id).where(EffectRow.school_id == school_id, EffectRow.key == key)
    ).one()


def alert(
    session: Session,
    *,
    school_id: UUID,
    incident_id: UUID | None,
    template: str,
    about: object,
    people: Iterable[UUID],
    now: datetime,
    data: Mapping[str, str] | None = None,
) -> None:
    """Alert each of these people, once about this: what `about` names stands in the key; `data` is
    what the text says of it.
    """
    rows = [
        {
            "school_id": school_id,
            "incident_id": incident_id,
            "kind": "alert",
            "key": f"{template}:{about}:{person_id}",
            "person_id": person_id,
            "template": template,
            "run_after": now,
            "data": dict(data or {}),
        }
        for person_id in people
    ]
    write_all(session, rows)


def write_all(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Write effects in one statement. Each has what `write` takes, all of them the same."""
    if rows:
        session.execute(_WRITE, [_waiting(row) for row in rows])


def _waiting(row: Mapping[str, object]) -> dict[str, object]:
    return {**_WAITING, "id": uuid7(), "wanted_at": row["run_after"], **row}


# Into the table, not the mapped class: compiled once, however many rows.
_WRITE: Final = insert(EffectRow.metadata.tables[EffectRow.__tablename__]).on_conflict_do_nothing(
    index_elements=["school_id", "key"]
)
_WAITING: Final[Mapping[str, object]] = {
    "attempts": 0, "state": "waiting", "error": "", "data": {},
}  # fmt: skip


def write_again(
    session: Session, *, school_id: UUID, kind: str, incident_id: UUID, run_after: datetime
) -> None:
    """Have a kind of effect done on an incident once more, after all that is committed by now.

    One row an incident. Whoever is at it at this moment loses the lease and with it the last word.
    """
    fresh = {
        "state": "waiting", "wanted_at": run_after, "run_after": run_after, "attempts": 0,
        "error": "", "settled_at": None, "lease_by": None, "lease_until": None,
    }  # fmt: skip
    session.execute(
        insert(EffectRow)
        .values(
            school_id=school_id,
            id=uuid7(),
            incident_id=incident_id,
            kind=kind,
            key=f"{kind}:{incident_id}",
            template="",
            data={},
            **fresh,
        )
        .on_conflict_do_update(index_elements=["school_id", "key"], set_=fresh)
    )


def stop_notices(session: Session, school_id: UUID, incident_id: UUID | None, at: datetime) -> int:
    """Stop the notices of an incident (None: of the school) that have not left; gives how many.

    One that is being sent at this moment is not caught: it settles as sent, and the record says so.
    """
    waiting = update(EffectRow).where(
        EffectRow.school_id == school_id, EffectRow.kind == "notice", EffectRow.state == "waiting"
    )
    if incident_id is not None:
        waiting = waiting.where(EffectRow.incident_id == incident_id)
    stopped = waiting.values(state="stopped", settled_at=at, lease_by=None, lease_until=None)
    return len(session.scalars(stopped.returning(EffectRow.id)).all())


def stop_all(session: Session, school_id: UUID, incident_id: UUID, at: datetime) -> None:
    """Nothing of an incident that still waits leaves any more."""
    session.execute(
        update(EffectRow)
        .where(
            EffectRow.school_id == school_id,
            EffectRow.incident_id == incident_id,
            EffectRow.state == "waiting",
        )
        .values(state="stopped", settled_at=at, lease_by=None, lease_until=None)
    )


def send_again(
    session: Session, school_id: UUID, subject_ids: Collection[UUID], at: datetime
) -> None:
    """Have these notices wait once more: stopped, failed, or settled by a person who was unsure.

    What is being sent at this moment is left alone. It is the same row, hence the same Message-ID.
    """
    session.execute(
        update(EffectRow)
        .where(
            EffectRow.school_id == school_id,
            EffectRow.kind == "notice",
            EffectRow.subject_id.in_(subject_ids),
            EffectRow.state.in_(("stopped", "failed", "uncertain")),
        )
        .values(
            state="waiting",
            run_after=at,
            wanted_at=at,
            attempts=0,
            error="",
            settled_at=None,
            lease_by=None,
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )
