"""Send the regulator a follow-up.

Who: whoever submits to the regulator. When: after the first report, as often as there is more to
say; also to tell that it was no breach after all (DBRP-5.14).
What we ask: the answers as they are now, by which way and when it was sent, what is still open.
What happens: a numbered, frozen snapshot and its PDF; another follow-up is owed on what is open.
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, Submission
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import submitters
from portal.rules.rows import FrozenSubmission
from portal.rules.submitting import ReportSaid, next_number
from portal.rules.words import ANY_STAGE, Family, SubmissionKind
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class SubmitFollowUp(ReportSaid):
    """A later report as it was made."""

    kind: SubmissionKind = SubmissionKind.FOLLOW_UP


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: SubmitFollowUp, now: datetime
) -> Outcome:
    """Followed up. It cannot have been made before the report that it follows."""
    before = facts.submissions[-1]
    if now < before.done_at:
        raise Refused("A follow-up comes after the report before it", field="done_at")
    if said.kind is SubmissionKind.INITIAL:
        raise Refused("Choose what kind of follow-up this is", field="kind")
    if said.findings and not said.reason.strip():
        raise Refused("Say in one line why it goes as it is", field="reason")
    unknown = () if said.kind is SubmissionKind.NOT_A_BREACH else said.unknown
    report = Submission(
        id=said.submission_id,
        number=next_number(facts),
        kind=said.kind,
        route=said.route,
        done_at=now,
        recorded_at=said.recorded_at or now,
        by=person.known(),
        reference=said.reference.strip() or before.reference,
        unknown=unknown,
        promised_at=said.promised_at if unknown else None,
        reference_at=now if said.reference.strip() else before.reference_at,
        spoke_to=said.spoke_to,
    )
    after = replace(facts, submissions=(*facts.submissions, report))
    frozen = FrozenSubmission(report.id, report.number, report.kind, said.freeze(after, report))
    what = (
        "Told the regulator that it was no breach after all"
        if said.kind is SubmissionKind.NOT_A_BREACH
        else f"Sent the regulator follow-up {report.number - 1}"
    )
    more = " More will follow." if unknown else ""
    why = f" Why it went as it did: {said.reason.strip()}" if said.reason.strip() else ""
    return Outcome(
        after,
        f"{what}.{more}{why}",
        (
            Effect("submission_pdf", subject=report.id),
            Effect("alert", template="submitted", to=(Role.HEAD,)),
        ),
        (frozen,),
    )


ACTION = Action(
    name="submit_follow_up",
    title="Send the ICO a follow-up",
    said=SubmitFollowUp,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-4.4", "DBRP-5.13", "DBRP-5.14"),
    offered=lambda _policy, facts: facts.first_report is not None,
    family=Family.REGULATOR,
)
