"""The report to the regulator and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.also_told.sharing import left_to_controller_at
from portal.rules.clock import (
    LONGEST_BEFORE_DECISION,
    RegulatorClock,
    clock_has_ended,
    due_once_resumed,
    regulator_clock,
)
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.regulator.submitting import ENDS_IT, astray, promised_dates, was_late, withdrawn
from portal.rules.responsibilities import submitting_role
from portal.rules.timescales import due, other_reports_by
from portal.rules.tracks import breach_after_all
from portal.rules.words import Family, LetterKind, RegulatorChoice
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.regulator import ICO


def submit_to_regulator(
    facts: Facts, policy: Policy, calendar: Calendar, now: datetime
) -> Iterator[Duty]:
    """DBRP-1.4: 72 hours exactly from awareness; until aware, from the cautious start.

    Ends only with a report, a decision not to report, no breach or no personal data confirmed by
    the DPO, another controller's report confirmed, or all of it left to the controller for whom
    the school holds it. While another's report may still be waited for, to make sure of it is owed
    in its place (DBRP-5.11).
    """
    decision, first = facts.regulator_decision, facts.first_report
    choice = decision.choice if decision else None
    if first is None and (clock_has_ended(facts) or choice is RegulatorChoice.DO_NOT_REPORT):
        return
    if first is None and left_to_controller_at(facts) is not None:
        return
    another = choice is RegulatorChoice.ANOTHER_REPORTS and first is None
    confirmed = facts.other_report.reported_at if another and facts.other_report else None
    if another and confirmed is None and now < other_reports_by(facts, policy, calendar):
        return
    clock = regulator_clock(facts)
    made = first is not None and not first.astray
    yield Duty(
        kind="submit_to_regulator",
        what=f"Report to the {ICO}: the other controller has not confirmed that it has"
        if another
        else f"Report to the {ICO}",
        role=submitting_role(policy, facts),
        opens_at=facts.reported_at,
        due_at=_due_at(facts, policy, calendar, clock),
        family=Family.REGULATOR,
        action="settle_delivery" if first and not made else "submit_initial",
        met_at=first.told_at if first and made else confirmed,
        cautious=clock.cautious,
    )


def other_controller_reported(
    facts: Facts, policy: Policy, calendar: Calendar, now: datetime
) -> Iterator[Duty]:
    """DBRP-5.11: another reports, and we make sure of it by 60 hours; then it is ours to report."""
    decision = facts.regulator_decision
    if decision is None or decision.choice is not RegulatorChoice.ANOTHER_REPORTS:
        return
    due_at = other_reports_by(facts, policy, calendar)
    confirmed = facts.other_report
    over = facts.submissions or clock_has_ended(facts) or left_to_controller_at(facts)
    if confirmed is None and (over or now >= due_at):
        return
    yield Duty(
        kind="other_controller_reported",
        what=f"Make sure that the other controller has reported to the {ICO}",
        role=submitting_role(policy, facts),
        opens_at=decision.at,
        due_at=due_at,
        family=Family.REGULATOR,
        action="confirm_other_report",
        met_at=confirmed.at if confirmed else None,
        cautious=facts.aware is None,
        recheck_at=due_at,
    )


def _due_at(facts: Facts, policy: Policy, calendar: Calendar, clock: RegulatorClock) -> datetime:
    """The end of the 72 hours; a day from then if later, where a decision not to report was
    reversed, or a finding that had ended them no longer holds.

    Lateness is computed from the 72 hours all the same.
    """
    due_at = due_once_resumed(facts, clock.start, clock.due_at, LONGEST_BEFORE_DECISION)
    if len(facts.regulator) > 1:
        before, reversed_ = facts.regulator[-2:]
        if before.choice is RegulatorChoice.DO_NOT_REPORT:
            return max(due_at, due(policy, "decide_again", reversed_.at, calendar, facts))
    return due_at


def late_reasons(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.15: a late report never waits for its reasons; they are owed at once."""
    first = facts.first_report
    if first is None or not was_late(facts, first) or first.reasons_at == first.done_at:
        return
    yield Duty(
        kind="late_reasons",
        what=f"Say why the report to the {ICO} was late",
        role=submitting_role(policy, facts),
        opens_at=first.recorded_at,
        due_at=due(policy, "late_reasons", first.recorded_at, calendar, facts),
        family=Family.REGULATOR,
        action="record_late_reasons",
        met_at=first.reasons_at,
    )


def get_reference(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Submitted, reference awaited."""
    first = facts.first_report
    if first is None or first.reference_at == first.done_at or withdrawn(facts):
        return
    yield Duty(
        kind="get_reference",
        what=f"Get the {ICO}’s reference",
        role=submitting_role(policy, facts),
        opens_at=first.done_at,
        due_at=due(policy, "get_reference", first.done_at, calendar, facts),
        action="record_reference",
        met_at=first.reference_at,
    )


def promised_follow_up(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-4.4, 5.13: what was left open is owed, by each date that was promised for it."""
    for place, report in enumerate(facts.submissions):
        later = facts.submissions[place + 1 :]
        dates = {} if report.kind in ENDS_IT else promised_dates(report)
        for promised_at, keys in dates.items():
            yield Duty(
                kind="promised_follow_up",
                what=f"Send the {ICO} the follow-up that was promised",
                role=submitting_role(policy, facts),
                opens_at=report.done_at,
                due_at=promised_at
                or due(policy, "promised_follow_up", report.done_at, calendar, facts),
                family=Family.REGULATOR,
                action="submit_follow_up",
                met_at=later[0].done_at if later else None,
                subject="" if promised_at == report.promised_at else keys[0],
                occurrence=report.number,
            )


def settle_delivery(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """A report whose e-mail did not arrive has told nobody."""
    for report in astray(facts):
        opens_at = report.delivered_at or report.told_at
        yield Duty(
            kind="settle_delivery",
            what=f"Send the {ICO} again what did not arrive, or report in another way",
            role=submitting_role(policy, facts),
            opens_at=opens_at,
            due_at=due(policy, "settle_delivery", opens_at, calendar, facts),
            family=Family.REGULATOR,
            action="settle_delivery",
            subject=str(report.number),
        )


def answer_regulator(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """What the regulator asks is answered by its date; closing does not wait for it."""
    for number, letter in enumerate(facts.regulator_letters, start=1):
        asks = letter.kind is LetterKind.QUESTION
        if not asks and letter.answer_by is None:
            continue
        yield Duty(
            kind="answer_regulator",
            what=f"Answer the {ICO}",
            role=submitting_role(policy, facts),
            opens_at=letter.received_at,
            due_at=letter.answer_by
            or due(policy, "answer_regulator", letter.received_at, calendar, facts),
            family=Family.REGULATOR,
            action="answer_regulator",
            met_at=letter.answered_at,
            subject=str(number),
        )


def regulator_not_a_breach(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.14: the regulator is told when what was reported turns out to be no breach."""
    found_at = facts.no_breach_at
    if found_at is None or facts.first_report is None or facts.first_report.done_at > found_at:
        return
    last, undone = facts.submissions[-1], breach_after_all(facts)
    if last.kind in ENDS_IT and last.done_at < found_at:
        return  # it was told before it was recorded here
    if undone is not None and undone.told_at is None:
        return  # it was told so of an earlier finding, and never otherwise
    told = (
        report.done_at
        for report in facts.submissions
        if report.kind in ENDS_IT and report.done_at >= found_at
    )
    yield Duty(
        kind="regulator_not_a_breach",
        what=f"Tell the {ICO} that it was no breach",
        role=submitting_role(policy, facts),
        opens_at=found_at,
        due_at=due(policy, "regulator_not_a_breach", found_at, calendar, facts),
        family=Family.REGULATOR,
        action="submit_follow_up",
        met_at=next(told, None),
        occurrence=facts.no_breach_times or 1,
    )


RULES: tuple[Rule, ...] = (
    submit_to_regulator,
    other_controller_reported,
    late_reasons,
    get_reference,
    promised_follow_up,
    settle_delivery,
    answer_regulator,
    regulator_not_a_breach,
)

DUE_TO_REGULATOR = frozenset(rule.__name__ for rule in RULES)
"""Kinds of what is owed to the regulator. Their sentences are fixed: they hold nobody's data."""
