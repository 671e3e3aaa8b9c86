"""Who is of one DPO service with somebody whom an incident concerns, whoever came or left since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from tenants.calendar import uk_date

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def of_marked(session: Session, school_id: UUID, now: datetime) -> list[tuple[UUID, UUID, UUID]]:
    """(incident, somebody marked, another of their service today); of a service that they were of
    when it was reported, or came to later.
    """
    found = session.execute(_COLLEAGUES, {"school": school_id, "today": uk_date(now)})
    return [(row.incident_id, row.marked, row.colleague) for row in found]


def together_with(
    session: Session, school_id: UUID, incident_id: UUID, now: datetime
) -> dict[UUID, frozenset[UUID]]:
    """Of each who is marked in an incident through a service: who else is through the same one,
    also those who have left: a mark that stayed would bring back the others.
    """
    rows = [row[1:] for row in of_marked(session, school_id, now) if row[0] == incident_id]
    of_today: dict[UUID, set[UUID]] = {}
    for marked, colleague in rows:
        of_today.setdefault(colleague, {colleague})
        of_today.setdefault(marked, {marked}).add(colleague)
    return {
        one: frozenset(mine | {marked for marked, colleague in rows if colleague in mine})
        for one, mine in of_today.items()
    }


_COLLEAGUES: Final = text("""
select distinct c.incident_id, c.person_id as marked, o.person_id as colleague
  from portal_concern c
  join portal_incident i on (i.school_id, i.id) = (c.school_id, c.incident_id)
  join tenants_holding m on (m.school_id, m.person_id) = (c.school_id, c.person_id)
   and m.role in ('dpo', 'deputy_dpo')
   and (m.until_on is null or m.until_on >= (i.reported_at at time zone 'Europe/London')::date)
  join tenants_holding o on (o.school_id, o.via_id) = (m.school_id, m.via_id)
   and o.role in ('dpo', 'deputy_dpo')
   and o.from_on <= :today and (o.until_on is null or o.until_on >= :today)
 where c.school_id = :school and o.person_id <> c.person_id
 order by 1, 2, 3
""")
