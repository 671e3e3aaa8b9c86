"""How the snapshot of a report is made, once it is known how and when it was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.regulators.answers import Answer
from portal.regulators.pack import Circumstances, frozen_snapshot
from portal.rules.clock import earlier_awareness, regulator_clock
from portal.rules.reporting.linked import covered_by

if TYPE_CHECKING:
    from portal.regulators.answers import Draft
    from portal.rules.facts import Facts, Submission
    from portal.rules.regulator.submitting import Freeze
    from portal.web.ico.report import Report

DELAY = "delay"
"""The regulator's own question on lateness: what is answered there is not asked again."""


def freezing(report: Report) -> Freeze:
    """How the snapshot of this report is made, once it is known how and when it was sent."""

    def freeze(facts: Facts, made: Submission) -> bytes:
        clock = regulator_clock(facts)
        circumstances = Circumstances(
            reference=facts.reference,
            number=made.number,
            kind=made.kind,
            route=made.route,
            done_at=made.done_at,
            clock_started_at=clock.start,
            due_at=clock.due_at,
            cautious=clock.cautious,
            submitted_by=report.school.submitter.name,
            regulator_reference=made.reference,
            late_reasons=made.late_reasons,
            promised_at=made.promised_at,
            spoke_to=made.spoke_to,
            closure_statement=made.closure_statement,
            explanation=made.explanation,
            aware_before=earlier_awareness(facts),
            covers=tuple((each.school, each.reference) for each in covered_by(facts, made.kind)),
        )
        return frozen_snapshot(
            report.form, _answers(report, made), report.school, circumstances, report.before
        ).content

    return freeze


def _answers(report: Report, made: Submission) -> Draft:
    """With the reasons for lateness where the form asks for them."""
    said = report.answers.get(DELAY, Answer())
    if said.text.strip() or not made.late_reasons:
        return report.answers
    return {**report.answers, DELAY: replace(said, text=made.late_reasons, from_fact="")}
