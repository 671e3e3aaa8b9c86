"""The two tracks beside the stages, derived from facts and never set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from portal.rules.also_told.sharing import other_tells
from portal.rules.telling.holding import hold_in_force, published_at
from portal.rules.words import PeopleChoice, RegulatorChoice, SubmissionKind

if TYPE_CHECKING:
    from portal.rules.facts import Facts


class RegulatorTrack(StrEnum):
    """Where reporting to the regulator stands."""

    UNDECIDED = "undecided"
    NOT_TO_BE_REPORTED = "not_to_be_reported"
    TO_BE_REPORTED = "to_be_reported"
    MORE_TO_FOLLOW = "more_to_follow"
    COMPLETE = "complete"
    ANOTHER_REPORTS = "another_reports"
    WITHDRAWN = "withdrawn"


class PeopleTrack(StrEnum):
    """Where telling the people affected stands."""

    UNDECIDED = "undecided"
    NOT_TO_BE_TOLD = "not_to_be_told"
    PUBLICLY = "publicly"
    TO_BE_TOLD = "to_be_told"
    HELD = "held"
    """On the advice of law enforcement (DBRP-5.19)."""
    BEING_TOLD = "being_told"
    TOLD = "told"
    ANOTHER_TELLS = "another_tells"
    """A joint controller, which has not confirmed it yet (DBRP-5.11)."""


def regulator_track(facts: Facts) -> RegulatorTrack:
    """From the submissions made, else from the decision in force."""
    if facts.submissions:
        return _reported(facts)
    decision = facts.regulator_decision
    if decision is None:
        return RegulatorTrack.UNDECIDED
    return {
        RegulatorChoice.REPORT: RegulatorTrack.TO_BE_REPORTED,
        RegulatorChoice.DO_NOT_REPORT: RegulatorTrack.NOT_TO_BE_REPORTED,
        RegulatorChoice.ANOTHER_REPORTS: RegulatorTrack.ANOTHER_REPORTS,
    }[decision.choice]


@dataclass(frozen=True, slots=True)
class BreachAfterAll:
    """The regulator was told that it was no breach, and that was undone since."""

    times: int
    undone_at: datetime
    told_at: datetime | None
    """When the regulator was told of it."""


def breach_after_all(facts: Facts) -> BreachAfterAll | None:
    """Where the regulator believes, or believed, in a finding of no breach that was undone.

    Re-opening only asks afresh: it counts as undone once the school declares itself aware again.
    """
    undone_at = facts.no_breach_undone_at
    if any(each.at == undone_at for each in facts.reopenings if each.clock_from):
        since = (each.declared_at for each in facts.awareness)
        undone_at = next((at for at in since if undone_at is not None and at >= undone_at), None)
    if undone_at is None:
        return None
    told_none = [
        each
        for each in facts.submissions
        if each.kind is SubmissionKind.NOT_A_BREACH and each.recorded_at <= undone_at
    ]
    if not told_none:
        return None
    later = (
        each.done_at
        for each in facts.submissions[told_none[-1].number :]
        if each.kind is not SubmissionKind.NOT_A_BREACH and each.recorded_at >= undone_at
    )
    return BreachAfterAll(len(told_none), undone_at, next(later, None))


def _reported(facts: Facts) -> RegulatorTrack:
    """An e-mail that went astray has told nobody: it is still to be reported."""
    last, after_all = facts.submissions[-1], breach_after_all(facts)
    if all(report.astray for report in facts.submissions):
        return RegulatorTrack.TO_BE_REPORTED
    if last.kind is SubmissionKind.WITHDRAWAL:
        return RegulatorTrack.WITHDRAWN
    believes_none = after_all is not None and after_all.told_at is None
    more = bool(last.unknown) or last.astray or (believes_none and facts.no_breach_at is None)
    return RegulatorTrack.MORE_TO_FOLLOW if more else RegulatorTrack.COMPLETE


def people_track(facts: Facts) -> PeopleTrack:
    """From what went out, else from the decision in force; a hold only stays what is to be told."""
    decision = facts.people_decision
    if decision is None:
        return PeopleTrack.UNDECIDED
    if decision.choice is PeopleChoice.NOT_REQUIRED:
        return PeopleTrack.NOT_TO_BE_TOLD
    if other_tells(facts):
        return PeopleTrack.TOLD if facts.other_told else PeopleTrack.ANOTHER_TELLS
    if hold_in_force(facts) is not None and not _all_gone(facts):
        return PeopleTrack.HELD
    if decision.choice is PeopleChoice.PUBLICLY:
        return PeopleTrack.TOLD if published_at(facts) else PeopleTrack.PUBLICLY
    people = facts.people
    if people.list_is_wrong:
        return PeopleTrack.TO_BE_TOLD
    if people.sent_at is None:
        return PeopleTrack.TOLD if people.settled_at else PeopleTrack.TO_BE_TOLD
    return PeopleTrack.BEING_TOLD if people.waiting or people.unsent_since else PeopleTrack.TOLD


def _all_gone(facts: Facts) -> bool:
    """Whether a sending went out to its end: a later hold has nothing left to keep back."""
    people = facts.people
    left = people.waiting or people.unsent_since or people.stopped_at
    return people.sent_at is not None and not left
