"""Classify the incident and verify its details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import classify, verify_details
from portal.rules import intake
from portal.rules.responsibilities import severity_levels
from portal.rules.words import Answer, BreachType, Cause, Kind
from portal.web.deciding import clause, due
from portal.web.parts import forms
from portal.web.parts.decision import Clause, Decision
from portal.web.parts.widgets import Choices, Look
from portal.web.triage import basis

if TYPE_CHECKING:
    from portal.web.visiting import Case, Visit

KINDS: dict[str, str] = {
    Kind.CONFIRMED: "A confirmed breach: it has happened",
    Kind.POTENTIAL: "A potential breach: it may have happened",
    Kind.NEAR_MISS: "A near miss: it nearly happened",
    Kind.WEAKNESS: "A weakness: nothing has happened, but it could",
}
TYPES: dict[str, str] = {
    BreachType.CONFIDENTIALITY: "Confidentiality",
    BreachType.INTEGRITY: "Integrity",
    BreachType.AVAILABILITY: "Availability",
}
TYPE_HINTS: dict[str, str] = {
    BreachType.CONFIDENTIALITY: "Somebody saw it, or could see it, who should not",
    BreachType.INTEGRITY: "It was altered without leave, or by mistake",
    BreachType.AVAILABILITY: "It was lost or destroyed, or could not be reached",
}
CAUSES: dict[str, str] = {
    Cause.LOSS_OR_THEFT: "Loss or theft",
    Cause.INAPPROPRIATE_ACCESS: "Inappropriate access",
    Cause.ATTACK: "An attack on systems",
    Cause.EQUIPMENT_FAILURE: "Equipment failure",
    Cause.HUMAN_ERROR: "Human error",
    Cause.ACT_OF_GOD: "Fire, flood or another act of God",
    Cause.MALICIOUS_ACT: "A malicious act by somebody inside",
    Cause.OTHER: "Another cause",
}
CAUSE_HINTS: dict[str, str] = {
    Cause.LOSS_OR_THEFT: "Of paper, a laptop, a phone, a memory stick",
    Cause.INAPPROPRIATE_ACCESS: "Rights too wide, a shared password, records read out of curiosity",
    Cause.ATTACK: "Phishing, ransomware, an account taken over",
    Cause.EQUIPMENT_FAILURE: "A disk, a server, a backup that did not work",
    Cause.HUMAN_ERROR: "Sent to the wrong person, wrong attachment, everybody in copy",
    Cause.MALICIOUS_ACT: "Taken, passed on or destroyed on purpose",
}
PERSONAL_DATA = Clause(
    "UK GDPR Article 4",
    "Personal data is any information about a living person who can be identified, alone or with "
    "other information. Where it is not certain that none is involved, the 72 hours go on.",
)


class ClassifyForm(forms.PortalForm):
    """Kind and severity are two answers (SIP-5a)."""

    kind = forms.radios("What kind of incident is it?")
    severity = forms.radios("How severe is it?")
    personal_data = forms.radios(
        "Is personal data involved?", {"yes": "Yes", "no": "No"}, not_sure="It is not clear yet"
    )
    breach_types = forms.checkboxes(
        "Which types of breach is it?",
        TYPES,
        hint="Choose all that apply; leave it empty if that is not known yet.",
        hints=TYPE_HINTS,
    )
    permanent_loss = forms.tick(
        "Some of it is lost or destroyed for good",
        hint="Loss for good is always an availability breach as well.",
    )
    causes = forms.checkboxes(
        "What caused it?",
        CAUSES,
        needed="Choose at least one cause, or ‘Not yet known’",
        hints=CAUSE_HINTS,
        alone=(Cause.NOT_YET_KNOWN, "Not yet known"),
    )
    reason = forms.long_text(
        "Your reasons", hint="Needed if you say that no personal data is involved."
    )

    def offer(self, case: Case) -> None:
        """The kinds and severities of the school's policy, and the answers in force."""
        self.kind.choices = forms.choices({str(k): KINDS[k] for k in intake.kinds(case.policy)})
        levels = severity_levels(case.policy)
        if levels:
            self.severity.choices = forms.choices({each.key: each.title for each in levels})
            self.severity.widget = Choices(Look(hints={each.key: each.test for each in levels}))
        else:
            del self.severity
        if case.facts.classification:
            self.reason.label.text = "What has changed?"
            self.reason.description = "The answers so far stay on the record."

    def to_input(self, case: Case) -> classify.Classify:  # noqa: ARG002 - the protocol of forms
        """The action's input."""
        return classify.Classify(
            kind=Kind(self.kind.data),
            personal_data=Answer(self.personal_data.data),
            severity=self.severity.data if "severity" in self else None,
            breach_types=tuple(BreachType(each) for each in self.breach_types.data or ()),
            permanent_loss=self.permanent_loss.data,
            causes=tuple(Cause(each) for each in self.causes.data or ()),
            reason=self.reason.data or "",
        )


class VerifyForm(forms.PortalForm):
    """What was checked."""

    note = forms.long_text(
        "What have you checked, and with whom?",
        hint="For example: asked the reporter, looked at the message sent, rang IT.",
    )

    def to_input(self, case: Case) -> verify_details.VerifyDetails:  # noqa: ARG002
        """The action's input."""
        return verify_details.VerifyDetails(self.note.data or "")


def known(case: Case) -> dict[str, object]:
    """What to show in the form: the classification in force, else the kind reported."""
    found = case.facts.classification
    if found is None:
        return {"kind": case.facts.kind}
    return {
        "kind": found.kind,
        "severity": found.severity,
        "personal_data": found.personal_data,
        "breach_types": list(found.breach_types),
        "permanent_loss": found.permanent_loss,
        "causes": list(found.causes),
    }


def decision(visit: Visit, case: Case) -> Decision:
    """What whoever classifies is asked."""
    return Decision(
        question="Classify the incident",
        clause=clause(
            case,
            "classify",
            classify.ACTION.clauses,
            "The incident is classified by those whom the policy names. Kind and severity are two "
            "answers.",
        ),
        law=PERSONAL_DATA,
        facts=basis.facts(case),
        due=due(visit, case, "classify"),
        leads_to={
            "If no personal data is involved": "The data protection officer looks at it before "
            "the 72 hours end, unless it is the DPO who says so."
        },
    )


def verifying(visit: Visit, case: Case) -> Decision:
    """What whoever verifies is asked."""
    return Decision(
        question="Verify the details",
        clause=clause(
            case,
            "verify_details",
            verify_details.ACTION.clauses,
            "Headteacher and senior leaders verify the details and oversee the investigation.",
        ),
        facts=(*basis.facts(case), *basis.open_questions(case)),
        due=due(visit, case, "verify_details"),
    )
