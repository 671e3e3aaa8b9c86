"""Does the DPO take this case? The Head's decision, and the DPO's answer to a 'no'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import answer_declined, decline_escalation, escalate_to_dpo
from portal.desk import can
from portal.rules import timescales
from portal.rules.in_charge.reaching import how_to_reach_dpo
from portal.rules.responsibilities import head_decides_escalation
from portal.web import people
from portal.web.deciding import clause, due
from portal.web.parts import forms, when
from portal.web.parts.decision import Advice, Clause, Decision, Fact
from portal.web.triage import basis
from tenants.regulator import ICO
from tenants.roles import Role

if TYPE_CHECKING:
    from portal.rules.outcome import AnyAction
    from portal.web.visiting import Case, Visit

LAW = Clause(
    "UK GDPR Article 33",
    f"The 72 hours to the {ICO} run on, whatever is decided here. In this portal only the data "
    "protection officer can end them.",
)


class EscalateForm(forms.PortalForm):
    """Both answers on one page, as far as both may be given."""

    answer = forms.radios(
        "What do you decide?",
        {
            "escalate": "Escalate it to the data protection officer",
            "decline": "Do not escalate it",
        },
        needed="Choose what you decide",
        hints={"escalate": "If you are not sure, choose this. It needs no reasons and no log."},
    )
    reasons = forms.long_text(
        "Your reasons",
        hint="Needed if you do not escalate it. They are kept on the record.",
    )

    def offer(self, case: Case, first: str) -> None:
        """Leave out the choice where there is none; `first` is chosen to begin with."""
        if not _may_decline(case):
            del self.answer
            self.reasons.description = "If there is more to say than the report does."
        elif self.answer.data is None:
            self.answer.data = first or None

    def action(self) -> AnyAction:
        """The action chosen."""
        declines = "answer" in self and self.answer.data == "decline"
        return decline_escalation.ACTION if declines else escalate_to_dpo.ACTION

    def to_input(self, case: Case) -> object:
        """What the chosen action takes."""
        return self.action().said(reasons=self.reasons.data or "")


class AnswerForm(forms.PortalForm):
    """Agree, or take it up."""

    answer = forms.radios(
        "What do you decide?",
        {"take_up": "Take it up", "agree": "Agree that it need not come to you"},
        needed="Choose what you decide",
    )
    reasons = forms.long_text("Your reasons", hint="Needed if you agree.")

    def to_input(self, case: Case) -> answer_declined.AnswerDeclined:
        """The action's input, with whether anybody but who declined could be found."""
        return answer_declined.AnswerDeclined(
            self.answer.data == "take_up",
            self.reasons.data or "",
            nobody_else=people.nobody_else(
                case, Role.DPO, {each.by for each in case.facts.escalations[-1:]}, self.now
            ),
        )


def _may_decline(case: Case) -> bool:
    """Whether 'no' is an answer for this person now."""
    return can.may(decline_escalation.ACTION, case.facts, case.policy, case.actor)


def decision(visit: Visit, case: Case) -> Decision:
    """What the Head is asked; without a gate or a choice, what escalating leads to."""
    if not head_decides_escalation(case.policy):
        return _help(visit, case)
    return _choice(visit, case) if _may_decline(case) else _handing_on(visit, case)


def _help(visit: Visit, case: Case) -> Decision:
    """Where the policy has no gate: the DPO is asked, and the case stays where it is."""
    dpo = basis.dpo_name(visit)
    return Decision(
        question="Ask the data protection officer for help with this case",
        clause=clause(
            case,
            "escalate_to_dpo",
            escalate_to_dpo.ACTION.clauses,
            "Escalating is one of the steps of handling an incident.",
        ),
        facts=(*basis.facts(case), Fact(how_to_reach_dpo(case.policy))),
        leads_to={"If you escalate": f"{dpo} is alerted at once. You go on handling it."},
    )


def _handing_on(visit: Visit, case: Case) -> Decision:
    """Where there is a gate, and 'no' is not theirs to say."""
    return Decision(
        question="Escalate this case to the data protection officer",
        clause=clause(
            case,
            "escalate_to_dpo",
            escalate_to_dpo.ACTION.clauses,
            "A case can go to the data protection officer at any time, also after it was declined.",
        ),
        law=LAW,
        facts=_known(case),
        leads_to=_leads_to_dpo(visit),
    )


def _choice(visit: Visit, case: Case) -> Decision:
    """The Head's decision, with what each answer leads to."""
    dpo = basis.dpo_name(visit)
    log_at = timescales.due(
        case.policy, "complete_declined_log", visit.now, case.calendar, case.facts
    )
    return Decision(
        question="Decide whether the DPO takes this case",
        clause=clause(
            case,
            "decide_escalation",
            decline_escalation.ACTION.clauses,
            "The Headteacher decides whether a report goes to the data protection officer. If "
            "not, the log with the reasons goes to the DPO without delay.",
        ),
        law=LAW,
        facts=_known(case),
        leads_to=_leads_to_dpo(visit)
        | {
            "If you decline": f"{dpo} is told at once, and can take the case up. You owe the log "
            f"with your reasons by {when.near(log_at, visit.now)}: it then goes to {dpo}."
        },
        due=due(visit, case, "decide_escalation"),
    )


def _known(case: Case) -> tuple[Fact, ...]:
    reach = Fact(how_to_reach_dpo(case.policy))
    return (*basis.facts(case), *basis.open_questions(case), reach)


def _leads_to_dpo(visit: Visit) -> dict[str, str]:
    return {
        "If you escalate": f"{basis.dpo_name(visit)} is alerted at once and leads the "
        "investigation. The log need not be complete."
    }


def answer(visit: Visit, case: Case) -> Decision:
    """What the DPO is asked about a case that the Head did not escalate."""
    declined = case.facts.declined
    reasons = (
        Advice(f"Reasons of {basis.named(case, declined.by)}", declined.reasons)
        if declined
        else None
    )
    return Decision(
        question="Do you take up this case?",
        clause=clause(
            case,
            "look_at_declined",
            answer_declined.ACTION.clauses,
            "The DPO looks at each case that was not escalated.",
        ),
        law=LAW,
        facts=(*basis.facts(case), *basis.open_questions(case)),
        advice=(reasons,) if reasons else (),
        leads_to={
            "If you take it up": "You lead the investigation. The Headteacher is told: ‘The DPO "
            "has taken this up.’",
            "If you agree": "The Headteacher’s decision stands. The 72 hours go on until you also "
            "record that no personal data is involved, or no breach.",
        },
        due=due(visit, case, "look_at_declined"),
    )
