"""Somebody opens their invitation: who they are from then on, and what is theirs by that."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final

from portal.actions import hand_over
from portal.desk.perform import Deed, perform
from portal.desk.school import concerning, leaving
from portal.desk.school.administration import alter
from portal.desk.school.inviting import find
from portal.errors import NotFound, Refused
from portal.outbox import rows as outbox
from portal.store.school import owing
from tenants import invitations
from tenants.calendar import uk_date
from tenants.change import Altered, Impossible, MayNot
from tenants.db import Scope
from tenants.organisations import overseen_by
from tenants.permissions import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.invitations import Invitation

HAND_OVER: Final = "hand_over"


def accept(
    services: Services, school_id: UUID, token: str, user_ref: str, once: UUID | None = None
) -> None:
    """The user of the host is the person invited. Raises `Impossible`, or `MayNot` too early.

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
        altered = invitations.accept(
            session, school_id, token, user_ref=user_ref, now=now, looks_after=overseen
        )
        if invited and altered.subject_id != invited.person_id:
            giver, taker = invited.person_id, altered.subject_id
            concerning.hand_on(session, services, scope, giver, taker, now)
            _hand_over_later(session, scope, invited, taker, now)
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


def _hand_over_later(
    session: Session, scope: Scope, invited: Invitation, taker: UUID, now: datetime
) -> None:
    """Have the worker hand over what the person invited was given before, school by school: a DPO
    service may look after hundreds. Written before the schools are compared, it is done before.
    """
    giver = invited.person_id
    outbox.write_all(
        session,
        [
            {
                "school_id": school_id,
                "kind": HAND_OVER,
                "key": f"{HAND_OVER}:{invited.id}",
                "person_id": giver,
                "subject_id": taker,
                "template": "",
                "run_after": now,
            }
            for school_id in owing.schools_of_own(session, scope, giver)
        ],
    )


def hand_over_at(services: Services, school_id: UUID, giver: UUID, taker: UUID) -> None:
    """Questions, agreed actions and investigations that the person invited was given at a school.

    One decision for each incident; done twice, it is the same one. Of an incident that concerns
    them, what was theirs falls to the role by itself.
    """
    for one in leaving.list_own(services, school_id, giver, for_whom=taker):
        with suppress(NotFound, Refused):
            said = hand_over.HandOver(giver=giver, taker=taker)
            perform(services, hand_over.ACTION, said, Deed(school_id, None, one.incident_id))
