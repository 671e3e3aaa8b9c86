"""What somebody sees by a role ends with it; what is their own stays theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from portal.desk.school import concerning, school_duties
from portal.desk.school.administration import alter
from portal.rules.in_charge.roster import Roster
from portal.rules.words import Answer
from portal.store import colleagues, duties
from portal.store.school import schools
from portal.store.visibility import Viewer
from tenants import people
from tenants.db import open_session
from tenants.models import DpoAppointment
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.test_triage import CLASSIFIED, Answers
from tests.desk.world import FRIDAY, School
from tests.tenants.world import World

Make = Callable[[str], School]


def test_who_has_left_a_role_reads_no_report_that_came_with_it(school: Make) -> None:
    at = school("wormley")
    incident = at.report(danger=Answer.YES)
    at.do("record_danger_check", Role.DSL, incident, safe=True, note="Rang.")
    assert at.sees(incident, Role.DSL, Role.DSL)
    assert not at.sees(incident, Role.DSL, Role.STAFF)


def test_who_owes_something_there_sees_it_whatever_they_are(school: Make) -> None:
    """As a teacher who stands in for the Head."""
    at = school("wormley")
    incident = at.report()
    assert at.people[Role.HEAD] in at.duties(incident)["look_at_report"].owners
    assert at.sees(incident, Role.HEAD, Role.STAFF)


def test_what_is_their_own_stays_before_them(school: Make) -> None:
    at = school("wormley")
    incident = at.report()
    assert at.sees(incident, Role.STAFF, Role.STAFF)
    at.do(
        "add_improvement",
        Role.DPO,
        incident,
        what="Lock the cupboard.",
        owner=at.people[Role.HR_CONTACT],
        due_on=(FRIDAY + timedelta(days=9)).date(),
    )
    assert at.sees(incident, Role.HR_CONTACT, Role.STAFF)


def test_a_lead_who_has_handed_it_on_has_nothing_of_it_on_their_desk(school: Make) -> None:
    at = school("wentworth")
    incident, officer = at.report(), at.people[Role.IT_CONTACT]
    at.do("classify", Role.HEAD, incident, severity="minor", **CLASSIFIED)
    led: Answers = {"direction": "Look.", "due_at": FRIDAY + timedelta(days=7)}
    at.do("allocate_investigation", Role.HEAD, incident, lead=officer, **led)
    assert desk(at, officer)
    at.do("reassign", Role.HEAD, incident, lead=at.people[Role.HR_CONTACT], reason="Away.")
    assert desk(at, officer) == set()


def test_whoever_comes_to_a_marked_service_sees_no_more_than_the_others(school: Make) -> None:
    at = school("wormley")
    incident = at.report()
    service = (at.people[Role.DPO], at.people[Role.DEPUTY_DPO])
    at.do("mark_concerned", Role.HEAD, incident, persons=service, reason="Theirs.")
    world = World(at.services.engine)
    (group,) = {one.group for one in roster(at).holders if one.person_id in service}
    assert group is not None
    at.people[Role.DPO] = world.person(group, "newcomer", Role.DEPUTY_DPO)
    compare(at, None)
    assert not at.sees(incident, Role.DPO, Role.DEPUTY_DPO)
    compare(at, incident)
    new = at.people[Role.DPO]
    assert at.facts(incident).concerned == {*service, new}
    at.do("remove_concern", Role.CHAIR, incident, persons=(*service, new), reason="Not theirs.")
    assert at.sees(incident, Role.DPO, Role.DEPUTY_DPO)


def test_what_concerns_a_service_is_hidden_from_its_newcomer_in_the_same_commit(
    school: Make,
) -> None:
    at = school("wormley")
    incident, (dpo, deputy) = at.report(), (at.people[Role.DPO], at.people[Role.DEPUTY_DPO])
    at.do("mark_concerned", Role.HEAD, incident, persons=(dpo, deputy), reason="Theirs.")
    (group,) = {one.group for one in roster(at).holders if one.person_id == dpo}
    assert group is not None
    add = partial(
        people.add_person, organisation_id=group, name="Nia New", email="nia@example.org",
        phone="01632 960300", role=Role.DEPUTY_DPO, from_on=FRIDAY.date(),
    )  # fmt: skip
    come = alter(at.services, group, Permission.KEEP_TEAM, add, by=None)
    at.people[Role.DEPUTY_DPO] = come.subject_id
    assert not at.sees(incident, Role.DEPUTY_DPO), "the worker has compared nothing yet"


def test_whoever_comes_to_a_marked_service_after_those_marked_have_left_sees_nothing_either(
    school: Make,
) -> None:
    at = school("wormley")
    incident = at.report()
    service = (at.people[Role.DPO], at.people[Role.DEPUTY_DPO])
    at.do("mark_concerned", Role.HEAD, incident, persons=service, reason="Theirs.")
    world, last = World(at.services.engine), FRIDAY.date() + timedelta(days=1)
    (group,) = {one.group for one in roster(at).holders if one.person_id in service}
    assert group is not None
    for each in service:
        leave = partial(people.leave, organisation_id=group, person_id=each, until_on=last)
        world.change(group, Permission.KEEP_PEOPLE, leave)
    new = world.person(group, "newcomer", Role.DPO, last + timedelta(days=2))
    world.appoint(at.id, "newcomer", last + timedelta(days=2), new, group)
    with open_session(at.services.engine, at.scope) as session, session.begin():
        named = session.scalars(select(DpoAppointment).where(DpoAppointment.person_id.in_(service)))
        named.one().until_on = last
    at.people[Role.DPO], at.clock.at = new, FRIDAY + timedelta(days=3)
    assert {one.person_id for one in roster(at).holders} & {*service, new} == {new}
    compare(at, None)
    assert not at.sees(incident, Role.DPO, Role.DPO)
    compare(at, incident)
    assert at.facts(incident).concerned == {*service, new}
    with open_session(at.services.engine, at.scope) as session:
        together = colleagues.together_with(session, at.scope, incident, at.clock.now())
    everybody = {*service, new}
    assert together == dict.fromkeys(everybody, everybody), "they are unmarked together"


def test_what_concerns_somebody_concerns_them_under_their_other_record(school: Make) -> None:
    at = school("wormley")
    incident = at.report()
    first, other = at.people[Role.SLT], at.people[Role.HEAD]
    at.do("mark_concerned", Role.DPO, incident, persons=(first,), reason="Hers.")
    with open_session(at.services.engine, at.scope) as session, session.begin():
        concerning.hand_on(session, at.services, at.scope, first, other, at.clock.now())
    assert at.facts(incident).concerned == {first, other}
    assert not at.sees(incident, Role.HEAD, Role.HEAD)


def compare(at: School, incident: UUID | None) -> None:
    """What the worker does after a change of people."""
    with open_session(at.services.engine, at.scope) as session, session.begin():
        school_duties.recompare(session, at.services, at.id, incident)


def roster(at: School) -> Roster:
    """The people of today."""
    with open_session(at.services.engine, at.scope) as session:
        return schools.roster(at.scope, at.id, at.clock.now()).within(session)


def desk(at: School, officer: UUID) -> set[str]:
    """What stands on the desk of this member of staff."""
    viewer = Viewer.of(officer, [(at.id, frozenset({Role.STAFF}))])
    with open_session(at.services.engine, at.scope) as session:
        return {row.kind for row in duties.due_next(session, at.scope, viewer, at.clock.now())}
