"""No absence and no closure may leave a day on which nobody can report to the regulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.school.reach import nobody_able
from portal.store.school import schools
from portal.store.school.facts.calendar import list_closures
from tenants.change import Impossible
from tenants.db import Scope
from tenants.regulator import ICO

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def require_somebody(
    session: Session, school_id: UUID, first: date, last: date, now: datetime, *, field: str
) -> None:
    """Call it inside a change, after what it changes: raises `Impossible` and asks for a name.

    `field` of the form takes the name. Without a policy in force there is nothing to compare with.
    """
    session.flush()
    scope = Scope.of(school_id)
    adopted = schools.policy_today(session, scope, school_id, now)
    if adopted is None:
        return
    roster = schools.roster(scope, school_id, now).within(session)
    closures = list_closures(session, [school_id], now).get(school_id, ())
    days = nobody_able(roster, adopted[1], closures, first, last)
    if days:
        raise Impossible(
            f"On {days[0]:%A %-d %B %Y} nobody would be able to report a breach to the {ICO}: "
            "all who could are away. Name somebody who can be reached then.",
            field=field,
        )
