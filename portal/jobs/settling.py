"""What became of an effect, and what that means for its incident, in one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.school import returned_mail
from portal.jobs import verdict
from portal.jobs.handlers import HANDLERS
from portal.outbox import leases, rows
from portal.rules.in_charge.alerts import DPO_OUTSIDE

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.models.effects import EffectRow
    from portal.outbox.leases import Settlement
    from portal.store.effects import ClaimedEffect


def record(
    session: Session, effect: ClaimedEffect, worker: str, result: Settlement, now: datetime
) -> bool:
    """Record what became of an effect. False: stopped, or the lease went to somebody else."""
    if not leases.settle(session, effect, worker, result, now):
        return False
    unheard = result.error in verdict.NO_SUCH_ADDRESS or effect.kind == DPO_OUTSIDE
    if result.state == "failed" and unheard:
        returned_mail.came_back(session, effect, now, refused=True)
    if result.state == "sent":
        returned_mail.taken(session, effect)
    follow(session, effect, result.state, now)
    return True


def follow(session: Session, effect: ClaimedEffect | EffectRow, state: str, now: datetime) -> None:
    """What an effect that waits no more means for its incident, in the commit that settles it."""
    handler, school_id, incident_id = (
        HANDLERS.get(effect.kind),
        effect.school_id,
        effect.incident_id,
    )
    if state == "waiting" or handler is None or incident_id is None:
        return
    if handler.settled:
        handler.settled(session, school_id, effect.subject_id, state, now)
    if handler.then:
        of = {"school_id": school_id, "incident_id": incident_id}
        rows.write_again(session, **of, kind=handler.then, run_after=now)
