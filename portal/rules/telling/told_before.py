"""Somebody who may not be told turns out to have been sent a notice already. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from portal.rules.telling.addressees import Contact
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import LEFT, EnvelopeState
from portal.rules.words import Answer


def told_before(
    contact: Contact, notices: Iterable[tuple[UUID, EnvelopeState, Envelope]]
) -> UUID | None:
    """The notice that went to this contact, who is barred or does not speak for the person; None
    where there is none, or it is known that it went where it should not. `notices` are about the
    person.
    """
    speaks = {contact.responsibility, contact.daily_care} != {Answer.NO}
    if speaks and not contact.barred:
        return None
    to = name_key(contact.name)
    theirs = (one for one, state, sent in notices if state in LEFT and name_key(sent.name) == to)
    return next(theirs, None)
