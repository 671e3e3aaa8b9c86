"""Who is told, in words that tell two people apart: a name alone may be both parents'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.telling.addressees import Affected, Contact, Named

if TYPE_CHECKING:
    from uuid import UUID


def called(one: Affected | Contact | Named) -> str:
    """'Clare Cole, mother'; of the person affected and of somebody named the name alone."""
    relationship = one.relationship if isinstance(one, Contact) else ""
    return ", ".join(filter(None, (one.name, relationship)))


def reached(one: Affected | Contact | Named) -> str:
    """Every way that is known, each on one line; '' where none is."""
    ways = (one.email, one.phone, one.address)
    return "; ".join(" ".join(way.split()) for way in ways if way)


def to_choose(found: Affected) -> dict[str, str]:
    """The person and their contacts by id: who they are, where they are reached, who is barred."""
    people: tuple[Affected | Contact, ...] = (found, *found.contacts)
    return {str(one.id): _described(one) for one in people}


def named(found: Affected, to: UUID | Named) -> str:
    """Whom a release or an instruction names; '' where the contact is on the list no more."""
    if isinstance(to, Named):
        return _described(to)
    return to_choose(found).get(str(to), "")


def _described(one: Affected | Contact | Named) -> str:
    bar = "barred" if isinstance(one, Contact) and one.barred else ""
    return ": ".join(filter(None, (called(one), bar or reached(one))))
