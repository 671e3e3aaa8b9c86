"""Somebody leaves a service, trust or authority.

Wherever they are the named DPO another officer is named first, school by school; only then do their
roles end. Stopped half-way it is said again, and goes on where it was: no school is without a DPO.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from portal.desk.school import leaving
from portal.desk.school.administration import alter
from portal.desk.school.handing_over import hand_over_later
from portal.desk.school.replacing_officers import replace_officer
from portal.desk.school.team import everywhere, require_theirs, successors
from portal.rules.school.team import can_do_without
from portal.store.school import owing
from tenants import invitations, people
from tenants.change import Impossible
from tenants.db import Scope, open_session
from tenants.models import Membership
from tenants.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered
    from tenants.organisations import Belonging, Officer

AT_ONCE: Final = 100
"""Schools at which another officer is named in one request."""
WHO: Final = "Choose who takes their place"
LAST: Final = "Nobody who stays can add everybody whom they can. First add somebody who can."


def end(
    services: Services,
    here: Belonging,
    person_id: UUID,
    *,
    until_on: date,
    successor: UUID | None,
    by: UUID,
    once: UUID | None = None,
) -> int:
    """As `leave`, by somebody who is there, a hundred schools at once.

    How many schools are left at which nobody else is named yet: then nothing has ended, and it is
    said again. Raises MayNot, or Impossible.
    """
    require_theirs(services, here, person_id)
    _require_keeper(services, here.organisation_id, person_id, until_on)
    return leave(services, here.organisation_id, person_id, until_on, successor, by=by, once=once)


def leave(
    services: Services,
    organisation_id: UUID,
    person_id: UUID,
    until_on: date,
    successor: UUID | None,
    *,
    by: UUID | None = None,
    once: UUID | None = None,
) -> int:
    """End all that somebody is there after `until_on`. `successor`, another officer there, is named
    wherever they were, and takes over what was theirs alone. `by` None is the operator.

    Gives at how many schools nobody else is named yet. Raises Impossible.
    """
    from_on, officer = until_on + timedelta(days=1), None
    named = leaving.is_named_dpo(services, organisation_id, person_id, until_on)
    if named or successor or owns(services, organisation_id, person_id):
        able = successors(services, organisation_id, person_id, from_on)
        officer = next((one for one in able if one.person_id == successor), None)
        if officer is None:
            raise Impossible(WHO, field="successor")
    if named and officer:
        left = _name(services, organisation_id, person_id, officer, from_on, by)
        if left:
            return left
    now, scope = services.clock.now(), everywhere(services, organisation_id)

    def apply(session: Session) -> Altered:
        if officer is not None:
            taker = officer.person_id
            who = taker if by in {None, person_id} else by  # who leaves has no say there
            hand_over_later(session, scope, person_id, taker, now, by=who)
        last = invitations.last_invitation(session, organisation_id, person_id)
        if last is not None and last.is_good(now):
            invitations.withdraw_invitation(session, organisation_id, person_id, now=now)
        return people.leave(session, organisation_id, person_id, until_on=until_on)

    alter(services, organisation_id, Permission.KEEP_TEAM, apply, by=by, once=once, scope=scope)
    return 0


def owns(services: Services, organisation_id: UUID, person_id: UUID) -> bool:
    """Whether something at a school was ever given to them as themselves."""
    scope = everywhere(services, organisation_id)
    with open_session(services.engine, scope) as session:
        return bool(owing.schools_of_own(session, scope, person_id))


def _name(
    services: Services,
    organisation_id: UUID,
    person_id: UUID,
    officer: Officer,
    from_on: date,
    by: UUID | None,
) -> int:
    at_most = None if by is None else AT_ONCE
    replaced = replace_officer(
        services, organisation_id, person_id, officer, from_on, by=by, at_most=at_most
    )
    if replaced.refused:
        raise Impossible(" ".join(("Not everywhere.", *replaced.refused)), field="successor")
    return replaced.left


def _require_keeper(
    services: Services, organisation_id: UUID, person_id: UUID, until_on: date
) -> None:
    """Who stays can give each role that the leaver can: an overseer makes nobody an officer."""
    held = sa.select(Membership.person_id, Membership.role).where(
        Membership.organisation_id == organisation_id,
        Membership.role.in_(Permission.KEEP_TEAM.holders),
        sa.or_(Membership.until_on.is_(None), Membership.until_on > until_on),
    )
    with open_session(services.engine, Scope.of(organisation_id)) as session:
        stay = {role for who, role in session.execute(held) if who != person_id}
        held_now = people.memberships(session, organisation_id, person_id)
        goes = {one.role for one in held_now if one.until_on is None or one.until_on >= until_on}
    if not can_do_without(goes, stay):
        raise Impossible(LAST)
