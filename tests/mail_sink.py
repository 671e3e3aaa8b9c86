"""A real SMTP server that keeps what it is sent and refuses mail when a test tells it to."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from standalone.servers import HOST, free_port

ACCEPTED: Final = "250 OK"
REFUSED: Final = "550 No such mailbox"
TRY_LATER: Final = "451 Try again later"


def hang_up(server: SMTP) -> None:
    """End the connection at once, without a word."""
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


class ClosingController(Controller):
    """A server that, when it is gone, has closed its ends of the connections."""

    _made: tuple[SMTP, ...] = ()

    def serving(self) -> SMTP:
        """What talks to one client."""
        return SMTP(self.handler)

    def factory(self) -> SMTP:
        made = self.serving()
        self._made = (*(one for one in self._made if one.transport), made)
        return made

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(10)
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        if self.server is not None:
            self.server.close()
        for _ in range(5):  # also on whoever was just being let in
            for one in self._made:
                hang_up(one)
            await asyncio.sleep(0)


@dataclass(frozen=True)
class Mail:
    """One message, and whom the envelope named."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes


@dataclass
class MailSink:
    """Listens on a free port of 127.0.0.1 between `start` and `stop`.

    `slow_by`: seconds to wait before each answer, so that a test can interrupt a send.
    `held`: the address whose mail is not answered as long as this is set.
    """

    host: str = HOST
    port: int = field(default_factory=free_port)
    caught: list[Mail] = field(default_factory=list)
    slow_by: float = 0.0
    held: str | None = None
    holding: int = 0
    _answer: str = ACCEPTED
    _only_to: str | None = None
    _controller: ClosingController | None = None

    def start(self) -> None:
        self._controller = ClosingController(self, hostname=self.host, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def refuse(self, *, permanently: bool, only_to: str | None = None) -> None:
        """Answer 550 or 451 from now on, to one address or to all."""
        self._answer = REFUSED if permanently else TRY_LATER
        self._only_to = only_to

    def accept(self) -> None:
        """Take mail again."""
        self._answer, self._only_to = ACCEPTED, None

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The messages for one address, oldest first."""
        return [mail.message for mail in self.caught if address in mail.recipients]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        """Keep or refuse one message."""
        await asyncio.sleep(self.slow_by)
        recipients = tuple(envelope.rcpt_tos)
        await self._hold(recipients)
        if self._answer != ACCEPTED and self._only_to in (None, *recipients):
            return self._answer
        content = envelope.original_content or b""
        message = message_from_bytes(content, EmailMessage, policy=policy.default)
        self.caught.append(Mail(envelope.mail_from or "", recipients, message, content))
        return ACCEPTED

    async def _hold(self, recipients: tuple[str, ...]) -> None:
        """Wait while it is held; whoever hangs up meanwhile ends the wait."""
        self.holding += 1
        try:
            while self.held in recipients:  # noqa: ASYNC110 - let go by another thread
                await asyncio.sleep(0.02)
        finally:
            self.holding -= 1
