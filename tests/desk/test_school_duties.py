"""What a school owes as such: compared after each change, reminded, moved with its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.by_time.remind import remind
from portal.desk.school import school_duties
from portal.desk.school.administration import alter
from portal.models.duties import DutyRow
from portal.models.effects import EffectRow
from portal.rules.school.facts import Checked
from portal.store import due, duties
from portal.store.visibility import Viewer
from tenants import drafting
from tenants.absences import record_absence
from tenants.adoption import Control, adopt_policy
from tenants.change import Altered, Apply
from tenants.db import open_session, uuid7
from tenants.models import Adoption, SchoolClosure
from tenants.permissions import Permission
from tenants.registers import SchoolCheck
from tenants.roles import Role
from tests.desk.world import FRIDAY, School
from tests.tenants.world import World

Make = Callable[[str], School]


def change(at: School, permission: Permission, apply: Apply) -> Altered:
    """Make a change of administration as the Headteacher."""
    return alter(at.services, at.id, permission, apply, by=at.people[Role.HEAD])


def closed(at: School, from_on: date, until_on: date, cover: Role | None = None) -> UUID:
    """A closure that was typed in; its id."""
    row = SchoolClosure(
        school_id=at.id,
        id=uuid7(),
        from_on=from_on,
        until_on=until_on,
        name="Christmas holiday",
        cover_id=at.people[cover] if cover else None,
    )

    def apply(session: object) -> Altered:
        session.add(row)  # type: ignore[attr-defined]  # the school's own session
        return Altered("add_closure", row.id)

    return change(at, Permission.KEEP_CALENDAR, apply).subject_id


def check(at: School, what: Checked, subject: UUID | None = None) -> None:
    """Somebody has checked it, now."""
    row = SchoolCheck(
        school_id=at.id, id=uuid7(), what=what, subject_id=subject, checked_at=at.clock.now()
    )

    def apply(session: object) -> Altered:
        session.add(row)  # type: ignore[attr-defined]  # the school's own session
        return Altered("check", row.id)

    change(at, Permission.KEEP_CALENDAR, apply)


def owed(at: School) -> dict[str, DutyRow]:
    """The school's own open duties, by kind."""
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DutyRow).where(DutyRow.incident_id.is_(None))).all()
    return {row.kind: row for row in rows if row.met_at is None and row.lapsed_at is None}


def effects(at: School, **wanted: object) -> list[EffectRow]:
    """Effects with these values."""
    with open_session(at.services.engine, at.scope) as session:
        return list(session.scalars(select(EffectRow).filter_by(**wanted)))


def away(at: School, role: Role, from_at: datetime, until_at: datetime) -> None:
    """Record an absence of the holder of a role."""
    change(
        at,
        Permission.RECORD_ABSENCE,
        partial(
            record_absence,
            school_id=at.id,
            person_id=at.people[role],
            from_at=from_at,
            until_at=until_at,
        ),
    )


@pytest.mark.clause("DBRP-6.1", "DBRP-6.1.1", "DBRP-6.1.2")
def test_a_closure_is_prepared_five_school_days_before(school: Make) -> None:
    at = school("wormley")
    closure = closed(at, date(2026, 12, 21), date(2027, 1, 1))
    duty = owed(at)["prepare_closure"]
    assert duty.due_at == datetime(2026, 12, 14, 9, tzinfo=UTC)
    assert duty.owners == [at.people[Role.HEAD]]
    at.clock.at = datetime(2026, 12, 10, 9, tzinfo=UTC)
    for what, subject in (
        (Checked.MAILBOX, closure),
        (Checked.TEST_ALERT, closure),
        (Checked.CONTACTS, None),
    ):
        check(at, what, subject)
    assert "prepare_closure" in owed(at), "nobody covers it yet"

    def cover(session: object) -> Altered:
        row = session.get(SchoolClosure, (at.id, closure))  # type: ignore[attr-defined]  # the school's own session
        row.cover_id = at.people[Role.DEPUTY_HEAD]
        return Altered("name_cover", closure)

    change(at, Permission.KEEP_CALENDAR, cover)
    assert "prepare_closure" not in owed(at)

    assert "add_term_dates" not in owed(at)
    at.clock.at = datetime(2027, 1, 2, 9, tzinfo=UTC)
    check(at, Checked.CONTACTS)
    assert owed(at)["add_term_dates"].opens_at == datetime(2027, 1, 2, 9, tzinfo=UTC)
    closed(at, date(2027, 2, 15), date(2027, 2, 19))
    assert "add_term_dates" not in owed(at)


@pytest.mark.clause("SIP-doc", "DBRP-7.1")
def test_a_version_that_is_approved_and_waits_for_its_day_is_the_review(school: Make) -> None:
    at = school("wormley")
    at.clock.at = datetime(2027, 7, 20, 9, tzinfo=UTC)
    check(at, Checked.OFFLINE_SHEET)
    review = owed(at)["review_policy"]
    assert (review.role, review.due_at) == (Role.DPO, datetime(2027, 9, 1, 8, tzinfo=UTC))
    change(
        at,
        Permission.ADOPT_POLICY,
        partial(
            adopt_policy,
            school_id=at.id,
            variant="wentworth",
            in_force_from=date(2027, 10, 1),
            approved_on=date(2027, 7, 20),
            approved_by="The Governing Body",
            next_review_on=date(2028, 7, 20),
        ),
    )
    assert owed(at)["review_policy"].due_at == datetime(2028, 7, 20, 8, tzinfo=UTC)


@pytest.mark.clause("DBRP-1.7")
def test_who_joins_later_or_was_away_is_asked_to_read_from_then_on(school: Make) -> None:
    at = school("wormley")
    back, first_day = FRIDAY + timedelta(days=60), date(2027, 2, 1)
    away(at, Role.STAFF, FRIDAY - timedelta(days=1), back)
    with open_session(at.services.engine, at.scope) as session:
        adopted = session.scalars(select(Adoption.id)).one()
    check(at, Checked.READING, adopted)
    new = World(at.services.engine).person(at.id, "new person", Role.STAFF, from_on=first_day)
    at.clock.at = datetime(2027, 2, 1, 9, tzinfo=UTC)
    check(at, Checked.OFFLINE_SHEET)
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DutyRow).where(DutyRow.kind == "read_policy")).all()
    asked = {row.person_id: row.opens_at for row in rows}
    people = (at.people[Role.HEAD], at.people[Role.STAFF], new)
    assert [asked[one] for one in people] == [FRIDAY, back, datetime(2027, 2, 1, tzinfo=UTC)]

    may, now = Permission.ADOPT_POLICY, at.clock.at
    change(at, may, partial(drafting.begin_draft, school_id=at.id, source="in_force", now=now))
    control = Control(date(2027, 3, 1), date(2027, 2, 1), "The governors", date(2028, 2, 1))
    adopt = partial(drafting.adopt_draft, control=control, by=at.people[Role.HEAD], now=now)
    change(at, may, partial(adopt, school_id=at.id))
    assert owed(at)["read_policy"].opens_at < at.clock.at, "the new one is not in force yet"
    at.clock.at = datetime(2027, 3, 2, 9, tzinfo=UTC)
    check(at, Checked.OFFLINE_SHEET)
    assert owed(at)["read_policy"].opens_at == datetime(2027, 3, 1, tzinfo=UTC)


def test_the_same_change_twice_stores_each_duty_once(school: Make) -> None:
    at = school("wormley")
    for _ in range(2):
        check(at, Checked.OFFLINE_SHEET)
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(DutyRow).where(DutyRow.kind == "print_offline_sheet")).all()
    keys = [(row.subject, row.occurrence) for row in rows]
    assert len(keys) == len(set(keys))


def test_it_is_reminded_by_mail_that_names_no_incident(school: Make) -> None:
    at = school("wormley")
    closed(at, date(2026, 12, 21), date(2027, 1, 1))
    at.clock.at = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
    found = due.due_duties(at.services.engine, at.clock.at).get(at.id, [])
    for _ in range(2):
        remind(at.services, at.id, found, at.clock.at)
    mails = [
        row for row in effects(at, template="reminder") if row.person_id == at.people[Role.HEAD]
    ]
    assert len(mails) == 1, "one mail, however much the school owes, and however often"
    assert str(owed(at)["prepare_closure"].id) in str(mails[0].data["duty_ids"])
    assert {row.incident_id for row in mails} == {None}


def test_it_stands_on_its_owners_desk_once_it_is_open(school: Make) -> None:
    at = school("wormley")
    closed(at, date(2026, 12, 21), date(2027, 1, 1))

    def desk(role: Role, now: datetime) -> set[str]:
        viewer = Viewer.of(at.people[role], [(at.id, frozenset({role}))])
        with open_session(at.services.engine, at.scope) as session:
            return {row.kind for row in duties.due_next(session, at.scope, viewer, now)}

    assert "prepare_closure" not in desk(Role.HEAD, FRIDAY)
    later = datetime(2026, 12, 8, 9, tzinfo=UTC)
    assert "prepare_closure" in desk(Role.HEAD, later)
    assert "prepare_closure" in desk(Role.ADMINISTRATOR, later)
    assert "prepare_closure" not in desk(Role.STAFF, later) | desk(Role.SLT, later)


@pytest.mark.clause("DBRP-5.7")
def test_an_absence_moves_what_is_owed_in_open_incidents_and_tells_the_new_owner(
    school: Make,
) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    at.clock.at = FRIDAY + timedelta(minutes=10)
    away(at, Role.HEAD, at.clock.at, FRIDAY + timedelta(days=3))
    (waiting,) = effects(at, kind="recompare", incident_id=incident)
    assert waiting.state == "waiting"
    for _ in range(2):
        with open_session(at.services.engine, at.scope) as session, session.begin():
            school_duties.recompare(session, at.services, at.id, incident)
    assert at.duties(incident)["look_at_report"].owners == [at.people[Role.DEPUTY_HEAD]]
    assert at.alerted(incident, "moved") == {Role.DEPUTY_HEAD}
    assert len(effects(at, template="moved", incident_id=incident)) == 1


def test_what_begins_later_by_itself_is_compared_then(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    begins, ends = FRIDAY + timedelta(hours=2), FRIDAY + timedelta(days=2)
    away(at, Role.HEAD, begins, ends)
    assert [row.run_after for row in effects(at, kind="recompare", incident_id=None)] == [begins]
    at.clock.at = begins
    for each in (None, incident):
        with open_session(at.services.engine, at.scope) as session, session.begin():
            school_duties.recompare(session, at.services, at.id, each)
    assert at.alerted(incident, "moved") == {Role.DEPUTY_HEAD}
    assert {row.run_after for row in effects(at, kind="recompare", incident_id=None)} == {
        begins,
        ends,
    }


@pytest.mark.clause("DBRP-6.1")
def test_whoever_covers_a_closure_is_alerted_and_may_act(school: Make) -> None:
    at = school("wormley")
    closed(at, date(2026, 10, 23), date(2026, 10, 30), cover=Role.SLT)
    incident = at.report(told=(Role.DPO,))
    assert Role.SLT in at.alerted(incident, "new_report")
    at.do("escalate_to_dpo", Role.SLT, incident)


def test_two_changes_of_a_service_in_one_instant_are_both_compared(school: Make) -> None:
    """The worker may be done with the first when the second comes."""
    at = school("wormley")
    for _ in range(2):
        with open_session(at.services.engine, at.scope) as session, session.begin():
            school_duties.compare_later(session, [at.id], FRIDAY)
    assert len(effects(at, kind="recompare", run_after=FRIDAY)) == 2
