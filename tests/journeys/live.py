"""The running product as a test sees it: its address, its mail, its clock, its database."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from tests.mail_sink import Mail, MailSink
from tests.portal_app import MovingClock

PATIENCE = 60.0
LINK = re.compile(r"http://\S+")


@dataclass
class Live:
    """Web, worker and timers."""

    url: str
    environment: dict[str, str]
    smtp: MailSink
    clock: MovingClock

    def mail_to(self, who: str, containing: str = "") -> Mail:
        """The latest mail to somebody of the demo that says this; waits for it."""
        found: list[Mail] = []

        def arrived() -> bool:
            found[:] = [
                mail
                for mail in self.smtp.caught
                if f"{who}@example.org" in mail.recipients and containing in text_of(mail)
            ]
            return bool(found)

        eventually(arrived, f"a mail to {who} that says {containing!r}")
        return found[-1]

    def link_in(self, mail: Mail) -> str:
        """The one link of an alert, as a path."""
        links: list[str] = LINK.findall(text_of(mail))
        assert len(links) == 1, "an alert has one link"
        return links[0].removeprefix(self.url)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`flask portal …`."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "portal", *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )


def text_of(mail: Mail) -> str:
    """Subject and plain text, lines unfolded."""
    body = mail.message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return f"{mail.message['Subject']}\n{text}"


def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait until it is true; fail with what was missed."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, f"missed: {what}"
        time.sleep(0.1)


def answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the web process answers."""

    def up() -> bool:
        assert process.poll() is None, "the web process ended"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    eventually(up, "the web process answers")
