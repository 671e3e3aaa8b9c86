"""Record that the report of another school of the trust covers this incident.

Who: whoever submits to the regulator: the trust's DPO. When: the trust is the controller, the
incidents are linked, and the report of the other one names this one: in the same commit as that
report, or later.
What we ask: which report.
What happens: the same snapshot, with its hash and its time, is a report of this incident as well;
what is owed to the regulator here follows from it. Lateness is computed from this incident's clock;
what becomes of its e-mail is passed on from where it was made.
What the policy decides: whether the trust is the controller, and who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts, Submission
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.regulator.submitting import decided_by_reporting, is_late, next_number
from portal.rules.reporting.linked import link_to
from portal.rules.responsibilities import submitters, trust_is_controller
from portal.rules.rows import FrozenSubmission
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class RecordSharedReport:
    """The report as it was made for the other incident."""

    submission_id: UUID
    """Of this incident's copy."""
    incident: UUID
    """The linked incident for which it was made."""
    report: Submission
    snapshot: bytes = field(metadata={"kept": False})


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordSharedReport, now: datetime
) -> Outcome:
    """Reported, by the other school's report."""
    link = link_to(facts, said.incident)
    if link is None or said.report.astray:
        raise Refused("Choose a report of a linked incident that has arrived", field="report")
    if said.report.id in {each.shared_from for each in facts.submissions}:
        raise Refused("This report is on the record already", field="report")
    told_at = said.report.told_at
    reasons = said.report.late_reasons if is_late(facts, told_at) else ""
    report = replace(
        said.report,
        id=said.submission_id,
        number=next_number(facts),
        done_at=told_at,
        recorded_at=now,
        by=person.known(),
        late_reasons=reasons,
        reasons_at=told_at if reasons else None,
        made_good_at=None,
        shared_from=said.report.id,
    )
    together = f"Reported to the {ICO} together with {link.reference} of {link.school}"
    decided = decided_by_reporting(facts, f"{together}.", person, told_at)
    return Outcome(
        replace(decided, submissions=(*facts.submissions, report)),
        together,
        (
            Effect("submission_pdf", subject=report.id),
            Effect("alert", template="submitted", to=(Role.HEAD,)),
        ),
        (FrozenSubmission(report.id, report.number, report.kind, said.snapshot),),
    )


ACTION = Action(
    name="record_shared_report",
    title="Record the report of a linked incident",
    said=RecordSharedReport,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-1.4", "DBRP-5.11"),
    offered=lambda policy, facts: trust_is_controller(policy) and bool(facts.linked),
    family=Family.REGULATOR,
)
