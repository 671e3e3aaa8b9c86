"""Invite people by mail. The token of a link comes from the school's key: it is stored nowhere."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Final

from portal.crypto.index import index_hmac
from portal.desk.administration import alter
from portal.notices.alerts import compose_to
from portal.outbox import rows as outbox
from portal.rules import uk_time
from portal.store import alerting, keys
from tenants import directory, invitations
from tenants.calendar import uk_date
from tenants.db import Scope, open_session
from tenants.invitations import Invitation
from tenants.models import Organisation
from tenants.permissions import Permission

if TYPE_CHECKING:
    from datetime import date, datetime
    from email.message import EmailMessage
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect
    from tenants.change import Altered

KIND: Final = "invitation"


def invite(
    session: Session,
    services: Services,
    school_id: UUID,
    person_id: UUID,
    *,
    by: UUID | None,
) -> Altered:
    """Invite a person of the school, or invite them again. Given to `alter` as what to apply."""
    now = services.clock.now()
    key = keys.school_key(session, services.keyring, school_id)
    altered = invitations.invite(
        session,
        school_id,
        person_id,
        now=now,
        by=by,
        token_of=lambda ident: _token(key, ident),
    )
    outbox.write(
        session,
        school_id=school_id,
        kind=KIND,
        key=f"{KIND}:{altered.subject_id}",
        person_id=person_id,
        subject_id=altered.subject_id,
        template="invitation",
        data={"expires_at": uk_time.day(_last_day(session, school_id, altered.subject_id))},
        run_after=now,
    )
    return altered


def _last_day(session: Session, school_id: UUID, invitation_id: UUID) -> date:
    session.flush()
    return uk_date(session.get_one(Invitation, (school_id, invitation_id)).expires_at)


def compose_invitation(
    session: Session, services: Services, effect: ClaimedEffect
) -> EmailMessage | None:
    """The mail with the link; None when it has been opened, replaced or taken back meanwhile."""
    scope, now = Scope.of(effect.school_id), services.clock.now()
    invitation = session.get(Invitation, (effect.school_id, effect.subject_id))
    if invitation is None or not invitation.is_good(now):
        return None
    to = alerting.find_addressee(session, scope, invitation.person_id, None)
    if to is None:
        return None
    key = keys.school_key(session, services.keyring, effect.school_id)
    slug = session.get_one(Organisation, effect.school_id).slug
    address = f"{services.settings.public_url}/{slug}/invitation/{_token(key, invitation.id)}"
    return compose_to(session, services, effect, to, link_to=address)


def accept(services: Services, school_id: UUID, token: str, user_ref: str) -> None:
    """The user of the host is the person invited. Raises `Impossible`, or `MayNot` too early."""
    now = services.clock.now()
    known = directory.find_person(services.engine, user_ref)
    invited = find(services, school_id, token, now)
    alter(
        services,
        school_id,
        Permission.KEEP_OWN,
        lambda session: invitations.accept(
            session,
            school_id,
            token,
            user_ref=user_ref,
            known=known.id if known else None,
            now=now,
        ),
        by=invited.person_id if invited else None,
    )


def find(services: Services, school_id: UUID, token: str, now: datetime) -> Invitation | None:
    """The invitation of this token while it is good."""
    with open_session(services.engine, Scope.of(school_id)) as session:
        found = invitations.find_invitation(session, school_id, token)
    return found if found and found.is_good(now) else None


def _token(school_key: bytes, invitation_id: UUID) -> str:
    proof = index_hmac(school_key, f"invitation {invitation_id}")
    return urlsafe_b64encode(proof).rstrip(b"=").decode()
