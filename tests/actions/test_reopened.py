"""What ended without a breach and is asked again: re-opened, taken up or classified anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from portal.actions import (
    classify,
    confirm_ending,
    declare_aware,
    record_no_breach,
    reopen_incident,
    thank_reporter,
)
from portal.rules.clock import clock_has_ended, regulator_clock
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.closing import holds_up
from portal.rules.facts import (
    Addition,
    Awareness,
    Closing,
    Facts,
    Intake,
    RiskAnswered,
    Submission,
)
from portal.rules.regulator.submitting import offered_reasons, was_late
from portal.rules.words import (
    Answer,
    Cause,
    Ending,
    Kind,
    LegalRisk,
    Route,
    Stage,
    SubmissionKind,
)
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    Answers,
    classified,
    decide,
    facts,
)

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


@pytest.mark.clause("DBRP-4.2", "DBRP-5.3")
def test_what_was_declared_before_it_was_found_none_is_over_once_it_is_re_opened() -> None:
    """Else the 72 hours of a finding that was undone were over long ago, and nobody was asked."""
    before = Awareness(NOW, "Sent to the wrong list.", PEOPLE[Role.HEAD], NOW)
    ended = facts(Stage.CLOSED, closed_at=NOW, awareness=(before,), **ENDED["no breach"])
    now = NOW + timedelta(days=9)
    known = decide(reopen_incident.ACTION, ended, Role.HEAD, now=now, reason="News.").facts
    open_ = {duty.kind: duty for duty in owed(known, WORMLEY, Calendar(), now) if not duty.met_at}
    assert known.aware is None
    assert open_["submit_to_regulator"].due_at == now + timedelta(hours=72)
    assert open_["establish_breach"].opens_at == open_["decide_escalation"].opens_at == now
    said: Answers = {"aware_at": now, "reason": "It was read."}
    aware = decide(declare_aware.ACTION, known, Role.HEAD, now=now, **said).facts
    assert regulator_clock(aware).start == now
    assert not {"establish_breach", "look_at_ending"} & {each.kind for each in _open(aware, now)}


@pytest.mark.clause("DBRP-5.14")
def test_re_opened_the_ico_hears_of_a_breach_after_all_only_once_it_is_found() -> None:
    """A report that was late stays late: the 72 hours of a matter that was reported are over."""
    aware = Awareness(NOW - timedelta(days=4), "Read.", PEOPLE[Role.DPO], NOW, by_dpo=True)
    none = Submission(
        uuid4(), 2, SubmissionKind.NOT_A_BREACH, Route.WEB_FORM, NOW, NOW, PEOPLE[Role.DPO]
    )
    reports = (replace(none, id=uuid4(), number=1, kind=SubmissionKind.INITIAL), none)
    known: Answers = {"closed_at": NOW, "awareness": (aware,), "submissions": reports}
    ended = facts(Stage.CLOSED, **known, **ENDED["no breach"])
    now = NOW + timedelta(days=9)
    asked = decide(reopen_incident.ACTION, ended, Role.HEAD, now=now, reason="News.").facts
    assert was_late(asked, reports[0])
    due = {duty.kind: duty.subject for duty in _open(asked, now)}
    assert due["establish_breach"] == ""
    assert declare_aware.ACTION.offered(WENTWORTH, asked)
    assert not {"decide_again", "submit_to_regulator"} & due.keys()
    later = now + timedelta(hours=30)
    said: Answers = {"aware_at": aware.aware_at, "reason": "It was read."}
    found = decide(declare_aware.ACTION, asked, Role.DPO, now=later, **said).facts
    (owing,) = (each for each in _open(found, later) if each.kind == "decide_again")
    assert (owing.subject, owing.opens_at) == ("after_all", later)
    assert was_late(found, reports[0])


def test_whoever_reported_is_told_anew_what_came_of_it_after_each_closing() -> None:
    later = NOW + timedelta(days=2)
    closings = tuple(Closing(Ending.NO_BREACH, "", PEOPLE[Role.HEAD], at) for at in (NOW, later))
    thank = thank_reporter.ACTION
    first = facts(Stage.CLOSED, closings=closings[:1])
    hour = timedelta(hours=1)
    once = decide(thank, first, Role.HEAD, now=NOW + hour, text="It came back sealed.").facts
    reopened = replace(once, stage=Stage.INVESTIGATING)
    again = replace(once, closings=closings)
    for known, expected in ((once, 0), (reopened, 0), (again, 1)):
        assert [each.kind for each in _open(known, later)].count("thank_reporter") == expected
    twice = decide(thank, again, Role.HEAD, now=later + hour, text="It was read.").facts
    listed = owed(twice, WENTWORTH, Calendar(), later + hour)
    met = [each.met_at for each in listed if each.kind == "thank_reporter"]
    assert met == [NOW + hour, later + hour]  # the first one is not late for the second


@pytest.mark.clause("DBRP-1.4", "DBRP-5.3")
@pytest.mark.parametrize("aware", [True, False])
@pytest.mark.parametrize(
    ("ended", "undone", "due"),
    [  # hours after it was noticed
        (20, 30, 72),
        (20, 60, 84),
        (20, 200, 224),
        (80, 200, 72),  # the 72 hours had been missed before
    ],
)
def test_what_a_finding_of_no_breach_had_ended_is_owed_without_delay_once_that_is_taken_back(
    ended: int, undone: int, due: int, aware: bool
) -> None:
    """Nobody is late at once with what they could not do; the 72 hours stay where they were."""
    found_at, now = (NOTICED + timedelta(hours=each) for each in (ended, undone))
    seen = Awareness(NOTICED, "Seen.", PEOPLE[Role.DPO], NOTICED, by_dpo=True)
    known = facts(awareness=(seen,) * aware)
    none = decide(record_no_breach.ACTION, known, Role.DPO, now=found_at, reason="A copy.").facts
    said: Answers = {"agree": False, "reasons": "It was read."}
    again = decide(confirm_ending.ACTION, none, Role.DPO, now=now, **said).facts
    owing = {each.kind: each for each in owed(again, WORMLEY, Calendar(), now) if not each.met_at}
    assert owing["submit_to_regulator"].due_at == NOTICED + timedelta(hours=due)
    assert regulator_clock(again).due_at == NOTICED + timedelta(hours=72)
    assert "decide_escalation" not in owing  # the DPO has it
    assert "from Tuesday 17 November" in offered_reasons(again) or ended != 20
    fresh = {"assess_risk", "decide_regulator"} if aware else {"establish_breach"}
    late = {kind for kind in fresh if owing[kind].due_at < now}
    assert late == (fresh if ended > due else set())


def test_a_finding_that_the_dpo_never_agreed_with_moves_nothing() -> None:
    found_at, now = NOTICED + timedelta(hours=5), NOTICED + timedelta(hours=70)
    none = decide(record_no_breach.ACTION, facts(), Role.HEAD, now=found_at, reason="A copy.").facts
    said: Answers = {"agree": False, "reasons": "It was read."}
    again = decide(confirm_ending.ACTION, none, Role.DPO, now=now, **said).facts
    due = {each.kind: each.due_at for each in owed(again, WORMLEY, Calendar(), now)}
    assert due["submit_to_regulator"] == NOTICED + timedelta(hours=72)
    assert due["establish_breach"] == now + timedelta(hours=24)  # it had been answered


def test_a_finding_that_there_was_no_personal_data_is_taken_back_by_another() -> None:
    """The Head decides on escalating it within their time, counted from then."""
    ended = facts(**ENDED["no personal data"])
    now = NOW + timedelta(days=5)
    said: Answers = {"kind": Kind.POTENTIAL, "personal_data": Answer.YES, "reason": "Names."}
    said["causes"] = (Cause.NOT_YET_KNOWN,)
    again = decide(classify.ACTION, ended, Role.HEAD, now=now, **said).facts
    due = {each.kind: each.due_at for each in owed(again, WORMLEY, Calendar(), now)}
    assert due["decide_escalation"] == now + timedelta(hours=4)
    assert due["submit_to_regulator"] == due["complete_log"] == now + timedelta(hours=24)


@pytest.mark.clause("DBRP-5.21")
def test_of_a_breach_the_risk_is_assessed_again_before_it_is_closed_again() -> None:
    """It was reported and done with: nobody was asked whether the news changes that."""
    seen = Awareness(NOW, "Read.", PEOPLE[Role.DPO], NOW, by_dpo=True)
    sent = Submission(
        uuid4(), 1, SubmissionKind.INITIAL, Route.WEB_FORM, NOW, NOW, PEOPLE[Role.DPO]
    )
    ended = facts(Stage.CLOSED, closed_at=NOW, awareness=(seen,), submissions=(sent,))
    now = NOW + timedelta(days=9)
    known = decide(reopen_incident.ACTION, ended, Role.HEAD, now=now, reason="A family.").facts
    (owing,) = (each for each in _open(known, now) if each.kind == "decide_again")
    assert (owing.action, owing.due_at) == ("assess_risk", now + timedelta(hours=24))
    assert owing.what in holds_up(known, WENTWORTH, now)
    later = now + timedelta(hours=1)
    found = RiskAnswered(LegalRisk.RISK, later)
    assessed = replace(known, risk=replace(known.risk, answers=(found,)))
    further = replace(known, submissions=(sent, replace(sent, id=uuid4(), recorded_at=later)))
    for done in (assessed, further):
        assert "decide_again" not in {each.kind for each in _open(done, later)}
