"""What timers do every 30 seconds. All is found in the database, so a late tick catches up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.desk.by_time.begun import follow_up_begun
from portal.desk.by_time.remind import remind
from portal.jobs.deliver import deliver_due, take_back_lost
from portal.jobs.polling import poll_mailbox
from portal.jobs.verdict import class_and_place
from portal.outbox import relay
from portal.rules.reporting import begun
from portal.store import due

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
        _look_at_drafts(services, now)
        take_back_lost(services, now)
    schools = due.schools_with_due_effects(services.engine, now)
    if schools and not (workers and relay.nudge(services, schools)):
        deliver_due(services, schools, seconds=HERE_SECONDS)
    poll_mailbox(services)
    return True


def _look_at_duties(services: Services, remind: Remind, now: datetime) -> None:
    for school_id, duty_ids in due.due_duties(services.engine, now).items():
        try:
            remind(services, school_id, duty_ids, now)
        except Exception as error:  # noqa: BLE001 - one school's trouble holds up no other
            log.error("duties of school %s: %s", school_id, class_and_place(error))


def _look_at_drafts(services: Services, now: datetime) -> None:
    left_since = [now - begun.AFTER[step] for step in begun.Step]
    for school_id, ids in due.left_drafts(services.engine, left_since).items():
        try:
            follow_up_begun(services, school_id, ids, now)
        except Exception as error:  # noqa: BLE001 - one school's trouble holds up no other
            log.error("drafts of school %s: %s", school_id, class_and_place(error))
