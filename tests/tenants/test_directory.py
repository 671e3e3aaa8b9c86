from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.store.school import staff
from tenants import directory, oversight, people, present, schools
from tenants.absences import record_absence
from tenants.change import Impossible
from tenants.db import Scope, open_session
from tenants.models import OrganisationKind, OversightKind, Person
from tenants.permissions import Permission
from tenants.roles import Role
from tests.tenants.world import NOW, START, TODAY, World


def roles_of(world: World, person: object, on: date = TODAY) -> dict[object, set[Role]]:
    found = directory.relations(world.engine, person, on)  # type: ignore[arg-type]  # the small world of these tests
    return {relation.school_id: set(relation.roles) for relation in found}


def test_a_user_of_the_host_is_found_by_an_opaque_reference(world: World) -> None:
    school = world.school()
    person = world.person(school, "Ada Hill", Role.STAFF)
    with open_session(world.engine, Scope.of(school)) as session:
        ref = session.get_one(Person, person).user_ref
    assert ref is not None
    assert directory.find_person(world.engine, ref) == directory.PersonRef(person, "Ada Hill")
    assert directory.find_person(world.engine, "nobody-we-know") is None


def test_a_school_is_found_by_its_address_and_only_a_school(world: World) -> None:
    school = world.school()
    service = world.organisation(OrganisationKind.DPO_SERVICE, "Data Service")
    slugs = {}
    for ident in (school, service):
        with open_session(world.engine, Scope.of(ident)) as session:
            slugs[ident] = session.scalar(sa.text("select slug from tenants_organisation"))
    assert directory.find_school(world.engine, slugs[school]) == school
    assert directory.find_school(world.engine, slugs[service]) is None
    assert directory.find_school(world.engine, "no-such-school") is None
    assert {school, service} <= set(directory.list_organisations(world.engine))


def test_a_person_of_two_schools_has_the_roles_of_each(world: World) -> None:
    one, two = world.school("A"), world.school("B")
    chair = world.person(one, "Cleo Marsh", Role.CHAIR)
    world.change(
        two,
        Permission.KEEP_PEOPLE,
        lambda session: people.add_membership(session, two, chair, Role.STAFF, from_on=START),
        also=(one,),
    )
    assert roles_of(world, chair) == {one: {Role.CHAIR}, two: {Role.STAFF}}


def test_memberships_count_on_their_days_only(world: World) -> None:
    school = world.school()
    head = world.person(school, "Hana Dean", Role.HEAD, from_on=date(2026, 9, 1))
    with open_session(world.engine, Scope.of(school)) as session:
        membership = session.scalar(
            sa.text("select id from tenants_membership where person_id = :id"), {"id": head}
        )
    world.change(
        school,
        Permission.KEEP_PEOPLE,
        lambda session: people.end_membership(session, membership, date(2026, 11, 20)),
    )
    assert roles_of(world, head, date(2026, 8, 31)) == {}
    assert roles_of(world, head, date(2026, 9, 1)) == {school: {Role.HEAD}}
    assert roles_of(world, head, date(2026, 11, 20)) == {school: {Role.HEAD}}
    assert roles_of(world, head, date(2026, 11, 21)) == {}


def test_an_instant_counts_by_its_day_in_the_uk(world: World) -> None:
    school = world.school()
    head = world.person(school, "Hana Dean", Role.HEAD, from_on=date(2026, 9, 1))
    just_before = datetime(2026, 8, 31, 22, 59, tzinfo=UTC)  # 23:59 on 31 August
    assert roles_of(world, head, just_before) == {}
    assert roles_of(world, head, just_before + timedelta(minutes=1)) == {school: {Role.HEAD}}


@pytest.mark.clause("SIP-dpo")
def test_the_officer_of_a_service_is_the_dpo_of_both_schools_and_colleagues_are_deputies(
    world: World,
) -> None:
    one, two, other = world.school("A"), world.school("B"), world.school("C")
    service = world.organisation(OrganisationKind.DPO_SERVICE, "Data Service")
    officer = world.person(service, "Olu Grant", Role.DPO)
    colleague = world.person(service, "Pat Reyes", Role.DPO)
    clerk = world.person(service, "Sam Holt", Role.ADMINISTRATOR)
    for school in (one, two):
        world.oversee(service, school, OversightKind.DPO_SERVICE)
        world.appoint(school, "Olu Grant", person=officer, service=service)

    assert roles_of(world, officer) == {one: {Role.DPO}, two: {Role.DPO}}
    assert roles_of(world, colleague) == {one: {Role.DEPUTY_DPO}, two: {Role.DEPUTY_DPO}}
    assert roles_of(world, clerk) == {}
    assert directory.relations(world.engine, officer, TODAY)[0].via == "Data Service"

    with open_session(world.engine, Scope.of(one)) as session:
        held = {row.name: row for row in present.roster(one, NOW).within(session).holders}
        named = directory.named_dpo(session, one, TODAY)
    assert {name: row.role for name, row in held.items()} == {
        "Olu Grant": Role.DPO,
        "Pat Reyes": Role.DEPUTY_DPO,
    }
    assert held["Olu Grant"].group == held["Pat Reyes"].group == service
    assert held["Olu Grant"].organisation == "Data Service"
    assert named == directory.NamedDpo(
        "Olu Grant", "dpo@example.org", "01632 960002", "Data Service"
    )
    assert other not in roles_of(world, officer)


def test_oversight_that_has_ended_gives_no_role(world: World) -> None:
    school = world.school()
    service = world.organisation(OrganisationKind.DPO_SERVICE, "Data Service")
    officer = world.person(service, "Olu Grant", Role.DPO)
    world.oversee(service, school, OversightKind.DPO_SERVICE)
    assert roles_of(world, officer) == {school: {Role.DEPUTY_DPO}}
    world.change(
        school,
        Permission.GRANT_OVERSIGHT,
        lambda session: oversight.end_oversight(session, school, service, date(2026, 10, 31)),
    )
    assert roles_of(world, officer) == {}
    assert roles_of(world, officer, date(2026, 10, 31)) == {school: {Role.DEPUTY_DPO}}


def test_an_oversight_of_the_future_gives_no_role_yet(world: World) -> None:
    school = world.school()
    authority = world.organisation(OrganisationKind.LOCAL_AUTHORITY, "Shire")
    adviser = world.person(authority, "Lee Ford", Role.STAFF)
    world.oversee(authority, school, OversightKind.LOCAL_AUTHORITY, from_on=date(2027, 1, 1))
    assert roles_of(world, adviser) == {}
    assert roles_of(world, adviser, date(2027, 1, 1)) == {school: {Role.OVERSEER}}


def test_everybody_of_a_local_authority_oversees_and_nothing_more(world: World) -> None:
    school = world.school()
    authority = world.organisation(OrganisationKind.LOCAL_AUTHORITY, "Shire")
    adviser = world.person(authority, "Lee Ford", Role.HEAD)
    world.oversee(authority, school, OversightKind.LOCAL_AUTHORITY)
    assert roles_of(world, adviser) == {school: {Role.OVERSEER}}


@pytest.mark.clause("DBRP-5.11")
def test_of_a_trust_chief_executive_chair_and_dpo_have_a_role_at_its_schools(world: World) -> None:
    school = world.school()
    trust = world.organisation(OrganisationKind.TRUST, "Valley Trust")
    executive = world.person(trust, "Kit Moss", Role.CHIEF_EXECUTIVE)
    chair = world.person(trust, "Noor Vale", Role.CHAIR)
    officer = world.person(trust, "Ola Reed", Role.DPO)
    clerk = world.person(trust, "Sam Holt", Role.STAFF)
    office = world.person(trust, "Una Kerr", Role.ADMINISTRATOR)
    world.oversee(trust, school, OversightKind.TRUST)
    assert roles_of(world, executive) == {school: {Role.CHIEF_EXECUTIVE}}
    assert roles_of(world, chair) == {school: {Role.CHAIR}}
    assert roles_of(world, officer) == {school: {Role.DPO}}
    assert roles_of(world, clerk) == {}
    assert roles_of(world, office) == {school: {Role.OVERSEER}}  # whoever set it up sees figures
    with open_session(world.engine, Scope.of(school)) as session:
        held = present.roster(school, NOW).within(session).holders
    assert [(row.name, row.organisation, row.group) for row in held] == [
        ("Noor Vale", "Valley Trust", None),
        ("Kit Moss", "Valley Trust", None),
        ("Ola Reed", "Valley Trust", trust),
        ("Una Kerr", "Valley Trust", None),
    ]


@pytest.mark.clause("DBRP-1.9")
def test_a_school_leaves_its_trust_once_the_trusts_officer_is_not_its_dpo_any_more(
    world: World,
) -> None:
    school, trust = world.school(), world.organisation(OrganisationKind.TRUST, "Valley Trust")
    officer = world.person(trust, "Ola Reed", Role.DPO)
    with pytest.raises(Impossible, match="does not look after"):
        world.appoint(school, "Ola Reed", person=officer, service=trust)
    world.oversee(trust, school, OversightKind.TRUST)
    world.appoint(school, "Ola Reed", person=officer, service=trust)
    with open_session(world.engine, Scope.of(school)) as session, session.begin():
        named = directory.named_dpo(session, school, TODAY)
        assert (named and named.organisation) == "Valley Trust"
        (found,) = staff.list_officers(session, Scope.of(school), TODAY)
        assert (found.person_id, found.service_id) == (officer, trust)
        with pytest.raises(Impossible, match="Ola Reed of it"):
            oversight.end_oversight(session, school, trust, TODAY)


@pytest.mark.clause("DBRP-1.9")
def test_a_change_of_dpo_is_dated_and_its_history_is_kept(world: World) -> None:
    school = world.school()
    world.appoint(school, "Ann First", from_on=date(2025, 9, 1))
    world.appoint(school, "Ben Second", from_on=date(2026, 11, 1))
    with open_session(world.engine, Scope.of(school)) as session:
        named = {
            day: directory.named_dpo(session, school, day)
            for day in (date(2025, 8, 31), date(2026, 10, 31), date(2026, 11, 1))
        }
    assert [dpo.name if dpo else None for dpo in named.values()] == [
        None,
        "Ann First",
        "Ben Second",
    ]


def test_absences_that_are_not_over_come_with_the_people(world: World) -> None:
    school = world.school()
    head = world.person(school, "Hana Dean", Role.HEAD)

    def away(start: int, end: int, role: Role | None = None) -> None:
        world.change(
            school,
            Permission.RECORD_ABSENCE,
            lambda session: record_absence(
                session,
                school,
                head,
                from_at=NOW + timedelta(hours=start),
                until_at=NOW + timedelta(hours=end),
                role=role,
            ),
        )

    away(-10, -5)
    away(-1, 1)
    away(20, 30, Role.HEAD)
    with open_session(world.engine, Scope.of(school)) as session:
        absences = present.roster(school, NOW).within(session).away
    assert [(a.from_at, a.role) for a in absences] == [
        (NOW - timedelta(hours=1), None),
        (NOW + timedelta(hours=20), Role.HEAD),
    ]


def test_the_calendar_of_a_school_has_its_closures(world: World) -> None:
    school, other = world.school("A"), world.school("B")
    world.change(
        school,
        Permission.KEEP_CALENDAR,
        lambda session: schools.add_closure(
            session, school, from_on=date(2026, 12, 21), until_on=date(2027, 1, 1), name="Christmas"
        ),
    )
    with open_session(world.engine, Scope.of(school, other)) as session:
        closed = directory.calendar_of(session, school)
        open_ = directory.calendar_of(session, other)
    assert not closed.is_school_day(date(2026, 12, 22))
    assert open_.is_school_day(date(2026, 12, 22))


def test_a_persons_roles_at_any_organisation_in_scope(world: World) -> None:
    service = world.organisation(OrganisationKind.DPO_SERVICE, "Data Service")
    clerk = world.person(service, "Sam Holt", Role.ADMINISTRATOR)
    with open_session(world.engine, Scope.of(service)) as session:
        assert directory.roles_at(session, service, clerk, TODAY) == {Role.ADMINISTRATOR}
    with open_session(world.engine, Scope.of(world.school())) as session:
        assert directory.roles_at(session, service, clerk, TODAY) == frozenset()
