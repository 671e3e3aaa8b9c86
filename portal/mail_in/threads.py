"""Which incident a message adds to: one that it names, from somebody who has to do with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.errors import NotFound
from portal.mail_in.bounces import ours
from portal.rules.telling.envelope import Envelope
from portal.store import incidents
from portal.store.log import erased
from portal.store.telling import mail
from portal.store.visibility import Viewer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.mail_in.bounces import Ours
    from portal.mail_in.reading import Headers
    from portal.rules.facts import Follows
    from portal.rules.in_charge.roster import Holder
    from tenants.db import Scope

_REFERENCE: Final = re.compile(r"\bINC-(\d{4})-(\d{4,6})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a message adds to."""

    incident_id: UUID
    question: UUID | None = None
    """The question that it answers."""


def find(
    services: Services,
    session: Session,
    scope: Scope,
    above: Headers,
    sender: bytes,
    held: tuple[Holder, ...],
) -> Thread | None:
    """The incident; None where the message names none, or its sender has nothing to do with it.

    `sender` is the keyed hash of the address, `held` what its owner is at the school, if anything.
    """
    for incident_id, answered in _named(session, scope, above):
        if erased.find_erased(session, scope, None, incident_id):
            continue
        if held:
            if _sees(services, session, scope, incident_id, held):
                return Thread(incident_id)
        elif above.sender and (
            mail.has_written(session, scope, sender, incident_id)
            or _was_written_to(services, session, scope, incident_id, answered, above.sender)
        ):
            return Thread(incident_id, _question(session, scope, answered))
    return None


def find_erased(
    session: Session, scope: Scope, above: Headers, sender: bytes, held: tuple[Holder, ...]
) -> Follows | None:
    """The erased incident that a message is about once more, from somebody who had to do with it.

    Of what was written in notices nothing is left: only who wrote before is known again.
    """
    viewer = _viewer(scope, held) if held else None
    for incident_id, _answered in _named(session, scope, above):
        wrote = above.sender and mail.has_written(session, scope, sender, incident_id)
        if held or wrote:
            found = erased.find_follows(session, scope, viewer, incident_id)
            if found is not None:
                return found
    return None


def _viewer(scope: Scope, held: tuple[Holder, ...]) -> Viewer:
    roles = frozenset(holder.role for holder in held)
    return Viewer.of(held[0].person_id, [(scope.schools[0], roles)])


def _named(session: Session, scope: Scope, above: Headers) -> Iterator[tuple[UUID, Ours | None]]:
    """The incidents of this school that the message answers to or names, with our mail to it."""
    for message_id in reversed(above.answers):
        answered = ours(message_id)
        found = answered and mail.incident_of(session, scope, answered.kind, answered.id)
        if found:
            yield found, answered
    for year, serial in _REFERENCE.findall(above.subject):
        found = mail.by_reference(session, scope, int(year), int(serial))
        if found:
            yield found, None


def _sees(
    services: Services, session: Session, scope: Scope, incident_id: UUID, held: tuple[Holder, ...]
) -> bool:
    try:
        incidents.get_incident(session, scope, services.keyring, _viewer(scope, held), incident_id)
    except NotFound:
        return False
    return True


def _question(session: Session, scope: Scope, answered: Ours | None) -> UUID | None:
    if answered is None or answered.kind != "question":
        return None
    return mail.question_of(session, scope, answered.id)


def _was_written_to(
    services: Services,
    session: Session,
    scope: Scope,
    incident_id: UUID,
    answered: Ours | None,
    sender: str,
) -> bool:
    """Whether it answers a notice or a question that went to this very address."""
    if answered is None or answered.kind not in {"notice", "question"}:
        return False
    found = incidents.get_incident(session, scope, services.keyring, None, incident_id)
    if answered.kind == "question":
        asked = _question(session, scope, answered)
        return any(one.id == asked and one.email.lower() == sender for one in found.facts.questions)
    body = mail.notice_body(session, scope, found.key, answered.id)
    return Envelope.from_json(body).email.strip().lower() == sender
