"""Whose address does not take our mail, until it is corrected or said to be right."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from portal.models.returned_mail import ReturnedMailRow
from portal.store.visibility import in_scope
from tenants.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope

STILL_THEIRS = sa.or_(
    *(
        ReturnedMailRow.address == sa.func.sha256(sa.func.convert_to(address, "UTF8"))
        for address in (Person.email, Person.second_email)
    )
)


def note(
    session: Session,
    school_id: UUID,
    person_id: UUID,
    email: str,
    at: datetime,
    *,
    refused: bool,
) -> bool:
    """Note that mail to this address came back; False where that is known."""
    address = sha256(email.encode()).digest()
    new = insert(ReturnedMailRow).values(
        school_id=school_id, person_id=person_id, address=address, refused=refused, at=at
    )
    noted = new.on_conflict_do_update(
        index_elements=[ReturnedMailRow.school_id, ReturnedMailRow.person_id],
        set_={
            "address": new.excluded.address,
            "refused": new.excluded.refused,
            "at": new.excluded.at,
        },
        where=ReturnedMailRow.address != new.excluded.address,
    )
    return session.execute(noted.returning(ReturnedMailRow.id)).first() is not None


def forget_refused(session: Session, school_id: UUID, person_id: UUID) -> None:
    """The server takes mail to them again."""
    session.execute(
        sa.delete(ReturnedMailRow).where(
            ReturnedMailRow.school_id == school_id,
            ReturnedMailRow.person_id == person_id,
            ReturnedMailRow.refused,
        )
    )


def of_these(session: Session, scope: Scope, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of them to whom mail of some organisation in scope comes back."""
    found = session.scalars(
        sa.select(ReturnedMailRow.person_id)
        .join(Person, Person.id == ReturnedMailRow.person_id)
        .where(
            in_scope(ReturnedMailRow, scope),
            ReturnedMailRow.person_id.in_(person_ids),
            STILL_THEIRS,
        )
    )
    return frozenset(found)


def find(session: Session, scope: Scope, person_id: UUID) -> ReturnedMailRow | None:
    """The row of somebody whose address has not changed since."""
    return session.scalars(
        sa.select(ReturnedMailRow)
        .join(Person, Person.id == ReturnedMailRow.person_id)
        .where(
            in_scope(ReturnedMailRow, scope), ReturnedMailRow.person_id == person_id, STILL_THEIRS
        )
    ).one_or_none()
