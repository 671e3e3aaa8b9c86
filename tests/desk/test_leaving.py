"""Somebody leaves, or is away: nothing they owed is left without an owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.school import absences as desk_absences
from portal.desk.school import leaving, school_duties
from portal.desk.school.absences import Leave
from portal.desk.school.administration import alter
from portal.jobs.handlers import HANDLERS
from portal.models.audit import AuditRow
from portal.models.duties import DutyRow
from portal.models.effects import EffectRow
from portal.store import duties
from portal.store.school import owing
from portal.store.visibility import Viewer
from tenants import absences, people, schools
from tenants.change import Altered, Impossible
from tenants.db import Scope, open_session
from tenants.models import Absence, AbsenceKind, Oversight
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.world import School
from tests.tenants.world import World

Make = Callable[[str], School]


def settle(at: School) -> None:
    """What the worker does with the effects 'recompare'."""
    with open_session(at.services.engine, at.scope) as session, session.begin():
        waiting = session.scalars(select(EffectRow).where(EffectRow.kind == "recompare")).all()
        for row in waiting:
            if row.incident_id is not None:
                HANDLERS[school_duties.RECOMPARE].prepare(session, at.services, row)  # type: ignore[arg-type]  # all that it reads


def leave(at: School, role: Role, taker: Role | None = None) -> None:
    """The holder of a role leaves, now; the administrator sees to it."""
    clerk = at.people[Role.ADMINISTRATOR]
    apply = leaving.prepare(
        at.services,
        at.id,
        at.people[role],
        by=clerk,
        until_on=at.clock.now().date() - timedelta(days=1),
        taker=at.people[taker] if taker else None,
    )
    alter(at.services, at.id, Permission.KEEP_PEOPLE, apply, by=clerk)
    settle(at)


def all_open(at: School) -> list[DutyRow]:
    """Every open duty of the school."""
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DutyRow)).all()
    return [row for row in rows if row.met_at is None and row.lapsed_at is None]


@pytest.fixture
def busy(school: Make) -> tuple[School, UUID]:
    """A school with an incident in which everybody owes something."""
    at = school("wormley")
    incident = at.report()
    due = at.clock.now() + timedelta(days=3)
    at.do("ask_question", Role.HEAD, incident, text="Who?", to=at.people[Role.STAFF], due_at=due)
    at.do(
        "add_improvement",
        Role.HEAD,
        incident,
        what="Use the right list.",
        owner=at.people[Role.STAFF],
        due_on=date(2026, 11, 20),
    )
    return at, incident


@pytest.mark.clause("DBRP-5.7")
def test_whoever_leaves_owes_nothing_and_nothing_is_left_behind(
    busy: tuple[School, UUID],
) -> None:
    at, incident = busy
    before = {row.id for row in all_open(at)}
    leave(at, Role.STAFF, Role.SLT)
    leave(at, Role.HEAD)
    left = {at.people[Role.STAFF], at.people[Role.HEAD]}
    now_open = all_open(at)
    assert before <= {row.id for row in now_open}
    for row in now_open:
        assert row.owners, row.kind
        assert not left & {*row.owners}, row.kind
    facts = at.facts(incident)
    assert {one.to for one in facts.questions} == {at.people[Role.SLT]}
    assert {one.owner for one in facts.improvements} == {at.people[Role.SLT]}
    assert at.alerted(incident, "handed_over") == {Role.SLT}
    assert Role.DEPUTY_HEAD in at.alerted(incident, "moved")


def test_what_is_theirs_alone_needs_somebody_to_take_it(busy: tuple[School, UUID]) -> None:
    at, incident = busy
    with pytest.raises(Impossible, match="takes over"):
        leave(at, Role.STAFF)
    (own,) = leaving.list_own(
        at.services, at.id, at.people[Role.STAFF], for_whom=at.people[Role.ADMINISTRATOR]
    )
    assert (own.incident_id, own.own.questions, own.own.improvements) == (incident, 1, 1)


def test_the_last_who_can_add_people_stays_until_somebody_else_can(school: Make) -> None:
    at = school("wormley")
    leave(at, Role.HEAD)
    own, gone = at.people[Role.ADMINISTRATOR], at.clock.now().date() - timedelta(days=1)
    with open_session(at.services.engine, at.scope) as session:
        (role,) = people.memberships(session, at.id, own)
        with pytest.raises(Impossible, match="Nobody would be left"):
            leaving.end_role(session, at.id, role.id, gone)
    with pytest.raises(Impossible, match="Nobody would be left"):
        leave(at, Role.ADMINISTRATOR)
    World(at.services.engine).person(at.id, "Harriet Head", Role.HEAD)
    leave(at, Role.ADMINISTRATOR)


def test_a_role_ends_at_once_and_no_name_is_in_the_audit(busy: tuple[School, UUID]) -> None:
    at, _incident = busy
    leave(at, Role.STAFF, Role.SLT)
    with open_session(at.services.engine, at.scope) as session:
        (role,) = people.memberships(session, at.id, at.people[Role.STAFF])
        assert role.until_on == at.clock.now().date() - timedelta(days=1)
        bodies = session.scalars(select(AuditRow.body)).all()
    assert any("administration.leave" in body for body in bodies)
    assert not any("person" in body and "@example" in body for body in bodies)


def away(at: School, role: Role, *, stand_in: Role | None = None) -> UUID:
    """The holder of a role is away from now on, without an end."""
    return alter(
        at.services,
        at.id,
        Permission.KEEP_OWN,
        partial(
            absences.record_absence,
            school_id=at.id,
            person_id=at.people[role],
            from_at=at.clock.now(),
            until_at=None,
            review_on=at.clock.now().date() + timedelta(days=30),
            stand_in_id=at.people[stand_in] if stand_in else None,
        ),
        by=at.people[role],
    ).subject_id


@pytest.mark.clause("DBRP-5.7")
def test_whom_somebody_names_stands_in_and_it_comes_back(busy: tuple[School, UUID]) -> None:
    at, _incident = busy
    absence = away(at, Role.HEAD, stand_in=Role.CHAIR)
    settle(at)
    owed = [row for row in all_open(at) if row.role == Role.HEAD and row.person_id is None]
    assert owed
    assert all(row.owners == [at.people[Role.CHAIR]] for row in owed)
    chair = Viewer.of(at.people[Role.CHAIR], [(at.id, frozenset({Role.CHAIR}))])
    with open_session(at.services.engine, at.scope) as session:
        desk = duties.due_next(session, at.scope, chair, at.clock.now())
    assert {row.id for row in desk} >= {row.id for row in owed if row.opens_at <= at.clock.now()}
    at.clock.at += timedelta(minutes=1)
    alter(
        at.services,
        at.id,
        Permission.KEEP_OWN,
        partial(
            absences.end_absence,
            school_id=at.id,
            absence_id=absence,
            at=at.clock.now(),
            person_id=at.people[Role.HEAD],
        ),
        by=at.people[Role.HEAD],
    )
    settle(at)
    owed = [row for row in all_open(at) if row.role == Role.HEAD and row.person_id is None]
    assert all(row.owners == [at.people[Role.HEAD]] for row in owed)


def test_what_was_decided_meanwhile_is_listed_for_who_was_away(
    busy: tuple[School, UUID],
) -> None:
    at, incident = busy
    absence = away(at, Role.HEAD)
    at.clock.at += timedelta(minutes=5)
    at.do("decline_escalation", Role.DEPUTY_HEAD, incident, reasons="It is in hand.")
    head = at.people[Role.HEAD]
    with open_session(at.services.engine, at.scope) as session:
        row = session.get_one(Absence, (at.id, absence))
        viewer = Viewer.of(head, [(at.id, frozenset({Role.HEAD}))])
        (done,) = owing.list_done_for(session, at.scope, viewer, [row], frozenset({Role.HEAD}))
    assert (done.incident_id, done.action, done.role, done.person_id) == (
        incident,
        "decline_escalation",
        Role.HEAD,
        at.people[Role.DEPUTY_HEAD],
    )


def test_an_absence_without_an_end_is_asked_about_again(busy: tuple[School, UUID]) -> None:
    at, _incident = busy
    absence = away(at, Role.SLT)
    (duty,) = [row for row in all_open(at) if row.kind == "review_absence"]
    assert (duty.subject, duty.role) == (str(absence), Role.HEAD)


@pytest.mark.clause("DBRP-5.7")
def test_whoever_leaves_the_service_leaves_nothing_at_its_schools(school: Make) -> None:
    at = school("wormley")
    incident = at.report()
    now = at.clock.now()
    away = partial(
        absences.record_absence,
        school_id=at.id,
        person_id=at.people[Role.DPO],
        from_at=now,
        until_at=now + timedelta(days=9),
    )
    clerk = at.people[Role.ADMINISTRATOR]
    alter(at.services, at.id, Permission.RECORD_ABSENCE, away, by=clerk)
    settle(at)

    def owners() -> set[UUID]:
        rows = (row for row in all_open(at) if row.incident_id == incident)
        return {one for row in rows if row.role == Role.DPO for one in row.owners}

    assert owners() == {at.people[Role.DEPUTY_DPO]}
    with open_session(at.services.engine, at.scope) as session:
        service = session.scalars(select(Oversight.overseer_id)).one()
    gone = partial(
        people.leave,
        organisation_id=service,
        person_id=at.people[Role.DEPUTY_DPO],
        until_on=now.date() - timedelta(days=1),
    )
    alter(at.services, service, Permission.KEEP_PEOPLE, gone, by=None)
    with open_session(at.services.engine, at.scope) as session, session.begin():
        (woken,) = session.scalars(
            select(EffectRow).where(EffectRow.key.startswith("recompare:overseer:"))
        )
        HANDLERS[school_duties.RECOMPARE].prepare(session, at.services, woken)  # type: ignore[arg-type]  # all that it reads
    settle(at)
    assert owners() == {at.people[Role.HEAD]}


@pytest.mark.clause("DBRP-5.7")
def test_away_from_all_their_schools_reaches_one_they_come_to_meanwhile(school: Make) -> None:
    """Once: ended there, it does not come back, and one that ended everywhere reaches nobody."""
    at, later = school("wormley"), school("wentworth")
    officer, now = at.people[Role.DPO], at.clock.now()
    leave = Leave(AbsenceKind.SICKNESS, now, None, None, now.date(), None, None, everywhere=True)

    def goes(session: Session) -> Altered:
        return desk_absences.record(session, at.id, officer, leave, now)

    def comes(session: Session) -> Altered:
        return schools.appoint_dpo(
            session,
            later.id,
            name="Dee Officer",
            email="d@example.org",
            phone="01632 960001",
            from_on=now.date(),
            today=now.date(),
            person_id=officer,
        )

    def there() -> list[Absence]:
        with open_session(at.services.engine, later.scope) as session:
            return list(session.scalars(select(Absence)))

    both = Scope.of(at.id, later.id)
    alter(at.services, at.id, Permission.KEEP_OWN, goes, by=officer)
    assert not there()
    alter(at.services, later.id, Permission.APPOINT_DPO, comes, by=None, scope=both)
    (copied,) = there()
    assert (copied.person_id, copied.until_at, copied.review_on) == (officer, None, now.date())
    assert (copied.kind, copied.role) == (AbsenceKind.OTHER, None), "not why"
    at.clock.at = now + timedelta(hours=1)
    end = partial(absences.end_absence, school_id=later.id, absence_id=copied.id, person_id=officer)
    alter(at.services, later.id, Permission.KEEP_OWN, partial(end, at=at.clock.now()), by=officer)
    alter(at.services, later.id, Permission.APPOINT_DPO, comes, by=None, scope=both)
    assert len(there()) == 1
