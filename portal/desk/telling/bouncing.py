"""A mail of ours came back: the recipient is not told after all, an alert was no sign, and an
organisation was not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from portal.desk.school import inviting, mailbox_tests, returned_mail
from portal.desk.telling import attempts, delivery
from portal.models.effects import EffectRow
from portal.models.telling import RecipientRow, RecipientSubjectRow, SubjectRow
from portal.notices import asking
from portal.outbox import rows as outbox
from portal.rules.in_charge.alerts import DPO_OUTSIDE
from portal.rules.telling.attempts import Result
from portal.rules.telling.on_way import TOLD, EnvelopeState
from portal.store.effects import LEFT_WITH
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.host import Services

REASONS = {"hard": "bounced", "soft": "delayed", "complaint": "complaint"}
"""What is noted at a notice, by what the report said."""
BOUNCE = {"alert", DPO_OUTSIDE, inviting.KIND, asking.KIND, mailbox_tests.KIND}
"""The kinds of effects whose mails are noted at themselves."""


def bounced(
    services: Services,
    school_id: UUID,
    kind: str,
    ident: UUID,
    what: str,
    at: datetime | None = None,
) -> None:
    """Note what a report says of a mail of ours; `what`: 'hard', 'soft', 'complaint'.

    A notice that did not arrive leaves somebody unreached, and that is a duty; one that is only
    late or was not wanted stays as it is. Reports that come twice change nothing; where a provider
    says the same again each time it is asked, `at` tells its reports apart.
    """
    others: list[tuple[UUID, UUID]] = []
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        if kind == "notice":
            _notice(session, services, school_id, ident, what, at)
        elif kind == "alert":
            _effect(session, services, school_id, ident, what)
        elif kind == "digest" and _effect(session, services, school_id, ident, what):
            others = _left_with(session, school_id, ident)
        elif kind == "question" and _effect(session, services, school_id, ident, what):
            asked = session.get_one(EffectRow, (school_id, ident))
            assert asked.incident_id is not None  # noqa: S101 - written for an incident
            of = {"school_id": school_id, "incident_id": asked.incident_id}
            outbox.write_again(session, **of, kind=delivery.NOTED, run_after=services.clock.now())
    for school, other in others:
        bounced(services, school, "alert", other, what)


def _left_with(session: Session, school_id: UUID, ident: UUID) -> list[tuple[UUID, UUID]]:
    """School and id of each reminder that left in the same mail as this one."""
    match session.get_one(EffectRow, (school_id, ident)).data.get(LEFT_WITH):
        case list(others):
            return [(UUID(school), UUID(other)) for school, other in others]
        case _:
            return []


def _notice(
    session: Session,
    services: Services,
    school_id: UUID,
    ident: UUID,
    what: str,
    at: datetime | None,
) -> None:
    row = session.get(RecipientRow, (school_id, ident), with_for_update=True)
    if row is None or row.standing not in {EnvelopeState.SENT, EnvelopeState.UNCERTAIN}:
        return
    result = Result(REASONS[what])
    if at is not None and attempts.is_noted_since(session, school_id, row.id, result, at):
        return
    row.reason = result
    attempts.note(session, school_id, [row.id], result, services.clock.now())
    if what != "hard":
        return
    now = services.clock.now()
    row.standing, row.settled_at = EnvelopeState.FAILED, now
    about = select(RecipientSubjectRow.subject_id).where(
        RecipientSubjectRow.school_id == school_id, RecipientSubjectRow.recipient_id == ident
    )
    session.execute(
        update(SubjectRow)
        .where(
            SubjectRow.school_id == school_id,
            SubjectRow.id.in_(about),
            SubjectRow.standing == TOLD,
            SubjectRow.reason == "",  # whoever was told in person as well stays told
        )
        .values(standing="to_be_told")
        .execution_options(synchronize_session=False)
    )
    outbox.write_again(
        session, school_id=school_id, kind="recount", incident_id=row.incident_id, run_after=now
    )


def _effect(session: Session, services: Services, school_id: UUID, ident: UUID, what: str) -> bool:
    """Note it at an alert or a question; whether it is of one that had left."""
    row = session.get(EffectRow, (school_id, ident), with_for_update=True)
    if row is None or row.kind not in BOUNCE or row.state not in {"sent", "uncertain"}:
        return False
    if what == "hard":
        now = services.clock.now()
        row.state, row.settled_at = "failed", now
        returned_mail.came_back(session, row, now, refused=False)
    row.error = f"Mail{REASONS[what].title()}"
    return True
