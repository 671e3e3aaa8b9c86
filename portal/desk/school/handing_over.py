"""What one person was given as themselves is another's, at every school of a service or at one.

A worker does it, school by school: a DPO service may look after hundreds.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from portal.actions import hand_over
from portal.desk.perform import Deed, perform
from portal.desk.school import leaving
from portal.errors import NotAllowed, NotFound, Refused
from portal.outbox import rows as outbox
from portal.store.school import owing

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.db import Scope

HAND_OVER: Final = "hand_over"


def hand_over_later(
    session: Session,
    scope: Scope,
    giver: UUID,
    taker: UUID,
    now: datetime,
    *,
    by: UUID | None = None,
) -> None:
    """Have the worker do it. Written before the schools are compared, it is done before.

    `by` is who decides it; None where both are one person, under another sign-in.
    """
    outbox.write_all(
        session,
        [
            {
                "school_id": school_id,
                "kind": HAND_OVER,
                "key": f"{HAND_OVER}:{giver}:{now.isoformat()}",
                "person_id": giver,
                "subject_id": taker,
                "template": "",
                "data": {"by": str(by)} if by else {},
                "run_after": now,
            }
            for school_id in owing.schools_of_own(session, scope, giver)
        ],
    )


def hand_over_at(
    services: Services, school_id: UUID, giver: UUID, taker: UUID, by: UUID | None
) -> None:
    """Questions, agreed actions and investigations of one person at one school.

    One decision for each incident; done twice, it is the same one. Of an incident that concerns
    whoever takes or decides, what was theirs falls to the role by itself.
    """
    for one in leaving.list_own(services, school_id, giver, for_whom=taker):
        with suppress(NotFound, NotAllowed, Refused):
            said = hand_over.HandOver(giver=giver, taker=taker)
            perform(services, hand_over.ACTION, said, Deed(school_id, by, one.incident_id))
