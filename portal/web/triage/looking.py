"""The DPO's look at what was ended or delayed without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import confirm_ending
from portal.rules.ending.ended_without_dpo import Ended, Without, recorders, waiting
from portal.rules.words import Escalated
from portal.web import people
from portal.web.deciding import due
from portal.web.parts import forms
from portal.web.parts.decision import Advice, Clause, Decision
from portal.web.triage import awareness, basis
from tenants.roles import Role

if TYPE_CHECKING:
    from portal.web.visiting import Case, Visit

ENDED = {
    Ended.NO_PERSONAL_DATA: "No personal data is involved",
    Ended.NO_BREACH: "It was no breach",
    Ended.AWARE_LATER: "The school was aware later, since {named}",
    Ended.WITHDRAWN: "The report is withdrawn",
    Ended.JOINED: "{named} is the same matter",
}


JOINED_WRONGLY = {"If reports were joined wrongly": "Separate them instead, under ‘You can also’."}


class LookForm(forms.PortalForm):
    """Agree, or take it up."""

    agree = forms.radios(
        "What do you decide?",
        {"take_up": "Take it up", "agree": "Agree"},
        needed="Choose what you decide",
    )
    reasons = forms.long_text("Your reasons", needed="Give your reasons")

    def to_input(self, case: Case) -> confirm_ending.ConfirmEnding:
        """The action's input, with whether anybody but who recorded it could be found."""
        return confirm_ending.ConfirmEnding(
            self.agree.data == "agree",
            self.reasons.data or "",
            nobody_else=people.nobody_else(case, Role.DPO, recorders(case.facts), self.now),
        )


def _ended(each: Without) -> str:
    return ENDED[each.what].format(named=each.named)


def _says(case: Case, each: Without) -> str:
    """A reporter may have asked that their name be protected, or have given none."""
    return "the reporter" if each.what is Ended.WITHDRAWN else basis.named(case, each.by)


def decision(visit: Visit, case: Case) -> Decision:
    """What the DPO looks at."""
    advice = tuple(
        Advice(f"{_ended(each)}, says {_says(case, each)}", each.reason)
        for each in waiting(case.facts)
    )
    if not advice and case.facts.no_breach_at:
        advice = (Advice(ENDED[Ended.NO_BREACH], case.facts.no_breach_reason),)
    if (declined := case.facts.escalation) and declined.what is Escalated.DECLINED:
        who = basis.named(case, declined.by)
        advice += (Advice(f"It need not go to the DPO, says {who}", declined.reasons),)
    return Decision(
        question="Do you agree with how it was recorded?",
        law=Clause(
            "UK GDPR Article 39",
            "The DPO watches over how the law is kept. In this portal, what ends or delays the 72 "
            "hours without the DPO counts once the DPO has agreed.",
        ),
        facts=(*basis.facts(case), *awareness.clocks(case)),
        advice=advice,
        leads_to={
            "If you agree": "It counts as recorded. No personal data or no breach then ends the "
            "72 hours, and answers a decision not to escalate as well.",
            "If you take it up": "It no longer holds, and the investigation goes on. The "
            "Headteacher is told: ‘The DPO has taken this up.’",
        }
        | (JOINED_WRONGLY if case.facts.joined else {}),
        due=due(visit, case, "look_at_ending"),
    )
