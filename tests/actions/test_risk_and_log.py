"""Seven factors and the legal question; the breach log and what it leaves open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.actions import assess_risk, complete_log, score_severity
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.breach_log import filled, missing
from portal.rules.facts import Awareness, Facts, LogAnswer
from portal.rules.risk.severity import Category, Identification, Level, Scoring, score
from portal.rules.words import LegalRisk, RiskFactor, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    PEOPLE,
    REPORTED,
    WENTWORTH,
    WORMLEY,
    decide,
    facts,
    who_may,
)

AWARE = (Awareness(NOTICED, "Seen.", PEOPLE[Role.DPO], NOTICED),)
ALL = dict.fromkeys(RiskFactor, "")


def duties(known: Facts, policy: Policy = WORMLEY, *, met: bool = False) -> list[Duty]:
    listed = owed(known, policy, Calendar(), NOW)
    return [duty for duty in listed if bool(duty.met_at) is met]


@pytest.mark.clause("DBRP-3.2")
@pytest.mark.parametrize("stage", [Stage.REPORTED, Stage.INVESTIGATING, Stage.REVIEWING])
def test_the_risk_may_be_assessed_before_anybody_is_aware(stage: Stage) -> None:
    assert {Role.DPO, Role.LEAD} <= who_may(assess_risk.ACTION, facts(stage), WORMLEY)
    assert {Role.HEAD, Role.SLT, Role.LEAD} <= who_may(assess_risk.ACTION, facts(stage), WENTWORTH)
    assert Role.STAFF not in who_may(assess_risk.ACTION, facts(stage), WENTWORTH)
    early = decide(
        assess_risk.ACTION, facts(stage), Role.DPO, factors={RiskFactor.NUMBER_AFFECTED: "214"}
    )
    assert early.facts.risk.factors == ((RiskFactor.NUMBER_AFFECTED, "214"),)


@pytest.mark.clause("DBRP-3.2")
@pytest.mark.parametrize("left_out", [*((each,) for each in RiskFactor), tuple(RiskFactor)])
@pytest.mark.parametrize(("reason", "unsaid"), [("x", []), (" ", ["reason"])])
def test_every_factor_is_addressed_and_all_that_is_missing_is_named_at_once(
    left_out: tuple[RiskFactor, ...], reason: str, unsaid: list[str]
) -> None:
    said = {factor: text for factor, text in ALL.items() if factor not in left_out}
    with pytest.raises(Refused) as refusal:
        decide(
            assess_risk.ACTION,
            facts(),
            Role.DPO,
            factors=said,
            legal_risk=LegalRisk.RISK,
            reason=reason,
        )
    found = (refusal.value, *refusal.value.also)
    assert [each.field for each in found] == [*left_out, *unsaid]


@pytest.mark.clause("DBRP-3.2")
def test_the_answer_is_a_persons_and_reasoned() -> None:
    with pytest.raises(Refused) as refusal:
        decide(assess_risk.ACTION, facts(), Role.DPO, factors=ALL, legal_risk=LegalRisk.HIGH)
    assert refusal.value.field == "reason"
    known = facts(Stage.INVESTIGATING, awareness=AWARE)
    (duty,) = [duty for duty in duties(known) if duty.kind == "assess_risk"]
    assert duty.due_at == NOTICED + timedelta(hours=36)
    done = decide(
        assess_risk.ACTION,
        known,
        Role.DPO,
        factors=ALL,
        legal_risk=LegalRisk.HIGH,
        reason="Ill health.",
    )
    assert "Not yet known: 7 of the 7" in done.summary
    assert "assess_risk" in [duty.kind for duty in duties(done.facts, met=True)]


def test_an_assessment_saved_half_does_not_start_the_time_to_decide_about_people() -> None:
    known = facts(Stage.INVESTIGATING, awareness=AWARE)
    half = decide(assess_risk.ACTION, known, Role.DPO, factors=dict([*ALL.items()][:1])).facts
    (before,), (after,) = (
        [duty.due_at for duty in duties(each) if duty.kind == "decide_people"]
        for each in (known, half)
    )
    assert after == before


@pytest.mark.clause("DBRP-3.2")
def test_the_score_stands_beside_the_answer_and_survives_it() -> None:
    scoring = Scoring({Category.SENSITIVE: 0}, Identification.MAXIMUM)
    scored = decide(score_severity.ACTION, facts(), Role.DPO, scoring=scoring).facts
    after = decide(
        assess_risk.ACTION,
        scored,
        Role.DPO,
        factors=ALL,
        legal_risk=LegalRisk.UNLIKELY,
        reason="Deleted.",
    ).facts
    assert after.risk.scoring is not None
    assert score(after.risk.scoring).level is Level.VERY_HIGH
    assert after.risk.legal_risk is LegalRisk.UNLIKELY
    with pytest.raises(Refused):
        decide(
            score_severity.ACTION, facts(), Role.DPO, scoring=Scoring({}, Identification.LIMITED)
        )


@pytest.mark.clause("DBRP-3.2", "DBRP-5.16")
def test_assessing_again_makes_nothing_late_and_prolongs_nothing() -> None:
    """From the answer in force counts when people are decided on, from the first the assessment."""
    known = facts(awareness=AWARE)
    answers = (
        (10, LegalRisk.UNLIKELY, 34),
        (20, LegalRisk.HIGH, 44),
        (50, LegalRisk.HIGH, 44),
        (60, LegalRisk.RISK, 84),
        (70, LegalRisk.HIGH, 94),
    )
    for hours, answer, decide_by in answers:
        at = NOTICED + timedelta(hours=hours)
        said: dict[str, Any] = {"factors": ALL, "legal_risk": answer, "reason": "Found."}
        known = decide(assess_risk.ACTION, known, Role.DPO, now=at, **said).facts
        listed = {each.kind: each for each in owed(known, WORMLEY, Calendar(), at)}
        assert listed["assess_risk"].met_at == NOTICED + timedelta(hours=10)
        assert listed["decide_people"].due_at == NOTICED + timedelta(hours=decide_by)


@pytest.mark.clause("DBRP-3.2")
@pytest.mark.parametrize(
    ("likelihood", "impact", "refused", "said"),
    [
        (None, None, None, ""),
        (1, None, None, "How likely harm is: very unlikely."),
        (3, 4, None, "How likely harm is: possible. How grave it would be: grave harm."),
        (0, 3, "likelihood", ""),
        (3, 6, "impact", ""),
    ],
)
def test_how_likely_and_how_grave_stand_beside_the_answer(
    likelihood: int | None, impact: int | None, refused: str | None, said: str
) -> None:
    answers: dict[str, Any] = {"factors": ALL, "legal_risk": LegalRisk.HIGH, "reason": "Grave."}
    answers |= {"likelihood": likelihood, "impact": impact}
    if refused:
        with pytest.raises(Refused, match="from 1 to 5") as refusal:
            decide(assess_risk.ACTION, facts(), Role.DPO, **answers)
        assert refusal.value.field == refused
        return
    known = decide(assess_risk.ACTION, facts(), Role.DPO, **answers).facts
    (logged,) = [one.text for one in filled(known, WORMLEY, str) if one.key == "likely_risk"]
    assert logged == "\n\n".join(filter(None, ("A high risk is likely. Grave.", said)))


def log_answers(known: Facts, policy: Policy, text: str = "", **own: str) -> tuple[LogAnswer, ...]:
    return tuple(
        LogAnswer(line.key, own.get(line.key, text), not_yet_known=not own.get(line.key, text))
        for line in missing(filled(known, policy, str))
    )


@pytest.mark.clause("DBRP-5.18", "DBRP-A1-any")
def test_the_log_is_owed_by_the_end_of_the_72_hours_and_names_what_is_missing() -> None:
    (duty,) = [duty for duty in duties(facts()) if duty.kind == "complete_log"]
    assert (duty.role, duty.due_at, duty.cautious) == (
        Role.DPO,
        NOTICED + timedelta(hours=72),
        True,
    )
    assert duty.opens_at == REPORTED
    with pytest.raises(Refused) as refusal:
        decide(complete_log.ACTION, facts(), Role.DPO)
    found = (refusal.value, *refusal.value.also)
    lacking = missing(filled(facts(), WORMLEY, str))
    assert [each.field for each in found] == [line.key for line in lacking]
    saved = decide(complete_log.ACTION, facts(), Role.DPO, finish=False).facts
    assert saved.log.completed_at is None


@pytest.mark.clause("DBRP-5.18")
def test_not_yet_known_counts_and_is_owed_the_next_day() -> None:
    answers = log_answers(facts(), WORMLEY)
    done = decide(complete_log.ACTION, facts(), Role.DPO, answers=answers).facts
    assert done.log.completed_at == NOW
    (again,) = [duty for duty in duties(done) if duty.kind == "complete_log"]
    assert (again.occurrence, again.due_at) == (2, NOW + timedelta(hours=24))
    later = NOW + timedelta(hours=5)
    known = tuple(LogAnswer(answer.heading, "Known now.") for answer in answers)
    whole = decide(complete_log.ACTION, done, Role.DPO, now=later, answers=known).facts
    assert "complete_log" not in [duty.kind for duty in duties(whole)]
    assert whole.log.completed_at == NOW


@pytest.mark.clause("DBRP-5.3")
def test_the_head_completes_the_log_of_a_declined_case() -> None:
    assert {Role.HEAD, Role.DPO} <= who_may(complete_log.ACTION, facts(), WORMLEY)
    assert Role.STAFF not in who_may(complete_log.ACTION, facts(), WORMLEY)
