"""Addresses of a list that may be a stranger's: a letter is wrong, or a column has slipped.

They stay on the list, each with a question: whoever brings it in looks at them first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.notices.people_list.model import RowProblem
from portal.rules.telling.addressees.sameness import email_key, name_key
from portal.rules.telling.mail_slips import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portal.notices.people_list.model import ImportedPerson


@dataclass(frozen=True, slots=True)
class _Mailbox:
    """An address of the list: whose it is said to be, and about whom."""

    row: int
    column: str
    email: str
    names: frozenset[str]
    """The words of the names of whoever has it, and of the person it is about."""


def doubts(people: Iterable[ImportedPerson], unit: str) -> Iterator[RowProblem]:
    """One for each address that ends nearly like a provider's, or is somebody else's as well.

    A family shares an address: its names share a word.
    """
    first: dict[str, list[_Mailbox]] = {}
    for box in (box for person in people for box in _mailboxes(person)):
        if provider := meant(box.email):
            sentence = (
                f"It ends nearly like {provider}. If a letter is wrong, a stranger gets the "
                "message: look at it again."
            )
            yield RowProblem(box.row, box.column, sentence)
        others = first.setdefault(email_key(box.email), [])
        other = next((one for one in others if one.names.isdisjoint(box.names)), None)
        if other is not None:
            sentence = (
                f"It stands in {unit} {other.row} as well, with quite another name. Has a column "
                "slipped? Then strangers get the messages: look at it again."
            )
            yield RowProblem(box.row, box.column, sentence)
        else:
            others.append(box)


def _mailboxes(person: ImportedPerson) -> Iterator[_Mailbox]:
    own = _words(f"{person.forename} {person.surname}")
    if person.email:
        yield _Mailbox(person.row, "Email", person.email, own)
    for one in person.contacts:
        if one.email and not one.barred:
            yield _Mailbox(person.row, "Contact email", one.email, own | _words(one.name))


def _words(name: str) -> frozenset[str]:
    return frozenset(name_key(name).split())
