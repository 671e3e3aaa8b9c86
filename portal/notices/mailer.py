"""Hands messages to the mail server, one recipient each, and says truly what became of them."""

from __future__ import annotations

import ssl
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import parseaddr
from smtplib import SMTP, SMTPException
from typing import Final

from portal.host import Outgoing
from portal.notices.line import MailLine, MailRefused, MailUncertain, code_of
from portal.settings import Settings

__all__ = ["MailRefused", "MailUncertain", "SmtpMailer"]

_WIRE: Final = WIRE.clone(cte_type="7bit")
ANSWER_SECONDS = 8.0
"""How long one answer may take; all of them together stay below a lease of two minutes."""


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """The `Mailer` of `portal.host` over SMTP: a connection a message, or one kept for many."""

    settings: Settings

    def send(self, message: EmailMessage) -> None:
        """Send to the one address in 'To'. Raises `MailRefused`, `MailUncertain`."""
        with closing(self.line()) as line:
            line.hand_over(_outgoing(message))
            line.verdict()

    def line(self) -> MailLine:
        """A connection for many messages; whoever asked for it closes it."""
        return MailLine(self._connect, ANSWER_SECONDS)

    def problem(self) -> str:
        """Whether the server would let us send: connects, says hello, signs in, and leaves."""
        try:
            self._connect().close()
        except (OSError, SMTPException) as error:
            where = f"{self.settings.mail_host}:{self.settings.mail_port}"
            return f"The mail server at {where} does not let the portal in ({_name(error)})."
        return ""

    def _connect(self) -> SMTP:
        # the constructor connects and raises SMTPConnectError unless the server is ready
        # and would look up this machine's name, which may take long where DNS is slow
        smtp = SMTP(
            self.settings.mail_host,
            self.settings.mail_port,
            local_hostname=self.settings.mail_from.rpartition("@")[2],
            timeout=ANSWER_SECONDS,
        )
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.settings.mail_starttls:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if self.settings.mail_user:
                smtp.login(self.settings.mail_user, self.settings.mail_password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _outgoing(message: EmailMessage) -> Outgoing:
    """The message as it leaves, from its one sender to its one recipient."""
    return Outgoing(
        _address(message, "From"), _address(message, "To"), message.as_bytes(policy=_WIRE)
    )


def _address(message: EmailMessage, header: str) -> str:
    addresses = message.get_all(header, [])
    if len(addresses) != 1:
        raise ValueError(f"a message has exactly one {header!r}")
    return parseaddr(str(addresses[0]))[1]


def _name(error: Exception) -> str:
    code = code_of(error)
    return f"it says {code}" if code else type(error).__name__
