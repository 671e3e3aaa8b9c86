"""The lists of the workspace, to read and to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.investigation.to_speak_to import to_speak_to
from portal.web.parts.record import Answer
from portal.web.parts.when import full

if TYPE_CHECKING:
    from portal.web.visiting import Case


def workspace(case: Case) -> tuple[tuple[str, str, tuple[Answer, ...]], ...]:
    """Heading, id and lines of each list that has any."""
    lists = (
        ("Conversations", "conversations", _conversations(case)),
        ("Expert help", "experts", _experts(case)),
        ("Risks", "risks", _risks(case)),
        ("What is said, and to whom", "communications", _communications(case)),
    )
    return tuple(each for each in lists if each[2])


def people_to_speak_to(case: Case) -> tuple[Answer, ...]:
    """Whom the report names, and whether somebody has spoken to them."""
    return tuple(
        Answer(
            each.who,
            f"{each.why}. "
            + (f"Spoken to {full(each.spoken.held_at)}." if each.spoken else "No talk yet."),
        )
        for each in to_speak_to(case.facts)
    )


def _conversations(case: Case) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            f"{each.with_whom}, {full(each.held_at)}",
            f"{each.said}\nWritten down by {case.name_of(each.by)}.",
        )
        for each in case.facts.interviews
    )


def _experts(case: Case) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            f"{each.whom}, {full(each.at)}: {each.asked}",
            f"{each.answer} ({full(each.answered_at)})" if each.answered_at else "Not answered yet",
        )
        for each in case.facts.experts
    )


def _risks(case: Case) -> tuple[Answer, ...]:
    """Each as it was noted last, the greatest first."""
    last = {each.id: each for each in case.facts.noted_risks}
    return tuple(
        Answer(
            each.what,
            f"Likelihood {each.likelihood} × impact {each.impact} = {each.product} of 25. "
            f"{each.lessened_by or 'Nothing lessens it yet.'} "
            f"Owned by {case.name_of(each.owner)}, as of {full(each.at)}.",
        )
        for each in sorted(last.values(), key=lambda one: -one.product)
    )


def _communications(case: Case) -> tuple[Answer, ...]:
    facts = case.facts
    none = (Answer("Nothing needs to be said", facts.no_communication),)
    return (none if facts.no_communication else ()) + tuple(
        Answer(
            f"To {each.audience}, {each.channel}",
            f"{each.message}\n{case.name_of(each.person)}, by {full(each.planned_at)}. "
            + (f"Done {full(each.done_at)}. {each.note}" if each.done_at else "Open."),
        )
        for each in facts.communications
    )
