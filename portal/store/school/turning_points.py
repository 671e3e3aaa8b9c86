"""When something about a school begins or ends by itself: role, absence, closure, policy."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from portal.rules.uk_time import start_of_day
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def next_turn(session: Session, school_id: UUID, now: datetime) -> datetime | None:
    """The first such moment after `now`, in UTC; days turn at midnight in the UK."""
    row = session.execute(_NEXT, {"school": school_id, "now": now, "today": uk_date(now)}).one()
    moments = [row.at.astimezone(UTC)] if row.at else []
    if row.day:
        moments.append(start_of_day(row.day))
    return min(moments, default=None)


_NEXT: Final = text("""
select (select min(t.at) from (
          select from_at as at from tenants_absence where school_id = :school
          union all select until_at from tenants_absence where school_id = :school
          union all select unnest(array[a.from_at, a.until_at])
            from tenants_away_at_keeper(:school, :now) a) t
         where t.at > :now) as at,
       (select min(d.day) from (
          select from_on as day from tenants_holding where school_id = :school
          union all select until_on + 1 from tenants_holding where school_id = :school
          union all select from_on from tenants_closure where school_id = :school
          union all select until_on + 1 from tenants_closure where school_id = :school
          union all select in_force_from from tenants_adoption where school_id = :school
          union all select until_on + 1 from tenants_organisation where id = :school) d
         where d.day > :today) as day
""")
