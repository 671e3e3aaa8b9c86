"""Changes to a school that closes, merges or moves on: its last day, and who keeps its records.

Nothing of it is removed, and no membership is ended: after the last day its own people are nobody
there, and those in charge at its successor are there what they are at home (`tenants_holding`). So
another last day, another successor, or none after all is one change. Its named DPO, its service,
trust and authority stay until they are changed; where its successor names a DPO, so does it. Each
function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.change import Altered, Impossible
from tenants.models import (
    DpoAppointment,
    Organisation,
    OrganisationKind,
    Oversight,
    OversightKind,
)
from tenants.oversight import add_oversight
from tenants.schools import appoint_dpo


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the records of a school that has closed."""

    name: str
    slug: str
    """Of the public page, where a report can be made there; '' where not."""
    email: str
    phone: str


def close_school(
    session: Session, school_id: UUID, *, last_on: date, successor_id: UUID | None, today: date
) -> Altered:
    """Set a school's last day, and who keeps its records from the next day on.

    The successor's named DPO is then the school's too. Said again, it replaces what was said
    before. The successor must be in scope. Raises Impossible.
    """
    school = _get_school(session, school_id)
    before = {"until_on": str(school.until_on or "")}
    school.until_on, from_on = last_on, max(last_on + timedelta(days=1), today)
    _end_successors(session, school_id, today)
    after = {"until_on": str(last_on), "successor": str(successor_id or "")}
    if successor_id is not None:
        _succeed(session, school_id, successor_id, from_on)
        _forget_dpos(session, school_id, from_on, today)
        after["dpo_appointment"] = _appoint_dpos_of(
            session, school_id, successor_id, from_on, today
        )
    return Altered("close_school", school_id, before, after)


def reopen_school(session: Session, school_id: UUID, *, today: date) -> Altered:
    """Take back that a school closes or has closed. Its people are what they were.

    Whoever is the named DPO stays so; who was to be it only after the last day is not.
    Raises Impossible where it has not closed.
    """
    school = _get_school(session, school_id)
    if school.until_on is None:
        raise Impossible("The school has not closed.")
    before = {"until_on": str(school.until_on)}
    school.until_on = None
    _end_successors(session, school_id, today)
    return Altered("reopen_school", school_id, before)


def follow_dpo(session: Session, school_id: UUID, successor_id: UUID, *, today: date) -> Altered:
    """Whoever its successor has named as DPO meanwhile is so here too, after the last day.

    Raises Impossible where they are already, or the other one is not its successor.
    """
    begin = [
        each.from_on
        for each in _successors(session, school_id)
        if each.overseer_id == successor_id and each.until_on is None
    ]
    if begin:
        from_on = max(begin[0], today)
        _forget_dpos(session, school_id, from_on, today)
        if named := _appoint_dpos_of(session, school_id, successor_id, from_on, today):
            return Altered("follow_dpo", school_id, after={"dpo_appointment": named})
    raise Impossible("Nothing is to follow.")


def find_keeper(session: Session, school_id: UUID, today: date) -> Keeper | None:
    """The successor of a school on a day; None where none is named."""
    found = session.scalars(
        sa.select(Organisation)
        .join(Oversight, Oversight.overseer_id == Organisation.id)
        .where(
            Oversight.school_id == school_id,
            Oversight.kind == OversightKind.SUCCESSOR,
            Oversight.from_on <= today,
            sa.or_(Oversight.until_on.is_(None), Oversight.until_on >= today),
        )
    ).first()
    if found is None:
        return None
    slug = found.slug if found.kind is OrganisationKind.SCHOOL else ""
    return Keeper(found.name, slug, found.email, found.phone)


def _get_school(session: Session, school_id: UUID) -> Organisation:
    school = session.get_one(Organisation, school_id)
    if school.kind is not OrganisationKind.SCHOOL:
        raise Impossible(
            "Only a school closes: end what a service, trust or authority looks after."
        )
    return school


def _successors(session: Session, school_id: UUID) -> list[Oversight]:
    found = session.scalars(
        sa.select(Oversight).where(
            Oversight.school_id == school_id, Oversight.kind == OversightKind.SUCCESSOR
        )
    )
    return list(found)


def _succeed(session: Session, school_id: UUID, successor_id: UUID, from_on: date) -> None:
    successor = session.get_one(Organisation, successor_id)
    if successor_id == school_id:
        raise Impossible("A school cannot be its own successor.")
    if successor.until_on is not None:
        raise Impossible(f"{successor.name} closes, too: name another successor.")
    for earlier in _successors(session, school_id):
        if (earlier.overseer_id, earlier.from_on) == (successor_id, from_on):
            earlier.until_on = None
            return
    add_oversight(session, school_id, successor_id, OversightKind.SUCCESSOR, from_on=from_on)


def _appoint_dpos_of(
    session: Session, school_id: UUID, successor_id: UUID, from_on: date, today: date
) -> str:
    """Whoever is the successor's named DPO from that day on, or is to be, is so here too, unless
    they are already; the id of the last of these appointments, or ''.
    """
    named = ""
    for theirs in _dpos_from(session, successor_id, from_on):
        since = max(theirs.from_on, from_on)
        ours = next(iter(_dpos_from(session, school_id, since)), None)
        if ours and (ours.person_id, ours.name) == (theirs.person_id, theirs.name):
            continue
        if theirs.service_id is not None:
            _let_in(session, school_id, theirs.service_id, since)
        appointed = appoint_dpo(
            session,
            school_id,
            name=theirs.name,
            email=theirs.email,
            phone=theirs.phone,
            from_on=since,
            person_id=theirs.person_id,
            service_id=theirs.service_id,
            today=today,
            named_at=theirs.since_at,
        )
        session.flush()
        named = str(appointed.subject_id)
    return named


def _dpos_from(session: Session, school_id: UUID, on: date) -> list[DpoAppointment]:
    """The named DPO of that day, and whoever is named from a later one."""
    found = session.scalars(
        sa.select(DpoAppointment)
        .where(DpoAppointment.school_id == school_id)
        .where(sa.func.coalesce(DpoAppointment.until_on, on) >= on)
        .order_by(DpoAppointment.from_on)
    )
    return list(found)


def _end_successors(session: Session, school_id: UUID, today: date) -> None:
    """Nobody keeps its records from today on, nor is whoever was to be its DPO then."""
    running = [
        each
        for each in _successors(session, school_id)
        if each.until_on is None or each.until_on >= today
    ]
    to_begin = [each.from_on for each in running if each.from_on > today]
    if to_begin:
        _forget_dpos(session, school_id, min(to_begin), today)
    for each in running:
        each.until_on = max(today, each.from_on) - timedelta(days=1)
    session.flush()


def _forget_dpos(session: Session, school_id: UUID, from_on: date, today: date) -> None:
    """Nobody is to be the named DPO from that day or a later one; who was before goes on."""
    running = _dpos_from(session, school_id, today)
    gone = [each for each in running if each.from_on >= from_on and each.from_on > today]
    for each in gone:
        for service in _services(session, school_id, each.service_id):
            if service.from_on == each.from_on:
                service.until_on = service.from_on - timedelta(days=1)
        session.delete(each)
    before = [each for each in running if each not in gone]
    if gone and before and before[-1].until_on == gone[0].from_on - timedelta(days=1):
        before[-1].until_on = None
    session.flush()


def _let_in(session: Session, school_id: UUID, service_id: UUID, from_on: date) -> None:
    """The successor's DPO service looks after the school too, from that day at the latest."""
    known = _services(session, school_id, service_id)
    if any(each.from_on <= from_on and each.until_on is None for each in known):
        return
    for each in known:
        if each.from_on == from_on:
            each.until_on = None
            return
    add_oversight(session, school_id, service_id, OversightKind.DPO_SERVICE, from_on=from_on)
    session.flush()


def _services(session: Session, school_id: UUID, service_id: UUID | None) -> list[Oversight]:
    """When this service looks, or was to look, after the school as its DPO."""
    found = session.scalars(
        sa.select(Oversight).where(
            Oversight.school_id == school_id,
            Oversight.overseer_id == service_id,
            Oversight.kind == OversightKind.DPO_SERVICE,
        )
    )
    return list(found)
