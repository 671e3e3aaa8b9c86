"""Who is of one DPO service with somebody whom an incident concerns, whoever came or left since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import text

from tenants.calendar import uk_date

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope


class Colleague(NamedTuple):
    """Somebody marked in an incident of a school, and another of their service today."""

    school_id: UUID
    incident_id: UUID
    marked: UUID
    person_id: UUID


def of_marked(session: Session, scope: Scope, now: datetime) -> list[Colleague]:
    """Of a service that those marked were of when it was reported, or came to later."""
    asked = {"schools": scope.text, "today": uk_date(now)}
    return [Colleague(*row) for row in session.execute(_COLLEAGUES, asked)]


def together_with(
    session: Session, scope: Scope, incident_id: UUID, now: datetime
) -> dict[UUID, frozenset[UUID]]:
    """Of each who is marked in an incident through a service: who else is through the same one,
    also those who have left: a mark that stayed would bring back the others.
    """
    found = of_marked(session, scope, now)
    rows = [(one.marked, one.person_id) for one in found if one.incident_id == incident_id]
    of_today: dict[UUID, set[UUID]] = {}
    for marked, colleague in rows:
        of_today.setdefault(colleague, {colleague})
        of_today.setdefault(marked, {marked}).add(colleague)
    return {
        one: frozenset(mine | {marked for marked, colleague in rows if colleague in mine})
        for one, mine in of_today.items()
    }


_COLLEAGUES: Final = text("""
select distinct c.school_id, c.incident_id, c.person_id as marked, o.person_id as colleague
  from portal_concern c
  join portal_incident i on (i.school_id, i.id) = (c.school_id, c.incident_id)
  join tenants_holding m on (m.school_id, m.person_id) = (c.school_id, c.person_id)
   and m.role in ('dpo', 'deputy_dpo')
   and (m.until_on is null or m.until_on >= (i.reported_at at time zone 'Europe/London')::date)
  join tenants_holding o on (o.school_id, o.via_id) = (m.school_id, m.via_id)
   and o.role in ('dpo', 'deputy_dpo')
   and o.from_on <= :today and (o.until_on is null or o.until_on >= :today)
 where c.school_id = any(cast(:schools as uuid[])) and o.person_id <> c.person_id
 order by 1, 2, 3, 4
""")
