"""What the law asks once the legal question is answered: UK GDPR Articles 33(1) and 34(1).

The answer is a person's, with reasons; the ENISA score is advice and never enters here. An internal
e-mail that was deleted at once may score 'very high' and still be for the log only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from portal.rules.clock import no_personal_data_confirmed
from portal.rules.facts import Facts, RiskAssessment
from portal.rules.regulator.letters import required_by_regulator
from portal.rules.words import LegalRisk, PeopleChoice, RegulatorChoice
from tenants.regulator import ICO

TO_REPORT = frozenset({LegalRisk.RISK, LegalRisk.HIGH})
"""Answers at which the law obliges to report (Article 33(1))."""


@dataclass(frozen=True, slots=True)
class Obligations:
    """Whether the law obliges; None while the legal risk is undecided. The log is always kept."""

    report: bool | None
    tell_people: bool | None


def follows_from(risk: LegalRisk | None) -> Obligations:
    """Unlikely: log only. Risk: the regulator too. High: the people affected too."""
    if risk is None:
        return Obligations(report=None, tell_people=None)
    return Obligations(
        report=risk in TO_REPORT,
        tell_people=risk is LegalRisk.HIGH,
    )


def obligations(facts: Facts) -> Obligations:
    """What is owed by law on the facts.

    Nothing where no personal data is involved and the DPO has said so. Where the regulator requires
    it, the people affected are told whatever the risk (DBRP-5.20); neither waits for the other.
    """
    if no_personal_data_confirmed(facts):
        return Obligations(report=False, tell_people=False)
    owed = follows_from(facts.risk.legal_risk)
    if required_by_regulator(facts):
        return Obligations(report=owed.report, tell_people=True)
    return owed


def recorded_since(
    risk: RiskAssessment, levels: Collection[LegalRisk], after: datetime
) -> datetime | None:
    """When one of these levels was recorded first after a moment, and has stayed since.

    The same answer once more, or a higher one, puts nothing off. None where another is in force,
    or the last was recorded before.
    """
    if risk.legal_risk not in levels:
        return None
    run = takewhile(lambda each: each.answer in levels, reversed(risk.answers))
    recorded: list[datetime | None] = [each.at for each in run]
    recorded = recorded or [risk.answer_since, risk.at]
    return min((at for at in recorded if at is not None and at > after), default=None)


def gaps(facts: Facts) -> tuple[str, ...]:
    """Sentences on decisions that fall short of the law at the recorded risk; never a gate."""
    owed = obligations(facts)
    found: list[str] = []
    regulator = facts.regulator_decision
    if owed.report and regulator and regulator.choice is RegulatorChoice.DO_NOT_REPORT:
        found.append(
            f"The recorded risk obliges the school to report to the {ICO} (Article 33(1)), "
            "but the decision is not to report."
        )
    people = facts.people_decision
    if owed.tell_people and people and people.choice is PeopleChoice.NOT_REQUIRED:
        found.append(
            "The recorded risk is high. The people affected may go untold only if the data could "
            "not be read or the risk has gone (Article 34(3)): the reasons must say which."
        )
    return tuple(found)
