"""Somebody leaves: what is theirs alone is handed over first, then their roles end.

What they owe through a role moves by itself, as with every change of people. Stopped half-way, they
are still there and owe less: nothing is ever without an owner (DBRP-5.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from portal.actions import hand_over
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.rules.in_charge.handing_over import Own, own
from portal.store import incidents
from portal.store.school import owing, schools
from tenants import invitations, people
from tenants.change import Altered, Impossible
from tenants.db import Scope, open_session
from tenants.models import DpoAppointment, Membership, Organisation
from tenants.organisations import overseen_by
from tenants.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Apply


@dataclass(frozen=True, slots=True)
class InIncident:
    """What is somebody's own in one incident; its label says nothing of what happened."""

    incident_id: UUID
    reference: str
    own: Own


def list_own(
    services: Services, school_id: UUID, person_id: UUID, *, for_whom: UUID
) -> tuple[InIncident, ...]:
    """Everything that is this person's own, by incident; but for incidents that concern `for_whom`.

    There, what was theirs falls to the role by itself.
    """
    scope = Scope.of(school_id)
    found = []
    with open_session(services.engine, scope) as session:
        for incident_id, label in owing.incidents_of_own(session, scope, person_id):
            loaded = incidents.get_incident(session, scope, services.keyring, None, incident_id)
            policy = schools.policy(session, scope, school_id, loaded.row.adoption_id)
            theirs = own(loaded.facts, policy, person_id)
            if theirs and for_whom not in loaded.facts.concerned:
                found.append(InIncident(incident_id, label, theirs))
    return tuple(found)


def prepare(
    services: Services,
    school_id: UUID,
    person_id: UUID,
    *,
    by: UUID,
    until_on: date,
    taker: UUID | None,
) -> Apply:
    """Hand over what is theirs alone, and give what ends their roles, for `alter` to apply.

    Raises Impossible where nobody is chosen, or whoever is chosen cannot take it.
    """
    theirs = list_own(services, school_id, person_id, for_whom=by)
    if theirs and taker is None:
        raise Impossible("Choose who takes over what is theirs alone", field="taker")
    if is_named_dpo(services, school_id, person_id, until_on):
        raise Impossible("They are the named data protection officer. Appoint another one first.")
    with open_session(services.engine, Scope.of(school_id)) as session:
        _require_keeper(session, school_id, Membership.person_id != person_id, until_on)
    for one in theirs:
        assert taker is not None  # noqa: S101 - refused above
        said = hand_over.HandOver(giver=person_id, taker=taker)
        try:
            perform(services, hand_over.ACTION, said, Deed(school_id, by, one.incident_id))
        except Refused as refused:
            sentence = f"They cannot take over {one.reference}. Choose somebody else."
            raise Impossible(sentence, field="taker") from refused
    now = services.clock.now()

    def apply(session: Session) -> Altered:
        last = invitations.last_invitation(session, school_id, person_id)
        if last is not None and last.is_good(now):
            invitations.withdraw_invitation(session, school_id, person_id, now=now)
        return people.leave(session, school_id, person_id, until_on=until_on)

    return apply


def end_role(session: Session, school_id: UUID, membership_id: UUID, until_on: date) -> Altered:
    """End one of several roles; raises Impossible where nobody were left who keeps the people."""
    _require_keeper(session, school_id, Membership.id != membership_id, until_on)
    return people.end_membership(session, membership_id, until_on, organisation_id=school_id)


def _require_keeper(
    session: Session, school_id: UUID, of_others: sa.ColumnElement[bool], until_on: date
) -> None:
    """Raises Impossible where after that day none of the others, not even whoever is to come, could
    add people at the school: only the operator could. At one that closes its successor's do.
    """
    if session.get_one(Organisation, school_id).until_on is not None:
        return
    keep = sa.select(Membership.id).where(
        Membership.organisation_id == school_id,
        Membership.role.in_(Permission.KEEP_PEOPLE.holders),
        sa.or_(Membership.until_on.is_(None), Membership.until_on > until_on),
    )
    if session.scalars(keep.where(of_others)).first() is None:
        raise Impossible(
            "Nobody would be left who can add people here. First make somebody else Headteacher or "
            "school administrator, also from a later day."
        )


def is_named_dpo(services: Services, school_id: UUID, person_id: UUID, until_on: date) -> bool:
    """Whether they are named as DPO beyond this day, here or where this school keeps the records of
    one that has closed.
    """
    kept = overseen_by(services.engine, school_id, date.max)
    with open_session(services.engine, Scope.of(school_id, *kept)) as session:
        found = session.scalars(
            sa.select(DpoAppointment.id).where(
                DpoAppointment.school_id.in_((school_id, *kept)),
                DpoAppointment.person_id == person_id,
                sa.or_(DpoAppointment.until_on.is_(None), DpoAppointment.until_on > until_on),
            )
        )
        return found.first() is not None
