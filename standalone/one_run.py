"""One `make run` in a folder at a time, and nothing of it that outlives it.

The run holds var/run.lock for itself alone. That lock is its process's own: what the run starts
does not inherit it, and it goes with the process, also when that is killed or its window is closed.
Then whatever the run started gets its share of the lock and ends by itself (`standalone.keep`), and
the next run waits until it has. PostgreSQL, which has no process of ours above it, is stopped by
the next start.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

from standalone.roles import ServerFailed

LOCK: Final = "PORTAL_RUN_LOCK"
"""Names the run's lock to what it starts."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder; raises ServerFailed while another run holds it."""
    folder.mkdir(exist_ok=True)
    path = folder / "run.lock"
    with path.open("a+") as lock:
        if not _taken(lock.fileno(), fcntl.LOCK_EX):
            if not _taken(lock.fileno(), fcntl.LOCK_SH):
                raise ServerFailed("The portal already runs from this folder.")
            fcntl.lockf(lock, fcntl.LOCK_UN)
            print("The last run was cut off. Ending what it left behind …", flush=True)
            fcntl.lockf(lock, fcntl.LOCK_EX)
        os.environ[LOCK] = str(path)
        try:
            yield
        finally:
            del os.environ[LOCK]


def end_with_the_run() -> None:
    """Let this process and its group end when the run that started it is gone, if one did."""
    if path := os.environ.get(LOCK):
        Thread(target=_wait_and_end, args=(Path(path),), daemon=True).start()


def ending_with_the_run(*command: str) -> tuple[str, ...]:
    """The command for a process that needs an end, because it is not ours."""
    return (sys.executable, "-m", "standalone.keep", "--once", *command)


def _taken(lock: int, how: int) -> bool:
    try:
        fcntl.lockf(lock, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _wait_and_end(path: Path) -> None:
    with path.open() as lock:
        fcntl.lockf(lock, fcntl.LOCK_SH)
        os.killpg(0, signal.SIGTERM)
        Event().wait()  # the next run waits for this lock, and it goes with this process
