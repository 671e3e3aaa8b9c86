"""Who investigates: oneself, or an officer with a direction and a date."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.actions import allocate_investigation
from portal.rules.in_charge.leading import officer_may_lead
from portal.rules.responsibilities import joins, leads, level_of, needs_independence
from portal.rules.timescales import outcome_report_due
from portal.web.deciding import clause, due
from portal.web.parts import forms
from portal.web.parts.decision import Decision, Fact
from portal.web.parts.owed import listed
from portal.web.parts.when import uk
from portal.web.triage import basis, people
from tenants.calendar import UK
from tenants.roles import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from portal.web.visiting import Case, Visit

END_OF_DAY = time(17)
MYSELF, OFFICER = "myself", "officer"


class AllocateForm(forms.PortalForm):
    """The two ways of SIP-4c."""

    how = forms.radios(
        "Who investigates?",
        {MYSELF: "I investigate it myself", OFFICER: "Somebody else, whom I ask to"},
        needed="Choose who investigates",
    )
    lead = forms.select(
        "Who?", hint="Nobody whom it concerns is listed.", empty="Choose a person …"
    )
    direction = forms.long_text(
        "What are they to find out or to do?",
        hint="Needed if somebody else investigates. They see the whole report.",
    )
    due_on = forms.day(
        "By when is it to be done?",
        needed="Enter the day by which it is to be done",
        hint="The end of the school day. Your policy’s time is filled in.",
    )
    independent = forms.tick(
        "Whoever investigates has declared that it does not concern them",
        hint="At this severity somebody independent investigates. Ask them first.",
    )

    def offer(self, case: Case) -> None:
        """Only what this severity allows."""
        self.lead.choices = forms.choices({"": "Choose a person …"} | people.officers(case))
        if not officer_may_lead(case.policy, case.facts):
            self.how.choices = forms.choices({MYSELF: "I investigate it myself"})
            del self.lead
            self.direction.description = "If there is anything to note."
        if not needs_independence(case.policy, case.facts):
            del self.independent

    def to_input(self, case: Case) -> allocate_investigation.AllocateInvestigation:
        """The action's input. Nobody chosen is refused by the form."""
        personally = self.how.data == MYSELF
        lead = case.actor.known() if personally else UUID(self.lead.data)
        return allocate_investigation.AllocateInvestigation(
            lead=lead,
            due_at=_end_of(self.due_on.data),
            direction=self.direction.data or "",
            independent="independent" in self and self.independent.data,
        )

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """An officer needs a name."""
        fine = bool(super().validate(extra_validators))
        if "lead" in self and self.how.data == OFFICER and not self.lead.data:
            self.lead.errors = [*self.lead.errors, "Choose who investigates"]
            return False
        return fine


def _end_of(on: date | None) -> datetime:
    assert on is not None  # noqa: S101 - the form needs it
    return datetime.combine(on, END_OF_DAY, tzinfo=UK)


def known(visit: Visit, case: Case) -> dict[str, object]:
    """What to show in the form: who leads now, or the policy's time."""
    found = case.facts.allocation
    level = level_of(case.policy, case.facts)
    due_at = outcome_report_due(case.policy, level.key if level else None, visit.now, case.calendar)
    if found is None:
        return {"due_on": uk(due_at).date()}
    return {
        "how": MYSELF if found.lead == case.actor.person_id else OFFICER,
        "lead": str(found.lead),
        "direction": found.direction,
        "due_on": uk(found.due_at).date(),
    }


def decision(visit: Visit, case: Case) -> Decision:
    """What the Head or a senior leader is asked."""
    policy, facts = case.policy, case.facts
    level = level_of(policy, facts)
    lines = list(basis.facts(case))
    if level:
        lines.append(Fact(f"Severity: {level.title}. {level.test}"))
    if facts.lead:
        lines.append(Fact(f"So far {basis.named(case, facts.lead)} investigates."))
    leads_to = {
        "If you investigate it yourself": "You owe the investigation.",
        "If somebody else does": "They are alerted, may see the incident and owe the "
        "investigation by the day you give.",
    }
    if not officer_may_lead(policy, facts):
        who = listed(TITLES[role] for role in sorted(leads(policy, facts)))
        leads_to = {"At this severity": f"One of these leads the investigation in person: {who}."}
    joining = joins(policy, facts)
    if joining:
        leads_to["Who joins"] = listed(TITLES[role] for role in sorted(joining)) + "."
    return Decision(
        question="Decide who investigates",
        clause=clause(
            case,
            "allocate_investigation",
            allocate_investigation.ACTION.clauses,
            "Headteacher and senior leaders investigate personally, or give it to the line manager "
            "or an investigating officer.",
        ),
        facts=tuple(lines),
        leads_to=leads_to,
        due=due(visit, case, "allocate_investigation"),
    )
