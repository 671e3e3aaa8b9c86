"""Report to the regulator.

Who: as the policy says; where it says nothing, the DPO. When: at any time, decided or not, complete
or not: what is missing is shown, one line of reason is asked, and the gap is owed afterwards.
What we ask: by which way and when it was made, or that the portal mails it now; the reference if
there is one, what will follow and by when; if late, the reasons, which are never waited for.
What happens: a numbered, frozen snapshot and its PDF, and the e-mail where the portal sends it; a
follow-up is owed on what is not yet known, by each date that was promised, the reference if it is
awaited, the reasons if late without any. Made without a decision to report, or against one, it is
that decision: whoever must be told of it is told.
What the policy decides: who submits. That the 72 hours count from 'done at' is the law's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, Submission
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.regulator.submitting import (
    ReportSaid,
    as_made,
    check_time,
    decided_by_reporting,
    is_late,
    submitted,
    to_explain,
)
from portal.rules.responsibilities import submitters
from portal.rules.words import ANY_STAGE, Family, Route, SubmissionKind
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class SubmitInitial(ReportSaid):
    """The first report as it was made."""

    late_reasons: str = ""
    closure_statement: str = ""


_HOW = {
    Route.WEB_FORM: "through the web form",
    Route.PHONE: "by phone",
    Route.EMAIL: "by e-mail",
}


def decide(
    facts: Facts, policy: Policy, person: Actor, said: SubmitInitial, now: datetime
) -> Outcome:
    """Reported. `now` is when it was made, which decides whether it was late."""
    check_time(facts, now)
    if to_explain(facts, policy, said.findings) and not said.reason.strip():
        raise Refused("Say in one line why it goes as it is", field="reason")
    late = is_late(facts, now)
    reasons = said.late_reasons.strip() if late else ""
    report = replace(
        as_made(facts, said, SubmissionKind.INITIAL, person, now),
        late_reasons=reasons,
        reasons_at=now if reasons else None,
        closure_statement=said.closure_statement.strip(),
    )
    decided = decided_by_reporting(facts, said.reason, person, now)
    return submitted(decided, said, report, ". ".join(_notes(said, report, late=late)))


def _notes(said: SubmitInitial, report: Submission, *, late: bool) -> Iterator[str]:
    yield f"Reported to the {ICO} {_HOW[report.route]}"
    yield f"Reference {report.reference}" if report.reference else "Reference awaited"
    if late:
        reasons = report.late_reasons
        yield f"Late. {reasons}" if reasons else "Late; the reasons are to follow"
    if report.unknown:
        yield "More will follow"
    if said.reason.strip():
        yield f"Why it went as it did: {said.reason.strip()}"


ACTION = Action(
    name="submit_initial",
    title=f"Report to the {ICO}",
    said=SubmitInitial,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-1.4", "DBRP-4.4", "DBRP-5.12", "DBRP-5.15", "DBRP-6.1.3", "SIP-6c"),
    offered=lambda _policy, facts: facts.first_report is None,
    family=Family.REGULATOR,
)
