"""Our own commands, worker and timers, in a process that can be killed.

Settings come from the environment. The notice is the tests' own, unless `MAIL_PATIENCE` is set: the
seconds that a mail server has for an answer.
"""

import logging
import os
from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import create_engine

from portal.host import TableClock
from portal.jobs import stream
from portal.jobs.handlers import HANDLERS
from portal.jobs.timers import run_timers
from portal.jobs.worker import run_worker
from portal.notices import line, mailer
from portal.store.clock import read_offset
from tests.jobs.world import services, with_notices


def app() -> Flask:
    """An app with nothing but the portal's services."""
    engine = create_engine(os.environ["DATABASE_URL"])
    using = services(
        engine,
        smtp_port=int(os.environ["MAIL_PORT"]),
        redis_url=os.environ["REDIS_URL"],
        clock=TableClock(lambda: timedelta(seconds=read_offset(engine))),
    )
    made = Flask(__name__)
    made.extensions["portal"] = SimpleNamespace(settings=using.settings, services=lambda: using)
    return made


def main(kind: str, environment: Mapping[str, str]) -> None:
    """Be 'worker' or 'timers' until ended."""
    os.environ.update(environment)
    logging.basicConfig(level=logging.INFO)
    if patience := float(os.environ.get("MAIL_PATIENCE", "0")):
        mailer.ANSWER_SECONDS = line.VERDICT_SECONDS = patience
        stream.DATABASE_WAIT_SECONDS = 0.2
    else:
        HANDLERS.update(with_notices())
    if kind == "worker":
        run_worker(app())
    else:
        run_timers(app(), every=0.2)
