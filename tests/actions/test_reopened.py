"""What ended without a breach and is re-opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.actions import record_no_breach, reopen_incident
from portal.rules.clock import clock_has_ended, regulator_clock
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Addition, Closing, Facts, Intake, Thanks
from portal.rules.words import Answer, Ending, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, Answers, classified, decide, facts

ENDED: dict[str, Answers] = {
    "no breach": {"no_breach_at": NOW, "no_breach_by": PEOPLE[Role.DPO], "no_breach_by_dpo": True},
    "no personal data": {"classifications": (classified("minor", Answer.NO, by_dpo=True),)},
}


@pytest.mark.clause("DBRP-4.2", "DBRP-5.21")
@pytest.mark.parametrize("how", ENDED)
def test_what_ended_without_a_breach_is_asked_afresh_when_news_re_open_it(how: str) -> None:
    """The 72 hours run from the news: what was noticed first had been found to be no breach."""
    came = NOW + timedelta(days=9)
    news = Addition("It is on a chat group.", None, came, after_closing=True)
    ended = facts(Stage.CLOSED, closed_at=NOW, intake=Intake(additions=(news,)), **ENDED[how])
    assert clock_has_ended(ended)
    now = came + timedelta(hours=5)
    said = {"reason": "It is on a chat group."}
    known = decide(
        reopen_incident.ACTION, ended, Role.HEAD, policy=WENTWORTH, now=now, **said
    ).facts
    assert not clock_has_ended(known)
    assert regulator_clock(known).start == came
    due = {duty.kind: duty.due_at for duty in _open(known, now)}
    assert due["submit_to_regulator"] == came + timedelta(hours=72)
    assert due["establish_breach"] == came + timedelta(hours=24)
    again = decide(record_no_breach.ACTION, known, Role.DPO, now=now, reason="A copy.").facts
    assert clock_has_ended(again)
    assert not {"submit_to_regulator", "establish_breach"} & {
        duty.kind for duty in _open(again, now)
    }


def _open(known: Facts, now: datetime) -> list[Duty]:
    return [each for each in owed(known, WENTWORTH, Calendar(), now) if each.met_at is None]


def test_whoever_reported_is_told_anew_what_came_of_it_after_each_closing() -> None:
    later = NOW + timedelta(days=2)
    closings = tuple(Closing(Ending.NO_BREACH, "", PEOPLE[Role.HEAD], at) for at in (NOW, later))
    told = Thanks("It came back sealed.", PEOPLE[Role.HEAD], NOW + timedelta(hours=1))
    once = facts(Stage.CLOSED, closings=closings[:1], thanks=told)
    reopened = replace(once, stage=Stage.INVESTIGATING)
    again = replace(once, closings=closings)
    for known, expected in ((once, 0), (reopened, 0), (again, 1)):
        assert [each.kind for each in _open(known, later)].count("thank_reporter") == expected
