"""The whole product, running: web, worker and timers as processes, with a browser before it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from standalone.servers import HOST, free_port
from tests.conftest import OpenPage
from tests.databases import Database
from tests.journeys.browser import Person
from tests.journeys.live import Live, answers
from tests.mail_sink import MailSink
from tests.portal_app import MovingClock

LOGS = Path("test-results")
COMMANDS = {
    "web": [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-w1", "wsgi:app"],
    "worker": [sys.executable, "-m", "flask", "portal", "worker"],
    "timers": [sys.executable, "-m", "flask", "portal", "timers"],
}


@pytest.fixture
def live(demo_database: Database, valkey: str, smtp: MailSink) -> Iterator[Live]:
    """Web, worker and timers on the demo schools; their logs lie in test-results/."""
    port = free_port()
    environment = {
        **os.environ,
        "FLASK_APP": "wsgi",
        "PORTAL_CONFIG": "test",
        "PORT": str(port),
        "PORTAL_PUBLIC_URL": f"http://{HOST}:{port}",
        "SQLALCHEMY_DATABASE_URI": demo_database.app_url,
        "PORTAL_MIGRATION_URL": demo_database.owner_url,
        "REDIS_URL": valkey,
        "MAIL_HOST": smtp.host,
        "MAIL_PORT": str(smtp.port),
    }
    LOGS.mkdir(exist_ok=True)
    engine = sa.create_engine(demo_database.app_url, pool_size=1)
    running: dict[str, subprocess.Popen[bytes]] = {}
    with (LOGS / f"live-{port}.log").open("wb") as log:
        try:
            for name, command in COMMANDS.items():
                running[name] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            answers(port, running["web"])
            yield Live(f"http://{HOST}:{port}", environment, smtp, MovingClock(engine))
        finally:
            for name, process in running.items():
                # gunicorn must end its own; that the others end when they are asked is proved apart
                process.terminate() if name == "web" else process.kill()
            for process in running.values():
                process.wait()
    engine.dispose()


@pytest.fixture
def person(live: Live, open_page: OpenPage) -> Callable[..., Person]:
    """Somebody at a browser: `person("wormley.head", phone=True)`, signed in; None is nobody."""
    known: dict[tuple[str | None, bool], Person] = {}
    checker = open_page(live.url)

    def meet(who: str | None, *, phone: bool = False, scripts: bool = False) -> Person:
        if (who, phone) not in known:
            size = (360, 740) if phone else (1280, 900)
            somebody = Person(open_page(live.url, size=size, scripts=scripts), checker, live)
            if who is not None:
                somebody.sign_in(who)
            known[who, phone] = somebody
        return known[who, phone]

    return meet
