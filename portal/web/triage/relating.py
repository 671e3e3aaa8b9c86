"""Another incident of the school belongs with this one, and is a matter of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import relate_incident, unrelate_incident
from portal.rules.facts import related_now
from portal.store import incidents
from portal.web.access import current_case, current_visit, does
from portal.web.belonging import belonging
from portal.web.parts import forms
from portal.web.parts.decision import Decision
from portal.web.triage import basis
from portal.web.triage.area import BOTH, blueprint, decide
from portal.web.triage.matters import OFFERED

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.belonging import Belonging
    from portal.web.visiting import Case, Visit

READ_AT_BOTH = "Whoever may see both incidents reads it."


class RelateForm(forms.PortalForm):
    """Which incident, and how they belong together."""

    incident = forms.select(
        "Which incident belongs with this one?",
        needed="Choose an incident",
        hint="The incidents of this school, newest first.",
        empty="Choose an incident …",
    )
    reason = forms.long_text(
        "How do they belong together?",
        needed="Say how they belong together",
        hint=f"For example: one of the letters went to somebody else. {READ_AT_BOTH}",
        rows=3,
    )

    def offer(self, others: dict[str, str]) -> None:
        """The incidents that this person may see."""
        self.incident.choices = forms.choices({"": "Choose an incident …"} | others)

    def to_input(self, _case: Case) -> relate_incident.RelateIncident:
        """The action's input."""
        return relate_incident.RelateIncident(UUID(self.incident.data), self.reason.data or "")


class UnrelateForm(forms.PortalForm):
    """Which incident, and why."""

    incident = forms.radios("Which incident does not belong here?", needed="Choose an incident")
    reason = forms.long_text(
        "Why does it not belong here?",
        needed="Say why it does not belong here",
        hint=READ_AT_BOTH,
        rows=3,
    )

    def offer(self, here: tuple[Belonging, ...]) -> None:
        """The incidents named here that this person may see."""
        self.incident.choices = forms.choices(
            {
                str(each.incident_id): f"{each.link.text}: {each.reason}"
                for each in here
                if not each.parted
            }
        )
        if not self.incident.choices:
            self.incident.description = "There is none here that you may see."

    def to_input(self, _case: Case) -> unrelate_incident.UnrelateIncident:
        """The action's input."""
        return unrelate_incident.UnrelateIncident(UUID(self.incident.data), self.reason.data or "")


@blueprint.route("/relate-incident", methods=BOTH)
@does(relate_incident.ACTION)
def relate(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Each names the other."""
    visit, case = current_visit(), current_case()
    form = RelateForm()
    form.offer(_others(visit, case))
    decision = Decision(
        question=relate_incident.ACTION.title,
        facts=basis.facts(case),
        leads_to={
            "If you name it": "Each incident shows the other to whoever sees both. Each keeps its "
            "own clock, its own duties and its own people.",
            "If it is the same matter": "Join the reports instead: then they go on as one.",
            "If it is not reported yet": "Report it first, as any other incident.",
        },
    )
    return decide(
        relate_incident.ACTION,
        form,
        decision,
        done="Each of the two names the other.",
        button="Name it",
    )


@blueprint.route("/unrelate-incident", methods=BOTH)
@does(unrelate_incident.ACTION)
def unrelate(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Neither names the other any more."""
    visit, case = current_visit(), current_case()
    form = UnrelateForm()
    form.offer(belonging(visit, case))
    decision = Decision(
        question=unrelate_incident.ACTION.title,
        leads_to={
            "If you take it back": "Neither incident shows the other any more. The record "
            "still says that it did, and why it does not, to whoever may see both."
        },
    )
    return decide(
        unrelate_incident.ACTION,
        form,
        decision,
        done="Neither of the two names the other any more.",
        button="Take it back",
    )


def _others(visit: Visit, case: Case) -> dict[str, str]:
    """The newest incidents that this person may see, but for this one and those named here."""
    here = {case.facts.incident_id, *related_now(case.facts.related)}
    lines = incidents.list_incidents(
        visit.session, visit.scope, visit.services.keyring, visit.viewer, limit=OFFERED
    )
    return {
        str(line.incident_id): f"{line.reference}: {line.title}"
        for line in lines
        if line.incident_id not in here and line.title != incidents.ERASED
    }
