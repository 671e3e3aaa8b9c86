from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.clock import (
    cap_before_decision,
    cautious_start,
    earlier_awareness,
    lateness,
    no_personal_data_confirmed,
    regulator_clock,
)
from portal.rules.facts import Awareness, Classification, Facts, Intake
from portal.rules.words import Answer, Kind
from tenants.calendar import UK

Make = Callable[..., Facts]
SOMEBODY = UUID(int=7)
ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/London", "Asia/Kolkata", "America/New_York")]
instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - naive, for Hypothesis or to be refused
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001 - naive, for Hypothesis or to be refused
    timezones=st.sampled_from(ZONES),
)


def aware(at: datetime) -> Awareness:
    return Awareness(aware_at=at, reason="seen", by=SOMEBODY, declared_at=at, by_dpo=True)


def uk(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UK)  # type: ignore[arg-type,misc]  # parts of a date


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.clause("DBRP-4.1")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(uk(2026, 3, 27, 10), uk(2026, 3, 30, 11), id="clocks go forward"),
        pytest.param(uk(2026, 10, 23, 10), uk(2026, 10, 26, 9), id="clocks go back"),
        pytest.param(uk(2026, 12, 24, 16, 30), uk(2026, 12, 27, 16, 30), id="Christmas"),
        pytest.param(uk(2027, 3, 25, 15, 45), uk(2027, 3, 28, 16, 45), id="Easter"),
    ],
)
def test_the_72_hours_are_elapsed_hours(make_facts: Make, start: datetime, end: datetime) -> None:
    clock = regulator_clock(make_facts(reported_at=start, awareness=(aware(start),)))

    assert clock.due_at == end.astimezone(UTC)
    assert clock.due_at.tzinfo is UTC
    assert not clock.cautious


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.clause("DBRP-5.15")
def test_72_hours_exactly_is_in_time_and_a_second_more_is_late(make_facts: Make) -> None:
    start = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    due_at = regulator_clock(make_facts(awareness=(aware(start),))).due_at

    assert lateness(due_at, start + timedelta(hours=72)) == timedelta(0)
    assert lateness(due_at, start + timedelta(hours=72, microseconds=1)) == timedelta(0)
    assert lateness(due_at, start + timedelta(hours=72, seconds=1)) == timedelta(seconds=1)
    assert lateness(due_at, start + timedelta(hours=1)) == timedelta(0)


@pytest.mark.clause("DBRP-4.2")
@pytest.mark.clause("DBRP-5.12-staff")
def test_until_aware_the_clock_runs_from_the_earliest_credible_moment(make_facts: Make) -> None:
    reported_at = datetime(2026, 11, 16, 10, tzinfo=UTC)
    noticed_at, received_at = reported_at - timedelta(hours=5), reported_at - timedelta(hours=30)
    both = Intake(noticed_at=noticed_at, received_at=received_at)

    assert cautious_start(make_facts(intake=both)) == received_at
    assert cautious_start(make_facts(intake=Intake(noticed_at=noticed_at))) == noticed_at
    assert cautious_start(make_facts()) == reported_at
    assert regulator_clock(make_facts(intake=both)).cautious


def test_only_the_day_is_known_then_it_starts_with_that_uk_day(make_facts: Make) -> None:
    midnight = datetime(2026, 7, 2, 23, 0, tzinfo=UTC)  # as it is stored: in UTC, on the day before
    for noticed_at in (uk(2026, 7, 3, 12, 0), midnight):
        intake = Intake(noticed_at=noticed_at, day_only=True)
        facts = make_facts(reported_at=uk(2026, 7, 3, 15), intake=intake)

        assert cautious_start(facts) == midnight


def test_moving_awareness_moves_the_clock_and_the_last_counts(make_facts: Make) -> None:
    first = datetime(2026, 11, 16, 11, tzinfo=UTC)
    moved = first + timedelta(hours=6)

    facts = make_facts(awareness=(aware(first), aware(moved)))
    assert regulator_clock(facts).start == moved
    assert earlier_awareness(facts) == (first,), "it stays in view"


@pytest.mark.clause("DBRP-4.2")
def test_moved_back_over_the_72_hours_it_is_late_at_once(make_facts: Make) -> None:
    noticed = datetime(2027, 3, 25, 15, 45, tzinfo=UTC)  # the clock changes on Easter Day
    declared = noticed + timedelta(hours=80)
    moved = replace(aware(noticed), declared_at=declared + timedelta(hours=1))
    facts = make_facts(reported_at=noticed, awareness=(aware(declared), moved))

    clock = regulator_clock(facts)
    assert clock.due_at.astimezone(UK) == datetime(2027, 3, 28, 16, 45, tzinfo=UK)
    assert lateness(clock.due_at, declared + timedelta(hours=1)) == timedelta(hours=9)
    assert earlier_awareness(facts) == (declared,)
    assert earlier_awareness(make_facts(awareness=(aware(noticed),))) == ()


@given(start=instants, zone=st.sampled_from(ZONES))
def test_no_zone_changes_the_period(make_facts: Make, start: datetime, zone: ZoneInfo) -> None:
    there = regulator_clock(make_facts(awareness=(aware(start.astimezone(zone)),)))
    here = regulator_clock(make_facts(awareness=(aware(start.astimezone(UTC)),)))

    assert there == here
    assert there.due_at - start.astimezone(UTC) == timedelta(hours=72)


@given(times=st.lists(instants, min_size=3, max_size=3), day_only=st.booleans())
def test_the_cautious_start_never_lies_after_anything_known(
    make_facts: Make, times: list[datetime], day_only: bool
) -> None:
    noticed_at, received_at, reported_at = times
    intake = Intake(noticed_at=noticed_at, received_at=received_at, day_only=day_only)
    start = cautious_start(make_facts(reported_at=reported_at, intake=intake))

    assert all(start <= known for known in times)
    assert start > min(times) - timedelta(hours=25)
    if not day_only:
        swapped = Intake(noticed_at=received_at, received_at=noticed_at)
        assert start == cautious_start(make_facts(reported_at=reported_at, intake=swapped))


@given(due_at=instants, done_at=instants)
def test_lateness_is_whole_seconds_and_never_negative(due_at: datetime, done_at: datetime) -> None:
    late = lateness(due_at, done_at)
    elapsed = done_at.astimezone(UTC) - due_at.astimezone(UTC)

    assert late.microseconds == 0
    assert late == timedelta(0) or elapsed - timedelta(seconds=1) < late <= elapsed


def found_none(at: datetime) -> Classification:
    return Classification(
        kind=Kind.POTENTIAL,
        severity=None,
        personal_data=Answer.NO,
        breach_types=(),
        causes=(),
        by=SOMEBODY,
        at=at,
    )


def test_a_period_before_the_decision_ends_a_day_after_the_cautious_start(
    make_facts: Make,
) -> None:
    facts = make_facts()
    start = cautious_start(facts)
    friday_to_tuesday = start + timedelta(days=4)

    assert cap_before_decision(facts, start, friday_to_tuesday) == start + timedelta(hours=24)
    assert cap_before_decision(facts, start, start + timedelta(hours=2)) == start + timedelta(
        hours=2
    )
    late = start + timedelta(hours=30)
    assert cap_before_decision(facts, late, friday_to_tuesday) == late


def test_only_the_dpos_word_after_the_last_finding_lifts_the_cap(make_facts: Make) -> None:
    found_at = datetime(2026, 11, 16, 12, tzinfo=UTC)
    due_at = found_at + timedelta(days=4)
    found = make_facts(classifications=(found_none(found_at),))
    agreed = make_facts(classifications=(found_none(found_at),), dpo_confirmed_at=found_at)
    stale = make_facts(
        classifications=(found_none(found_at),),
        dpo_confirmed_at=found_at - timedelta(hours=1),
    )

    assert not no_personal_data_confirmed(found)
    assert not no_personal_data_confirmed(stale)
    assert cap_before_decision(found, found_at, due_at) < due_at
    assert cap_before_decision(agreed, found_at, due_at) == due_at


@given(known=st.permutations(["noticed_at", "received_at", "reported_at"]), start=instants,
       gaps=st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), min_size=3, max_size=3),
       zones=st.lists(st.sampled_from(ZONES), min_size=3, max_size=3))  # fmt: skip
def test_neither_zone_nor_order_of_what_is_known_moves_the_end(
    make_facts: Make,
    known: list[str],
    start: datetime,
    gaps: list[timedelta],
    zones: list[ZoneInfo],
) -> None:
    """Whoever knew first, in whatever order it was written down and with whichever zone."""
    start = start.astimezone(UTC)  # what is added to a local time is added to the wall clock
    times = {name: start + gap for name, gap in zip(known, gaps, strict=True)}
    there = {
        name: at.astimezone(zone) for (name, at), zone in zip(times.items(), zones, strict=True)
    }

    def ends(said: dict[str, datetime]) -> datetime:
        intake = Intake(noticed_at=said["noticed_at"], received_at=said["received_at"])
        return regulator_clock(make_facts(intake=intake, reported_at=said["reported_at"])).due_at

    assert ends(times) == ends(there) == start + min(gaps) + timedelta(hours=72)
    declared = make_facts(awareness=(aware(there["noticed_at"]), aware(there["received_at"])))
    assert regulator_clock(declared).due_at == times["received_at"] + timedelta(hours=72)
