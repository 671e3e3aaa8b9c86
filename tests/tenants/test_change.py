from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tenants import absences, directory, people, schools
from tenants.change import Altered, Entry, Impossible, MayNot, change
from tenants.db import Scope, open_session, uuid7
from tenants.models import OrganisationKind, OversightKind, Person
from tenants.permissions import Permission
from tenants.roles import Role
from tests.tenants.world import NOW, START, World


def close_for_a_day(world: World, school: UUID, by: UUID | None) -> UUID:
    return world.change(
        school,
        Permission.KEEP_CALENDAR,
        lambda session: schools.add_closure(
            session, school, from_on=date(2026, 12, 1), until_on=date(2026, 12, 1), name="Training"
        ),
        by=by,
    )


def count_closures(world: World, school: UUID) -> int:
    with open_session(world.engine, Scope.of(school)) as session:
        return session.scalar(sa.text("select count(*) from tenants_closure")) or 0


def test_who_has_the_permission_changes_and_it_is_audited(world: World) -> None:
    school = world.school()
    clerk = world.person(school, "Sam Holt", Role.ADMINISTRATOR)
    closure = close_for_a_day(world, school, clerk)
    entry = world.audited[-1]
    assert (entry.organisation_id, entry.by, entry.at) == (school, clerk, NOW)
    assert entry.altered == Altered(
        "add_closure",
        closure,
        {},
        {
            "school_id": str(school),
            "id": str(closure),
            "from_on": "2026-12-01",
            "until_on": "2026-12-01",
        },
    )


@pytest.mark.parametrize("role", [Role.STAFF, Role.DSL, Role.OVERSEER])
def test_who_has_not_changes_nothing(world: World, role: Role) -> None:
    school = world.school()
    person = world.person(school, "Sam Holt", role)
    told = len(world.audited)
    with pytest.raises(MayNot):
        close_for_a_day(world, school, person)
    assert count_closures(world, school) == 0
    assert len(world.audited) == told


def test_a_permission_at_one_school_is_none_at_another(world: World) -> None:
    one, two = world.school("A"), world.school("B")
    clerk = world.person(one, "Sam Holt", Role.ADMINISTRATOR)
    with pytest.raises(MayNot):
        close_for_a_day(world, two, clerk)


def test_a_change_that_is_not_audited_is_not_made(world: World) -> None:
    school = world.school()

    def fail(_session: Session, _entry: Entry) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the audit's own
        change(
            world.engine,
            school,
            Permission.KEEP_CALENDAR,
            by=None,
            now=NOW,
            apply=lambda session: schools.add_closure(
                session, school, from_on=START, until_on=START
            ),
            audit=fail,
        )
    assert count_closures(world, school) == 0


def test_the_audit_is_told_nothing_personal(world: World) -> None:
    school = world.school()
    world.person(school, "Hana Dean", Role.HEAD)
    world.appoint(school, "Olu Grant")
    world.appoint(school, "Pat Reyes", from_on=date(2026, 12, 1))
    told = repr(world.audited)
    for personal in ("Hana", "Olu", "Pat", "example.org", "01632", "user-"):
        assert personal not in told
    last = world.audited[-1].altered
    assert last.before["from_on"] == START.isoformat()
    assert last.after["from_on"] == "2026-12-01"


def test_naming_a_person_of_another_school_is_refused(world: World) -> None:
    one, two = world.school("A"), world.school("B")
    stranger = world.person(one, "Hana Dean", Role.HEAD)
    with pytest.raises(Impossible, match="no such person"):
        world.change(
            two,
            Permission.KEEP_PEOPLE,
            lambda session: people.add_membership(
                session, two, stranger, Role.STAFF, from_on=START
            ),
        )


def test_a_school_cannot_change_the_people_of_its_overseer(world: World) -> None:
    school = world.school()
    service = world.organisation(OrganisationKind.DPO_SERVICE, "Data Service")
    officer = world.person(service, "Olu Grant", Role.DPO)
    world.oversee(service, school, OversightKind.DPO_SERVICE)
    with open_session(world.engine, Scope.of(school)) as session:
        person = session.get_one(Person, officer)  # seen, through the oversight
        changed = session.execute(
            sa.text("update tenants_person set email = 'x@example.org' where id = :id"),
            {"id": person.id},
        )
        assert changed.rowcount == 0  # type: ignore[attr-defined]  # of an update


def test_a_dpo_named_from_an_earlier_or_the_same_day_is_refused(world: World) -> None:
    school = world.school()
    world.appoint(school, "Ann First")
    for day in (START, START - timedelta(days=1)):
        with pytest.raises(Impossible, match="already named"):
            world.appoint(school, "Ben Second", from_on=day)


def test_an_officer_of_a_service_that_does_not_look_after_the_school_is_refused(
    world: World,
) -> None:
    school = world.school()
    service = world.organisation(OrganisationKind.DPO_SERVICE, "Data Service")
    officer = world.person(service, "Olu Grant", Role.DPO)
    with pytest.raises(Impossible, match="does not look after"):
        world.appoint(school, "Olu Grant", person=officer, service=service)


def test_periods_that_end_before_they_begin_are_refused(world: World) -> None:
    school = world.school()
    head = world.person(school, "Hana Dean", Role.HEAD)
    yesterday = START - timedelta(days=1)

    def closure(session: Session) -> Altered:
        return schools.add_closure(session, school, from_on=START, until_on=yesterday)

    def absence(session: Session) -> Altered:
        return absences.record_absence(session, school, head, from_at=NOW, until_at=NOW)

    def membership(session: Session) -> Altered:
        ident = session.scalar(sa.text("select id from tenants_membership"))
        return people.end_membership(session, ident, yesterday - timedelta(days=1))

    for apply in (closure, absence, membership):
        with pytest.raises(Impossible):
            world.change(school, Permission.KEEP_CALENDAR, apply)


def test_a_role_of_one_incident_is_no_membership(world: World) -> None:
    school = world.school()
    with pytest.raises(Impossible, match="one incident"):
        world.person(school, "Lena Fox", Role.LEAD)


@pytest.mark.parametrize("slug", ["Hill School", "hill--school", "-hill", "hill/../x", ""])
def test_an_address_that_no_page_could_have_is_refused(world: World, slug: str) -> None:
    ident = uuid7()
    with pytest.raises(IntegrityError):
        world.change(
            ident,
            Permission.REGISTER_ORGANISATION,
            lambda session: schools.add_organisation(
                session, ident, kind=OrganisationKind.SCHOOL, name="Hill", slug=slug
            ),
        )


def test_nobody_but_the_operator_registers_organisations() -> None:
    assert not Permission.REGISTER_ORGANISATION.held_by(frozenset(Role))


OF_ANYBODY = {
    Permission.CONFIRM_TEST_ALERT,
    Permission.KEEP_OWN,
    Permission.JOIN,
    Permission.ASK_ABOUT_POLICY,
}
OF_NO_SCHOOL = {
    Permission.REGISTER_ORGANISATION,
    Permission.ADD_SCHOOL,
    Permission.KEEP_TEAM,
    Permission.REPLACE_OFFICER,
}


@pytest.mark.parametrize("permission", sorted(set(Permission) - OF_NO_SCHOOL - OF_ANYBODY))
def test_each_other_permission_is_held_by_the_head_and_never_by_staff(
    permission: Permission,
) -> None:
    assert permission.held_by({Role.HEAD})
    assert not permission.held_by({Role.STAFF, Role.OVERSEER})


def test_a_form_sent_twice_is_one_change(world: World) -> None:
    school, once = world.school(), uuid7()
    told = len(world.audited)

    def send() -> Altered:
        return change(
            world.engine,
            school,
            Permission.KEEP_CALENDAR,
            by=None,
            now=NOW,
            apply=lambda session: schools.add_closure(
                session, school, from_on=date(2026, 12, 1), until_on=date(2026, 12, 1)
            ),
            audit=lambda _session, entry: world.audited.append(entry),
            once=once,
        )

    first, second = send(), send()
    assert (second.what, second.subject_id) == (first.what, first.subject_id)
    assert count_closures(world, school) == 1
    assert len(world.audited) == told + 1


def test_a_dpo_named_by_mistake_from_today_or_later_is_replaced_on_the_same_day(
    world: World,
) -> None:
    school, on = world.school(), START + timedelta(days=90)
    world.appoint(school, "Ann First")
    world.appoint(school, "Wrong Person", from_on=on)
    with pytest.raises(Impossible, match=f"from {on:%-d %B %Y}"):
        world.appoint(school, "Ben Second", from_on=on, today=on + timedelta(days=1))
    world.appoint(school, "Ben Second", from_on=on, today=on)
    with open_session(world.engine, Scope.of(school)) as session:
        days = [on - timedelta(days=1), on]
        named = [directory.named_dpo(session, school, day) for day in days]
    assert [dpo.name for dpo in named if dpo] == ["Ann First", "Ben Second"]
