"""A school closes, merges or moves on: somebody must be left who answers for its records.

What is owed in its open incidents moves, incident by incident, on the day after its last one, as
with every change of people: to those in charge at its successor, or to its DPO and whoever looks
after it. Timers and the 72 hours take no notice of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from portal.desk.school.administration import alter
from portal.rules.school.reach import nobody_able
from portal.rules.uk_time import morning
from portal.store.school import schools
from tenants import closing
from tenants.calendar import uk_date
from tenants.change import Impossible
from tenants.db import Scope
from tenants.models import Organisation
from tenants.organisations import overseen_by
from tenants.permissions import Permission
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered


def close_school(
    services: Services, school_id: UUID, *, last_on: date, successor_id: UUID | None
) -> Altered:
    """Set its last day and its successor, by the operator. Said again, it replaces what was said.

    Raises `Impossible` where nobody would be left who can report to the regulator, or where it
    keeps the records of another school.
    """
    now = services.clock.now()
    keeps = overseen_by(services.engine, school_id, date.max)
    scope = Scope.of(*{school_id, *keeps, *([successor_id] if successor_id else ())})

    def apply(session: Session) -> Altered:
        altered = closing.close_school(
            session,
            school_id,
            last_on=last_on,
            successor_id=successor_id,
            today=uk_date(now),
        )
        session.flush()
        _refuse_keeper(session, keeps)
        _require_somebody(session, school_id, max(last_on + timedelta(days=1), uk_date(now)))
        return altered

    return alter(services, school_id, Permission.GRANT_OVERSIGHT, apply, by=None, scope=scope)


def reopen_school(services: Services, school_id: UUID) -> Altered:
    """Take it back, by the operator. Raises `Impossible` where it has not closed."""
    apply = partial(closing.reopen_school, school_id=school_id, today=uk_date(services.clock.now()))
    return alter(services, school_id, Permission.GRANT_OVERSIGHT, apply, by=None)


def follow_dpo(services: Services, successor_id: UUID) -> tuple[()]:
    """The successor has named another DPO: so do the schools whose records it keeps."""
    today = uk_date(services.clock.now())
    for school_id in overseen_by(services.engine, successor_id, date.max):
        apply = partial(
            closing.follow_dpo, school_id=school_id, successor_id=successor_id, today=today
        )
        scope = Scope.of(school_id, successor_id)
        with suppress(Impossible):  # they are named there already
            alter(services, school_id, Permission.APPOINT_DPO, apply, by=None, scope=scope)
    return ()


def _refuse_keeper(session: Session, keeps: Sequence[UUID]) -> None:
    kept = sa.select(Organisation.slug).where(Organisation.id.in_(keeps))
    if slugs := sorted(session.scalars(kept)):
        raise Impossible(
            f"It keeps, or is to keep, the records of a school that closes: {', '.join(slugs)}. "
            "Close that again first, with another successor."
        )


def _require_somebody(session: Session, school_id: UUID, on: date) -> None:
    scope, begins_at = Scope.of(school_id), morning(on)
    adopted = schools.policy_today(session, scope, school_id, begins_at)
    if adopted is None:
        return
    roster = schools.roster(scope, school_id, begins_at).within(session)
    if nobody_able(roster, adopted[1], (), on, on):
        raise Impossible(
            f"From {on:%-d %B %Y} nobody would be left who can report a breach to the {ICO}. Name "
            "a successor that is on the portal, or a data protection officer who goes on."
        )
