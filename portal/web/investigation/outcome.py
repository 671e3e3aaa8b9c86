"""The outcome report: written by who investigates, assessed by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import assess_outcome, write_outcome_report
from portal.rules.ending.conclusion import full_reports, waiting_report
from portal.rules.investigation.outcome_record import outcome_record
from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.investigation.steps import open_steps
from portal.rules.responsibilities import assessing_role, level_of
from portal.web import people
from portal.web.deciding import address, clause, due
from portal.web.investigation.shown import report_shown
from portal.web.parts import forms
from portal.web.parts.decision import Decision, Fact
from portal.web.parts.record import Answer, Link
from portal.web.policies_kept import kinds_not_kept, own_not_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.web.investigation.shown import ReportShown
    from portal.web.visiting import Case, Visit

ACCEPT, BACK = "yes", "no"


class WriteForm(forms.PortalForm):
    """Findings and recommendations."""

    findings = forms.long_text(
        "What have you found?",
        hint="What happened, why, what it led to, and which policies were not kept.",
        rows=10,
        most=20_000,
    )
    recommendations = forms.long_text(
        "What do you recommend?",
        hint="What should change so that it does not happen again; or why nothing needs to.",
        rows=6,
        most=20_000,
    )
    policies = kinds_not_kept()
    documents = own_not_kept()
    interim = forms.tick(
        "This is an interim report", hint="It says how far you are. The outcome report follows."
    )

    def offer(self, case: Case, titles: Sequence[str]) -> None:
        """The school's own policies; an interim report where the severity asks for one."""
        self.documents.choices = forms.choices({title: title for title in titles})
        if not titles:
            del self.documents
        level = level_of(case.policy, case.facts)
        if level is None or level.interim_hours is None:
            del self.interim

    def to_input(self, _case: Case) -> write_outcome_report.WriteOutcomeReport:
        """The action's input."""
        return write_outcome_report.WriteOutcomeReport(
            findings=self.findings.data or "",
            recommendations=self.recommendations.data or "",
            policies=tuple(PolicyKind(each) for each in self.policies.data or ()),
            documents=tuple(self.documents.data or ()) if "documents" in self else (),
            interim="interim" in self and self.interim.data,
        )


class AssessForm(forms.PortalForm):
    """Accept, or send back."""

    accept = forms.radios(
        "Is what was done enough?",
        {ACCEPT: "Yes, accept the report", BACK: "No, send it back"},
        needed="Choose whether you accept the report",
    )
    reasons = forms.long_text(
        "What is missing, or why it is enough",
        hint="Needed to send it back, and where steps are not recorded.",
        rows=4,
    )

    def to_input(self, case: Case) -> assess_outcome.AssessOutcome:
        """The action's input, with whether anybody but the writer could be found."""
        role, report = assessing_role(case.policy, case.facts), waiting_report(case.facts)
        writer = frozenset({report.by}) if report else frozenset()
        return assess_outcome.AssessOutcome(
            accept=self.accept.data == ACCEPT,
            reasons=self.reasons.data or "",
            nobody_else=role is not None and people.nobody_else(case, role, writer, self.now),
        )


def known(case: Case) -> dict[str, object]:
    """The last version, to go on from."""
    reports = full_reports(case.facts)
    if not reports:
        return {}
    last = reports[-1]
    return {
        "findings": last.findings,
        "recommendations": last.recommendations,
        "policies": [str(each) for each in last.policies],
        "documents": list(last.documents),
    }


def writing(visit: Visit, case: Case) -> Decision:
    """What the investigator is asked."""
    allocation, reports = case.facts.allocation, full_reports(case.facts)
    lines = (
        [Fact(f"Your direction: {allocation.direction}")]
        if (allocation and allocation.direction)
        else []
    )
    if reports and reports[-1].accepted is False:
        lines.append(Fact(f"Version {reports[-1].version} was sent back: {reports[-1].assessment}"))
    lines += [*_open(case), _record(case)]
    return Decision(
        question="Write the outcome report",
        clause=clause(
            case,
            "outcome_report",
            write_outcome_report.ACTION.clauses,
            "Whoever investigates completes an outcome report.",
        ),
        facts=tuple(lines),
        due=due(visit, case, "outcome_report"),
    )


def assessing(visit: Visit, case: Case) -> Decision:
    """What the Head or a senior leader is asked."""
    return Decision(
        question="Assess the outcome report",
        clause=clause(
            case,
            "assess_outcome",
            assess_outcome.ACTION.clauses,
            "Whoever assesses the outcome is satisfied that the right action was taken.",
        ),
        facts=(*_open(case), _record(case)),
        leads_to={
            "Accept": "the incident can be closed once nothing else is open.",
            "Send back": "whoever wrote it is alerted and owes a new version.",
        },
        due=due(visit, case, "assess_outcome"),
    )


def to_assess(case: Case) -> ReportShown | None:
    """The report that waits."""
    waits = waiting_report(case.facts)
    return report_shown(case, waits) if waits else None


def brought(case: Case) -> tuple[Answer, ...]:
    """What the record brings into the report by itself."""
    return tuple(Answer(*line) for line in outcome_record(case.facts, case.policy))


def _open(case: Case) -> tuple[Fact, ...]:
    """The steps of which nothing is recorded, in one line."""
    left = [f"{each.text} ({each.clause})" for each in open_steps(case.policy, case.facts)]
    return (Fact(f"Not recorded so far: {'; '.join(left)}."),) if left else ()


def _record(case: Case) -> Fact:
    return Fact(
        "All that has been found so far:",
        Link("the investigation", address("portal_investigation.show", case)),
    )
