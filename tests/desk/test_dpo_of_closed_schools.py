"""Who is the named DPO of a school that closes: a change of mind, another day, and afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.school import closing_schools, leaving, school_duties
from tenants import absences, directory, schools
from tenants.change import Altered
from tenants.db import open_session
from tenants.models import DpoAppointment
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.world import FRIDAY, School
from tests.tenants.world import World

LAST_DAY = FRIDAY.date()
SATURDAY, MONDAY = (LAST_DAY + timedelta(days=days) for days in (1, 3))
JANUARY = date(2027, 1, 1)
MARCH = date(2027, 3, 1)


@pytest.fixture
def two(school: Callable[[str], School]) -> tuple[School, School]:
    """A school, and another one on the same clock that names somebody of its own as DPO."""
    old, new = school("wormley"), school("wentworth")
    new = replace(new, services=old.services, clock=old.clock)
    name_dpo(new, "Nora Keeper", LAST_DAY, new.people[Role.SLT])
    return old, new


def name_dpo(
    at: School, name: str, from_on: date, person: UUID, service: UUID | None = None
) -> None:
    World(at.services.engine).change(
        at.id,
        Permission.APPOINT_DPO,
        lambda session: schools.appoint_dpo(
            session,
            at.id,
            name=name,
            email="n@example.org",
            phone="01632 960001",
            from_on=from_on,
            person_id=person,
            service_id=service,
            today=at.clock.now().date(),
        ),
    )


def close(old: School, new: School, first_day_after: date) -> None:
    last_on = first_day_after - timedelta(days=1)
    closing_schools.close_school(old.services, old.id, last_on=last_on, successor_id=new.id)


def named(at: School) -> list[tuple[str, date]]:
    """Who is the DPO from which day on; the days between add up."""
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DpoAppointment).order_by(DpoAppointment.from_on)).all()
        for one, following in pairwise(rows):
            assert one.until_on == following.from_on - timedelta(days=1)
        assert rows[-1].until_on is None
        return [(row.name, row.from_on) for row in rows]


def holds(at: School, who: UUID, role: Role, on: date) -> bool:
    found = directory.relations(at.services.engine, who, on)
    return any(one.school_id == at.id and role in one.roles for one in found)


@pytest.mark.clause("DBRP-1.9")
def test_who_was_to_be_the_dpo_after_the_last_day_is_not_once_it_is_another_or_none(
    two: tuple[School, School],
) -> None:
    old, new = two
    own, theirs = named(old), new.people[Role.SLT]
    close(old, new, JANUARY)
    assert named(old) == [*own, ("Nora Keeper", JANUARY)]
    close(old, new, MARCH)
    assert named(old) == [*own, ("Nora Keeper", MARCH)]
    assert not holds(old, theirs, Role.DPO, MARCH - timedelta(days=1)), (
        "a school that is open is its own"
    )
    name_dpo(old, "Ben Between", date(2026, 11, 2), old.people[Role.SLT])
    between = [*own, ("Ben Between", date(2026, 11, 2))]
    assert named(old) == [*between, ("Nora Keeper", MARCH)], "until then it may name another"
    close(old, new, JANUARY)
    assert named(old) == [*between, ("Nora Keeper", JANUARY)]
    closing_schools.reopen_school(old.services, old.id)
    assert named(old) == between
    assert not holds(old, theirs, Role.DPO, MARCH)


def test_the_successors_service_looks_after_the_school_only_once_it_has_closed(
    school: Callable[[str], School],
) -> None:
    old, new = school("wormley"), school("wentworth")
    new = replace(new, services=old.services, clock=old.clock)
    name_dpo(new, "Stella Service", LAST_DAY, new.people[Role.DPO], _service(new))
    deputy = new.people[Role.DEPUTY_DPO]
    for _ in range(2):  # said again, too
        close(old, new, JANUARY)
        assert holds(old, deputy, Role.DEPUTY_DPO, JANUARY)
        assert not holds(old, deputy, Role.DEPUTY_DPO, JANUARY - timedelta(days=1))
    close(old, new, MARCH)
    assert not holds(old, deputy, Role.DEPUTY_DPO, JANUARY)
    closing_schools.reopen_school(old.services, old.id)
    assert not holds(old, deputy, Role.DEPUTY_DPO, MARCH), (
        "it sees nothing of a school that goes on"
    )


def _service(at: School) -> UUID:
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DpoAppointment.service_id)).all()
    return next(one for one in rows if one is not None)


@pytest.mark.clause("DBRP-1.9")
def test_the_dpo_of_a_closed_school_is_whom_its_successor_names(two: tuple[School, School]) -> None:
    old, new = two
    leaver, comes = new.people[Role.SLT], new.people[Role.DEPUTY_HEAD]
    name_dpo(new, "Cora Comes", JANUARY, comes)
    own = named(old)
    close(old, new, SATURDAY)
    assert named(old) == [*own, ("Nora Keeper", SATURDAY), ("Cora Comes", JANUARY)]
    old.clock.at = FRIDAY + timedelta(days=3)
    assert leaving.is_named_dpo(new.services, new.id, leaver, LAST_DAY), "not left behind as one"
    name_dpo(new, "Cora Comes", MONDAY, comes)
    closing_schools.follow_dpo(new.services, new.id)
    assert ("Cora Comes", MONDAY) in named(old)
    assert not holds(old, leaver, Role.DPO, MONDAY)
    assert not leaving.is_named_dpo(new.services, new.id, leaver, MONDAY)


def test_a_school_that_goes_on_until_a_later_day_after_all_is_its_own_until_then(
    two: tuple[School, School],
) -> None:
    old, new = two
    head = new.people[Role.HEAD]
    close(old, new, SATURDAY)
    old.clock.at = FRIDAY + timedelta(days=3)
    assert holds(old, head, Role.HEAD, MONDAY)
    close(old, new, JANUARY)
    assert not holds(old, head, Role.HEAD, MONDAY)
    assert not holds(old, head, Role.HEAD, JANUARY - timedelta(days=1))
    assert holds(old, head, Role.HEAD, JANUARY)
    assert holds(old, old.people[Role.HEAD], Role.HEAD, MONDAY)


def test_who_is_away_from_the_successor_is_away_where_it_keeps_the_records_until_back(
    two: tuple[School, School],
) -> None:
    old, new = two
    head, incident = new.people[Role.HEAD], old.report()
    at = World(old.services.engine)
    away: list[UUID] = []

    def leave(session: Session) -> Altered:
        altered = absences.record_absence(
            session,
            new.id,
            head,
            from_at=FRIDAY - timedelta(days=10),
            until_at=None,
            review_on=MARCH,
        )
        away.append(altered.subject_id)
        return altered

    def owners() -> set[UUID]:
        with open_session(old.services.engine, old.scope) as session, session.begin():
            school_duties.recompare(session, old.services, old.id, None)
            school_duties.recompare(session, old.services, old.id, incident)
        return {one for row in old.duties(incident).values() for one in row.owners}

    at.change(new.id, Permission.RECORD_ABSENCE, leave)
    close(old, new, SATURDAY)
    old.clock.at = FRIDAY + timedelta(hours=9)
    assert owners()
    assert head not in owners(), "whoever stands in there does so here"
    at.change(
        new.id,
        Permission.RECORD_ABSENCE,
        lambda session: absences.end_absence(
            session, new.id, away[0], at=old.clock.at - timedelta(minutes=1), person_id=None
        ),
    )
    assert head in owners(), "back at the one is back at both"
