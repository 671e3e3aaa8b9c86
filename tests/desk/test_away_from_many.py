"""Away from many schools, and back: a few statements at each, the worker compares what is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.school import school_duties
from portal.desk.school.absences import NO_ROLE, Leave, end_at, record_at
from portal.models.effects import EffectRow
from tenants.db import open_session, uuid7
from tenants.directory import Relation
from tenants.models import Absence, AbsenceKind
from tenants.roles import Role
from tests.desk.world import School
from tests.statements import noted

MOST = 14
"""Statements a school: an officer may have five hundred."""


def compared(at: School, incident: UUID) -> None:
    """What the worker does with what waits for the school, and then for its incident."""
    with open_session(at.services.engine, at.scope) as session, session.begin():
        for owner in (None, incident):
            waiting = select(EffectRow).where(
                EffectRow.kind == school_duties.RECOMPARE,
                EffectRow.incident_id.is_not_distinct_from(owner),
                EffectRow.run_after == at.clock.now(),
            )
            session.scalars(waiting).one()
            school_duties.recompare(session, at.services, at.id, owner)


@pytest.mark.clause("DBRP-5.7", "SIP-dpo")
def test_what_is_owed_at_each_of_many_schools_moves_and_comes_back(
    school: Callable[[str], School],
) -> None:
    at = school("wormley")
    head, incident = at.people[Role.HEAD], at.report(told=(Role.HEAD,))

    def owners() -> list[UUID]:
        return at.duties(incident)["look_at_report"].owners

    place = Relation(at.id, "wormley", "Wormley", frozenset({Role.HEAD}), "")
    at.clock.at = begins = at.clock.now() + timedelta(minutes=10)
    leave = Leave(AbsenceKind.LEAVE, begins, begins + timedelta(days=3), None, None, None, None)
    with noted(at.services.engine) as statements:
        assert not record_at(at.services, [place], head, leave, once=uuid7())
    assert len(statements) <= MOST
    assert owners() == [head], "it is theirs until it is somebody else’s"
    compared(at, incident)
    assert owners() == [at.people[Role.DEPUTY_HEAD]]
    assert at.alerted(incident, "moved") == {Role.DEPUTY_HEAD}

    at.clock.at = begins + timedelta(minutes=10)
    with noted(at.services.engine) as statements:
        end_at(at.services, [place], head, begins)
    assert len(statements) <= MOST
    compared(at, incident)
    assert owners() == [head]


def test_who_is_back_as_one_is_not_back_as_another_at_the_other_schools(
    school: Callable[[str], School],
) -> None:
    at = school("wormley")
    head, begins = at.people[Role.HEAD], at.clock.now() + timedelta(minutes=10)
    place = Relation(at.id, "wormley", "Wormley", frozenset({Role.HEAD, Role.LEAD}), "")
    for role in (Role.LEAD, Role.HEAD):
        leave = Leave(AbsenceKind.LEAVE, begins, None, None, begins.date(), role, None)
        assert not record_at(at.services, [place], head, leave, once=uuid7())
    end_at(at.services, [place], head, begins, Role.HEAD)
    with open_session(at.services.engine, at.scope) as session:
        assert session.scalars(select(Absence.role)).all() == [Role.LEAD]


def test_a_school_that_one_has_just_left_holds_up_no_other(school: Callable[[str], School]) -> None:
    left, at = school("wormley"), school("wormley")
    officer, begins = at.people[Role.DPO], at.clock.now()
    leave = Leave(AbsenceKind.LEAVE, begins, begins + timedelta(days=3), None, None, None, None)
    places = [
        Relation(one.id, "", name, frozenset({Role.DPO}), "")
        for one, name in ((left, "Left"), (at, "At"))
    ]
    assert record_at(at.services, places, officer, leave, once=uuid7()) == {NO_ROLE: ["Left"]}
    with open_session(at.services.engine, at.scope) as session:
        assert session.scalars(select(Absence.from_at)).all() == [begins]
    assert not end_at(at.services, places, officer, begins)
