"""Tell the Headteacher and the DPO when somebody new comes to see every incident of the school.

An administrator may give any role, and handles no incident; so whoever gives one that sees all,
or changes the address of somebody who holds one, is not the only one to know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from portal.outbox import rows as outbox
from portal.store.school import people, schools
from portal.store.visibility import SEES_ALL
from tenants.calendar import UK
from tenants.db import Scope
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

TOLD = frozenset({Role.HEAD, Role.DPO})

Sight = frozenset[tuple["UUID", str, str]]
"""(person, role, e-mail) of whoever sees all of a school's incidents, now or from a later day."""


def sight(session: Session, school_id: UUID, now: datetime) -> Sight:
    """Who sees all, to be compared after a change."""
    today = now.astimezone(UK).date()
    return people.holders(session, Scope.of(school_id), SEES_ALL, today)


def tell(
    session: Session,
    school_id: UUID,
    before: Sight,
    known_by: Collection[UUID | None],
    now: datetime,
) -> None:
    """Alert those who were Headteacher or DPO already, but not who knows of the change.

    Whoever saw everything before, as the deputy who is named DPO now, is nobody new.
    """
    saw = {(one, mail) for one, _, mail in before}
    new = {each for each in sight(session, school_id, now) - before if each[::2] not in saw}
    if not new:
        return
    scope = Scope.of(school_id)
    holders = schools.roster(scope, school_id, now).within(session).holders
    known = {person_id for person_id, _, _ in before}
    about = uuid5(school_id, " ".join(sorted(f"{one} {role} {mail}" for one, role, mail in new)))
    outbox.alert(
        session,
        school_id=school_id,
        incident_id=None,
        template="new_sight",
        about=f"{about}:{now.isoformat()}",
        people={one.person_id for one in holders if one.role in TOLD} & known - {*known_by},
        now=now,
    )
