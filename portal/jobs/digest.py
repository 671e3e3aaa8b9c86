"""Many reminders to one person leave as one mail, where they wait at the same moment.

No reminder waits for another: whoever sends one takes along what waits by then for its addressee,
at all their schools. Each stays an effect of its school and incident: all are marked as being sent
in one commit and settled in another, so that a mail that fails is tried again for all of them, and
a worker that is lost leaves rows that say that they may be a second copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from portal.errors import Undeliverable
from portal.jobs.handlers import HANDLERS
from portal.jobs.settling import record
from portal.jobs.verdict import judged, note
from portal.notices import digest
from portal.outbox.leases import Settlement
from portal.outbox.together import mark_together, take_reminders
from tenants import directory
from tenants.calendar import uk_date
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from portal.host import Services
    from portal.jobs.handlers import Outside
    from portal.store.effects import ClaimedEffect

LEAST: Final = 4
"""Fewer are a mail each, with the page of each."""
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is marked as being sent, and how it leaves."""

    scope: Scope
    effects: tuple[ClaimedEffect, ...]
    outside: Outside


def deliver_together(services: Services, effect: ClaimedEffect, worker: str) -> bool | None:
    """Send a reminder with others to the same person, and settle them; whether the mail server
    takes nothing now. None: there are not many, and it goes by itself.
    """
    if not digest.may_join(effect):
        return None
    try:
        taken = _take(services, effect, worker)
    except Undeliverable:
        return None
    except Exception as error:  # noqa: BLE001 - nothing has left; what is odd is told one by one
        note(effect, error)
        return None
    if taken is None:
        return None
    handler = HANDLERS[effect.kind]
    result, server_down = judged(taken.outside, effect, handler, services.clock.now())
    with open_session(services.engine, taken.scope) as session, session.begin():
        for one in taken.effects:
            record(session, one, worker, result, services.clock.now())
    return server_down


def _take(services: Services, effect: ClaimedEffect, worker: str) -> _Taken | None:
    """Mark those that are still to be told, and make their mail; None where they are not many."""
    assert effect.person_id is not None  # noqa: S101 - a reminder that may join others has one
    now = services.clock.now()
    places = directory.relations(services.engine, effect.person_id, uk_date(now))
    scope = Scope.of(*{effect.school_id, *(one.school_id for one in places)})
    with open_session(services.engine, scope) as session, session.begin():
        found = take_reminders(session, scope, effect, worker, now, MOST)
        if len(found) < LEAST:
            session.rollback()
            return None
        told, needless = digest.read(session, found, effect.person_id, now)
        if len(told) < LEAST:
            session.rollback()
            return None
        mail = digest.compose(services, told, now)
        for one in needless:
            record(session, one, worker, Settlement("stopped", error="NotNeeded"), now)
        effects = tuple(one.effect for one in told)
        if not mark_together(session, effects, worker):
            session.rollback()
            return None
        return _Taken(scope, effects, partial(services.mailer.send, mail))
