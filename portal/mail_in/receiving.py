"""Take one message from a mail server: kept, counted as a bounce, ignored, or nobody's here."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from portal.desk.school import mailbox_tests
from portal.desk.telling import bouncing, incoming
from portal.mail_in import bounces, reading
from tenants import mail_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portal.host import NotDelivered, Services

LARGEST_BYTES = 50 * 1024 * 1024
"""Of one message; what is larger is not a report, and is left to its server."""

LONGEST_ON_ITS_WAY = timedelta(days=5)
"""Servers give up by then."""


class Received(StrEnum):
    """What became of a message."""

    KEPT = "kept"
    KNOWN = "known"
    """The very same message was kept before."""
    BOUNCE = "bounce"
    IGNORED = "ignored"
    """Written by a machine: an answer would be answered for ever."""
    TEST = "test"
    """Our own, to prove an address."""
    UNPROVED = "unproved"
    """For an address that a school has named, and that is only now being tested: to be tried
    again."""
    NOBODYS = "nobodys"
    """For no address that a school here has given."""


def receive(
    services: Services, raw: bytes, *, to: Iterable[str] = (), arrived_at: datetime | None = None
) -> Received:
    """Take one message; when this returns, nothing of it can be lost any more.

    `to` names the addresses that the server delivers it to, where it knows; `arrived_at` when it
    came to the mailbox. Raises what the database raises: then the server keeps it and tries again.
    """
    returned = bounces.read(raw)
    if returned is not None:
        return _bounced(services, returned)
    above = reading.headers(raw)
    delivered = [*to, *above.delivered_to]
    if _is_test(services, above.subject, [*delivered, *above.to]):
        return Received.TEST
    found = mail_addresses.reporting_school(
        services.engine, _candidates([*delivered, *above.to]), _candidates(delivered)
    )
    if found is None or len(raw) > LARGEST_BYTES:
        return Received.NOBODYS
    if not found.proved:
        mailbox_tests.send_unasked(services, found.school_id, found.address)
        return Received.UNPROVED
    own = {services.settings.mail_from.lower(), found.address}
    if above.automatic or above.sender in own or bounces.ours(above.message_id):
        return Received.IGNORED
    now = services.clock.now()
    at = _arrival(now, arrived_at or above.received_at)
    if found.anonymous:
        raw = reading.unnamed(raw)
        above = reading.headers(raw)
    kept = incoming.keep(
        services,
        found.school_id,
        raw,
        message_id=above.message_id,
        sender=above.sender,
        at=at,
        anonymous=found.anonymous,
    )
    return Received.KEPT if kept else Received.KNOWN


def _is_test(services: Services, subject: str, addresses: Iterable[str]) -> bool:
    """Whether it is a test mail of ours, which proves the address that it was written to."""
    code = mailbox_tests.code_of(subject)
    school_id = mail_addresses.school_of_mail(services.engine, code) if code else None
    if code is None or school_id is None:
        return False
    return mailbox_tests.arrived(services, school_id, code, _candidates(addresses))


def _arrival(now: datetime, said: datetime | None) -> datetime:
    """When it reached the school's mailbox; what cannot be so is not believed."""
    return said if said is not None and now - LONGEST_ON_ITS_WAY <= said <= now else now


def not_delivered(services: Services, said: NotDelivered) -> Received:
    """Note that a mail of ours did not arrive, as its provider says when it is asked."""
    mail = bounces.ours(said.message_id)
    if mail is None:
        return Received.NOBODYS
    return _bounced(services, bounces.Returned(mail, bounces.Bounce.HARD), said.at)


def _bounced(
    services: Services, returned: bounces.Returned, at: datetime | None = None
) -> Received:
    mail = returned.mail
    school_id = mail_addresses.school_of_mail(services.engine, mail.id)
    if school_id is None:
        return Received.NOBODYS
    bouncing.bounced(services, school_id, mail.kind, mail.id, returned.bounce, at)
    return Received.BOUNCE


def _candidates(addresses: Iterable[str]) -> list[str]:
    """Each address as it is, then without its tag: help+anything@ is delivered to help@."""
    plain = [address.lower() for address in addresses]
    split = (address.rpartition("@") for address in plain)
    return [*plain, *(f"{name.partition('+')[0]}@{domain}" for name, _, domain in split)]
