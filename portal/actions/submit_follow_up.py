"""Send the regulator a follow-up.

Who: whoever submits to the regulator. When: after the first report, as often as there is more to
say; also to tell that it was no breach after all (DBRP-5.14), or to withdraw what was reported.
What we ask: the answers as they are now, by which way and when it was sent, what is still open; why
it was no breach, or why it is withdrawn.
What happens: a numbered, frozen snapshot and its PDF; another follow-up is owed on what is open.
What the policy decides: who submits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, Submission
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.submitting import ENDS_IT, ReportSaid, as_made, submitted
from portal.rules.responsibilities import submitters
from portal.rules.words import ANY_STAGE, Family, SubmissionKind
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class SubmitFollowUp(ReportSaid):
    """A later report as it was made."""

    kind: SubmissionKind = SubmissionKind.FOLLOW_UP
    explanation: str = ""
    """Why it was no breach after all, or why it is withdrawn."""


_ENDINGS = {
    SubmissionKind.NOT_A_BREACH: f"Told the {ICO} that it was no breach after all",
    SubmissionKind.WITHDRAWAL: f"Withdrew what had been reported to the {ICO}",
}


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: SubmitFollowUp, now: datetime
) -> Outcome:
    """Followed up. It cannot have been made before the report that it follows."""
    before = facts.submissions[-1]
    if now < before.done_at:
        raise Refused("A follow-up comes after the report before it", field="done_at")
    if said.kind is SubmissionKind.INITIAL:
        raise Refused("Choose what kind of follow-up this is", field="kind")
    if said.kind in ENDS_IT and not said.explanation.strip():
        raise Refused("Say why", field="explanation")
    if said.findings and not said.reason.strip():
        raise Refused("Say in one line why it goes as it is", field="reason")
    report = as_made(facts, said, said.kind, person, now)
    if not report.reference:
        report = replace(report, reference=before.reference, reference_at=before.reference_at)
    if said.kind in ENDS_IT:
        report = replace(report, explanation=said.explanation.strip())
    return submitted(facts, said, report, " ".join(_notes(said, report)))


def _notes(said: SubmitFollowUp, report: Submission) -> Iterator[str]:
    yield _ENDINGS.get(said.kind, f"Sent the {ICO} follow-up {report.number - 1}") + "."
    if report.explanation:
        yield report.explanation.rstrip(".") + "."
    if report.unknown:
        yield "More will follow."
    if said.reason.strip():
        yield f"Why it went as it did: {said.reason.strip()}"


ACTION = Action(
    name="submit_follow_up",
    title=f"Send the {ICO} a follow-up",
    said=SubmitFollowUp,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-4.4", "DBRP-5.13", "DBRP-5.14"),
    offered=lambda _policy, facts: facts.first_report is not None,
    family=Family.REGULATOR,
)
