"""What is measured against: PostgreSQL with the demo schools, Valkey, and gunicorn.

The app runs with the settings of production: the machine's clock, logs of one JSON line a request,
no development. Only loading the demo schools needs development's.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from standalone.secrets import Secrets
from standalone.servers import Postgres
from standalone.valkey import valkey


@contextmanager
def prepared_database(folder: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL that really writes, with the demo schools; the environment to use it."""
    passwords = Secrets.fresh()
    server = Postgres(folder / "postgres", passwords)
    server.start()
    try:
        owner, app = (
            url.render_as_string(hide_password=False)
            for url in (server.owner_url(), server.app_url())
        )
        environment = {
            **os.environ,
            "FLASK_APP": "wsgi",
            "PORTAL_CONFIG": "production_example",
            "PORTAL_CLOCK": "system",
            "SECRET_KEY": os.urandom(16).hex(),
            "SECURITY_PASSWORD_SALT": os.urandom(16).hex(),
            "PORTAL_MASTER_KEY": base64.b64encode(os.urandom(32)).decode(),
            "SQLALCHEMY_DATABASE_URI": app,
            "PORTAL_MIGRATION_URL": owner,
            "REFERENCE_URL": owner.replace("postgresql+psycopg://", "postgresql://"),
        }
        for command in (["portal", "db", "upgrade"], ["portal", "demo", "--without-stories"]):
            subprocess.run(
                [sys.executable, "-m", "flask", *command],
                env={**environment, "PORTAL_CONFIG": "development"},
                check=True,
            )
        with valkey(folder / "valkey", passwords) as redis_url:
            yield {**environment, "REDIS_URL": redis_url}
    finally:
        server.destroy()


@contextmanager
def gunicorn(app: str, port: int, environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """The app under the standalone host's own gunicorn settings; its log goes to a file."""
    with log.open("w") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", app],
            env={**environment, "PORT": str(port)},
            stderr=lines,
        )
    try:
        _wait(port)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing-here", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not answer")
