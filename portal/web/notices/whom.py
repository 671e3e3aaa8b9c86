"""Who is told, in words that tell two people apart: a name alone may be both parents'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.telling.addressees import Affected, Contact, Named
from portal.rules.telling.addressees.households import Bars
from portal.rules.telling.mail_slips import meant
from portal.rules.words import Channel

if TYPE_CHECKING:
    from uuid import UUID

HOW = {
    Channel.EMAIL: ", by e-mail",
    Channel.LETTER: ", by letter",
    Channel.IN_PERSON: ", in person",
}


def called(one: Affected | Contact | Named) -> str:
    """'Clare Cole, mother'; of the person affected and of somebody named the name alone."""
    relationship = one.relationship if isinstance(one, Contact) else ""
    return ", ".join(filter(None, (one.name, relationship)))


def reached(one: Affected | Contact | Named) -> str:
    """Every way that is known, each on one line; '' where none is."""
    ways = (one.email, one.phone, one.address)
    return "; ".join(" ".join(way.split()) for way in ways if way)


def doubted(email: str | None) -> str:
    """A question about an address in which a letter may be wrong; '' for no doubt."""
    provider = meant(email or "")
    return f"The e-mail address ends nearly like {provider}: is a letter wrong?" if provider else ""


def and_doubted(done: str, email: str | None) -> str:
    """What was done, and the question about the address that was typed."""
    return " ".join(filter(None, (done, doubted(email))))


def not_used(found: Affected, one: Affected | Contact) -> str:
    """'Not used, because somebody barred has it too: x@example.org'; '' where nothing is barred."""
    bars = Bars(tuple(each for each in found.contacts if each.barred and each != one))
    ways = ((one.email, bars.email), (one.phone, bars.phone), (one.address, bars.address))
    barred = [" ".join(way.split()) for way, may_use in ways if way and not may_use(way)]
    return f"Not used, because somebody barred has it too: {'; '.join(barred)}" if barred else ""


def to_choose(found: Affected) -> dict[str, str]:
    """The person and their contacts by id: who they are, where they are reached, who is barred."""
    people: tuple[Affected | Contact, ...] = (found, *found.contacts)
    return {str(one.id): _described(one) for one in people}


def told(found: Affected, to: UUID | Named, channel: Channel | None) -> str:
    """Whom a release or an instruction names, how, and where that reaches them."""
    people: tuple[Affected | Contact, ...] = (found, *found.contacts)
    one = to if isinstance(to, Named) else next((one for one in people if one.id == to), None)
    if one is None:
        return "Somebody who is on the list no more"
    ways = {Channel.EMAIL: one.email, Channel.LETTER: one.address}
    where = " ".join(ways.get(channel, "").split()) if channel else ""
    who = f"{called(one)}{HOW[channel] if channel else ''}"
    return ": ".join(filter(None, (who, where or reached(one))))


def _described(one: Affected | Contact | Named) -> str:
    bar = "barred" if isinstance(one, Contact) and one.barred else ""
    return ": ".join(filter(None, (called(one), bar or reached(one))))
