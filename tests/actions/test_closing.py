"""Review, actions, closing, and what comes after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.actions import (
    add_improvement,
    close_incident,
    complete_improvement,
    look_at_addition,
    reopen_incident,
    review_incident,
    thank_reporter,
)
from portal.errors import NotAllowed, Refused
from portal.rules.duties import ending as duties
from portal.rules.ending.closing import holds_up
from portal.rules.ending.conclusion import missing, review_opens_at, review_points
from portal.rules.facts import (
    Addition,
    Awareness,
    Closing,
    ContainmentStep,
    DangerCheck,
    Facts,
    Intake,
    OutcomeReport,
    PeopleDecision,
    RegulatorDecision,
    Reporter,
    RiskAssessment,
)
from portal.rules.words import (
    Answer,
    Containment,
    Ending,
    Kind,
    LegalRisk,
    PeopleChoice,
    RegulatorChoice,
    Stage,
)
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    OPEN,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    alerted,
    classified,
    decide,
    facts,
    who_may,
)

CALENDAR = Calendar("england", ())
DPO, SLT = PEOPLE[Role.DPO], PEOPLE[Role.SLT]
REPORTER = Intake(
    happened="A list went astray.",
    noticed_at=NOTICED,
    reporter=Reporter(person_id=PEOPLE[Role.REPORTER]),
)
POINTS: dict[str, Any] = {
    "findings": tuple((point.key, "Kept.") for point in review_points(WORMLEY)),
    "disciplinary": "Considered; none.",
}


def settled(**known: Any) -> Facts:
    """A breach, contained, which neither the regulator nor anybody else is told of."""
    settings: dict[str, Any] = {
        "intake": REPORTER,
        "awareness": (Awareness(NOW, "Certain.", DPO, NOW),),
        "containment": (ContainmentStep("Recalled.", DPO, NOW, Containment.CONTAINED),),
        "regulator": (RegulatorDecision(RegulatorChoice.DO_NOT_REPORT, "No risk.", DPO, NOW),),
    }
    none = PeopleDecision(PeopleChoice.NOT_REQUIRED, "No risk.", DPO, NOW)
    known = {**settings, **known}
    made = facts(Stage.INVESTIGATING, **known)
    return replace(made, people=replace(made.people, decisions=(none,)))


def near_miss(**known: Any) -> Facts:
    """Nothing in it but what closing asks: no personal data, by the DPO."""
    found = replace(classified(None, Answer.NO, by=Role.DPO, by_dpo=True), kind=Kind.NEAR_MISS)
    return facts(
        Stage.INVESTIGATING,
        kind=Kind.NEAR_MISS,
        intake=replace(REPORTER, danger=Answer.NO, still_going_on=Answer.NO),
        classifications=(found,),
        looked_at=NOW,
        verified_at=NOW,
        **known,
    )


@pytest.mark.clause("DBRP-5.22")
def test_the_review_waits_for_containment_and_both_tracks() -> None:
    assert who_may(review_incident.ACTION, settled(), WORMLEY) == {Role.DPO}
    assert who_may(review_incident.ACTION, settled(), WENTWORTH) == set()
    for gap in ({"containment": ()}, {"regulator": ()}):
        known = settled(**gap)
        assert review_opens_at(known) is None
        assert who_may(review_incident.ACTION, known, WORMLEY) == set()
        assert list(duties.review_incident(known, WORMLEY, CALENDAR, NOW)) == []
    [duty] = duties.review_incident(settled(), WORMLEY, CALENDAR, NOW)
    assert (duty.role, duty.opens_at, duty.met_at) == (Role.DPO, NOW, None)


@pytest.mark.clause("DBRP-5.22", "DBRP-5.23")
def test_every_point_of_the_review_is_answered_and_discipline_considered() -> None:
    for said in ({**POINTS, "findings": POINTS["findings"][1:]}, {**POINTS, "disciplinary": " "}):
        with pytest.raises(Refused):
            decide(review_incident.ACTION, settled(), Role.DPO, **said)
    outcome = decide(review_incident.ACTION, settled(), Role.DPO, **POINTS)
    assert outcome.facts.stage is Stage.REVIEWING
    assert "none" not in outcome.summary
    [duty] = duties.review_incident(outcome.facts, WORMLEY, CALENDAR, NOW)
    assert duty.met_at == NOW


@pytest.mark.clause("DBRP-5.22")
@pytest.mark.parametrize(
    ("gaps", "says", "way"),
    [
        ((), "", "review_incident"),
        (("containment",), ", which waits until it is contained", "record_containment"),
        (("regulator",), ", which waits until what the ICO is told is settled", "decide_regulator"),
        (
            ("containment", "regulator"),
            ", which waits until it is contained and what the ICO is told is settled",
            "record_containment",
        ),
    ],
)
def test_what_the_review_waits_for_is_said_with_the_way_there(
    gaps: tuple[str, ...], says: str, way: str
) -> None:
    known = settled(**dict.fromkeys(gaps, ()))
    assert (review_opens_at(known) is None) is bool(gaps)
    (lacking,) = (each for each in missing(WORMLEY, known) if "reviewed" in each.sentence)
    assert lacking == (f"The incident has not been reviewed{says}", way)
    untold = replace(known, people=replace(known.people, decisions=()))
    (lacking,) = (each for each in missing(WORMLEY, untold) if "reviewed" in each.sentence)
    assert lacking.sentence.endswith("the people affected are told or need not be")


@pytest.mark.clause("DBRP-5.22")
def test_what_was_no_breach_needs_no_review() -> None:
    none: dict[str, Any] = {"no_breach_at": NOW, "no_breach_by": DPO, "no_breach_by_dpo": True}
    lacking = [each.sentence for each in missing(WORMLEY, settled())]
    assert "The incident has not been reviewed" in lacking
    assert missing(WORMLEY, settled(**none)) == ()


@pytest.mark.clause("SIP-5e")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_who_closes_and_reopens(stage: Stage) -> None:
    known, can_close = facts(stage), stage in {Stage.INVESTIGATING, Stage.REVIEWING}
    closed = stage is Stage.CLOSED
    for policy, closers in ((WENTWORTH, {Role.HEAD, Role.SLT}), (WORMLEY, {Role.DPO})):
        assert who_may(close_incident.ACTION, known, policy) == (closers if can_close else set())
        again = closers | {Role.HEAD, Role.DPO}
        assert who_may(reopen_incident.ACTION, known, policy) == (again if closed else set())


@pytest.mark.clause("SIP-5e", "SIP-3h")
def test_closing_waits_for_report_and_disciplinary_and_says_so() -> None:
    known = near_miss()
    waits_for = holds_up(known, WENTWORTH, NOW)
    assert "The outcome report has not been accepted" in waits_for
    assert "Record disciplinary action, or why not" in waits_for
    with pytest.raises(Refused, match="Still open"):
        decide(close_incident.ACTION, known, Role.HEAD, policy=WENTWORTH, ending=Ending.NO_BREACH)
    assert list(duties.close(known, WENTWORTH, CALENDAR, NOW)) == []


def ready() -> Facts:
    """A near miss under the plan, reviewed: nothing holds it up."""
    return decide(review_incident.ACTION, near_miss(), Role.DPO, **POINTS).facts


@pytest.mark.clause("SIP-5e", "DBRP-5.22")
def test_closed_once_nothing_holds_it_up() -> None:
    known = replace(ready(), escalations=())
    waits_for = [duty for duty in holds_up(known, WORMLEY, NOW) if "DPO takes" not in duty]
    assert waits_for == []
    for ending in (Ending.BREACH, Ending.JOINED):
        with pytest.raises(Refused):
            close_incident._check(known, close_incident.CloseIncident(ending))
    breach = settled(risk=RiskAssessment(legal_risk=LegalRisk.UNLIKELY))
    with pytest.raises(Refused, match="Confirm once more"):
        close_incident._check(breach, close_incident.CloseIncident(Ending.BREACH))
    with pytest.raises(Refused, match="aware of a breach"):
        close_incident._check(breach, close_incident.CloseIncident(Ending.NO_BREACH))
    with pytest.raises(Refused, match="to whom it was passed on"):
        close_incident._check(known, close_incident.CloseIncident(Ending.NOT_OURS))
    close_incident._check(known, close_incident.CloseIncident(Ending.NOT_OURS, "The council."))


def closed(**known: Any) -> Facts:
    """A closed incident with an accepted report."""
    report = OutcomeReport(1, "Found.", "Done.", SLT, NOW, True, PEOPLE[Role.HEAD], NOW)
    return facts(
        Stage.CLOSED,
        intake=REPORTER,
        closed_at=NOW,
        ending=Ending.NO_BREACH,
        closings=(Closing(Ending.NO_BREACH, "", PEOPLE[Role.HEAD], NOW),),
        outcome_reports=(report,),
        danger_check=DangerCheck(safe=True, note="", by=SLT, at=NOW),
        **known,
    )


@pytest.mark.clause("DBRP-5.21")
def test_reopened_with_a_reason_everything_stays_and_the_conclusion_is_asked_afresh() -> None:
    with pytest.raises(Refused):
        decide(reopen_incident.ACTION, closed(), Role.HEAD, policy=WENTWORTH, reason=" ")
    later = NOW + timedelta(days=1)
    said: dict[str, Any] = {"reason": "It went out after all."}
    outcome = decide(
        reopen_incident.ACTION, closed(), Role.HEAD, policy=WENTWORTH, now=later, **said
    )
    after = outcome.facts
    assert (after.stage, after.ending, after.closed_at) == (Stage.INVESTIGATING, None, None)
    assert after.outcome_reports == closed().outcome_reports
    lacking = {each.sentence: each.action for each in missing(WENTWORTH, after)}
    assert lacking["The outcome report has not been accepted"] == "write_outcome_report"
    assert alerted(outcome) == {"reopened": {Role.HEAD, Role.DPO}}


@pytest.mark.clause("SIP-3j", "DBRP-5.24")
@pytest.mark.parametrize("stage", list(Stage))
def test_an_action_has_an_owner_and_a_day_and_closing_does_not_wait_for_it(stage: Stage) -> None:
    known = facts(stage)
    assert Role.STAFF not in who_may(add_improvement.ACTION, known, WENTWORTH)
    said: dict[str, Any] = {"what": "Check twice.", "owner": SLT, "due_on": NOW.date()}
    for wrong in ({"what": " "}, {"due_on": NOW.date() - timedelta(days=1)}):
        with pytest.raises(Refused):
            decide(add_improvement.ACTION, known, Role.HEAD, **{**said, **wrong})
    added = decide(add_improvement.ACTION, known, Role.HEAD, **said).facts
    [duty] = duties.improvement(added, WENTWORTH, CALENDAR, NOW)
    assert (duty.person, duty.closing_waits) == (SLT, False)
    assert duty.due_at == datetime(2026, 11, 17, tzinfo=UTC)
    which: dict[str, Any] = {"improvement": added.improvements[0].id}
    with pytest.raises(NotAllowed):
        decide(complete_improvement.ACTION, added, Role.STAFF, policy=WENTWORTH, **which)
    done = decide(complete_improvement.ACTION, added, Role.SLT, policy=WENTWORTH, **which).facts
    assert done.improvements[0].done_by == SLT
    with pytest.raises(Refused):
        decide(complete_improvement.ACTION, done, Role.SLT, policy=WENTWORTH, **which)


@pytest.mark.clause("DBRP-5.21")
def test_what_came_in_after_closing_is_looked_at() -> None:
    late = Addition("There were two.", None, NOW + timedelta(days=1), after_closing=True)
    known = closed()
    assert who_may(look_at_addition.ACTION, known, WENTWORTH) == set()
    known = replace(known, intake=replace(known.intake, additions=(late,)))
    expected = {Role.HEAD, Role.SLT, Role.DPO}
    assert who_may(look_at_addition.ACTION, known, WENTWORTH) == expected
    [duty] = duties.look_at_addition(known, WENTWORTH, CALENDAR, NOW)
    assert duty.due_at == late.at + timedelta(hours=24)
    with pytest.raises(Refused):
        decide(look_at_addition.ACTION, known, Role.HEAD, why_nothing_new="")
    then = NOW + timedelta(days=2)
    said: dict[str, Any] = {"why_nothing_new": "Known before."}
    looked = decide(look_at_addition.ACTION, known, Role.HEAD, now=then, **said).facts
    [duty] = duties.look_at_addition(looked, WENTWORTH, CALENDAR, NOW)
    assert duty.met_at == then


def test_the_reporter_is_thanked_after_closing() -> None:
    assert who_may(thank_reporter.ACTION, facts(), WENTWORTH) == set()
    assert who_may(thank_reporter.ACTION, closed(), WENTWORTH) == {
        Role.LEAD,
        Role.HEAD,
        Role.SLT,
    }
    [duty] = duties.thank_reporter(closed(), WENTWORTH, CALENDAR, NOW)
    assert not duty.closing_waits
    with pytest.raises(Refused):
        decide(thank_reporter.ACTION, closed(), Role.HEAD, text=" ")
    outcome = decide(thank_reporter.ACTION, closed(), Role.HEAD, text="Thank you.")
    assert outcome.effects[0].people == (PEOPLE[Role.REPORTER],)
    [duty] = duties.thank_reporter(outcome.facts, WENTWORTH, CALENDAR, NOW)
    assert duty.met_at == NOW
