"""Remind of reports that were begun and left: what time alone brings about, for drafts.

Nothing is decided and nobody's words are passed on: the reporter is asked to finish, and three
hours later the first contacts are told that one was begun, neither by whom nor about what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk import drafts
from portal.outbox import rows as outbox
from portal.rules.in_charge import owners
from portal.rules.in_charge.roster import counted_as
from portal.rules.reporting import begun
from portal.rules.responsibilities import all_first_contacts
from portal.store import drafts as stored
from portal.store import keys
from portal.store.school import schools
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.models.working import DraftRow


def remind_of_begun(
    services: Services, school_id: UUID, draft_ids: list[UUID], now: datetime
) -> None:
    """Look at these drafts of one school, in one transaction."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session, session.begin():
        key = keys.school_key(session, services.keyring, school_id)
        for row in stored.lock_drafts(session, scope, draft_ids):
            if begun.reminder_due(row.reminded, row.updated_at, now):
                answers = drafts.unsealed(row.id, row.body, key)
                if begun.is_begun(answers):
                    _tell(session, scope, row, answers, now)
                row.reminded += 1


def _tell(
    session: Session, scope: Scope, row: DraftRow, answers: drafts.Answers, now: datetime
) -> None:
    to_contacts = row.reminded > 0
    people = _contacts(session, scope, row, answers, now) if to_contacts else (row.person_id,)
    for person_id in people:
        outbox.write(
            session,
            school_id=row.school_id,
            kind="alert",
            key=f"begun:{row.id}:{row.updated_at.isoformat()}:{row.reminded}:{person_id}",
            person_id=person_id,
            template="report_begun" if to_contacts else "finish_report",
            run_after=now,
        )


def _contacts(
    session: Session, scope: Scope, row: DraftRow, answers: drafts.Answers, now: datetime
) -> Iterable[UUID]:
    """The first contacts of today, without the reporter and whom they have said it concerns."""
    adopted = schools.policy_today(session, scope, row.school_id, now)
    if adopted is None:
        return ()
    roster = schools.roster(scope, row.school_id, now).within(session)
    hidden = {
        person for one in begun.said_about(answers) for person in owners.with_service(roster, one)
    }
    return dict.fromkeys(
        holder.person_id
        for holder in roster.holders
        if counted_as(holder.role) & set(all_first_contacts(adopted[1]))
        and holder.person_id != row.person_id
        and holder.person_id not in hidden
    )
