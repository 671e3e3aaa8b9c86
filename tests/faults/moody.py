"""A mail server with moods: takes, refuses, hangs, and hangs up in the middle of a text."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from standalone.servers import HOST, free_port
from tests.mail_sink import ClosingController, hang_up

EXPECTED: Final = "250 OK"
MOODS: Final = {
    EXPECTED: 970,
    "451 later": 10,
    "550 never": 5,
    "hangs": 1,
    "takes it and hangs": 1,
    "hangs up": 8,
    "takes it and hangs up": 5,
}
"""In so many of a thousand texts."""


class _Cuts(SMTP):
    """Hangs up in the middle of a text where its handler says so."""

    mood = EXPECTED

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        self.mood = self.event_handler.next_mood()
        if self.mood != "hangs up":
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.read(200)
        hang_up(self)


class _Controller(ClosingController):
    def serving(self) -> SMTP:
        return _Cuts(self.handler)


@dataclass
class MoodyServer:
    """What it took is counted by Message-ID: notices alone, whatever it answered afterwards."""

    seed: int
    port: int = field(default_factory=free_port)
    taken: Counter[str] = field(default_factory=Counter)
    calm: bool = False

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - the same storm again
        self._controller: _Controller | None = None

    def next_mood(self) -> str:
        """The mood in which it reads the next text."""
        if self.calm:
            return EXPECTED
        return self._random.choices(list(MOODS), list(MOODS.values()))[0]

    def start(self) -> None:
        self._controller = _Controller(self, hostname=HOST, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: _Cuts, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take it, or not, as the mood is."""
        mood = server.mood
        if mood == EXPECTED or mood.startswith("takes it"):
            above = BytesHeaderParser().parsebytes(envelope.original_content or b"")
            if above["Message-ID"].startswith("<notice."):
                self.taken[above["Message-ID"]] += 1
        if mood.endswith("hangs"):
            await asyncio.sleep(3600)
        if mood.endswith("hangs up"):
            hang_up(server)
        return mood
