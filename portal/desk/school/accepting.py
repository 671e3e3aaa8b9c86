"""Somebody opens their invitation: who they are from then on, and what is theirs by that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portal.desk.school import concerning
from portal.desk.school.administration import alter
from portal.desk.school.handing_over import hand_over_later
from portal.desk.school.inviting import find
from tenants import invitations
from tenants.calendar import uk_date
from tenants.change import Altered, Impossible, MayNot
from tenants.db import Scope, open_session
from tenants.organisations import overseen_by
from tenants.permissions import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services


def has_left(services: Services, school_id: UUID, user_ref: str) -> bool:
    """Whether whoever signed in as this user is nothing anywhere any more.

    Only then may a host give the address of their sign-in to somebody else who is invited there.
    """
    with open_session(services.engine, Scope.of(school_id)) as session:
        return invitations.has_left(session, user_ref, uk_date(services.clock.now()))


def accept(
    services: Services,
    school_id: UUID,
    token: str,
    user_ref: str,
    once: UUID | None = None,
    *,
    in_place_of: str | None = None,
) -> None:
    """The user of the host is the person invited. Raises `Impossible`, or `MayNot` too early.

    `in_place_of` is the user, one who `has_left`, whose mailbox is theirs now.

    In two tabs at once the second finds that the person invited is nobody any more: that is not
    too early.
    """
    now = services.clock.now()
    invited = find(services, school_id, token, now)
    overseen = _looked_after(services, school_id, now) if invited else ()
    scope = Scope.of(school_id, *overseen)

    def first(session: Session) -> None:
        invitations.lock_user(session, user_ref)
        if invited:
            concerning.hold(session, services, scope, invited.person_id)

    def apply(session: Session) -> Altered:
        if in_place_of:
            invitations.forget_user(session, in_place_of)
        altered = invitations.accept(
            session, school_id, token, user_ref=user_ref, now=now, looks_after=overseen
        )
        if invited and altered.subject_id != invited.person_id:
            giver, taker = invited.person_id, altered.subject_id
            concerning.hand_on(session, services, scope, giver, taker, now)
            hand_over_later(session, scope, giver, taker, now)
        return altered

    by = invited.person_id if invited else None
    try:
        alter(services, school_id, Permission.JOIN, apply, by=by, once=once, first=first)
    except MayNot:
        if find(services, school_id, token, now) is None:
            raise Impossible(invitations.GOOD_NO_MORE) from None
        raise


def _looked_after(services: Services, overseer_id: UUID, now: datetime) -> tuple[UUID, ...]:
    """The schools of a service, today and from a day to come: they may have named them already."""
    days = (uk_date(now), date.max)
    return tuple({one for on in days for one in overseen_by(services.engine, overseer_id, on)})
