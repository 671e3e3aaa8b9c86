"""What the ENISA score is worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions.score_severity import ScoreSeverity
from portal.rules.regulator.reopening import known_people
from portal.rules.risk.data_kinds import suggested
from portal.rules.risk.severity import (
    Availability,
    Category,
    Confidentiality,
    Identification,
    Integrity,
    Scoring,
)
from portal.web.parts import forms
from portal.web.parts.form import PortalForm

if TYPE_CHECKING:
    from portal.rules.facts import Facts
    from portal.web.visiting import Case


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
        needed="Choose how easily somebody can tell who it is about",
    )
    confidentiality = forms.radios(
        "Who may have seen it?",
        {
            Confidentiality.NO_SIGN_OF_ACCESS: "There is no sign that anybody has",
            Confidentiality.KNOWN_RECIPIENTS: "People we know",
            Confidentiality.UNKNOWN_RECIPIENTS: "People we do not know",
        },
        needed="Choose who may have seen it",
    )
    integrity = forms.radios(
        "Was it altered?",
        {
            Integrity.NOT_USED: "No, or it was put right before anybody used it",
            Integrity.RECOVERABLE: "Yes, and it can be put right",
            Integrity.NOT_RECOVERABLE: "Yes, and it cannot be put right",
        },
        needed="Choose whether it was altered",
    )
    availability = forms.radios(
        "Can the school still get at it?",
        {
            Availability.AT_ONCE: "Yes",
            Availability.TEMPORARILY_LOST: "Not for the time being",
            Availability.LOST: "It is lost",
        },
        needed="Choose whether the school can still get at it",
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
        people = known_people(case.facts)
        return ScoreSeverity(
            Scoring(
                data={category: int(said) for category, said in chosen.items() if said},
                identification=Identification(self.identification.data),
                confidentiality=Confidentiality(self.confidentiality.data),
                integrity=Integrity(self.integrity.data),
                availability=Availability(self.availability.data),
                malicious=self.malicious.data,
                people=case.facts.people.listed or (people[0] if people else None),
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
