"""Wakes workers through RQ. A wake-up that is lost, doubled or late changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from uuid import UUID

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

if TYPE_CHECKING:
    from portal.host import Services

log = logging.getLogger(__name__)

DELIVER: Final = "portal.jobs.deliver.deliver"
"""Named, not imported: the outbox lies below the jobs."""

SCHOOLS_A_JOB = 50
PATIENCE_SECONDS = 0.2
JOB_SECONDS = 300
"""RQ's own limit, far above the 90 seconds after which a job stops by itself."""
WAKE_UP_TTL = 60
"""One that nobody took by then is dropped: timers wake again every 30 seconds."""
FAILURE_TTL = 3600


class RqQueue:
    """The `Queue` of `portal.host` on Redis, without patience: a page waits for it."""

    def __init__(self, url: str, name: str) -> None:
        """Connect when first used, to the Redis or Valkey at `url`."""
        connection = Redis.from_url(
            url,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._queue = Queue(name, connection=connection, serializer=JSONSerializer)

    def wake(self, school_ids: list[str]) -> None:
        """Enqueue one job for all of them; raises Redis' errors."""
        self._queue.enqueue_call(
            DELIVER,
            args=(school_ids,),
            timeout=JOB_SECONDS,
            result_ttl=0,
            ttl=WAKE_UP_TTL,
            failure_ttl=FAILURE_TTL,
            description="deliver",
        )


def nudge(services: Services, school_ids: Iterable[UUID]) -> bool:
    """Wake a worker for these schools, if that can be done quickly. Call it after the commit."""
    wanted = sorted({str(school_id) for school_id in school_ids})
    try:
        for first in range(0, len(wanted), SCHOOLS_A_JOB):
            services.queue.wake(wanted[first : first + SCHOOLS_A_JOB])
    except Exception as error:  # noqa: BLE001 - whatever a host's queue raises, timers will wake
        log.warning("no worker was woken: %s", type(error).__name__)
        return False
    return True
