"""Let people see an incident beside what their role shows them: whoever is alerted may look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.dialects.postgresql import insert

from portal.models.incidents import InvolvementRow
from portal.store.visibility import SEES_ALL
from tenants.db import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.rules.facts import Facts
    from portal.rules.in_charge.roster import Roster


def let_in_alerted(
    session: Session, roster: Roster, facts: Facts, alerted: Iterable[UUID | None]
) -> None:
    """The chair told of an incident about the Head must be able to open it.

    Those whose role sees every incident need no entry, and keep none when they leave the role.
    """
    incident = {"school_id": facts.school_id, "incident_id": facts.incident_id}
    see_all = {holder.person_id for holder in roster.holders if holder.role in SEES_ALL}
    _involve(session, incident, {*alerted} - see_all - {None}, "alerted")


def involve(session: Session, incident: dict[str, UUID], person_id: UUID, how: str) -> None:
    """Once is enough: somebody may lead, hand it on, and lead again."""
    _involve(session, incident, {person_id}, how)


def _involve(
    session: Session, incident: dict[str, UUID], people: Iterable[UUID | None], how: str
) -> None:
    rows = [{"id": uuid7(), "person_id": person, "how": how, **incident} for person in people]
    if rows:
        session.execute(_INVOLVE, rows)


# Into the table, not the mapped class: compiled once, however many rows.
_INVOLVE: Final = insert(
    InvolvementRow.metadata.tables[InvolvementRow.__tablename__]
).on_conflict_do_nothing()
