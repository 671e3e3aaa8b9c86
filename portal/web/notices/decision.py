"""Decide whether the people affected are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import decide_people
from portal.rules.facts import WhyNot
from portal.rules.risk.legal_risk import gaps
from portal.rules.telling.addressees import capacity_note, parents_may_be_told_as_well
from portal.rules.telling.holding import hold_in_force
from portal.rules.words import LegalRisk, PeopleChoice
from portal.web import deciding
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint
from portal.web.parts import forms
from portal.web.parts.decision import Clause, Decision, Fact
from portal.web.parts.when import counted, full
from tenants.regulator import ICO
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

CHOICES = {
    PeopleChoice.OBLIGED: "Yes, because we must: the risk to them is high",
    PeopleChoice.TRANSPARENCY: "Yes, although we need not",
    PeopleChoice.REQUIRED_BY_REGULATOR: f"Yes, the {ICO} requires it",
    PeopleChoice.PUBLICLY: "Publicly: writing to each would be out of all proportion",
    PeopleChoice.NOT_REQUIRED: "No",
}
GROUNDS = {
    WhyNot.UNINTELLIGIBLE: "Nobody can read the data: it is encrypted, and the key is safe",
    WhyNot.RISK_REMOVED: "What we did since means that the risk is no longer high",
}
MUST = PeopleChoice.OBLIGED
ONLY_AT_HIGH_RISK = "Yes, because we must: only once the recorded risk is high, which it is not"
RISKS = {
    None: "The risk to people has not been decided yet.",
    LegalRisk.UNLIKELY: "A risk to people is unlikely.",
    LegalRisk.RISK: "There is a risk to people, but not a high one.",
    LegalRisk.HIGH: "The risk to people is high: the law obliges the school to tell them.",
}


class DecideForm(forms.PortalForm):
    """The answer, its reasons, and whether parents are told as well."""

    choice = forms.radios("What do you decide?", CHOICES, needed="Choose whether they are told")
    reasons = forms.long_text(
        "Reasons", hint="Needed unless the law obliges you. They go on the record."
    )
    why_not = forms.radios(
        "At high risk, why does the law let you tell nobody?",
        GROUNDS,
        hint="Only if your answer is ‘No’.",
        needed=None,
    )
    parents_as_well = forms.tick("Tell the parents of older pupils as well")
    parents_reason = forms.text("Why parents as well?", hint="Only if you ticked the box.")

    def offer(self, risk: LegalRisk | None) -> None:
        """Put 'because we must' last where the recorded risk does not oblige: it is refused.

        What the law asks of a no is asked at high risk alone.
        """
        if risk is not LegalRisk.HIGH:
            del self.why_not
        if risk in {None, LegalRisk.HIGH}:
            return
        others = {choice: words for choice, words in CHOICES.items() if choice != MUST}
        self.choice.choices = forms.choices(others | {MUST: ONLY_AT_HIGH_RISK})

    def to_input(self, _case: Case) -> decide_people.DecidePeople:
        """As the action takes it; the fields about parents may not be there."""
        as_well = "parents_as_well" in self and self.parents_as_well.data
        ground = self.why_not.data if "why_not" in self else None
        return decide_people.DecidePeople(
            choice=PeopleChoice(self.choice.data),
            reasons=self.reasons.data or "",
            parents_as_well=bool(as_well),
            parents_reason=self.parents_reason.data or "" if as_well else "",
            why_not=WhyNot(ground) if ground else None,
        )


@blueprint.route("/decide-people", methods=["GET", "POST"])
@does(decide_people.ACTION)
def decide(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Nothing here waits for the regulator."""
    case, form = current_case(), DecideForm()
    form.offer(case.facts.risk.legal_risk)
    if not parents_may_be_told_as_well(case.policy) or Role.DPO not in case.actor.roles:
        del form.parents_as_well, form.parents_reason
    return act(
        decide_people.ACTION,
        form,
        "portal/notices/decide.html",
        done="Your decision about the people affected is recorded.",
        title="Decide about the people affected",
        section=case.facts.reference,
        decision=_decision(case),
    )


def _in_force(case: Case) -> Iterator[Fact]:
    """What was decided last, by whom and since when; another decision takes its place."""
    decision = case.facts.people_decision
    if decision is None:
        return
    choice = CHOICES[decision.choice].partition(":")[0]
    parents = ", and the parents of older pupils as well" if decision.parents_as_well else ""
    yield Fact(
        f"In force since {full(decision.at)}, decided by {case.roster.named(decision.by)}: "
        f"‘{choice}’{parents}. Another decision takes its place; this one stays on the record."
    )
    if decision.reasons:
        yield Fact(f"The reasons for it: {decision.reasons}")
    if (told_at := case.facts.people.told_at) is not None:
        yield Fact(f"Telling them began on {full(told_at)}.")


def _decision(case: Case) -> Decision:
    facts = case.facts
    listed = facts.people.listed
    rests_on = [
        *_in_force(case),
        Fact(RISKS[facts.risk.legal_risk]),
        Fact(
            f"{counted(listed, 'person', 'people')} on the list."
            if facts.people.list_version
            else "No list yet."
        ),
        Fact(capacity_note(case.policy)),
        *(
            [Fact("Law enforcement advised to wait: what you decide is held until that is lifted.")]
            if hold_in_force(facts)
            else []
        ),
        *(Fact(gap) for gap in gaps(facts)),
    ]
    return Decision(
        question="Are the people affected told?",
        clause=deciding.clause(
            case,
            "decide_people",
            decide_people.ACTION.clauses,
            "The decision is recorded with its reasons, whichever it is.",
        ),
        due=deciding.due(current_visit(), case, "decide_people"),
        law=Clause(
            "UK GDPR Article 34",
            "Where the risk is high, the people affected are told without undue delay. This never "
            f"waits for the report to the {ICO}.",
        ),
        facts=tuple(rests_on),
        missing=() if facts.risk.legal_risk else ("how high the risk to people is",),
        leads_to={
            "Yes": "Everybody affected gets a notice: younger pupils’ parents and carers, older "
            "pupils themselves. The DPO sends them without undue delay.",
            "Publicly": "One notice that reaches everybody as well as a letter would. You record "
            "where it stands, from when and until when.",
            "No": "Nobody is told. The reasons stay on the record; a higher risk asks again.",
        },
    )
