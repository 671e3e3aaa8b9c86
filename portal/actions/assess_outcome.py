"""Assess the outcome report: accept it, or send it back.

Who: whom the policy names, but not whoever wrote it while anybody else can be found. When: a report
waits. What we ask: accept or send back, with reasons to send it back (SIP-4d).
What happens: accepted, the report is frozen with what the record says by then (SIP-3k), the
incident goes into review, and can be closed once nothing is open; sent back, the officer owes a new
version and is alerted. Where nobody else could be found, DPO and chair are told, that stands on the
record, and one of them owes a second signature.
What the policy decides: who assesses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.conclusion import waiting_report
from portal.rules.facts import Facts, OutcomeReport
from portal.rules.in_charge.own_work import SIGNATURE, with_own
from portal.rules.investigation.outcome_record import outcome_record
from portal.rules.investigation.steps import open_steps
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import outcome_assessors
from portal.rules.words import OPEN_STAGES, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AssessOutcome:
    """`nobody_else`: the page found nobody but the writer who could assess it."""

    accept: bool
    reasons: str = ""
    nobody_else: bool = False


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AssessOutcome, now: datetime
) -> Outcome:
    """Accepted, or sent back."""
    report = waiting_report(facts)
    assert report is not None  # noqa: S101 - offered only then
    own = report.by == person.person_id
    _check(facts, policy, said, own=own)
    assessed = replace(
        report,
        accepted=said.accept,
        assessed_by=person.known(),
        assessed_at=now,
        assessment=said.reasons,
        record=outcome_record(facts, policy) if said.accept else (),
    )
    after = replace(
        facts,
        outcome_reports=tuple(
            assessed if each is report else each for each in facts.outcome_reports
        ),
        stage=Stage.REVIEWING if said.accept else facts.stage,
        own_work=with_own(facts, "assess_outcome", person, now) if own else facts.own_work,
    )
    return Outcome(after, _summary(report, said, own=own), _alerts(report, said, own=own))


def _check(facts: Facts, policy: Policy, said: AssessOutcome, *, own: bool) -> None:
    if own and not said.nobody_else:
        raise Refused("You wrote this report, so somebody else has to assess it", field="accept")
    if not said.accept and not said.reasons.strip():
        raise Refused("Say what is missing, so that it can be put right", field="reasons")
    if said.accept and open_steps(policy, facts) and not said.reasons.strip():
        sentence = "Some steps are not recorded. Say why the report is enough without them"
        raise Refused(sentence, field="reasons")


def _summary(report: OutcomeReport, said: AssessOutcome, *, own: bool) -> str:
    what = "Accepted the outcome report" if said.accept else "Sent the outcome report back"
    signed = " The writer assessed it, as nobody else could be found: DPO and chair are told." * own
    reasons = f" Reasons: {said.reasons}" if said.reasons else ""
    return f"{what}, version {report.version}.{signed}{reasons}"


def _alerts(report: OutcomeReport, said: AssessOutcome, *, own: bool) -> tuple[Effect, ...]:
    back = Effect("alert", template="outcome_sent_back", people=(report.by,))
    return (SIGNATURE,) * own + (back,) * (not said.accept)


ACTION = Action(
    name="assess_outcome",
    title="Assess the outcome report",
    said=AssessOutcome,
    decide=decide,
    who=outcome_assessors,
    from_stages=OPEN_STAGES - {Stage.REPORTED},
    to_stages=frozenset({Stage.REVIEWING}),
    clauses=("SIP-4d", "SIP-5e"),
    offered=lambda _policy, facts: waiting_report(facts) is not None,
)
