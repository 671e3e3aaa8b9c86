"""What a school owes as such, what it has still to set up, and whether somebody can report."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules import reminders
from portal.rules.in_charge import owners
from portal.rules.in_charge.roster import Away, Holder, Roster
from portal.rules.school.duties import owed_by_school
from portal.rules.school.facts import Check, Checked, ClosureAhead, SchoolFacts
from portal.rules.school.reach import nobody_able
from portal.rules.school.readiness import missing, readiness
from tenants import gias
from tenants.calendar import Calendar, Closure
from tenants.policy.schema import Policy
from tenants.roles import Role
from tenants.terms import Unreadable, from_file, from_terms

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SCHOOL = SchoolFacts(uuid4(), first_in_force_on=date(2026, 9, 1), next_review_on=date(2027, 9, 1))
CHRISTMAS = ClosureAhead(uuid4(), date(2026, 12, 21), date(2027, 1, 1), "Christmas", None)
DAYS = Calendar(closures=(Closure(CHRISTMAS.from_on, CHRISTMAS.until_on),))


def holder(role: Role) -> Holder:
    """Somebody in a role."""
    return Holder(uuid4(), role, role.value, f"{role.value}@example.org", "01632 960 001")


PEOPLE = Roster(tuple(map(holder, (Role.HEAD, Role.DEPUTY_HEAD, Role.DPO, Role.CHAIR, Role.STAFF))))


def away(roster: Roster, *roles: Role, first: date, last: date) -> Roster:
    """The same people, these of them away on whole days."""
    begins, ends = (datetime(d.year, d.month, d.day, tzinfo=UTC) for d in (first, last))
    gone = [one.person_id for one in roster.holders if one.role in roles]
    absences = (Away(person, begins, ends + timedelta(days=1)) for person in gone)
    return replace(roster, away=(*roster.away, *absences))


def test_a_closure_typed_in_late_is_not_late_at_once() -> None:
    typed_in = datetime(2026, 12, 18, 8, tzinfo=UTC)
    late = replace(CHRISTMAS, known_since=typed_in)
    (duty,) = [
        one
        for one in owed_by_school(replace(SCHOOL, closures=(late,)), Policy(), DAYS, typed_in)
        if one.kind == "prepare_closure"
    ]
    assert duty.opens_at == typed_in
    assert typed_in < duty.due_at <= datetime(2026, 12, 21, 9, tzinfo=UTC)


@pytest.mark.clause("DBRP-6.1.2")
def test_contacts_are_checked_every_year_and_the_last_check_met_the_one_before() -> None:
    checked_at = datetime(2026, 10, 1, 10, tzinfo=UTC)
    facts = replace(SCHOOL, checks=(Check(Checked.CONTACTS, checked_at),))
    first, again = [
        one for one in owed_by_school(facts, Policy(), DAYS, NOW) if one.kind == "check_contacts"
    ]
    assert (first.met_at, again.met_at) == (checked_at, None)
    assert again.due_at == checked_at + timedelta(days=365)


def test_each_school_duty_has_an_owner_and_is_reminded() -> None:
    facts = replace(SCHOOL, closures=(CHRISTMAS,))
    everybody_away = away(PEOPLE, *Role, first=NOW.date(), last=date(2027, 12, 31))
    for duty in owed_by_school(facts, Policy(), DAYS, NOW):
        for roster in (PEOPLE, everybody_away):
            assert owners.owner_of(duty, roster, None, Policy(), NOW).people
        coming = reminders.next_at(duty, Policy(), duty.opens_at)
        assert coming is not None
        assert coming > duty.opens_at


@pytest.mark.clause("DBRP-5.7")
def test_whoever_covers_a_closure_stands_in_before_all_others() -> None:
    cover = PEOPLE.holders[-1]
    covered = replace(
        away(PEOPLE, Role.HEAD, first=NOW.date(), last=NOW.date()),
        covering=frozenset({cover.person_id}),
    )
    found = owners.owner(Role.HEAD, covered, None, Policy(), NOW)
    assert found.people == (cover,)
    assert found.standing_in_for is Role.HEAD


@pytest.mark.parametrize(
    ("gone", "covered", "days"),
    [
        ((Role.DPO,), False, 0),
        ((Role.DPO, Role.HEAD), False, 2),
        ((Role.DPO, Role.HEAD), True, 0),
        ((Role.DPO, Role.HEAD, Role.STAFF), True, 2),
    ],
)
def test_somebody_can_report_every_day(gone: tuple[Role, ...], covered: bool, days: int) -> None:
    first, last = date(2026, 12, 22), date(2026, 12, 23)
    cover = PEOPLE.holders[-1].person_id if covered else None
    closures = (replace(CHRISTMAS, cover=cover),)
    roster = away(PEOPLE, *gone, first=first, last=last)
    found = nobody_able(roster, Policy(), closures, first - timedelta(days=2), last)
    assert len(found) == days


def test_an_empty_school_lacks_everything_and_a_full_one_nothing() -> None:
    bare = readiness(SchoolFacts(uuid4()), NOW)
    assert len(missing(bare)) >= len(bare) - 4  # what nobody has said is wrong
    assert all(item.says and item.place for item in missing(bare))
    full = replace(
        SCHOOL,
        dpo_named=True,
        dpo_reachable=True,
        held=frozenset(Role),
        submitters=2,
        dpo_also=frozenset({Role.STAFF}),
        mailboxes=1,
        closures=(replace(CHRISTMAS, cover=uuid4()),),
        contacts=frozenset({"it_support", "insurer", "local_authority", "police"}),
        checks=tuple(Check(what, NOW) for what in Checked),
        information_policies=1,
        ico_registration="ZA123456",
    )
    assert missing(readiness(full, NOW, Policy())) == ()
    trusts = replace(full, ico_registration="", trust_registration="ZA777777")
    assert missing(readiness(trusts, NOW, Policy(controller="trust"))) == ()
    assert len(missing(readiness(trusts, NOW, Policy()))) == 1  # the school is its own controller
    gone = replace(full.closures[0], cover_is_here=False)
    (cover,) = missing(readiness(replace(full, closures=(gone,)), NOW, Policy()))
    assert "cover" in cover.title
    both = replace(
        full, submitters=1, dpo_also=frozenset({Role.HEAD})
    )  # one person is Head and DPO
    conflict, too_few = missing(readiness(both, NOW, Policy()))
    assert "also Headteacher" in conflict.says
    assert too_few.key == "submitters"
    changed = [replace(full, in_charge_since=NOW.date() + timedelta(days=days)) for days in (0, 1)]
    assert [[one.key for one in missing(readiness(each, NOW, Policy()))] for each in changed] == [
        [],
        ["sheet"],
    ]
    (late,) = missing(readiness(replace(full, next_review_on=date(2026, 1, 1)), NOW, Policy()))
    assert (late.title, late.says) == ("The review of the policy", "It was due on 1 January 2026.")


@given(st.lists(st.integers(1, 60), min_size=2, max_size=8), st.integers(0, 3000))
def test_terms_and_the_gaps_between_them_never_overlap(lengths: list[int], start: int) -> None:
    day, lines = date(2024, 9, 1) + timedelta(days=start), []
    for length in lengths:
        lines.append(f"{day:%d/%m/%Y} to {day + timedelta(days=length):%-d %B %Y}")
        day += timedelta(days=length + 8)
    found = from_terms("\n".join(lines))
    assert len(found) == len(lengths) - 1
    for one, after in itertools.pairwise(found):
        assert one.from_on <= one.until_on < after.from_on


@pytest.mark.parametrize("read", [from_file, lambda content: from_terms(content.decode("latin-1"))])
@given(content=st.binary(max_size=200))
def test_whatever_is_sent_it_is_read_or_refused_with_a_sentence(
    read: Callable[[bytes], object], content: bytes
) -> None:
    try:
        read(content)
    except Unreadable as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - a sentence for the page


def ics(*lines: str) -> bytes:
    said = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR")
    return "\r\n".join(said).encode()


def test_what_can_be_no_closure_is_refused_with_a_sentence() -> None:
    for start in ("VALUE=DATE:00010101\r\nDTEND;VALUE=DATE:00010101", "VALUE=TIME:101010"):
        with pytest.raises(Unreadable):
            from_file(ics(f"DTSTART;{start}"))
    with pytest.raises(Unreadable):
        from_terms("a" + " " * 100_000 + "b")  # gone through once, or this takes minutes


def test_names_in_a_calendar_can_be_stored() -> None:
    (found,) = from_file(ics("DTSTART;VALUE=DATE:20260101", "SUMMARY:New\0Year", "UID:a\0b"))
    assert (found.name, found.uid) == ("New Year", "a b")


def test_the_register_is_read_without_what_cannot_be_stored() -> None:
    content = b"URN,EstablishmentName\n100001,A\0School\n"
    assert [row.name for row in gias.read(io.BytesIO(content))] == ["A School"]
