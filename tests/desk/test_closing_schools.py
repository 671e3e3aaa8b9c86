"""A school closes, merges or moves on: what is open there goes on, and is always somebody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.school import closing_schools, school_duties
from portal.desk.surroundings import surroundings
from portal.models.audit import AuditRow
from portal.models.duties import DutyRow
from portal.store.audit import verify
from tenants import closing, directory, oversight, schools
from tenants.change import Impossible
from tenants.db import Scope, open_session
from tenants.models import Adoption, DpoAppointment
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.world import FRIDAY, School
from tests.tenants.world import World

Make = Callable[[str], School]

LAST_DAY = FRIDAY.date()
AFTER = FRIDAY + timedelta(hours=9)


@pytest.fixture
def two(school: Make) -> tuple[School, School, UUID]:
    """A school with an open breach, and another one on the same clock."""
    old, new = school("wormley"), school("wentworth")
    new = replace(new, services=old.services, clock=old.clock)
    return old, new, old.report()


def close(old: School, new: School | None = None, last_on: date = LAST_DAY) -> None:
    """The operator closes it."""
    closing_schools.close_school(
        old.services, old.id, last_on=last_on, successor_id=new.id if new else None
    )


def at_work(old: School, at: datetime = AFTER) -> None:
    """The clock moves on, and the worker compares the school and each of its incidents."""
    old.clock.at = at
    with open_session(old.services.engine, old.scope) as session, session.begin():
        school_duties.recompare(session, old.services, old.id, None)
        for incident_id in set(session.scalars(select(DutyRow.incident_id))) - {None}:
            school_duties.recompare(session, old.services, old.id, incident_id)


def owing(old: School, incident: UUID) -> set[UUID]:
    return {one for row in old.duties(incident).values() for one in row.owners}


def roles(at: School, who: UUID, school_id: UUID) -> frozenset[Role]:
    found = directory.relations(at.services.engine, who, at.clock.now().date())
    return next((one.roles for one in found if one.school_id == school_id), frozenset())


@pytest.mark.clause("DBRP-5.7", "DBRP-1.9")
def test_a_merged_schools_incidents_go_on_at_its_successor(
    two: tuple[School, School, UUID],
) -> None:
    old, new, incident = two
    before = old.duties(incident)
    close(old, new)
    at_work(old, old.clock.now())
    assert owing(old, incident) <= set(old.people.values()), "until its last day all is as it was"
    at_work(old)
    after = old.duties(incident)
    assert set(after) >= set(before), "nothing lapses"
    assert {kind: after[kind].due_at for kind in before} == {
        kind: row.due_at for kind, row in before.items()
    }
    assert all(row.owners and row.next_at for row in after.values()), "owed, and reminded of"
    assert all({*row.owners} & {*new.people.values()} for row in after.values())
    for role in (Role.HEAD, Role.DPO, Role.DEPUTY_DPO, Role.DSL):
        assert role in roles(old, new.people[role], old.id), role
    own = (role for role in old.people if role not in {Role.DPO, Role.DEPUTY_DPO})
    assert not any(roles(old, old.people[role], old.id) for role in own)
    assert not roles(old, new.people[Role.STAFF], old.id)
    with open_session(old.services.engine, old.scope) as session:
        adoption = session.scalars(select(Adoption.id)).one()
        roster = surroundings(session, old.scope, old.id, adoption, AFTER).roster
        assert roster.named(old.people[Role.HEAD]) == "Head person (has left)", "what they did, too"
        assert roster.named(new.people[Role.STAFF]) == "Somebody who has left", "nobody else's name"
    assert not roles(old, old.people[Role.DPO], new.id), "and nobody of it comes to the new one"
    keeper = replace(old, people={Role.STAFF: new.people[Role.HEAD]})
    later = keeper.report()  # what comes to light about its records is still kept there
    assert all(row.owners for row in old.duties(later).values())


def test_a_closed_school_owes_nothing_of_its_own(two: tuple[School, School, UUID]) -> None:
    old, new, _ = two
    at_work(old)
    with open_session(old.services.engine, old.scope) as session:
        own = select(DutyRow.kind).where(
            DutyRow.incident_id.is_(None), DutyRow.met_at.is_(None), DutyRow.lapsed_at.is_(None)
        )
        assert session.scalars(own).all()
        close(old, new)
        at_work(old)
        session.rollback()
        assert set(session.scalars(own)) <= {"erase_incidents"}


@pytest.mark.clause("DBRP-5.7")
def test_it_does_not_close_while_nobody_would_be_left(two: tuple[School, School, UUID]) -> None:
    old, new, incident = two
    close(old)
    at_work(old)
    left = {old.people[Role.DPO], old.people[Role.DEPUTY_DPO]}
    assert all(set(row.owners) & left for row in old.duties(incident).values()), "its DPO goes on"
    World(old.services.engine).change(
        old.id,
        Permission.APPOINT_DPO,
        lambda session: schools.appoint_dpo(
            session,
            old.id,
            name="Nobody Here",
            email="n@example.org",
            phone="01632 960001",
            from_on=AFTER.date(),
        ),
    )
    World(old.services.engine).change(
        old.id,
        Permission.GRANT_OVERSIGHT,
        lambda session: oversight.end_oversight(
            session, old.id, _service(old), AFTER.date() - timedelta(days=1)
        ),
    )
    with pytest.raises(Impossible, match="nobody would be left"):
        close(old)
    close(old, new)
    with pytest.raises(Impossible, match="the records of a school that closes: wormley-"):
        close(new)


def test_a_change_of_mind_leaves_all_as_it_was(two: tuple[School, School, UUID]) -> None:
    old, new, incident = two
    close(old, new)
    close(old, new, LAST_DAY - timedelta(days=10))
    closing_schools.reopen_school(old.services, old.id)
    with pytest.raises(Impossible, match="has not closed"):
        closing_schools.reopen_school(old.services, old.id)
    at_work(old)
    assert not roles(old, new.people[Role.HEAD], old.id)
    assert Role.HEAD in roles(old, old.people[Role.HEAD], old.id)
    close(old, new)
    assert Role.HEAD in roles(old, new.people[Role.HEAD], old.id)
    with open_session(old.services.engine, Scope.of(old.id)) as session:
        keeper = closing.find_keeper(session, old.id, AFTER.date())
        assert keeper is not None
        assert keeper.name == "Wentworth School"
        bodies = " ".join(session.scalars(select(AuditRow.body)))
        assert "administration.close_school" in bodies
        assert "administration.reopen_school" in bodies
        assert verify(session, old.id).ok
        assert session.scalars(select(DutyRow).where(DutyRow.incident_id == incident)).first()


def _service(at: School) -> UUID:
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DpoAppointment.service_id)).all()
    return next(one for one in rows if one is not None)
