"""What an incident teaches: recommendations, training, a processor's contract, harm to people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actions import (
    add_improvement,
    answer_question,
    ask_question,
    assess_outcome,
    assess_risk,
    complete_step,
    review_incident,
    write_outcome_report,
)
from portal.errors import Refused
from portal.rules.duties import ending as duties
from portal.rules.ending.breach_log import filled
from portal.rules.ending.conclusion import missing, open_recommendations, review_points
from portal.rules.facts import Allocation, Facts, Responsibility
from portal.rules.investigation.steps import open_steps, steps
from portal.rules.reminders import passed
from portal.rules.risk.harms import HARMS, Harm
from portal.rules.words import LegalRisk, Responsible, RiskFactor, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, WORMLEY, Answers, classified, decide, facts
from tests.actions.test_closing import settled

CALENDAR = Calendar("england", ())
SLT, STAFF = PEOPLE[Role.SLT], PEOPLE[Role.STAFF]
LATER = NOW + timedelta(hours=1)
DUE = (NOW + timedelta(days=14)).date()
RECOMMENDED = "Check every batch twice.\n\nTrain the office.\nCheck every batch twice."
POINTS: Answers = {
    "findings": tuple((point.key, "Kept.") for point in review_points(WORMLEY)),
    "disciplinary": "Considered; none.",
}


def investigated(**known: Any) -> Facts:
    """Given to a member of staff to investigate."""
    direction = Allocation(STAFF, "Find out.", NOW + timedelta(days=3), PEOPLE[Role.HEAD], NOW)
    found = (classified("minor"),)
    return facts(Stage.INVESTIGATING, allocation=direction, classifications=found, **known)


def reported(known: Facts, *, accepted: bool = True) -> Facts:
    """With an outcome report, assessed by the Head."""
    said: Answers = {"findings": "Nobody checks.", "recommendations": RECOMMENDED}
    write, assess = write_outcome_report.ACTION, assess_outcome.ACTION
    written = decide(write, known, Role.LEAD, policy=WENTWORTH, **said).facts
    judged: Answers = {"accept": accepted, "reasons": "Read."}
    return decide(assess, written, Role.HEAD, policy=WENTWORTH, **judged).facts


def with_action(known: Facts, **said: Any) -> Facts:
    """One action more, of a senior leader."""
    said = {"what": "", "owner": SLT, "due_on": DUE, **said}
    return decide(add_improvement.ACTION, known, Role.HEAD, policy=WENTWORTH, **said).facts


@pytest.mark.clause("SIP-6d", "SIP-4e")
def test_each_recommendation_becomes_an_action_with_owner_and_day() -> None:
    known = reported(investigated())
    first, second = open_recommendations(known)
    assert (first, second) == ("Check every batch twice.", "Train the office.")
    taken = with_action(known, recommendation=first)
    assert open_recommendations(taken) == (second,)
    [duty] = duties.improvement(taken, WENTWORTH, CALENDAR, NOW)
    assert (taken.improvements[0].what, duty.person) == (first, SLT)
    in_words = with_action(taken, recommendation=second, what="Half a day in January.")
    assert in_words.improvements[1].what == "Half a day in January."
    assert open_recommendations(in_words) == ()
    for said in ({"recommendation": second}, {"recommendation": "Mine."}, {}):
        with pytest.raises(Refused):
            with_action(in_words, **said)
    assert open_recommendations(reported(investigated(), accepted=False)) == ()


@pytest.mark.clause("SIP-3j")
def test_an_action_is_chased_until_it_is_done() -> None:
    known = with_action(facts(Stage.CLOSED), what="Check twice.")
    [duty] = duties.improvement(known, WENTWORTH, CALENDAR, NOW)
    late = [step.key for step in passed(duty, WENTWORTH, duty.due_at + timedelta(days=9))]
    assert "due" in late
    assert any(key.startswith("overdue") for key in late)
    assert passed(replace(duty, met_at=NOW), WENTWORTH, duty.due_at + timedelta(days=9)) == ()


@pytest.mark.clause("DBRP-5.24")
def test_training_names_whom_it_is_for_and_who_sees_to_it() -> None:
    known = with_action(facts(), what="Addressing letters.", training_for=" The office ")
    assert known.improvements[0].training_for == "The office"
    assert [duty.person for duty in duties.improvement(known, WORMLEY, CALENDAR, NOW)] == [SLT]


@pytest.mark.clause("DBRP-5.25")
@pytest.mark.parametrize("who", list(Responsible))
def test_a_processor_s_contract_is_looked_at_where_it_caused_the_breach(who: Responsible) -> None:
    found = replace(classified(None), responsible=Responsibility(who, "MIS Ltd"))
    known = facts(Stage.INVESTIGATING, classifications=(found,))
    if who is Responsible.PROCESSOR:
        with pytest.raises(Refused) as refusal:
            decide(review_incident.ACTION, known, Role.DPO, **POINTS)
        assert refusal.value.field == "contract"
    else:
        assert decide(review_incident.ACTION, known, Role.DPO, **POINTS).facts.review is not None
    said: Answers = {"contract_on": DUE, "contract": "It asked enough; they broke it."}
    review = decide(review_incident.ACTION, known, Role.DPO, **POINTS, **said).facts.review
    assert review is not None
    assert (review.contract_on, review.contract) == (DUE, "It asked enough; they broke it.")


@pytest.mark.clause("DBRP-5.25")
def test_a_processor_found_responsible_after_the_review_has_its_contract_looked_at_yet() -> None:
    reviewed = decide(review_incident.ACTION, settled(), Role.DPO, **POINTS).facts
    assert missing(WORMLEY, reviewed) == ()
    later = replace(
        classified(None), responsible=Responsibility(Responsible.PROCESSOR, "MIS Ltd"), at=LATER
    )
    known = replace(reviewed, classifications=(*reviewed.classifications, later))
    [duty] = duties.review_incident(known, WORMLEY, CALENDAR, NOW)
    assert (duty.met_at, duty.opens_at) == (None, LATER)
    [lacking] = missing(WORMLEY, known)
    assert "contract" in lacking.sentence
    kept_apart: Answers = {**POINTS, "disciplinary": ""}  # not every reviewer may read it
    again = decide(review_incident.ACTION, known, Role.DPO, **kept_apart, contract="None.").facts
    assert missing(WORMLEY, again) == ()
    assert reviewed.review is not None
    assert again.review is not None
    assert again.review.disciplinary == reviewed.review.disciplinary != ""
    added = {**kept_apart, "disciplinary": "A talk.", "contract": "None."}
    both = decide(review_incident.ACTION, known, Role.DPO, **added).facts.review
    assert both is not None
    assert both.disciplinary == f"{reviewed.review.disciplinary}\n\nA talk."
    closed = replace(known, stage=Stage.CLOSED)
    assert [each.met_at for each in duties.review_incident(closed, WORMLEY, CALENDAR, NOW)]


@pytest.mark.clause("DBRP-5.23", "DBRP-4.2-measures")
def test_the_review_asks_the_five_points_of_the_audit_and_how_it_was_noticed() -> None:
    asked = {point.key: point.clause for point in review_points(WORMLEY)}
    audit = [key for key, clause in asked.items() if clause == "5.23"]
    assert audit == ["policies", "ongoing_risks", "response", "improvements", "plan"]
    assert asked["noticing"] == "4.2"
    for left_out in asked:
        findings = tuple((key, "Kept." if key != left_out else " ") for key in asked)
        with pytest.raises(Refused) as refusal:
            decide(review_incident.ACTION, facts(), Role.DPO, **{**POINTS, "findings": findings})
        assert refusal.value.field == left_out


@pytest.mark.clause("DBRP-3.1")
def test_kinds_of_harm_are_listed_and_stand_in_the_log() -> None:
    assert HARMS.keys() == {*Harm}
    factors = dict.fromkeys(RiskFactor, "")
    said: Answers = {"factors": factors, "legal_risk": LegalRisk.HIGH, "reason": "Health data."}
    chosen = (Harm.MONEY, Harm.PHYSICAL)
    known = decide(assess_risk.ACTION, facts(), Role.DPO, **said, harms=chosen).facts
    assert known.risk.harms == chosen
    said_there = "Possible harm: Physical harm, or danger to somebody; Loss of money."
    for policy in (WORMLEY, WENTWORTH):
        assert any(said_there in line.text for line in filled(known, policy, str))


@pytest.mark.clause("DBRP-5.8")
def test_it_and_hr_are_considered_or_it_is_said_why_not() -> None:
    known = facts(Stage.INVESTIGATING)
    assert "it_and_hr" in [step.key for step in open_steps(WORMLEY, known)]
    (step,) = [step for step in steps(WORMLEY) if step.key == "it_and_hr"]
    assert step.clause == "5.8"
    said: Answers = {"key": "it_and_hr", "done": False}
    with pytest.raises(Refused) as refusal:
        decide(complete_step.ACTION, known, Role.DPO, **said)
    assert refusal.value.field == "note"
    after = decide(complete_step.ACTION, known, Role.DPO, **said, note="Paper only.").facts
    assert "it_and_hr" not in [step.key for step in open_steps(WORMLEY, after)]
    assert after.steps[0].note == "Paper only."


@pytest.mark.clause("DBRP-A1-NB1")
def test_the_log_says_whether_it_was_investigated_and_why_not() -> None:
    def details(known: Facts) -> str:
        (line,) = [each for each in filled(known, WORMLEY, str) if each.key == "details"]
        return line.text

    def step(known: Facts, key: str, *, done: bool, note: str = "") -> Facts:
        said: Answers = {"key": key, "done": done, "note": note}
        return decide(complete_step.ACTION, known, Role.DPO, **said).facts

    known = facts(Stage.INVESTIGATING)
    assert "nvestigated" not in details(known)
    first, second, *_ = [each.key for each in steps(WORMLEY)]
    none = step(known, first, done=False, note="A test message.")
    assert "Not investigated. Not appropriate: A test message." in details(none)
    some = step(none, second, done=True)
    expected = "Investigated: 1 of 2 recorded steps done. Not appropriate: A test message."
    assert expected in details(some)


@pytest.mark.clause("SIP-4-report")
def test_a_written_account_is_asked_for_and_joins_the_outcome_report() -> None:
    asked: Answers = {"text": "Write down what you saw.", "to": SLT}
    ask, answer = ask_question.ACTION, answer_question.ACTION
    due_at = NOW + timedelta(days=2)
    known = decide(ask, investigated(), Role.LEAD, policy=WENTWORTH, **asked, due_at=due_at).facts
    said: Answers = {"question": known.questions[0].id, "answer": "Two lists lay there."}
    known = decide(answer, known, Role.SLT, policy=WENTWORTH, **said).facts
    record = dict(reported(known).outcome_reports[0].record)
    assert record["Asked: Write down what you saw."] == "Two lists lay there."
