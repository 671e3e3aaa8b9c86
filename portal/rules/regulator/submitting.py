"""A report to the regulator: what is asked before it goes, and what it holds. Nothing stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from portal.errors import Refused
from portal.rules.clock import cautious_start, lateness, regulator_clock
from portal.rules.ending.breach_log import wanted_before_report
from portal.rules.facts import Facts, RegulatorDecision, Submission
from portal.rules.outcome import Actor, Effect, Outcome
from portal.rules.regulator.reopening import asked_again_at
from portal.rules.rows import FrozenSubmission
from portal.rules.uk_time import day, day_and_time
from portal.rules.words import Delivery, RegulatorChoice, Route, SubmissionKind
from tenants.calendar import Calendar, uk_date
from tenants.policy.schema import Policy
from tenants.roles import Role

Freeze = Callable[[Facts, Submission], bytes]
"""Makes the snapshot of one submission, as canonical JSON, from the facts as they are recorded."""


@dataclass(frozen=True, slots=True)
class ReportSaid:
    """What is said with any report to the regulator."""

    submission_id: UUID
    route: Route
    freeze: Freeze = field(metadata={"kept": False})
    reference: str = ""
    spoke_to: str = ""
    unknown: tuple[str, ...] = ()
    """Keys of the questions left open: a follow-up is owed on them."""
    promised_at: datetime | None = None
    promises: tuple[tuple[str, datetime], ...] = ()
    """The questions that are promised for a date of their own."""
    by_portal: bool = False
    """By e-mail, sent by the portal with the PDF; else a person has made it."""
    findings: int = 0
    """How many places look like personal data of the people affected."""
    recorded_at: datetime | None = None
    """When it is written down, where that is later than it was made."""
    reason: str = ""
    """Why it goes as it is, in one line, where something ought to be otherwise."""


def to_explain(facts: Facts, policy: Policy, findings: int) -> tuple[str, ...]:
    """What one line of reason is asked for; nothing here stops a report.

    No decision to report yet; the log where the policy wants it first (DBRP-5.18); what looks like
    personal data of the people affected.
    """
    decision = facts.regulator_decision
    notes = []
    if decision is None or decision.choice is not RegulatorChoice.REPORT:
        notes.append("Nobody has recorded a decision to report.")
    if wanted_before_report(policy) and facts.log.completed_at is None:
        notes.append("The policy wants the breach log completed first. It is not complete.")
    if findings:
        places = "1 place" if findings == 1 else f"{findings} places"
        notes.append(f"Personal data of the people affected may stand in {places}.")
    return tuple(notes)


def check_time(facts: Facts, done_at: datetime) -> None:
    """Refuse what was done about the regulator before anybody noticed: a slip that would make a
    late report timely, and a decision or advice one on nothing.

    Where nobody could say when it was noticed, nothing is known that it could contradict.
    """
    if facts.intake.noticed_at is None:
        return
    known = min(cautious_start(facts), regulator_clock(facts).start)
    if done_at < known:
        sentence = f"Nobody knew of it before {day_and_time(known)}. Check the day and time."
        raise Refused(sentence, field="done_at")


def is_late(facts: Facts, done_at: datetime) -> bool:
    """Whether a first report made then misses the 72 hours (DBRP-5.15)."""
    return bool(lateness(regulator_clock(facts).due_at, done_at))


def was_late(facts: Facts, report: Submission) -> bool:
    """Whether a first report missed the 72 hours."""
    return is_late(facts, report.told_at)


def offered_reasons(facts: Facts) -> str:
    """What a late report can say of itself: for a while nothing was to be reported; '' where that
    was never so (DBRP-5.15, 5.21).
    """
    said = [
        "It counted as no breach, or as without personal data, from "
        f"{day_and_time(each.ended_at)} until new facts on {day_and_time(each.at)}."
        for each in facts.resumed
        if each.agreed
    ]
    for before, after in pairwise(facts.regulator):
        if before.choice is RegulatorChoice.DO_NOT_REPORT is not after.choice:
            decided, changed = day_and_time(before.at), day_and_time(after.at)
            said.append(f"It was decided not to report on {decided}, until new facts on {changed}.")
    return " ".join(said)


def late_without_reasons(facts: Facts) -> bool:
    """Whether the first report was late and nobody has said why yet."""
    first = facts.first_report
    return first is not None and was_late(facts, first) and not first.late_reasons


def awaits_reference(facts: Facts) -> bool:
    """Whether the regulator's reference is still to come."""
    first = facts.first_report
    return first is not None and not first.reference and not withdrawn(facts)


def withdrawn(facts: Facts) -> bool:
    """Whether what was reported has been withdrawn, and nothing reported since."""
    last = facts.submissions[-1] if facts.submissions else None
    return last is not None and last.kind is SubmissionKind.WITHDRAWAL


def astray(facts: Facts) -> tuple[Submission, ...]:
    """The reports whose e-mail did not arrive, or may not have."""
    return tuple(report for report in facts.submissions if report.astray)


ENDS_IT = frozenset({SubmissionKind.NOT_A_BREACH, SubmissionKind.WITHDRAWAL})
"""Kinds of report after which nothing more is promised; each says why it is made."""


def promised_dates(report: Submission) -> dict[datetime | None, tuple[str, ...]]:
    """The promised dates of a report with the questions of each; None: without a date."""
    own = dict(report.promises)
    dates: dict[datetime | None, tuple[str, ...]] = {}
    for key in report.unknown:
        at = own.get(key, report.promised_at)
        dates[at] = (*dates.get(at, ()), key)
    return dates


def as_made(
    facts: Facts, said: ReportSaid, kind: SubmissionKind, person: Actor, now: datetime
) -> Submission:
    """The report of this kind as it was made; one that ends it leaves nothing open."""
    unknown = () if kind in ENDS_IT else said.unknown
    reference = said.reference.strip()
    return Submission(
        id=said.submission_id,
        number=next_number(facts),
        kind=kind,
        route=said.route,
        done_at=now,
        recorded_at=said.recorded_at or now,
        by=person.known(),
        reference=reference,
        reference_at=now if reference else None,
        unknown=unknown,
        promised_at=said.promised_at if unknown else None,
        promises=said.promises if unknown else (),
        spoke_to=said.spoke_to,
        delivery=Delivery.WAITING if said.by_portal else Delivery.BY_HAND,
    )


def decided_by_reporting(facts: Facts, reasons: str, person: Actor, now: datetime) -> Facts:
    """The facts with the decision that lies in a first report made without one, or against one.

    Else whoever must hear of that decision never would, and a decision not to report would still
    be kept under review.
    """
    before = facts.regulator_decision
    if before is not None and before.choice is RegulatorChoice.REPORT:
        return facts
    decision = RegulatorDecision(
        RegulatorChoice.REPORT,
        reasons.strip(),
        person.known(),
        now,
        asked_again_at=asked_again_at(facts),
    )
    return replace(facts, regulator=(*facts.regulator, decision), other_report=None)


def submitted(facts: Facts, said: ReportSaid, report: Submission, summary: str) -> Outcome:
    """The report frozen; its PDF and, where the portal sends it, the e-mail; the Head is told."""
    after = replace(facts, submissions=(*facts.submissions, report))
    frozen = FrozenSubmission(report.id, report.number, report.kind, said.freeze(after, report))
    leaves = ("regulator_mail", "submission_pdf") if said.by_portal else ("submission_pdf",)
    effects = (
        *(Effect(kind, subject=report.id) for kind in leaves),
        Effect("alert", template="submitted", to=(Role.HEAD,)),
    )
    return Outcome(after, summary, effects, (frozen,))


def with_reference(facts: Facts, reference: str, now: datetime) -> Facts:
    """The regulator's reference, for every report that has none yet."""
    reports = tuple(
        report
        if report.reference
        else replace(report, reference=reference, reference_at=max(now, report.done_at))
        for report in facts.submissions
    )
    return replace(facts, submissions=reports)


def next_number(facts: Facts) -> int:
    """The number of the next report of this incident, from 1."""
    return len(facts.submissions) + 1


def closure_statement(calendar: Calendar, start: datetime, done_at: datetime) -> str:
    """What a report says when it is made while the school is closed for holidays (DBRP-6.1.3).

    '' on any other day. The hours are not changed by it.
    """
    on = uk_date(done_at)
    closure = next((each for each in calendar.closures if each.covers(on)), None)
    if closure is None:
        return ""
    name = f" for {closure.name}" if closure.name else ""
    closed = f"The school is closed{name} from {day(closure.from_on)} to {day(closure.until_on)}."
    if uk_date(start) < closure.from_on - timedelta(days=3):
        return closed
    return f"{closed} Fewer people than usual could be asked; what is missing will follow."
