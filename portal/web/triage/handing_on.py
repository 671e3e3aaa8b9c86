"""Who leads, later: declare independence, take over, hand on; and the second signature."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import declare_independence, hand_over, reassign, second_signature, take_over
from portal.rules.in_charge.handing_over import holders_of_own
from portal.rules.in_charge.own_work import unsigned
from portal.rules.responsibilities import needs_independence
from portal.web.access import current_case, current_visit, does
from portal.web.deciding import clause, due
from portal.web.parts import forms
from portal.web.parts.decision import Decision, Fact
from portal.web.parts.record import Link
from portal.web.parts.when import full
from portal.web.people import nobody_else
from portal.web.routes import action_href
from portal.web.triage import basis, people
from portal.web.triage.area import BOTH, blueprint, decide
from tenants.roles import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction
    from portal.web.parts.decision import Clause
    from portal.web.visiting import Case

MINE = "It does not concern me, nor anybody close to me"
OWN_WORK = {
    "assess_outcome": "assessed the outcome report that they had written themselves",
    "close_incident": "closed the incident, in which they had another task",
    "confirm_ending": "agreed with what they had recorded themselves",
    "answer_declined": "agreed with their own decision not to escalate",
}


class DeclareForm(forms.PortalForm):
    """The declaration."""

    independent = forms.tick(MINE, needed="Tick it to declare it; else mark yourself as concerned")
    note = forms.long_text(
        "Is there anything that somebody could take for a tie? (optional)",
        hint="For example: I once taught in the same department.",
        rows=3,
    )

    def to_input(self, case: Case) -> declare_independence.DeclareIndependence:
        """The action's input."""
        return declare_independence.DeclareIndependence(self.independent.data, self.note.data or "")


class TakeOverForm(forms.PortalForm):
    """Why."""

    reason = forms.long_text("Why do you take it over?", needed="Say why you take it over", rows=3)
    independent = forms.tick(MINE, hint="At this severity somebody independent investigates.")

    def offer(self, case: Case) -> None:
        """The declaration only where it is needed."""
        if not needs_independence(case.policy, case.facts):
            del self.independent

    def to_input(self, case: Case) -> take_over.TakeOver:
        """The action's input."""
        return take_over.TakeOver(
            self.reason.data or "", "independent" in self and self.independent.data
        )


class ReassignForm(forms.PortalForm):
    """To whom, and why."""

    lead = forms.select("Who investigates from now on?", needed="Choose who investigates")
    reason = forms.long_text("Why?", needed="Say why", rows=3)

    def offer(self, case: Case) -> None:
        """Everybody of the school but whoever leads and whom it concerns."""
        others = {one: name for one, name in people.officers(case).items() if one != _lead(case)}
        self.lead.choices = forms.choices({"": "Choose a person …"} | others)

    def to_input(self, case: Case) -> reassign.Reassign:
        """The action's input."""
        return reassign.Reassign(UUID(self.lead.data), self.reason.data or "")


class HandOverForm(forms.PortalForm):
    """From whom, to whom."""

    giver = forms.select("Whose is it now?", needed="Choose whose it is")
    taker = forms.select("Whose is it from now on?", needed="Choose who takes it over")

    def offer(self, case: Case) -> None:
        """Whoever owes something of their own, to anybody whom it does not concern."""
        owing = holders_of_own(case.facts, case.policy)
        known = {str(one): basis.named(case, one) for one in owing}
        self.giver.choices = forms.choices({"": "Choose a person …"} | known)
        self.taker.choices = forms.choices({"": "Choose a person …"} | people.officers(case))

    def to_input(self, case: Case) -> hand_over.HandOver:
        """The action's input."""
        return hand_over.HandOver(UUID(self.giver.data), UUID(self.taker.data))


class SignForm(forms.PortalForm):
    """Agree, or not and why."""

    agrees = forms.radios(
        "Do you agree with it?",
        {"yes": "Yes, I sign", "no": "No"},
        needed="Choose whether you agree",
    )
    comment = forms.long_text("Your comment", hint="Needed if you do not agree.", rows=3)

    def to_input(self, case: Case) -> second_signature.SecondSignature:
        """The action's input, with whether anybody but who did it could be found."""
        did_it = {each.by for each in unsigned(case.facts)[:1]}
        return second_signature.SecondSignature(
            self.agrees.data == "yes",
            self.comment.data or "",
            nobody_else=nobody_else(case, Role.DPO, did_it, self.now),
        )


def _lead(case: Case) -> str:
    return str(case.facts.lead or "")


def _clause(action: AnyAction, text: str) -> Clause:
    return clause(current_case(), action.name, action.clauses, text)


def _leads_now(case: Case) -> Fact:
    return Fact(f"So far {basis.named(case, case.facts.lead)} investigates.")


@blueprint.route("/declare-independence", methods=BOTH)
@does(declare_independence.ACTION)
def declare(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """It does not concern me."""
    case = current_case()
    mark = Link("Mark yourself as concerned", action_href("mark_concerned", slug, incident_id))
    decision = Decision(
        question="Can you investigate this independently?",
        clause=_clause(
            declare_independence.ACTION,
            "Severe incidents get more people, more skill and an independent eye.",
        ),
        facts=(*basis.facts(case), Fact("Does it concern you, or somebody close to you?", mark)),
        leads_to={
            "If it concerns you": "Do not declare it. Mark yourself as concerned: somebody else "
            "then investigates, and nobody holds it against you."
        },
        due=due(current_visit(), case, "declare_independence"),
    )
    done = "Declared. It stands on the record."
    return decide(declare_independence.ACTION, DeclareForm(), decision, done=done)


@blueprint.route("/take-over", methods=BOTH)
@does(take_over.ACTION)
def over(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """I investigate it from now on."""
    case, form = current_case(), TakeOverForm()
    form.offer(case)
    decision = Decision(
        question="Take over the investigation",
        clause=_clause(
            take_over.ACTION, "Headteacher and senior leaders advise, support and step in."
        ),
        facts=(*basis.facts(case), _leads_now(case)),
        leads_to={"If you take it over": "You owe the investigation, by the day that was set."},
    )
    return decide(
        take_over.ACTION,
        form,
        decision,
        done="You investigate it from now on.",
        button="Take it over",
    )


@blueprint.route("/reassign", methods=BOTH)
@does(reassign.ACTION)
def hand_on(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Somebody else investigates it from now on."""
    case, form = current_case(), ReassignForm()
    form.offer(case)
    decision = Decision(
        question="Hand the investigation on",
        clause=_clause(
            reassign.ACTION, "Headteacher and senior leaders advise, support and step in."
        ),
        facts=(*basis.facts(case), _leads_now(case)),
        leads_to={
            "Whoever you choose": "Is alerted, sees the incident, and owes the investigation by "
            "the day that was set. Whoever led it is told."
        },
    )
    return decide(
        reassign.ACTION, form, decision, done="The investigation is handed on.", button="Hand it on"
    )


@blueprint.route("/hand-over", methods=BOTH)
@does(hand_over.ACTION)
def give(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What one person owes is another's from now on."""
    case, form = current_case(), HandOverForm()
    form.offer(case)
    decision = Decision(
        question="Hand over what somebody owes",
        clause=_clause(hand_over.ACTION, "What somebody owes never lies while they are away."),
        facts=basis.facts(case),
        leads_to={
            "Whoever you choose": "Is alerted, sees the incident, and owes it by the same days. "
            "What a role owes moves by itself; this is for questions to one person, agreed "
            "actions and leading the investigation."
        },
    )
    return decide(
        hand_over.ACTION, form, decision, done="It is handed over.", button="Hand it over"
    )


@blueprint.route("/second-signature", methods=BOTH)
@does(second_signature.ACTION)
def sign(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """DPO or chair sign what its maker had looked at."""
    visit, case = current_visit(), current_case()
    waiting = tuple(
        Fact(
            f"{basis.named(case, each.by)} {OWN_WORK.get(each.action, 'looked at their own work')} "
            f"on {full(each.at)}, as nobody else could be found."
        )
        for each in unsigned(case.facts)[:1]
    )
    decision = Decision(
        question="Sign as well",
        facts=(*basis.facts(case), *waiting),
        leads_to={
            "If you sign": "It stands, with both names.",
            "If you do not": "Your reason stands beside it, the Headteacher is told, and an "
            "outcome report is written anew.",
        },
        due=due(visit, case, "second_signature"),
    )
    return decide(second_signature.ACTION, SignForm(now=visit.now), decision, done="Recorded.")
