"""Classify the incident and verify its details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import classify, verify_details
from portal.rules.facts import Outage
from portal.rules.reporting import intake
from portal.rules.responsibilities import severity_levels
from portal.rules.triage.causes import SUB_CAUSES
from portal.rules.words import Answer, BreachType, Cause, Containment, Kind, Responsible
from portal.web import bodies
from portal.web.deciding import clause, due
from portal.web.parts import forms
from portal.web.parts.decision import Clause, Decision
from portal.web.parts.widgets import Choices, Look
from portal.web.triage import basis, hands
from portal.web.triage.causes import CHOSEN, CausesForm

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
STANDS: dict[str, str] = {
    Containment.ONGOING: "It still goes on",
    Containment.CONTAINED: "It is contained",
    Containment.AS_FAR_AS_POSSIBLE: "It is contained as far as it can be",
}


PERSONAL_DATA = Clause(
    "UK GDPR Article 4",
    "A personal data breach is a breach of security by which personal data is destroyed, lost, "
    "altered, disclosed to or seen by somebody who should not, by accident or against the law. "
    "Personal data is any information about a living person who can be identified, alone or with "
    "other information. Where it is not certain that none is involved, the 72 hours go on.",
)


class ClassifyForm(CausesForm):
    """Kind and severity are two answers (SIP-5a)."""

    kind = forms.radios("What kind of incident is it?", needed="Choose what kind of incident it is")
    severity = forms.radios("How severe is it?", needed="Choose how severe it is")
    personal_data = forms.radios(
        "Is personal data involved?",
        {"yes": "Yes", "no": "No"},
        needed="Choose whether personal data is involved",
        not_sure="It is not clear yet",
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
    outage_since = forms.moment(
        "If it could not be reached for a while: from when?",
        hint="A passing loss is a breach too, and kept in the log. For example, 23 10 2026, 9am",
        past=True,
    )
    outage_until = forms.moment(
        "Until when?", hint="Leave it empty while it cannot be reached.", past=True
    )
    causes = forms.checkboxes(
        "What caused it?",
        CHOSEN,
        needed="Choose at least one cause, or ‘Not yet known’",
        alone=(Cause.NOT_YET_KNOWN, "Not yet known"),
    )
    responsible = forms.radios(
        "In whose hands was the data?",
        hands.RESPONSIBLE,
        needed=None,
        hints=hands.HINTS,
        not_sure="Not yet known",
    )
    responsible_ref = forms.select(
        "Which supplier or other body?",
        {},
        hint="Not if all of the data is the school’s own, in its own hands.",
        empty="Choose from the register",
    )
    responsible_name = forms.text(
        "Which supplier or other body?",
        hint="Not if all of the data is the school’s own, in its own hands.",
    )
    found_at = forms.moment(
        "When did they find it? (optional)",
        hint="Suppliers must tell the school without delay: how long it took them stands on the "
        "record. Our 72 hours begin when the school was told. For example, 23 10 2026, 9am",
        past=True,
        time_needed=False,
        below=("responsible", Responsible.PROCESSOR),
    )
    contained = forms.radios("Does it still go on?", STANDS, needed=None)
    reason = forms.long_text(
        "Your reasons", hint="Needed if you say that no personal data is involved."
    )

    def offer(self, case: Case) -> None:
        """The kinds and severities of the school's policy, and the answers in force."""
        if self.contained.data is None and not self.is_submitted() and case.facts.containment:
            self.contained.data = str(case.facts.containment[-1].state)
        self.kind.choices = forms.choices({str(k): KINDS[k] for k in intake.kinds(case.policy)})
        levels = severity_levels(case.policy)
        if levels:
            self.severity.choices = forms.choices({each.key: each.title for each in levels})
            self.severity.widget = Choices(Look(hints={each.key: each.test for each in levels}))
        else:
            del self.severity
        if bodies.offer(self.responsible_ref):
            self.responsible_name.label.text = "Or its name, if it is not in the register"
            self.responsible_name.description = ""
        else:
            del self.responsible_ref
        if case.facts.classification:
            self.reason.label.text = "What has changed?"
            self.reason.description = "The answers so far stay on the record."

    def to_input(self, case: Case) -> classify.Classify:
        """The action's input."""
        causes = self.causes.data or ()
        since = self.outage_since.data
        return classify.Classify(
            kind=Kind(self.kind.data),
            personal_data=Answer(self.personal_data.data),
            severity=self.severity.data if "severity" in self else None,
            breach_types=tuple(BreachType(each) for each in self.breach_types.data or ()),
            permanent_loss=self.permanent_loss.data,
            causes=tuple(Cause(each) for each in causes),
            sub_causes=self.sub_causes(causes),
            outage=Outage(since, self.outage_until.data) if since else None,
            responsible=hands.said(self),
            contained=Containment(self.contained.data) if self.contained.data else None,
            reason=self.reason.data or "",
        )


class VerifyForm(forms.PortalForm):
    """What was checked."""

    note = forms.long_text(
        "What have you checked, and with whom? (optional)",
        hint="For example: asked the reporter, looked at the message sent, rang IT.",
    )

    def to_input(self, case: Case) -> verify_details.VerifyDetails:
        """The action's input."""
        return verify_details.VerifyDetails(self.note.data or "")


def known(case: Case) -> dict[str, object]:
    """What to show in the form: the classification in force, else the kind reported."""
    found = case.facts.classification
    if found is None:
        told = {"kind": case.facts.kind, "permanent_loss": case.facts.lost_for_good}
        return {**hands.known(case.facts), **told}
    below = {str(cause): list(found.sub_causes) for cause in SUB_CAUSES}
    return {
        **below,
        **hands.known(case.facts),
        "outage_since": found.outage.since if found.outage else None,
        "outage_until": found.outage.until if found.outage else None,
        "kind": found.kind,
        "severity": found.severity,
        "personal_data": found.personal_data,
        "breach_types": list(found.breach_types),
        "permanent_loss": case.facts.lost_for_good,
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
