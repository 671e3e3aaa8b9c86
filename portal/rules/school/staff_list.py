"""A school's own list of its staff against who is known: what saving it would change.

The same e-mail address is the same person of this school, unless the name says otherwise: an
office's mailbox is somebody else's after somebody has left. The same name at another address may be
the same person, as when the school gets new addresses: that is asked. Nothing ends by itself: who
has left by the list is proposed, and roles that it does not have end only where somebody says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from portal.rules.telling.addressees.sameness import name_key
from portal.rules.wrong_row import WrongRow
from tenants.roles import NEEDS_PHONE, Role


@dataclass(frozen=True, slots=True)
class Row:
    """One row that could be read. Empty texts say nothing."""

    number: int
    name: str
    email: str
    roles: frozenset[Role]
    job_title: str = ""
    phone: str = ""
    second_email: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the school, now or before."""

    person_id: UUID
    name: str
    email: str
    phone: str
    second_email: str
    job_title: str
    roles: frozenset[Role]
    """Held now or from a day to come; none for somebody who has left."""
    elsewhere: bool = False
    """Belongs to another organisation, too: their details are theirs alone to change."""


@dataclass(frozen=True, slots=True)
class Change:
    """What would change for somebody who is known."""

    known: Known
    row: Row
    gains: frozenset[Role]
    not_in_list: frozenset[Role]
    details: Mapping[str, str]
    """New values by the name of the column."""

    @property
    def would_leave(self) -> bool:
        """Whether nothing is left where what is not in the list ends: nobody leaves by a list."""
        return not (self.known.roles - self.not_in_list) | self.gains


@dataclass(frozen=True, slots=True)
class Plan:
    """What saving the list would do."""

    new: tuple[Row, ...]
    changed: tuple[Change, ...]
    moved: tuple[Change, ...]
    """The name of somebody here, whose address is not in the list, with another address."""
    same: int
    leavers: tuple[Known, ...]
    """Who has left by the list."""
    not_named: tuple[Known, ...]
    """Who has a role here and is not in the list at all: have they left, or is it of some alone?"""
    problems: tuple[WrongRow, ...]


_DETAILS: Final = ("name", "phone", "second_email")
NO_PHONE: Final = "Somebody in this role must have a phone number. Add one, or they are left out."
TWICE: Final = "This e-mail address is in the list already. This row is left out."
STRAY: Final = (
    "This e-mail address ends differently from most. Whoever reads its mail gets the sign-in: be "
    "sure that it is theirs."
)
OTHER_NAME: Final = (
    "Here this e-mail address is somebody’s with quite another name. Have they left? Say so on "
    "their page first. Is it their new name? Correct it there. This row is left out."
)
ELSEWHERE: Final = (
    "Somebody of this name is here with another e-mail address, and belongs to another school or "
    "service as well: only they change their address. This row is left out."
)
SHARED: Final = "Two people of the school have this e-mail address. This row is left out."


def plan(rows: Iterable[Row], known: Iterable[Known]) -> Plan:
    """Compare the list with who is known; pure, so that it is asked again when it is saved."""
    rows, known = tuple(rows), tuple(known)
    by_email: dict[str, list[Known]] = {}
    for one in known:
        by_email.setdefault(one.email.lower(), []).append(one)
    elsewhere = _by_name(rows, known)
    new: list[Row] = []
    changed: list[Change] = []
    moved: list[Change] = []
    leavers: list[Known] = []
    problems: list[WrongRow] = []
    met: set[str] = set()
    same = 0
    for row in rows:
        found = _found(by_email.get(row.email.lower(), []), row)
        before = None if found else elsewhere.get(name_key(row.name))
        found = [before] if before else found
        problem = _problem(row, found, met)
        met.add(row.email.lower())
        if problem:
            problems.append(WrongRow(row.number, problem))
        elif row.left:
            leavers += [one for one in found if one.roles]
        elif before:
            moved.append(_change(before, row, more=("email",)))
        elif not found:
            new.append(row)
        elif _is_change(change := _change(found[0], row)):
            changed.append(change)
        else:
            same += 1
    found_by_name = {one.known.person_id for one in moved}
    others = [one for one in known if one.person_id not in found_by_name]
    problems += _stray(new, [one.row.email for one in moved] + [one.email for one in others])
    not_named = (one for one in others if one.roles and one.email.lower() not in met)
    return Plan(
        new=tuple(new),
        changed=tuple(changed),
        moved=tuple(moved),
        same=same,
        leavers=tuple(leavers),
        not_named=tuple(sorted(not_named, key=lambda one: (one.name, one.email))),
        problems=tuple(problems),
    )


def _found(known: Sequence[Known], row: Row) -> list[Known]:
    """Who has this address: those who are here, or whoever left under the same name."""
    here = [one for one in known if one.roles]
    name = name_key(row.name)
    return here or [one for one in known if name_key(one.name) == name][:1]


def _by_name(rows: Sequence[Row], known: Sequence[Known]) -> dict[str, Known]:
    """Who is here at an address that the list does not have, by a name that is the only one on
    either side.
    """
    listed = {row.email.lower() for row in rows}
    free = [one for one in known if one.roles and one.email.lower() not in listed]
    times = Counter(name_key(row.name) for row in rows)
    here = Counter(name_key(one.name) for one in free)
    return {
        name: one
        for one in free
        if (name := name_key(one.name)) and times[name] == 1 and here[name] == 1
    }


def _stray(new: Sequence[Row], others: Sequence[str]) -> Iterator[WrongRow]:
    """Who is new with an address outside the domain of more than half of all."""
    domains = [_domain(email) for email in (*(one.email for one in new), *others)]
    usual, number = next(iter(Counter(domains).most_common(1)), ("", 0))
    if number * 2 > len(domains):
        yield from (WrongRow(row.number, STRAY) for row in new if _domain(row.email) != usual)


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()


def _problem(row: Row, found: list[Known], met: set[str]) -> str:
    if row.email.lower() in met:
        return TWICE
    if len(found) > 1:
        return SHARED
    if found and (problem := _other(found[0], row)):
        return problem
    has_phone = row.phone or (found and found[0].phone)
    if not row.left and row.roles & {*NEEDS_PHONE} and not has_phone:
        return NO_PHONE
    return ""


def _other(known: Known, row: Row) -> str:
    """Whether it is doubtful that the row is of this person, or theirs to change."""
    if known.email.lower() != row.email.lower():
        return ELSEWHERE if known.elsewhere and not row.left else ""
    words, others = ({*name_key(name).split()} for name in (known.name, row.name))
    return OTHER_NAME if words and others and words.isdisjoint(others) else ""


def _change(known: Known, row: Row, more: tuple[str, ...] = ()) -> Change:
    details = {} if known.elsewhere else _said(row, known, (*_DETAILS, *more))
    return Change(
        known=known,
        row=row,
        gains=row.roles - known.roles - ({Role.STAFF} if known.roles else frozenset()),
        not_in_list=known.roles - row.roles - {Role.STAFF, Role.DPO} if row.roles else frozenset(),
        details=details | _said(row, known, ("job_title",)),
    )


def _said(row: Row, known: Known, names: Iterable[str]) -> dict[str, str]:
    said = {name: str(getattr(row, name)) for name in names}
    return {name: text for name, text in said.items() if text and text != getattr(known, name)}


def _is_change(change: Change) -> bool:
    return bool(change.gains or change.not_in_list or change.details)
