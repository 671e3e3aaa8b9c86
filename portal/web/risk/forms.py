"""The seven factors, how likely and how grave harm is, and the legal question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions.assess_risk import AssessRisk
from portal.rules.risk.harms import HARMS, Harm
from portal.rules.risk.risk_method import IMPACTS, LIKELIHOODS
from portal.rules.words import LegalRisk, RiskFactor
from portal.web.parts import forms
from portal.web.parts.resting import RestingForm
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.rules.facts import Facts
    from portal.web.visiting import Case

UNKNOWN = "_unknown"
NOT_YET = "not_yet_known"
FACTORS = {
    RiskFactor.TYPE_OF_BREACH: (
        "What kind of breach is it?",
        "Seen or taken by somebody, altered, lost or out of reach.",
    ),
    RiskFactor.NATURE_AND_VOLUME: (
        "What data is it, how sensitive, how much?",
        "Health, safeguarding and the like weigh more; so do several kinds together.",
    ),
    RiskFactor.EASE_OF_IDENTIFICATION: (
        "How easily can somebody tell who it is about?",
        "In one school a child’s name is enough.",
    ),
    RiskFactor.SEVERITY_OF_CONSEQUENCES: (
        "What could happen to people, and how bad would it be?",
        "Danger, distress, discrimination, fraud. Who has the data, and do you trust them?",
    ),
    RiskFactor.SPECIAL_INDIVIDUALS: (
        "Is there something special about the people?",
        "Children; somebody vulnerable; a family whose address is kept private.",
    ),
    RiskFactor.SPECIAL_CONTROLLER: (
        "Is there something special about the school?",
        "What people trust it with, and expect of it.",
    ),
    RiskFactor.NUMBER_AFFECTED: ("How many people are affected?", "Few can be enough."),
}


class _Factors(RestingForm):
    """The seven factors: each a text, or 'not yet known'."""


for _factor, (_label, _hint) in FACTORS.items():
    setattr(_Factors, _factor, forms.long_text(_label, hint=_hint, rows=3))
    setattr(_Factors, _factor + UNKNOWN, forms.tick("This is not yet known"))


def _grades(words: Mapping[int, str]) -> dict[str, str]:
    grades = {str(grade): f"{grade}: {said}" for grade, said in words.items()}
    return {**grades, NOT_YET: "Not yet known"}


def _grade(known: int | None) -> str | None:
    return None if known is None else str(known)


class AssessForm(_Factors):
    """The factors, what could come of it, how likely and how grave, then the legal question."""

    harms = forms.checkboxes(
        "Which of these could happen to people? (optional)",
        HARMS,
        hint=f"They go into the breach log and the report to the {ICO} as likely consequences.",
    )
    likelihood = forms.radios(
        "How likely is it that people come to harm?", _grades(LIKELIHOODS), needed=None
    )
    impact = forms.radios("How grave would that be for them?", _grades(IMPACTS), needed=None)
    legal_risk = forms.radios(
        "Taking it all together: how likely is a risk to people’s rights and freedoms?",
        {
            LegalRisk.UNLIKELY: "A risk is unlikely",
            LegalRisk.RISK: "A risk is likely, but not a high one",
            LegalRisk.HIGH: "A high risk is likely",
        },
        hints={
            LegalRisk.UNLIKELY: "By law it goes in the log only.",
            LegalRisk.RISK: f"By law the {ICO} must be told as well.",
            LegalRisk.HIGH: "By law the people affected must be told as well.",
        },
        needed=None,
        hint="Grave harm can make a risk high even where it is not likely. Leave this for later if "
        "you only want to save what you have found so far.",
    )
    reason = forms.long_text("Why?", rows=4)

    @classmethod
    def of(cls, facts: Facts) -> AssessForm:
        """With what was found before."""
        known = dict(facts.risk.factors)
        data: dict[str, object] = {
            **dict(known.items()),
            **{factor + UNKNOWN: not text for factor, text in known.items()},
            "harms": [str(each) for each in facts.risk.harms],
            "likelihood": _grade(facts.risk.likelihood),
            "impact": _grade(facts.risk.impact),
            "legal_risk": facts.risk.legal_risk,
            "reason": facts.risk.reason,
        }
        return cls(data=data)

    def to_input(self, _case: Case) -> AssessRisk:
        """A factor with neither a text nor 'not yet known' stays open."""
        given: dict[RiskFactor, str] = {}
        for factor in RiskFactor:
            text = self[factor].data or ""
            if text or self[factor + UNKNOWN].data:
                given[factor] = text
        risk, likelihood, impact = (
            each.data if each.data != NOT_YET else None
            for each in (self.legal_risk, self.likelihood, self.impact)
        )
        return AssessRisk(
            given,
            LegalRisk(risk) if risk else None,
            self.reason.data or "",
            tuple(map(Harm, self.harms.data or ())),
            likelihood=int(likelihood) if likelihood else None,
            impact=int(impact) if impact else None,
        )
