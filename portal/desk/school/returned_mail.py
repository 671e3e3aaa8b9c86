"""Our mail to somebody comes back: who keeps the people is told at once, and pages say so.

Nobody waits for an answer of a Headteacher whom no alert reaches: the ladder climbs by itself, but
the next incident must find the address right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.desk.school import inviting
from portal.outbox import rows as outbox
from portal.rules.in_charge.alerts import DPO_OUTSIDE
from portal.store.school import returned_mail, schools
from tenants import people
from tenants.calendar import uk_date
from tenants.change import Altered, Impossible
from tenants.db import Scope
from tenants.models import Person
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.models.effects import EffectRow
    from portal.rules.in_charge.roster import Holder
    from portal.store.effects import ClaimedEffect

_MAILS: Final = frozenset({"alert", inviting.KIND})
"""The kinds of effects that are mails to a person of the school."""
_TIERS: Final = (
    Permission.KEEP_PEOPLE.holders,
    frozenset({Role.DEPUTY_HEAD, Role.SLT, Role.CHAIR, Role.CHIEF_EXECUTIVE}),
    frozenset({Role.DPO, Role.DEPUTY_DPO}),
)
"""Whom to tell: the first of these in which there is somebody else."""


def came_back(
    session: Session, effect: EffectRow | ClaimedEffect, now: datetime, *, refused: bool
) -> None:
    """Note that the mail of this effect reached nobody, if it was to a person of the school.

    Those who can put it right are alerted once for an address; of a named DPO who does not use the
    portal, each time: they were asked to ring, and have not heard of it. `refused`: by the mail
    server, at once.
    """
    if effect.kind == DPO_OUTSIDE:
        _tell(session, effect.school_id, "officer_mail_returned", f"{effect.id}", None, now)
        return
    person = session.get(Person, effect.person_id) if effect.person_id else None
    if person is None:
        return
    email = person.second_email if effect.data.get("second_channel") else person.email
    if not email:  # nothing came back: there is no address, which other pages say
        return
    school_id = effect.school_id
    holders = _holders(session, school_id, now)
    through = [one.organisation for one in holders if one.person_id == person.id]
    if not through and _is_to_come(session, school_id, person.id, now):
        through = [""]
    of = (session, school_id, person.id, email, now)
    if not through or not returned_mail.note(*of, refused=refused):
        return
    template = "officer_mail_returned" if all(through) else "mail_returned"
    _tell(session, school_id, template, f"{person.id}:{now.isoformat()}", person.id, now)


def taken(session: Session, effect: ClaimedEffect) -> None:
    """The mail server took a mail to somebody whom it had refused."""
    if effect.person_id is not None and effect.kind in _MAILS:
        returned_mail.forget_refused(session, effect.school_id, effect.person_id)


def _is_to_come(session: Session, school_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Of the organisation itself, as somebody invited before their first day."""
    held = people.memberships(session, school_id, person_id)
    return any(not people.is_over(one, uk_date(now)) for one in held)


def _holders(session: Session, school_id: UUID, now: datetime) -> tuple[Holder, ...]:
    return schools.roster(Scope.of(school_id), school_id, now).within(session).holders


def _tell(
    session: Session, school_id: UUID, template: str, about: str, but: UUID | None, now: datetime
) -> None:
    others = [one for one in _holders(session, school_id, now) if one.person_id != but]
    tiers = ({one.person_id for one in others if one.role in tier} for tier in _TIERS)
    outbox.alert(
        session,
        school_id=school_id,
        incident_id=None,
        template=template,
        about=about,
        people=next(filter(None, tiers), set()),
        now=now,
    )


def arrives(session: Session, school_id: UUID, person_id: UUID) -> Altered:
    """Somebody says that the address is right. Given to `alter` as what to apply.

    Raises Impossible where no mail has come back.
    """
    row = returned_mail.find(session, Scope.of(school_id), person_id)
    if row is None:
        raise Impossible("No e-mail to this address has come back.")
    session.delete(row)
    return Altered("mail_arrives", person_id)
