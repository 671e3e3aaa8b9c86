"""Who owes a duty, and how many are one's own, in the words of every list of what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.web.parts.owed import Figure, listed, who_owes
from tenants.roles import IN_ONE_INCIDENT, TITLES, Role, in_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from portal.models.duties import DutyRow
    from portal.rules.duties.duty import Duty
    from portal.rules.in_charge.owners import Owner
    from portal.store.duties import DueCount
    from portal.store.school.people import Known
    from portal.web.parts.when import Urgency
    from portal.web.visiting import Visit


MOST_NAMES: Final = 3


def by_whom(row: DutyRow, people: Mapping[UUID, Known], visit: Visit) -> str:
    """The role with the name of whoever owes it now, and that they stand in where they do."""
    role = Role(row.role)
    title, mine = TITLES[role], visit.person_id in row.owners
    owners = [people[one] for one in row.owners if one in people]
    holds = any((row.school_id, role) in one.holds for one in owners)
    stands_in = bool(owners) and not (holds or row.person_id or role in IN_ONE_INCIDENT)
    if mine or not owners or role is Role.REPORTER:
        return who_owes(title, mine=mine, acting_for=in_sentence(role) if stands_in else "")
    if row.person_id is not None and len(owners) == 1:
        return owners[0].name
    return who_owes(title, name=_named([one.name for one in owners], stand_in=stands_in))


def of_incident(duty: Duty, owner: Owner, visit: Visit) -> str:
    """The same of a duty on a page of its incident; the name of a reporter is not said.

    A reporter who owes an answer may have asked that nobody name them.
    """
    stands_in = owner.standing_in_for
    names = [one.name for one in owner.people if duty.role is not Role.REPORTER]
    return who_owes(
        TITLES[owner.role_held if duty.person else duty.role],
        mine=any(person.person_id == visit.person_id for person in owner.people),
        acting_for=in_sentence(stands_in) if stands_in else "",
        name=_named(names, stand_in=stands_in is not None),
    )


def _named(names: Sequence[str], *, stand_in: bool) -> str:
    """One person by name; of several only those who stand in: nobody else says who it is then."""
    match names:
        case [one]:
            return f"{one} stands in" if stand_in else one
        case [_, *_] if stand_in:
            others = ["others"] if len(names) > MOST_NAMES else []
            return f"{listed([*names[:MOST_NAMES], *others])} stand in"
        case _:
            return ""


def due_figure(count: DueCount, words: str, urgency: Urgency | None = None) -> Figure:
    """A tile of so many; where others owe a part of them, it says how many are the viewer's."""
    mine = f"{count.own:,}" if count.own else "none"
    whose = "" if count.own == count.of_all else f", {mine} of them yours"
    return Figure(count.of_all, words + whose, urgency if count.of_all else None)
