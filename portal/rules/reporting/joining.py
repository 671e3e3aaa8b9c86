"""Reports of one matter: whether they may be joined, and what joining and separating make of both.

The one goes on with the earliest clock of both and hidden from whom either concerns. The other is
kept, ended as 'joined', and owes nothing of its own meanwhile; separating restores both.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.clock import cautious_start
from portal.rules.ending.conclusion import is_contained
from portal.rules.ending.ended_without_dpo import as_dpo
from portal.rules.facts import Facts, Joined, JoinedTo
from portal.rules.outcome import Actor
from portal.rules.rows import Hide, Unhide
from portal.rules.triage import danger
from portal.rules.words import OPEN_STAGES, Ending, Stage


def check_joining(facts: Facts, other: Facts) -> None:
    """Refuse what cannot be one matter; raises `Refused`."""
    if other.incident_id == facts.incident_id:
        raise Refused("Choose another report than this one", field="incident")
    if other.school_id != facts.school_id:
        raise Refused("Only reports of the same school can be joined", field="incident")
    if other.joined_to is not None or other.stage not in OPEN_STAGES:
        raise Refused("That one is closed, or joined already", field="incident")
    if other.linked:
        sentence = (
            "That one is linked with the same matter at another school. "
            "Open it, and join this report to it instead"
        )
        raise Refused(sentence, field="incident")
    if other.submissions or other.people.sendings:
        sentence = (
            "Of that one somebody outside has been told already. "
            "Open it, and join this report to it instead"
        )
        raise Refused(sentence, field="incident")


def joined(facts: Facts, other: Facts, person: Actor, reason: str, now: datetime) -> Facts:
    """The incident that goes on."""
    with_it = Joined(
        incident_id=other.incident_id,
        reference=other.reference,
        starts_at=cautious_start(other),
        aware=other.aware,
        concerned=tuple(sorted(other.concerned)),
        by=person.known(),
        at=now,
        reason=reason,
        by_dpo=as_dpo(person),
        naming=other.intake.reporter.naming,
        contact=other.intake.outside.contact if other.intake.outside else "",
        by_mail=other.intake.by_mail is not None,
        danger_since=danger.open_since(other),
        feared=danger.feared(other),
        going_on_since=None if is_contained(other) else other.reported_at,
        with_it=other.all_joined,
    )
    return replace(facts, joined=(*facts.joined, with_it))


def ended_as_joined(other: Facts, to: Facts, person: Actor, now: datetime) -> Facts:
    """The one that is kept, and led on from."""
    goes_on = JoinedTo(
        incident_id=to.incident_id,
        reference=to.reference,
        concerned=tuple(sorted(to.concerned)),
        stage=other.stage,
        ending=other.ending,
        by=person.known(),
        at=now,
    )
    return replace(
        other, stage=Stage.CLOSED, ending=Ending.JOINED, closed_at=now, joined_to=goes_on
    )


def separated(facts: Facts, other: UUID) -> Facts:
    """The incident without the other; what the other's reporter has not answered goes with it."""
    return replace(
        facts,
        joined=tuple(each for each in facts.joined if each.incident_id != other),
        questions=tuple(
            each for each in facts.questions if each.of != other or each.answered_at is not None
        ),
    )


def hidden_from(persons: frozenset[UUID], facts: Facts) -> tuple[Hide, ...]:
    """The incident, with the reports joined to it, hidden from these persons."""
    everywhere = (None, *facts.all_joined)
    return tuple(Hide(each, where) for where in everywhere for each in sorted(persons))


def shown_to(persons: frozenset[UUID], facts: Facts) -> tuple[Unhide, ...]:
    """The same shown again, but for what was joined to it and concerns them by itself."""
    shown = []
    for person in sorted(persons):
        with_it = (each for each in facts.joined if person not in each.concerned)
        everywhere = (None, *(ident for each in with_it for ident in each.all_of_it))
        shown += [Unhide(person, where) for where in everywhere]
    return tuple(shown)


def asked_beside(facts: Facts, question: UUID) -> UUID | None:
    """The incident that has this question as well: the reporter of a joined report is asked there,
    for the one that it was joined to.
    """
    of = next((each.of for each in facts.questions if each.id == question), None)
    return of or (facts.joined_to.incident_id if facts.joined_to else None)


def restored(other: Facts) -> Facts:
    """The other as it stood before."""
    before = other.joined_to
    assert before is not None  # noqa: S101 - only what was joined is separated
    return replace(other, stage=before.stage, ending=before.ending, closed_at=None, joined_to=None)
