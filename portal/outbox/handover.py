"""From one window of notices to the next in one commit and one trip: what became of the last is
recorded, the next is marked as being handed over.

Nothing leaves that is not marked, and what a worker that is lost had marked is uncertain, so a
window is as many as nobody may be sure of (docs/adr/0013). The incidents are held until the commit:
a decision that was made before it is heard, and one made after it waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.outbox.leases import LEASE
from portal.rules.telling.attempts import RESULTS
from portal.rules.telling.on_way import AS_SETTLED
from tenants.db import Scope, uuid7
from tenants.trips import Query, tell_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Engine

    from portal.outbox.leases import Settlement
    from portal.store.effects import ClaimedEffect
    from tenants.trips import Rows

Ids = frozenset["UUID"]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a notice, when; `then`: the kind of effect on the incident that follows."""

    effect: ClaimedEffect
    result: Settlement
    at: datetime
    then: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """A notice that is about to leave, as it was looked at in this version of its incident."""

    effect: ClaimedEffect
    version: int


def step(
    engine: Engine, school_id: UUID, worker: str, done: Sequence[Done], to: Sequence[Next]
) -> Ids:
    """Record what was done, mark the others; the effects of those that may leave.

    Any other was stopped, decided about, or is no longer this worker's; nothing of it may leave.
    """
    about = {"school": school_id, "worker": worker}
    queries = []
    if to:
        queries.append(_hold(about, to))
    if done:
        queries += [_settle(about, done), *_follow(about, done)]
    if to:
        queries.append(_mark(about, to))
    answers: list[Ids] = tell_all(engine, Scope.of(school_id), *queries)
    return answers[-1] if to else frozenset()


def give_back(engine: Engine, school_id: UUID, worker: str, effects: Sequence[UUID]) -> None:
    """Have those wait that were marked and of which nothing has left: no attempt was made."""
    values = {"school": school_id, "worker": worker, "effects": list(effects)}
    tell_all(engine, Scope.of(school_id), Query(_GIVE_BACK, values, _ids))


def _ids(rows: Rows) -> Ids:
    return frozenset(row[0] for row in rows)


def _hold(about: dict[str, object], to: Sequence[Next]) -> Query[Ids]:
    incidents = list({one.effect.incident_id for one in to})
    return Query(_HOLD, {**about, "incidents": incidents}, _ids)


def _mark(about: dict[str, object], to: Sequence[Next]) -> Query[Ids]:
    values = {
        "effects": [one.effect.id for one in to],
        "incidents": [one.effect.incident_id for one in to],
        "versions": [one.version for one in to],
        "lease": LEASE,
    }
    return Query(_MARK, {**about, **values}, _ids)


def _settle(about: dict[str, object], done: Sequence[Done]) -> Query[Ids]:
    values = {
        "effects": [one.effect.id for one in done],
        "states": [one.result.state for one in done],
        "errors": [one.result.error for one in done],
        "retries": [one.result.retry_at for one in done],
        "ats": [one.at for one in done],
        "standings": [AS_SETTLED.get(one.result.state) for one in done],
        "attempts": [uuid7() for _ in done],
        "results": [RESULTS[one.result.state] for one in done],
    }
    return Query(_SETTLE, {**about, **values}, _ids)


def _follow(about: dict[str, object], done: Sequence[Done]) -> list[Query[Ids]]:
    """What follows on an incident does so once, however many of its notices are settled."""
    settled = {
        (one.then, one.effect.incident_id): one.at
        for one in done
        if one.then and one.result.state != "waiting"
    }
    return [
        Query(
            _FOLLOW,
            {
                **about,
                "incident": incident_id,
                "kind": then,
                "key": f"{then}:{incident_id}",
                "id": uuid7(),
                "at": at,
            },
            _ids,
        )
        for (then, incident_id), at in settled.items()
    ]


_HOLD: Final = """
select id from portal_incident where school_id = %(school)s and id = any(%(incidents)s::uuid[])
order by id for share"""

_MARK: Final = """
update portal_effect as effect
set state = 'sending', lease_until = clock_timestamp() + %(lease)s
from unnest(%(effects)s::uuid[], %(incidents)s::uuid[], %(versions)s::bigint[])
  as asked (id, incident_id, version)
join portal_incident as incident
  on incident.school_id = %(school)s and incident.id = asked.incident_id
  and incident.version = asked.version
where effect.school_id = %(school)s and effect.id = asked.id
  and effect.lease_by = %(worker)s and effect.state = 'waiting'
returning effect.id"""

_SETTLE: Final = """
with said as (
  select * from unnest(
    %(effects)s::uuid[], %(states)s::text[], %(errors)s::text[], %(retries)s::timestamptz[],
    %(ats)s::timestamptz[], %(standings)s::text[], %(attempts)s::uuid[], %(results)s::text[]
  ) as said (effect_id, state, error, retry_at, at, standing, attempt_id, result)
), settled as (
  update portal_effect as effect set
    state = said.state, error = said.error, attempts = effect.attempts + 1,
    settled_at = case when said.state <> 'waiting' then said.at end,
    lease_until = null, lease_by = case when said.state = 'uncertain' then %(worker)s::text end,
    run_after = case when said.state = 'waiting' then coalesce(said.retry_at, said.at)
      else effect.run_after end
  from said
  where effect.school_id = %(school)s and effect.id = said.effect_id
    and effect.lease_by = %(worker)s and effect.state in ('waiting', 'sending', 'uncertain')
  returning effect.school_id, effect.subject_id, said.*
), stands as (
  update portal_recipient as recipient
  set standing = settled.standing, reason = '', settled_at = settled.at
  from settled
  where settled.standing is not null
    and recipient.school_id = settled.school_id and recipient.id = settled.subject_id
)
insert into portal_attempt (school_id, id, recipient_id, at, result, note)
select school_id, attempt_id, subject_id, at, result, error from settled
returning id"""

_GIVE_BACK: Final = """
update portal_effect set state = 'waiting', lease_by = null, lease_until = null
where school_id = %(school)s and id = any(%(effects)s::uuid[])
  and lease_by = %(worker)s and state = 'sending'
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
