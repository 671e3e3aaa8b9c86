"""The whole log of a school as a spreadsheet under its policy's headings (DBRP-A1-xlsx)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from portal.documents.spreadsheet import xlsx
from portal.rules.ending.breach_log import filled
from portal.rules.ending.breach_log import headings as of_policy
from portal.rules.facts import Facts
from portal.rules.from_record import Names
from portal.rules.words import Stage
from tenants.policy.schema import Policy

SHEET = "Breach log"
ALSO = ("Reference", "Where it stands")
"""Columns after the policy's own, by which a row is found again in the portal."""
_STAGES = {
    Stage.REPORTED: "Reported",
    Stage.INVESTIGATING: "Being investigated",
    Stage.REVIEWING: "Being reviewed",
    Stage.CLOSED: "Closed",
}


def log_xlsx(
    incidents: Iterable[Facts], policy: Policy, names: Names, made_at: datetime
) -> Iterator[bytes]:
    """One sheet: the headings of the policy in its order, a row an incident; in pieces."""
    headings = (*(heading.text for heading in of_policy(policy)), *ALSO)
    rows = (row(facts, policy, names) for facts in incidents)
    return xlsx(SHEET, headings, rows, made_at=made_at)


def row(facts: Facts, policy: Policy, names: Names) -> tuple[str, ...]:
    """One incident under every heading, as its breach log reads."""
    lines = filled(facts, policy, names)
    to = facts.joined_to
    stands = f"Joined to {to.reference}" if to else _STAGES[facts.stage]
    return (*(line.text for line in lines), facts.reference, stands)
