"""5,000 notices to a local mail server, ours beside a plain loop of smtplib over one connection.

The very same mails and the same server for both: the loop is handed the messages composed, parsed
by the standard library, and writes them out as `send_message` does. Ours reads, decrypts, looks at
each once more in the moment of sending, composes it, marks it before it leaves, records the attempt
after, and counts again at the end. Rounds alternate. No pace is set.
"""

from __future__ import annotations

import os
import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from standalone.servers import free_port

if TYPE_CHECKING:
    from email.message import Message

RECIPIENTS: Final = int(os.environ.get("BENCH_RECIPIENTS", "5000"))
ROUNDS: Final = 3
WANTED: Final = 0.8
MOST_MEMORY: Final = 512


def run(environment: Mapping[str, str], _folder: Path) -> bool:
    """Send, print the ratio round by round; whether it is as promised."""
    port = free_port()
    os.environ.update({**environment, "PORTAL_CONFIG": "development",
                       "MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(port)})  # fmt: skip
    notices = import_module("bench.notices")  # reads its settings when it is imported
    importing = import_module("bench.importing")
    ratios, before = [], _megabytes()
    with _server(port):
        at = importing.school()
        for _ in range(ROUNDS):
            waiting = notices.waiting(at, RECIPIENTS)
            messages = notices.messages(at)
            theirs = _timed(partial(_plainly, messages, port))
            ours = _timed(partial(notices.deliver, at))
            if not len(messages) == notices.sent(at, waiting) == RECIPIENTS:
                raise RuntimeError(f"sent {notices.sent(at, waiting)} of {RECIPIENTS}")
            ratios.append(theirs / ours)
            print(f"  ours {RECIPIENTS / ours:7,.0f} a second, plainly {RECIPIENTS / theirs:7,.0f}")
    grown = _megabytes() - before
    print(f"ratio      {median(ratios):8.2f} (rounds: {', '.join(f'{r:.2f}' for r in ratios)})")
    print(f"promised   {WANTED:8.2f}")
    print(f"memory     {grown:8,.0f} MB more, at most {MOST_MEMORY} MB")
    return median(ratios) >= WANTED and grown <= MOST_MEMORY


def _plainly(messages: Sequence[Message], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for message in messages:
            smtp.send_message(message)


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _server(port: int) -> Iterator[None]:
    """A mail server in a process of its own, which takes everything."""
    server = subprocess.Popen([sys.executable, "-m", "bench.mail_server", str(port)])
    try:
        for _ in range(100):
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
