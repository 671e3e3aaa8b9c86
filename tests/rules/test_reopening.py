"""News of weight re-opens a decision not to report; small news does not (DBRP-5.21)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actions import confirm_not_reporting, decide_regulator
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import (
    Addition,
    BreachLog,
    ContainmentStep,
    Facts,
    Intake,
    LogAnswer,
    People,
    RegulatorLetter,
    RiskAssessment,
)
from portal.rules.regulator.reopening import news
from portal.rules.words import (
    Answer,
    Containment,
    LegalRisk,
    LetterKind,
    RegulatorChoice,
    RiskFactor,
    Stage,
)
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOTICED, NOW, PEOPLE, WORMLEY, classified, decide, facts

DPO = PEOPLE[Role.DPO]
LATER = NOW + timedelta(days=2)
Change = Callable[[Facts], Facts]


def decided(stage: Stage = Stage.INVESTIGATING) -> Facts:
    """Not to be reported: 12 people, names only, contained."""
    known = facts(
        stage,
        intake=Intake(
            happened="A list.", noticed_at=NOTICED, what_data="Names", people_estimate="about 12"
        ),
        containment=(ContainmentStep("Recalled.", DPO, NOTICED, Containment.CONTAINED),),
    )
    said: dict[str, Any] = {"choice": RegulatorChoice.DO_NOT_REPORT, "reasons": "Deleted unread."}
    return decide(decide_regulator.ACTION, known, Role.DPO, would_reopen="A copy.", **said).facts


def logged(heading: str, text: str) -> Change:
    return lambda known: replace(
        known, log=BreachLog((LogAnswer(heading, text),), DPO, saved_at=LATER)
    )


def adds(text: str) -> Change:
    return lambda known: replace(
        known,
        intake=replace(known.intake, additions=(Addition(text, DPO, LATER, after_closing=True),)),
    )


def imports(number: int) -> Change:
    return lambda known: replace(known, people=People(imported=number, imported_at=LATER))


def contains(state: Containment) -> Change:
    return lambda known: replace(
        known, containment=(*known.containment, ContainmentStep("Seen.", DPO, LATER, state))
    )


def writes(known: Facts) -> Facts:
    letter = RegulatorLetter(DPO, LetterKind.QUESTION, "Why?", LATER, LATER, DPO)
    return replace(known, regulator_letters=(letter,))


def risks(risk: LegalRisk) -> Change:
    return lambda known: replace(known, risk=RiskAssessment((), risk, "Because.", DPO, LATER))


def risks_without_data(known: Facts) -> Facts:
    """As the DPO has found since."""
    none = classified(personal_data=Answer.NO, by=Role.DPO, by_dpo=True, at=LATER)
    return replace(risks(LegalRisk.RISK)(known), classifications=(none,))


def weighs(factor: RiskFactor, text: str) -> Change:
    risk = RiskAssessment(((factor, text),), LegalRisk.UNLIKELY, "Because.", DPO, LATER)
    return lambda known: replace(known, risk=risk)


def again(known: Facts) -> list[Duty]:
    listed = owed(known, WORMLEY, Calendar(), LATER)
    return [duty for duty in listed if duty.kind == "decide_again"]


@pytest.mark.clause("DBRP-5.21")
@pytest.mark.parametrize("stage", [Stage.INVESTIGATING, Stage.CLOSED])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (imports(13), "more people"),
        (logged("people", "At least 1200"), "more people"),
        (weighs(RiskFactor.NUMBER_AFFECTED, "About 1,300"), "more people"),
        (adds("It went to 60 other families."), "more people"),
        (logged("special_data", "Health conditions"), "special category"),
        (weighs(RiskFactor.NATURE_AND_VOLUME, "Medical notes as well"), "special category"),
        (adds("There were medical notes in it."), "special category"),
        (adds("A journalist has rung."), "the press"),
        (logged("press", "The local paper has asked."), "the press"),
        (contains(Containment.ONGOING), "not contained"),
        (risks(LegalRisk.RISK), "a risk to people"),
        (writes, "the ICO has written"),
    ],
)
def test_news_of_weight_asks_for_the_decision_within_a_day(
    stage: Stage, change: Change, says: str
) -> None:
    assert again(decided(stage)) == []
    (duty,) = again(change(decided(stage)))
    assert says in duty.what
    assert duty.due_at == LATER + timedelta(hours=24)
    assert duty.met_at is None


@pytest.mark.parametrize(
    "change",
    [
        imports(12),
        imports(3),
        adds("Two more parents have deleted it."),
        adds("9 parents of the 2019 intake have deleted it."),
        weighs(RiskFactor.NUMBER_AFFECTED, "12, as was thought"),
        logged("press", "No, and nobody expects it."),
        contains(Containment.CONTAINED),
        risks(LegalRisk.UNLIKELY),
        risks_without_data,
    ],
)
def test_small_news_does_not(change: Change) -> None:
    assert news(change(decided())) == ()


@pytest.mark.clause("DBRP-5.21", "DBRP-A1.23")
def test_it_is_met_by_confirming_or_changing_and_comes_back_for_more() -> None:
    grown = imports(40)(decided())
    confirmed = decide(
        confirm_not_reporting.ACTION, grown, Role.DPO, now=LATER, reasons="All deleted."
    ).facts
    assert [duty.met_at for duty in again(confirmed)] == [LATER]
    more = replace(confirmed, people=People(imported=41, imported_at=LATER + timedelta(hours=1)))
    assert [duty.met_at for duty in again(more)] == [LATER, None]
    changed = decide(
        decide_regulator.ACTION,
        more,
        Role.DPO,
        now=LATER + timedelta(hours=2),
        choice=RegulatorChoice.REPORT,
        reasons="Too many.",
    ).facts
    assert all(duty.met_at for duty in again(changed))
    assert len(again(changed)) == 2


@pytest.mark.clause("DBRP-5.21")
def test_the_decision_keeps_what_it_rested_on() -> None:
    (decision,) = decided().regulator
    assert decision.basis is not None
    assert (decision.basis.people, decision.basis.contained) == (12, True)
    assert (decision.basis.special, decision.basis.media) == (False, False)
    assert decision.would_reopen == "A copy."


@pytest.mark.clause("DBRP-1.4", "DBRP-5.21")
@pytest.mark.parametrize("risk", LegalRisk)
def test_a_no_against_the_recorded_risk_is_asked_once_more(risk: LegalRisk) -> None:
    known = facts(risk=RiskAssessment((), risk, "Because.", DPO, NOTICED))
    said: dict[str, Any] = {"choice": RegulatorChoice.DO_NOT_REPORT, "reasons": "Few people."}
    refrained = decide(decide_regulator.ACTION, known, Role.DPO, **said).facts
    obliged = risk is not LegalRisk.UNLIKELY
    assert [duty.due_at for duty in again(refrained)] == [NOW + timedelta(hours=24)] * obliged
    looked = decide(confirm_not_reporting.ACTION, refrained, Role.DPO, reasons="Seen.").facts
    assert [duty.met_at for duty in again(looked)] == [NOW] * obliged
    no_data = (classified(personal_data=Answer.NO),)
    assert not again(replace(refrained, classifications=no_data))  # nobody could decide it any more
