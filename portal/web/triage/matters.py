"""One matter or several: join reports, separate them; and the reporter who withdraws one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import acknowledge_report, join_reports, separate_report, withdraw_report
from portal.errors import NotAllowed
from portal.store import incidents
from portal.web.access import current_case, current_visit, does
from portal.web.deciding import address, due
from portal.web.parts import forms
from portal.web.parts.decision import Decision, Fact
from portal.web.parts.record import Link
from portal.web.parts.when import full
from portal.web.triage import basis
from portal.web.triage.area import BOTH, blueprint, decide

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case, Visit

OFFERED = 50
"""As many of the newest open reports are offered."""


class JoinForm(forms.PortalForm):
    """Which report, and why."""

    incident = forms.select(
        "Which report is the same matter?",
        needed="Choose a report",
        hint="The open reports of this school, newest first.",
        empty="Choose a report …",
    )
    reason = forms.long_text(
        "Why is it the same matter?", needed="Say why it is the same matter", rows=3
    )

    def offer(self, others: dict[str, str]) -> None:
        """The open reports that this person may see."""
        self.incident.choices = forms.choices({"": "Choose a report …"} | others)

    def to_input(self, case: Case) -> join_reports.JoinReports:
        """The action's input."""
        return join_reports.JoinReports(UUID(self.incident.data), self.reason.data or "")


class SeparateForm(forms.PortalForm):
    """Which report, and why."""

    incident = forms.radios("Which report is another matter?", needed="Choose a report")
    reason = forms.long_text(
        "Why is it another matter?", needed="Say why it is another matter", rows=3
    )

    def offer(self, case: Case) -> None:
        """The reports joined to this one."""
        self.incident.choices = forms.choices(
            {
                str(each.incident_id): f"{each.reference}, joined {full(each.at)}"
                for each in case.facts.joined
            }
        )

    def to_input(self, case: Case) -> separate_report.SeparateReport:
        """The action's input."""
        return separate_report.SeparateReport(UUID(self.incident.data), self.reason.data or "")


class LookForm(forms.PortalForm):
    """A note, if there is one."""

    note = forms.long_text("A note (optional)", rows=3)

    def to_input(self, case: Case) -> acknowledge_report.AcknowledgeReport:
        """The action's input."""
        return acknowledge_report.AcknowledgeReport(self.note.data or "")


class WithdrawForm(forms.PortalForm):
    """Why."""

    reason = forms.long_text(
        "Why do you withdraw it?",
        needed="Say why you withdraw it",
        hint="For example: I found it again, and nobody had been near it.",
    )

    def to_input(self, case: Case) -> withdraw_report.WithdrawReport:
        """The action's input."""
        return withdraw_report.WithdrawReport(self.reason.data or "")


def _others(visit: Visit, case: Case) -> dict[str, str]:
    """The open reports that this person may see, but for this one."""
    lines = incidents.list_incidents(
        visit.session,
        visit.scope,
        visit.services.keyring,
        visit.viewer,
        limit=OFFERED + 1,
        open_only=True,
    )
    return {
        str(line.incident_id): f"{line.reference}: {line.title}"
        for line in lines
        if line.incident_id != case.facts.incident_id
    }


@blueprint.route("/acknowledge-report", methods=BOTH)
@does(acknowledge_report.ACTION)
def acknowledge(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """I have looked at it."""
    visit, case = current_visit(), current_case()
    decision = Decision(
        question="Have you looked at the report?",
        facts=basis.facts(case),
        leads_to={"After this": "The incident’s page says what is owed next, by whom and by when."},
        due=due(visit, case, "look_at_report"),
    )
    return decide(
        acknowledge_report.ACTION,
        LookForm(),
        decision,
        done="It stands on the record that you have looked at it.",
        button="I have looked at it",
    )


@blueprint.route("/join-reports", methods=BOTH)
@does(join_reports.ACTION)
def join(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Another report goes on with this one."""
    visit, case = current_visit(), current_case()
    form = JoinForm()
    form.offer(_others(visit, case))
    decision = Decision(
        question="Join another report to this one",
        facts=basis.facts(case),
        leads_to={
            "This incident": "Goes on for both, with the earlier clock of the two, and hidden from "
            "everybody whom either concerns.",
            "The other report": "Is kept as ‘joined’. Nothing is owed for it any more; its "
            "reporter keeps the page or code, and may add to it.",
            "If it was a mistake": "Separate them again: each has its own clock and duties back.",
        },
    )
    return decide(
        join_reports.ACTION, form, decision, done="The reports are joined.", button="Join them"
    )


@blueprint.route("/separate-report", methods=BOTH)
@does(separate_report.ACTION)
def separate(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """It was another matter."""
    case, form = current_case(), SeparateForm()
    form.offer(case)
    decision = Decision(
        question="Separate a report from this one",
        facts=tuple(
            Fact(f"{each.reference} was joined. {each.reason}", _read(each.incident_id))
            for each in case.facts.joined
        ),
        leads_to={
            "If you separate it": "Each goes on by itself, with its own clock, its own duties and "
            "its own people from whom it is hidden. What was recorded here meanwhile stays here."
        },
    )
    return decide(
        separate_report.ACTION,
        form,
        decision,
        done="The reports are separate again.",
        button="Separate them",
    )


def _read(other: UUID) -> Link:
    here = address("portal_incident.show", current_case())
    return Link("Read it", here.replace(str(current_case().facts.incident_id), str(other)))


@blueprint.route("/withdraw-report", methods=BOTH)
@does(withdraw_report.ACTION)
def withdraw(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The reporter takes it back."""
    case = current_case()
    if not withdraw_report.ACTION.for_whom(case.policy, case.facts, case.actor):
        raise NotAllowed
    decision = Decision(
        question="Withdraw your report",
        leads_to={
            "If you withdraw it": "Your reason is kept with the report, and the data protection "
            "officer looks at it. It is not deleted, and what has begun goes on until somebody "
            "decides that it may end.",
            "If only something was wrong": "Add what is right instead.",
        },
    )
    done = "Your report is marked as withdrawn. Thank you for saying so."
    return decide(withdraw_report.ACTION, WithdrawForm(), decision, done=done, button="Withdraw it")
