"""The RQ worker: one process, no fork, a fresh app context for each job.

A fork for each job would cost more than most jobs do, and a process that has used Typst must not
fork. Redis may be away at the start or go later; the worker waits for it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from portal.jobs import ending

if TYPE_CHECKING:
    from types import FrameType

    from flask import Flask
    from rq.job import Job

    from portal.settings import Settings

log = logging.getLogger("portal.jobs")

AGAIN_AFTER_SECONDS: Final = 2.0
"""RQ's worker also ends by itself on trouble that it does not know."""


def run_worker(app: Flask, *, burst: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with `burst`, until the queue is empty. Ends within 5 s."""
    settings: Settings = app.extensions["portal"].settings
    ending.on_signals()
    while not ending.stopping.is_set():
        try:
            _worker(app, settings).work(burst=burst, logging_level="WARNING")
        except RedisError as error:
            log.warning("Redis is away: %s", type(error).__name__)
        if burst:
            return
        ending.stopping.wait(AGAIN_AFTER_SECONDS)


def _worker(app: Flask, settings: Settings) -> SimpleWorker:
    connection = Redis.from_url(settings.redis_url)
    queue = Queue(settings.queue_name, connection=connection, serializer=JSONSerializer)
    return _PortalWorker(app, queue, connection)


class _PortalWorker(SimpleWorker):
    max_connection_wait_time = 5.0
    log_result_lifespan = False

    def __init__(self, app: Flask, queue: Queue, connection: Redis) -> None:
        super().__init__(
            [queue],
            connection=connection,
            serializer=JSONSerializer,
            log_job_description=False,
        )
        self._app = app

    def execute_job(self, job: Job, queue: Queue) -> None:
        """One job in an app context of its own, so that nothing leaks into the next."""
        with self._app.app_context():
            super().execute_job(job, queue)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Let the job at hand give back what it has not begun, and end."""
        ending.ask(signum, frame)
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call] # RQ's
