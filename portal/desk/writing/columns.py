"""What lists, figures and timers read of an incident: columns, made anew from its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.keeping import erasing
from portal.rules.school import figures
from portal.store.documents import seal_facts, seal_text

if TYPE_CHECKING:
    from portal.models.incidents import IncidentRow
    from portal.rules.facts import Facts
    from tenants.policy.schema import Policy


def project(row: IncidentRow, facts: Facts, key: bytes, policy: Policy) -> None:
    """The columns that lists and figures read, and the sealed facts."""
    row.stage = facts.stage
    row.kind = facts.kind
    row.severity = facts.classification.severity if facts.classification else None
    row.ending = facts.ending
    row.legal_risk = facts.risk.legal_risk
    row.reported_at = facts.reported_at
    row.closed_at = facts.closed_at
    row.regulator_told_at = figures.regulator_told_at(facts)
    row.people_told_at = figures.people_told_at(facts)
    row.causes = list(figures.causes(facts))
    row.policies = list(figures.policies_not_kept(facts))
    row.kept_until = erasing.whole_kept_until(facts, policy)
    row.erased_at = facts.erased_at
    row.title = seal_text(
        key, facts.intake.title, table="portal_incident", column="title", row=facts.incident_id
    )
    row.facts = seal_facts(key, facts)
    row.version += 1
