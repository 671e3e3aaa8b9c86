"""What the figures of a school count an incident under: no names, no words of the record.

These stand in columns beside the sealed facts, so that a log of hundreds is searched and counted
without opening any of them (SIP-why1).
"""

from __future__ import annotations

from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.words import Cause


def regulator_told_at(facts: Facts) -> datetime | None:
    """When the regulator had the first report, ours or another controller's."""
    if facts.first_report is not None:
        return facts.first_report.told_at
    if facts.other_report is not None:
        return facts.other_report.reported_at
    return facts.reported_at if facts.imported and facts.imported.regulator_told else None


def people_told_at(facts: Facts) -> datetime | None:
    """Since when the people affected were told; what was imported names no time of its own."""
    if facts.people.told_at is not None:
        return facts.people.told_at
    return facts.reported_at if facts.imported and facts.imported.people_told else None


def causes(facts: Facts) -> tuple[Cause, ...]:
    """The causes as classified last (DBRP-2.2)."""
    return facts.classification.causes if facts.classification else ()


def policies_not_kept(facts: Facts) -> tuple[PolicyKind, ...]:
    """Which kinds of the school's policies were not kept: the outcome report or the review says."""
    said = facts.outcome_reports[-1].policies if facts.outcome_reports else ()
    reviewed = facts.review.policies if facts.review else ()
    return tuple(dict.fromkeys((*said, *reviewed)))
