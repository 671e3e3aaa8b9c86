"""Is this deployment sound? What `flask portal check` asks, each problem in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from portal.host import SelfChecking
from portal.mail_in import mailbox
from portal.migrate import current, heads
from portal.regulators import versions
from portal.regulators.ico import KNOWN_FACTS
from portal.store import due, keys, server
from portal.store.school import registers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portal.host import Services

OLDEST_POSTGRES = 15
LONG_ENOUGH_TO_WRITE = timedelta(hours=8)
"""For how long a form must be good at the least: a working day."""
PATIENCE = timedelta(minutes=5)
"""How long something may be due before nobody seems to be at work; timers look every 30 seconds."""


def problems(services: Services, config: Mapping[str, object]) -> list[str]:
    """All that is wrong; empty when the deployment is sound."""
    engine = services.engine
    if engine.dialect.name != "postgresql":
        return [f"The database is {engine.dialect.name}. The portal needs PostgreSQL 15 or later."]
    if engine.dialect.driver != "psycopg":
        return [f"The engine uses {engine.dialect.driver}. The portal needs psycopg 3."]
    found = [
        *_pool(services, config),
        *_forms(config),
        *_addresses(services),
        *versions.problems(services.settings, KNOWN_FACTS),
        *_outside(services),
    ]
    try:
        return [*_database(services), *_in_tables(services), *found]
    except OperationalError:
        return ["PostgreSQL does not answer, or does not let the portal in.", *found]


def _database(services: Services) -> Iterator[str]:
    facts = server.facts(services.engine)
    if facts.major < OLDEST_POSTGRES:
        yield f"PostgreSQL {facts.major} is too old: the portal needs {OLDEST_POSTGRES} or later."
    if facts.is_superuser:
        yield "The portal signs in as a superuser, whom row-level security does not hold back."
    if facts.bypasses_rls:
        yield "The portal’s role may bypass row-level security."
    if facts.owns_tables:
        yield "The portal’s role owns its tables; it must own nothing."
    if facts.unprotected:
        yield f"Row-level security is not forced on: {', '.join(facts.unprotected)}."
    if not _is_migrated(services):
        yield "The tables are not those of this version: run flask portal db upgrade."


def _is_migrated(services: Services) -> bool:
    return set(current(services.engine)) == set(heads())


def _pool(services: Services, config: Mapping[str, object]) -> Iterator[str]:
    """A request may hold two connections: the host's and ours."""
    pool = services.engine.pool
    size = getattr(pool, "size", lambda: 0)() + max(getattr(pool, "_max_overflow", 0), 0)
    threads = int(str(config.get("PORTAL_THREADS") or 1))
    if size < 2 * threads:
        yield (
            f"The connection pool holds {size}; with {threads} threads it needs {2 * threads}, "
            "because a request may hold two."
        )


def _forms(config: Mapping[str, object]) -> Iterator[str]:
    limit = config.get("WTF_CSRF_TIME_LIMIT")
    if limit is not None and int(str(limit)) < LONG_ENOUGH_TO_WRITE.total_seconds():
        yield (
            f"WTF_CSRF_TIME_LIMIT is {limit}: whoever takes longer than these seconds over a form "
            "is told that it expired. Set it to None before your CSRFProtect is made."
        )


def _addresses(services: Services) -> Iterator[str]:
    if services.settings.production and not services.settings.public_url.startswith("https://"):
        yield "PORTAL_PUBLIC_URL must begin with https://: links in mails start with it."


def _outside(services: Services) -> Iterator[str]:
    try:
        services.queue.wake([])
    except Exception as error:  # noqa: BLE001 - whatever a host's queue raises
        yield f"No worker can be woken through Redis ({type(error).__name__})."
    if isinstance(services.mailer, SelfChecking) and (problem := services.mailer.problem()):
        yield problem
    if problem := mailbox.problem(services.settings):
        yield problem


def _in_tables(services: Services) -> Iterator[str]:
    if not _is_migrated(services):
        return  # then nothing in them can be asked
    if not keys.opens_all(services.engine, services.keyring):
        yield (
            "PORTAL_MASTER_KEY is not the key under which schools have stored what they know: "
            "nothing of it can be read. Give the one that belongs to this database."
        )
    since = services.clock.now() - PATIENCE
    if due.due_duties(services.engine, since):
        yield "Reminders are more than five minutes late: are the timers running?"
    if due.schools_with_due_effects(services.engine, since):
        yield "Mails have waited for more than five minutes: is a worker running?"
    untested = services.clock.now() - mailbox.TESTED_FOR
    for school, address in registers.list_unproved(services.engine, untested):
        yield (
            f"No test mail to {address} has come in, where {school} takes reports: what is sent "
            "there may not reach the portal. Have its mail forwarded, and send a test under Manage "
            "school, Contacts."
        )
