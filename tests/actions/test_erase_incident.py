"""Erasing a whole incident at the end of its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.actions import erase_incident
from portal.desk import can
from portal.errors import Refused
from portal.rules import reminders
from portal.rules.duties import owed
from portal.rules.facts import (
    DangerCheck,
    Facts,
    Hold,
    KeptLonger,
    People,
    PeopleDecision,
    RegulatorDecision,
)
from portal.rules.keeping import erasing
from portal.rules.outcome import Actor
from portal.rules.rows import EraseIncident, ErasePeople
from portal.rules.school.duties import owed_by_school
from portal.rules.school.facts import SchoolFacts
from portal.rules.words import PeopleChoice, RegulatorChoice, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import NOTICED, OPEN, PEOPLE, WENTWORTH, WORMLEY, decide, facts, who_may

ACTION = erase_incident.ACTION
SIX_YEARS = datetime(2032, 11, 17, 9, 0, tzinfo=UTC)
LAST_DAY = datetime(2032, 11, 16, 23, 59, tzinfo=UTC)
NOT_REPORTED = RegulatorDecision(
    RegulatorChoice.DO_NOT_REPORT, "No risk.", PEOPLE[Role.DPO], NOTICED
)


def ended(**known: Any) -> Facts:
    """Closed on 16 November 2026, with nothing owed."""
    usual = {"closed_at": NOTICED, "regulator": (NOT_REPORTED,), "danger_check": safe()}
    return facts(Stage.CLOSED, **{**usual, **known})


def safe(*, is_safe: bool = True) -> DangerCheck:
    return DangerCheck(is_safe, "Looked at.", PEOPLE[Role.DSL], NOTICED)


@pytest.mark.parametrize("policy", [WENTWORTH, WORMLEY])
def test_the_dpo_erases_what_is_closed_and_nothing_else(policy: Policy) -> None:
    assert who_may(ACTION, ended(), policy) == {Role.DPO}
    for stage in OPEN:
        assert who_may(ACTION, facts(stage), policy) == set()
    assert who_may(ACTION, ended(erased_at=SIX_YEARS), policy) == set()


def test_no_page_offers_it_before_its_time_is_over() -> None:
    dpo = Actor(PEOPLE[Role.DPO], frozenset({Role.DPO}))
    for now, offered in ((LAST_DAY, False), (SIX_YEARS, True)):
        assert (ACTION in can.offered(ended(), WORMLEY, dpo, now)) is offered


NOBODY = PeopleDecision(PeopleChoice.NOT_REQUIRED, "No risk.", PEOPLE[Role.DPO], NOTICED)
DECIDED = People(decisions=(NOBODY,))
HELD = KeptLonger(
    (Hold.CLAIM,), "A solicitor wrote.", date(2033, 1, 31), PEOPLE[Role.DPO], SIX_YEARS
)


def test_what_keeps_the_incident_keeps_its_list() -> None:
    known = ended(people=replace(DECIDED, imported=2), kept_longer=(HELD,))
    assert erasing.kept_until(known, WORMLEY) == erasing.whole_kept_until(known, WORMLEY)


def test_of_a_reason_given_twice_the_later_word_counts_and_closing_anew_ends_no_hold() -> None:
    police = replace(HELD, holds=(Hold.POLICE,), until=date(2033, 1, 15))
    later, held_on = SIX_YEARS + timedelta(days=1), replace(HELD, until=date(2036, 1, 31))
    mistyped = ended(kept_longer=(replace(HELD, until=date(2088, 1, 31)), police))
    righted = replace(HELD, until=date(2032, 12, 1), at=later)
    known = replace(mistyped, people=replace(DECIDED, imported=2, kept_longer=(righted,)))
    assert erasing.whole_kept_until(known, WORMLEY) == date(2033, 1, 15)
    assert set(erasing.holding(known).values()) == {police, righted}
    again = replace(known, closed_at=later + timedelta(days=1), people=People(imported=2))
    assert erasing.kept_until(replace(again, kept_longer=(held_on,)), WORMLEY) == held_on.until


def test_nobody_is_asked_to_erase_a_list_before_its_time_is_over() -> None:
    known = ended(people=replace(DECIDED, imported=2))
    (duty,) = (
        each for each in owed(known, WORMLEY, Calendar(), NOTICED) if each.kind == "erase_people"
    )
    assert duty.opens_at == datetime(2027, 11, 17, tzinfo=UTC)
    assert reminders.passed(duty, WORMLEY, datetime(2027, 11, 16, 23, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("known", "now", "said", "sentence"),
    [
        ({}, LAST_DAY, {}, "up to and including Tuesday 16 November 2032"),
        ({"kept_longer": (HELD,)}, SIX_YEARS, {}, "including Monday 31 January 2033"),
        ({"people": People(kept_longer=(HELD,))}, SIX_YEARS, {}, "31 January 2033"),
        ({"regulator": ()}, SIX_YEARS, {}, "still open"),
        ({"danger_check": safe(is_safe=False), "people": DECIDED}, SIX_YEARS, {}, "lead said"),
        ({}, SIX_YEARS, {"holds": (Hold.POLICE,)}, "why it is kept"),
        (
            {},
            SIX_YEARS,
            {"holds": (Hold.POLICE,), "reason": "They asked.", "until": SIX_YEARS.date()},
            "in the future",
        ),
    ],
)
def test_what_keeps_it(
    known: dict[str, Any], now: datetime, said: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        decide(ACTION, ended(**known), Role.DPO, now=now, **said)


def test_it_goes_whole_or_is_kept_for_a_reason() -> None:
    gone = decide(ACTION, ended(), Role.DPO, now=SIX_YEARS)
    assert gone.facts.erased_at == SIX_YEARS
    assert {type(row) for row in gone.rows} == {EraseIncident, ErasePeople}
    assert owed(gone.facts, WORMLEY, Calendar(), SIX_YEARS) == []
    kept = decide(
        ACTION, ended(), Role.DPO, now=SIX_YEARS, holds=(Hold.CLAIM,), reason="A solicitor wrote."
    )
    assert kept.facts.erased_at is None
    assert kept.rows == ()
    (hold,) = kept.facts.kept_longer
    assert hold.until == date(2033, 2, 15)  # asked again in 90 days
    with pytest.raises(Refused, match="15 February 2033"):
        decide(ACTION, kept.facts, Role.DPO, now=SIX_YEARS)


def test_the_school_owes_it_from_the_day_after_and_each_day_is_met_by_the_last_of_its_own() -> None:
    school = SchoolFacts(PEOPLE[Role.HEAD], kept_until=date(2032, 11, 16))
    rule = {"erase_incidents"}

    def duties(known: SchoolFacts) -> list[tuple[str, datetime | None]]:
        listed = owed_by_school(known, WORMLEY, Calendar(), SIX_YEARS)
        return [(one.subject, one.met_at) for one in listed if one.kind in rule]

    (first,) = [
        one for one in owed_by_school(school, WORMLEY, Calendar(), NOTICED) if one.kind in rule
    ]
    assert first.role is Role.DPO
    assert first.opens_at == datetime(2032, 11, 17, tzinfo=UTC)
    assert first.due_at == datetime(2032, 12, 17, tzinfo=UTC)
    one_of_two = replace(school, last_erased=(date(2032, 11, 16), SIX_YEARS))
    assert duties(one_of_two) == [("2032-11-16", None)]
    both = replace(one_of_two, kept_until=date(2033, 3, 1))
    assert duties(both) == [("2032-11-16", SIX_YEARS), ("2033-03-01", None)]
    assert duties(replace(both, kept_until=None)) == [("2032-11-16", SIX_YEARS)]
