from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.rules.facts import (
    Classification,
    Facts,
    People,
    PeopleDecision,
    RegulatorDecision,
    RiskAssessment,
)
from portal.rules.risk.legal_risk import Obligations, gaps, obligations
from portal.rules.words import Answer, Kind, LegalRisk, PeopleChoice, RegulatorChoice

Make = Callable[..., Facts]
SOMEBODY = UUID(int=7)
AT = datetime(2026, 11, 16, 12, tzinfo=UTC)


def risk(level: LegalRisk) -> RiskAssessment:
    return RiskAssessment(legal_risk=level, reason="because", by=SOMEBODY, at=AT)


def told(choice: PeopleChoice) -> People:
    return People(decisions=(PeopleDecision(choice, "because", SOMEBODY, AT),))


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.clause("DBRP-1.5")
@pytest.mark.parametrize(
    ("level", "report", "tell"),
    [
        (LegalRisk.UNLIKELY, False, False),
        (LegalRisk.RISK, True, False),
        (LegalRisk.HIGH, True, True),
    ],
)
def test_what_follows(make_facts: Make, level: LegalRisk, report: bool, tell: bool) -> None:
    assert obligations(make_facts(risk=risk(level))) == Obligations(report, tell)


def test_an_open_question_settles_nothing(make_facts: Make) -> None:
    assert obligations(make_facts()) == Obligations(None, None)


@pytest.mark.clause("DBRP-5.20")
def test_the_regulator_can_require_a_notice_at_any_risk(make_facts: Make) -> None:
    facts = make_facts(
        risk=risk(LegalRisk.UNLIKELY), people=told(PeopleChoice.REQUIRED_BY_REGULATOR)
    )
    assert obligations(facts).tell_people is True


def test_no_personal_data_owes_nothing_once_the_dpo_agrees(make_facts: Make) -> None:
    none = Classification(Kind.POTENTIAL, None, Answer.NO, (), (), SOMEBODY, AT)

    assert obligations(make_facts(classifications=(none,))) == Obligations(None, None)
    agreed = make_facts(classifications=(none,), dpo_confirmed_at=AT)
    assert obligations(agreed) == Obligations(report=False, tell_people=False)


def test_a_decision_short_of_the_law_is_shown(make_facts: Make) -> None:
    silent = RegulatorDecision(RegulatorChoice.DO_NOT_REPORT, "because", SOMEBODY, AT)
    short = make_facts(
        risk=risk(LegalRisk.HIGH), regulator=(silent,), people=told(PeopleChoice.NOT_REQUIRED)
    )
    assert len(gaps(short)) == 2
    assert gaps(make_facts(risk=risk(LegalRisk.UNLIKELY), regulator=(silent,))) == ()
    assert gaps(make_facts()) == ()
