"""After a report: who has been told by name and role, by when they must look, what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.rules.duties import owed
from portal.rules.in_charge import alerts
from portal.rules.responsibilities import identity_readers
from portal.rules.words import Answer
from portal.web.parts import when
from portal.web.parts.owed import listed
from tenants.roles import IN_CHARGE, TITLES, in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portal.rules.facts import Facts
    from portal.rules.in_charge.roster import Holder
    from portal.web.visiting import Case, Visit

NOBODY_IN_CHARGE: Final = (
    "Nobody in charge of the school could be told by the portal. Do not leave it at this: tell the "
    "Headteacher, a governor or the data protection officer yourself, now, whichever of them it is "
    "not about."
)


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence and, when it is urgent or the school is closed, whom to ring."""

    people: str
    roles: str
    """The same without names, for a page that anybody sees."""
    at: str
    look: str
    """'by 6:52pm today', or 'at once' where there is no time to lose."""
    readers: str
    """Who may read a name that is kept private (SIP-1-faith)."""
    ring: tuple[tuple[str, str, str], ...]
    """(name, title, phone), where somebody should be rung as well."""
    nobody: str
    """What to do where none of them is in charge, and it falls to a colleague; else ''."""


def told(visit: Visit, case: Case) -> Told:
    """From the roster of today; never somebody whom it concerns."""
    facts, roster, policy = case.facts, case.roster, case.policy
    roles = alerts.alerted_of_report(policy, roster, facts)
    people = alerts.people_behind(roles, roster, facts, policy, visit.now)
    reading = identity_readers(policy, facts)
    readers = alerts.people_behind(sorted(reading), roster, facts, policy, visit.now)
    duties = {duty.kind: duty for duty in owed(facts, policy, case.calendar, visit.now)}
    urgent = facts.intake.danger is not Answer.NO or facts.intake.systems_affected
    ring = urgent or case.calendar.is_closed(visit.now)
    return Told(
        people=_names(people),
        roles=listed(dict.fromkeys(f"the {in_sentence(one.role)}" for one in people)),
        at=when.clock_time(facts.reported_at),
        look=_look(duties["look_at_report"].due_at, visit.now),
        readers=_names(readers),
        ring=tuple(_to_ring(people, visit)) if ring else (),
        nobody="" if any(one.role in IN_CHARGE for one in people) else NOBODY_IN_CHARGE,
    )


def _to_ring(people: tuple[Holder, ...], visit: Visit) -> Iterator[tuple[str, str, str]]:
    """Nobody is asked to ring themselves: a Head reports too."""
    reader = visit.person.id if visit.person else None
    for one in people:
        if one.phone and one.person_id != reader:
            yield one.name, TITLES[one.role], one.phone


def _names(people: tuple[Holder, ...]) -> str:
    return listed(f"{one.name} ({TITLES[one.role]})" for one in people)


def _look(due_at: datetime, now: datetime) -> str:
    return "at once" if due_at <= now else f"by {when.near(due_at, now)}"


def advice(facts: Facts) -> tuple[str, ...]:
    """What the reporter can do now; contact with a recipient only where nobody can be in danger."""
    lines = ["Do not delete anything: it is evidence."]
    if facts.intake.danger is Answer.NO:
        lines.append(
            "If it went to the wrong person, ask them to delete it, not to pass it on, and to "
            "tell you when they have."
        )
    else:
        lines.append(
            "Do not contact whoever received it: ask the safeguarding lead or the Headteacher "
            "first."
        )
    lines.append("If a password may be known to others, change it from another device.")
    lines.append("If somebody replies to you about it, do not discuss it: add it here.")
    return tuple(lines)
