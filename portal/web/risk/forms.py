"""The seven factors with the legal question, and what the ENISA score is worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions.assess_risk import AssessRisk
from portal.actions.score_severity import ScoreSeverity
from portal.rules.data_kinds import suggested
from portal.rules.harms import HARMS, Harm
from portal.rules.severity import (
    Availability,
    Category,
    Confidentiality,
    Identification,
    Integrity,
    Scoring,
)
from portal.rules.words import LegalRisk, RiskFactor
from portal.web.parts import forms
from portal.web.parts.form import PortalForm
from portal.web.parts.resting import RestingForm

if TYPE_CHECKING:
    from portal.rules.facts import Facts
    from portal.web.visiting import Case

UNKNOWN = "_unknown"
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


class AssessForm(_Factors):
    """The factors, what could come of it, then the legal question."""

    harms = forms.checkboxes(
        "Which of these could happen to people? (optional)",
        HARMS,
        hint="They go into the breach log and the report to the ICO as likely consequences.",
    )
    legal_risk = forms.radios(
        "Taking it all together: how likely is a risk to people’s rights and freedoms?",
        {
            LegalRisk.UNLIKELY: "A risk is unlikely",
            LegalRisk.RISK: "A risk is likely, but not a high one",
            LegalRisk.HIGH: "A high risk is likely",
        },
        hints={
            LegalRisk.UNLIKELY: "By law it goes in the log only.",
            LegalRisk.RISK: "By law the ICO must be told as well.",
            LegalRisk.HIGH: "By law the people affected must be told as well.",
        },
        needed=None,
        hint="Leave this for later if you only want to save what you have found so far.",
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
        risk = self.legal_risk.data
        harms = tuple(map(Harm, self.harms.data or ()))
        return AssessRisk(given, LegalRisk(risk) if risk else None, self.reason.data or "", harms)


class ScoreForm(PortalForm):
    """Which data at its worst, how easily identified, what became of it."""

    simple = forms.select(
        "Names, contacts, school work, family",
        {
            "0": "Involved",
            "1": "Enough to guess at somebody’s life or means",
            "2": "It hints at health, beliefs or sexual life",
            "3": "It could put a child or somebody vulnerable at risk",
        },
        empty="Not involved",
    )
    behavioural = forms.select(
        "Where people go, what they do",
        {
            "0": "Involved",
            "-1": "It shows little, or was public already",
            "1": "It shows somebody’s daily life",
            "2": "It shows something sensitive about them",
        },
        empty="Not involved",
    )
    financial = forms.select(
        "Money: income, bank details, benefits",
        {
            "0": "Involved",
            "-2": "It shows nothing of real weight",
            "-1": "It shows a little, not how somebody stands",
            "1": "Enough for fraud, or a whole picture",
        },
        empty="Not involved",
    )
    sensitive = forms.select(
        "Sensitive: health, safeguarding, beliefs, sexual life",
        {
            "0": "Involved",
            "-3": "It shows nothing of weight, or was public already",
            "-2": "General assumptions can be made",
            "-1": "Assumptions about sensitive facts can be made",
        },
        empty="Not involved",
    )
    identification = forms.radios(
        "How easily can somebody tell who it is about?",
        {
            Identification.NEGLIGIBLE: "Hardly at all",
            Identification.LIMITED: "With some effort",
            Identification.SIGNIFICANT: "Easily, with a little knowledge",
            Identification.MAXIMUM: "At once",
        },
        needed="Choose how easily",
    )
    confidentiality = forms.radios(
        "Who may have seen it?",
        {
            Confidentiality.NO_SIGN_OF_ACCESS: "There is no sign that anybody has",
            Confidentiality.KNOWN_RECIPIENTS: "People we know",
            Confidentiality.UNKNOWN_RECIPIENTS: "People we do not know",
        },
        needed="Choose who",
    )
    integrity = forms.radios(
        "Was it altered?",
        {
            Integrity.NOT_USED: "No, or it was put right before anybody used it",
            Integrity.RECOVERABLE: "Yes, and it can be put right",
            Integrity.NOT_RECOVERABLE: "Yes, and it cannot be put right",
        },
        needed="Choose one",
    )
    availability = forms.radios(
        "Can the school still get at it?",
        {
            Availability.AT_ONCE: "Yes",
            Availability.TEMPORARILY_LOST: "Not for the time being",
            Availability.LOST: "It is lost",
        },
        needed="Choose one",
    )
    malicious = forms.tick("Somebody did it on purpose to do harm")
    unintelligible = forms.tick("Nobody can read it: it is encrypted and the key is safe")

    @classmethod
    def of(cls, facts: Facts) -> ScoreForm:
        """With what was said before, else with what the report suggests."""
        before = facts.risk.scoring
        if before is None:
            return cls(data=_suggested(facts))
        data: dict[str, object] = {
            "identification": before.identification,
            "confidentiality": before.confidentiality,
            "integrity": before.integrity,
            "availability": before.availability,
            "malicious": before.malicious,
            "unintelligible": before.unintelligible,
            **{category.value: str(adjusted) for category, adjusted in before.data.items()},
        }
        return cls(data=data)

    def to_input(self, case: Case) -> ScoreSeverity:
        """The answers as the method takes them."""
        chosen = {category: self[category.value].data for category in Category}
        return ScoreSeverity(
            Scoring(
                data={category: int(said) for category, said in chosen.items() if said},
                identification=Identification(self.identification.data),
                confidentiality=Confidentiality(self.confidentiality.data),
                integrity=Integrity(self.integrity.data),
                availability=Availability(self.availability.data),
                malicious=self.malicious.data,
                people=case.facts.people.imported or None,
                unintelligible=self.unintelligible.data,
            )
        )


def _suggested(facts: Facts) -> dict[str, object]:
    """The categories that the report's own words name: an offer, to be looked at."""
    kinds = suggested(facts.intake.what_data)
    found: dict[str, object] = {"simple": "0"} if kinds else {}
    if any(kind.special for kind in kinds):
        found["sensitive"] = "0"
    if any(kind.category == "financial" for kind in kinds):
        found["financial"] = "0"
    return found
