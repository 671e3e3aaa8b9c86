"""The outcome report on paper (SIP-3k): what was found, and what the record says beside it."""

from __future__ import annotations

from datetime import datetime

from portal.documents.printed import Document, Item, Section, document_pdf
from portal.rules.facts import Facts, OutcomeReport
from portal.rules.from_record import Names
from portal.rules.investigation.outcome_record import outcome_record
from portal.rules.investigation.own_policies import policies_in_words
from portal.rules.uk_time import day_and_time
from tenants.policy.schema import Policy


def outcome_pdf(
    school: str, facts: Facts, policy: Policy, report: OutcomeReport, names: Names, now: datetime
) -> bytes:
    """An accepted report is the same file for ever; one that waits shows the record of `now`."""
    made_at = report.assessed_at if report.accepted and report.assessed_at else now
    record = report.record if report.accepted else outcome_record(facts, policy)
    found = [
        Item("What was found", report.findings),
        Item("What is recommended", report.recommendations, otherwise="Nothing is recommended yet"),
        Item("Policies that were not kept", policies_in_words(report.policies, report.documents)),
    ]
    if report.assessment:
        found.append(Item("What was said of this report", report.assessment))
    kind = "Interim report" if report.interim else "Outcome report"
    return document_pdf(
        Document(
            title=kind,
            school=school,
            reference=facts.reference,
            version=f"{kind}, version {report.version}.",
            made_at=made_at,
            summary=(
                ("What happened", facts.intake.title),
                ("Written", f"{day_and_time(report.at)}, by {names(report.by)}"),
                ("How it stands", standing(report, names)),
            ),
            sections=(
                Section("The investigator’s findings", tuple(found)),
                Section("From the record", tuple(Item(*line) for line in record)),
            ),
        )
    )


def standing(report: OutcomeReport, names: Names) -> str:
    """Accepted or sent back, by whom and when; or that it waits."""
    if report.assessed_at is None or report.assessed_by is None:
        return "Interim: nobody assesses it" if report.interim else "Not assessed yet"
    what = "Accepted" if report.accepted else "Sent back"
    return f"{what} on {day_and_time(report.assessed_at)}, by {names(report.assessed_by)}"
