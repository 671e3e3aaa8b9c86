"""What timers do every 30 seconds. All is found in the database, so a late tick catches up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.desk.remind import remind
from portal.jobs._run import class_and_place, deliver_due
from portal.jobs.handlers import HANDLERS
from portal.outbox import relay, rows
from portal.store import due
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from portal.host import Services

log = logging.getLogger("portal.jobs")

HERE_SECONDS = 20.0
"""How long a tick may deliver itself: duties come first."""

Remind = Callable[["Services", UUID, list[UUID], datetime], None]
"""Look at these duties of one school: reminders, climbs, rechecks. Commits by itself."""


def tick(services: Services, *, remind: Remind = remind, workers: bool = True) -> bool:
    """Do all that is due now. False when another process is at it.

    Without `workers`, or where none could be woken, effects are delivered here, so that a lost
    Redis holds up no alert.
    """
    now = services.clock.now()
    with due.one_tick(services.engine) as mine:
        if not mine:
            return False
        _look_at_duties(services, remind, now)
        _take_back_lost(services, now)
    schools = due.schools_with_due_effects(services.engine, now)
    if schools and not (workers and relay.nudge(services, schools)):
        deliver_due(services, schools, seconds=HERE_SECONDS)
    return True


def _look_at_duties(services: Services, remind: Remind, now: datetime) -> None:
    for school_id, duty_ids in due.due_duties(services.engine, now).items():
        try:
            remind(services, school_id, duty_ids, now)
        except Exception as error:  # noqa: BLE001 - one school's trouble holds up no other
            log.error("duties of school %s: %s", school_id, class_and_place(error))  # noqa: TRY400


def _take_back_lost(services: Services, now: datetime) -> None:
    repeatable = frozenset(kind for kind, handler in HANDLERS.items() if handler.repeatable)
    for school_id in due.schools_with_dead_leases(services.engine):
        with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
            for row in rows.reclaim(session, school_id, repeatable, now):
                log.warning("effect %s of school %s: its worker was lost", row.id, school_id)
                then = HANDLERS[row.kind].then if row.kind in HANDLERS else ""
                if then and row.incident_id is not None and row.state == "uncertain":
                    rows.write_again(
                        session,
                        school_id=school_id,
                        kind=then,
                        incident_id=row.incident_id,
                        run_after=now,
                    )
