"""From one notice to the next in one commit and one trip: the last is settled, the next marked.

So a worker has at most one notice that nobody is sure of, however fast it goes. The incident is
held until the commit: a decision that was made before it is heard, and one made after it waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.rules.attempts import RESULTS
from portal.rules.envelopes import AS_SETTLED
from tenants.db import Scope, uuid7
from tenants.trips import Query, tell_all

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Engine

    from portal.outbox.leases import Settlement
    from portal.store.effects import ClaimedEffect


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a notice, when; `then`: the kind of effect on the incident that follows."""

    effect: ClaimedEffect
    result: Settlement
    at: datetime
    then: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """A notice that is about to leave, as it was composed at this version of its incident."""

    effect: ClaimedEffect
    version: int


def step(engine: Engine, school_id: UUID, worker: str, done: Done | None, to: Next | None) -> bool:
    """Settle the one, mark the other; whether the other may leave.

    False: stopped, decided about, or no longer this worker's; nothing of it may leave now.
    """
    queries: list[Query[bool]] = []
    if to is not None:
        queries.append(_hold(to))
    if done is not None:
        queries.append(_settle(done, worker))
        if done.then and done.result.state != "waiting":
            queries.append(_follow(done))
    if to is not None:
        queries.append(_mark(to, worker))
    answers: list[bool] = tell_all(engine, Scope.of(school_id), *queries)
    return to is not None and answers[-1]


def _hold(to: Next) -> Query[bool]:
    values = {"school": to.effect.school_id, "incident": to.effect.incident_id}
    return Query(_HOLD, values, bool)


def _mark(to: Next, worker: str) -> Query[bool]:
    effect = to.effect
    values = {
        "school": effect.school_id, "incident": effect.incident_id, "effect": effect.id,
        "worker": worker, "version": to.version,
    }  # fmt: skip
    return Query(_MARK, values, bool)


def _settle(done: Done, worker: str) -> Query[bool]:
    effect, result = done.effect, done.result
    waiting = result.state == "waiting"
    values = {
        "school": effect.school_id,
        "effect": effect.id,
        "worker": worker,
        "state": result.state,
        "error": result.error,
        "settled_at": None if waiting else done.at,
        "run_after": result.retry_at if waiting else None,
        "lease_by": worker if result.state == "uncertain" else None,
        "standing": AS_SETTLED.get(result.state),
        "at": done.at,
        "attempt": uuid7(),
        "result": RESULTS[result.state],
    }
    return Query(_SETTLE, values, bool)


def _follow(done: Done) -> Query[bool]:
    values = {
        "school": done.effect.school_id,
        "incident": done.effect.incident_id,
        "kind": done.then,
        "key": f"{done.then}:{done.effect.incident_id}",
        "id": uuid7(),
        "at": done.at,
    }
    return Query(_FOLLOW, values, bool)


_HOLD: Final = """
select id from portal_incident where school_id = %(school)s and id = %(incident)s for share"""

_MARK: Final = """
update portal_effect
set state = 'sending', lease_until = clock_timestamp() + interval '2 minutes'
where school_id = %(school)s and id = %(effect)s and lease_by = %(worker)s and state = 'waiting'
and %(version)s = (
  select version from portal_incident where school_id = %(school)s and id = %(incident)s
)
returning id"""

_SETTLE: Final = """
with settled as (
  update portal_effect set
    state = %(state)s, error = %(error)s, attempts = attempts + 1,
    settled_at = %(settled_at)s::timestamptz, lease_until = null, lease_by = %(lease_by)s,
    run_after = coalesce(%(run_after)s::timestamptz, run_after)
  where school_id = %(school)s and id = %(effect)s and lease_by = %(worker)s
    and state in ('waiting', 'sending', 'uncertain')
  returning school_id, subject_id
), stands as (
  update portal_recipient as recipient
  set standing = %(standing)s::text, reason = '', settled_at = %(at)s
  from settled
  where %(standing)s::text is not null
    and recipient.school_id = settled.school_id and recipient.id = settled.subject_id
)
insert into portal_attempt (school_id, id, recipient_id, at, result, note)
select school_id, %(attempt)s, subject_id, %(at)s, %(result)s, %(error)s from settled
returning id"""

_FOLLOW: Final = """
with waits as (
  select id from portal_effect
  where school_id = %(school)s and key = %(key)s and state = 'waiting' and lease_by is null
  for share
)
insert into portal_effect
  (school_id, id, incident_id, kind, key, template, data, state, wanted_at, run_after, attempts,
   error)
select %(school)s, %(id)s, %(incident)s, %(kind)s, %(key)s, '', '{}', 'waiting', %(at)s, %(at)s,
  0, ''
where not exists (select from waits)
on conflict (school_id, key) do update set
  state = 'waiting', wanted_at = excluded.wanted_at, run_after = excluded.run_after, attempts = 0,
  error = '', settled_at = null, lease_by = null, lease_until = null
returning id"""
