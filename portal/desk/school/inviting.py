"""Invite people by mail. The token of a link comes from the school's key: it is stored nowhere."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert

from portal.crypto.index import index_hmac
from portal.notices.alerts import compose_to
from portal.outbox import rows as outbox
from portal.rules import uk_time
from portal.store import keys
from portal.store.school.staff_list import list_uninvited
from portal.store.telling import alerting
from tenants import invitations
from tenants.calendar import uk_date
from tenants.change import Altered
from tenants.db import Scope, open_session, uuid7
from tenants.invitations import Invitation
from tenants.models import Organisation, Person
from tenants.organisations import find_organisation

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect

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


def invite_all(
    session: Session, services: Services, school_id: UUID, *, by: UUID | None
) -> Altered:
    """Invite everybody who has no sign-in and no invitation that still opens, in few statements."""
    now = services.clock.now()
    key = keys.school_key(session, services.keyring, school_id)
    expires_at = now + invitations.GOOD_FOR
    rows = [
        {"school_id": school_id, "id": uuid7(), "person_id": person_id}
        for person_id in list_uninvited(session, Scope.of(school_id), now)
    ]
    if rows:
        more = {"issued_at": now, "issued_by": by, "expires_at": expires_at}
        hashes = ({"token_hash": invitations.hashed(_token(key, row["id"]))} for row in rows)
        table = Invitation.metadata.tables[Invitation.__tablename__]
        session.execute(
            insert(table), [{**row, **more, **of} for row, of in zip(rows, hashes, strict=True)]
        )
    outbox.write_all(
        session,
        [
            {
                "school_id": school_id,
                "kind": KIND,
                "key": f"{KIND}:{row['id']}",
                "person_id": row["person_id"],
                "subject_id": row["id"],
                "template": "invitation",
                "data": {"expires_at": uk_time.day(uk_date(expires_at))},
                "run_after": now,
            }
            for row in rows
        ],
    )
    return Altered("invite_all", school_id, after={"invited": str(len(rows))})


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
    address = link(session, services, effect.school_id, invitation.id)
    return compose_to(session, services, effect, to, link_to=address)


def link(session: Session, services: Services, school_id: UUID, invitation_id: UUID) -> str:
    """The address that opens an invitation: whoever has it becomes the person invited."""
    key = keys.school_key(session, services.keyring, school_id)
    slug = session.get_one(Organisation, school_id).slug
    return f"{services.settings.public_url}/{slug}/invitation/{_token(key, invitation_id)}"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation is for: for a host that lets them become a user of it."""

    school_id: UUID
    name: str
    email: str


def find_invited(services: Services, slug: str, token: str) -> Invited | None:
    """Who may open this link now; None where nobody may."""
    school_id = find_organisation(services.engine, slug) if slug.isprintable() else None
    if school_id is None:
        return None
    now = services.clock.now()
    with open_session(services.engine, Scope.of(school_id)) as session:
        found = invitations.find_invitation(session, school_id, token)
        if found is None or not found.is_good(now):
            return None
        person = session.get_one(Person, found.person_id)
        return Invited(school_id, person.name, person.email)


def find(services: Services, school_id: UUID, token: str, now: datetime) -> Invitation | None:
    """The invitation of this token while it is good."""
    with open_session(services.engine, Scope.of(school_id)) as session:
        found = invitations.find_invitation(session, school_id, token)
    return found if found and found.is_good(now) else None


def _token(school_key: bytes, invitation_id: UUID) -> str:
    proof = index_hmac(school_key, f"invitation {invitation_id}")
    return urlsafe_b64encode(proof).rstrip(b"=").decode()
