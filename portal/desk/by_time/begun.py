"""Follow up reports that were begun and left: what time alone brings about, for drafts.

Nothing is decided and nobody's words are passed on: the reporter is asked to finish, and three
hours later the first contacts are told that one was begun, neither by whom nor about what. After
months it is forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.desk import drafts
from portal.outbox import rows as outbox
from portal.rules import uk_time
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


_TEMPLATES: Final = {
    begun.Step.ASK_REPORTER: "finish_report",
    begun.Step.TELL_CONTACTS: "report_begun",
    begun.Step.WARN_REPORTER: "report_forgotten",
}


def follow_up_begun(
    services: Services, school_id: UUID, draft_ids: list[UUID], now: datetime
) -> None:
    """Look at these drafts of one school, in one transaction."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session, session.begin():
        key = keys.school_key(session, services.keyring, school_id)
        for row in stored.lock_drafts(session, scope, draft_ids):
            step = begun.step_due(row.steps, row.updated_at, row.step_at, now)
            if step is begun.Step.FORGET:
                session.delete(row)
            elif step is not None:
                answers = drafts.unsealed(row.id, row.body, key)
                if begun.is_begun(answers):
                    _tell(session, scope, row, step, answers, now)
                row.steps, row.step_at = step + 1, now


def _tell(
    session: Session,
    scope: Scope,
    row: DraftRow,
    step: begun.Step,
    answers: drafts.Answers,
    now: datetime,
) -> None:
    of_contacts = step is begun.Step.TELL_CONTACTS
    people = _contacts(session, scope, row, answers, now) if of_contacts else (row.person_id,)
    forgotten_on = uk_time.day(now + begun.AFTER[begun.Step.FORGET])
    for person_id in people:
        outbox.write(
            session,
            school_id=row.school_id,
            kind="alert",
            key=f"begun:{row.id}:{row.updated_at.isoformat()}:{step}:{person_id}",
            person_id=person_id,
            template=_TEMPLATES[step],
            data={"forgotten_on": forgotten_on} if step is begun.Step.WARN_REPORTER else {},
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
