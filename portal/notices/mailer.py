"""Hands messages to the mail server, one recipient a message, and says truly what became of them.

The one moment that matters: once the text has left and the server has not answered, nobody knows
whether it was accepted. That is `MailUncertain`, and never tried again in silence.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import parseaddr
from smtplib import SMTP, SMTPException, SMTPResponseException

from portal.errors import PortalError
from portal.settings import Settings

ANSWER_SECONDS = 8.0
"""How long one answer may take; all of them together stay below a lease of two minutes."""

VERDICT_SECONDS = 40.0
"""How long the answer to the text may take: some servers look into it first."""

_PERMANENT = 500
_SEND_TEXT = 354
_TAKEN = 250


class MailRefused(PortalError):
    """The server did not take it, and nothing has left.

    `permanent`: it never will (a 5xx answer about this recipient or text). `server_down`: nothing
    about this message; any other would fare the same. `code` is the SMTP code, 0 without one.
    """

    def __init__(self, *, permanent: bool, server_down: bool = False, code: int = 0) -> None:
        super().__init__(f"the mail server refused ({code})" if code else "no mail server answered")
        self.permanent = permanent
        self.server_down = server_down
        self.code = code


class MailUncertain(PortalError):
    """The text was handed over and no answer came: it may have been sent, it may not."""


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """The `Mailer` of `portal.host` over SMTP; a connection a message, so nothing goes stale."""

    settings: Settings

    def send(self, message: EmailMessage) -> None:
        """Send to the one address in 'To'. Raises `MailRefused`, `MailUncertain`."""
        sender, recipient = _address(message, "From"), _address(message, "To")
        text = message.as_bytes(policy=WIRE.clone(cte_type="7bit"))
        if not (sender.isascii() and recipient.isascii()):
            raise MailRefused(permanent=True)
        try:
            smtp = self._connect()
        except (OSError, SMTPException) as error:
            raise MailRefused(permanent=False, server_down=True, code=_code(error)) from None
        try:
            _expect(_TAKEN, lambda: smtp.mail(sender), server_down=True)
            _expect(_TAKEN, lambda: smtp.rcpt(recipient))
            _expect(_SEND_TEXT, lambda: smtp.docmd("DATA"))
            _hand_over(smtp, text)
        finally:
            with suppress(OSError, SMTPException):
                smtp.quit()
            smtp.close()

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


def _hand_over(smtp: SMTP, text: bytes) -> None:
    """The text and its end: from here on only the server's answer tells what happened."""
    stuffed = re.sub(rb"(?m)^\.", b"..", text)
    end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(VERDICT_SECONDS)
        smtp.send(stuffed + end)
        code, _ = smtp.getreply()
    except (OSError, SMTPException):
        raise MailUncertain("no answer after the text was handed over") from None
    if code != _TAKEN:
        raise MailRefused(permanent=code >= _PERMANENT, code=code)


def _expect(
    wanted: int, step: Callable[[], tuple[int, bytes]], *, server_down: bool = False
) -> None:
    """Take one step before the text. An answer about the sender is the server's own trouble."""
    try:
        code, _ = step()
    except (OSError, SMTPException) as error:
        raise MailRefused(permanent=False, server_down=True, code=_code(error)) from None
    if code not in {wanted, 251}:
        permanent = code >= _PERMANENT and not server_down
        raise MailRefused(permanent=permanent, server_down=server_down, code=code)


def _name(error: Exception) -> str:
    code = _code(error)
    return f"it says {code}" if code else type(error).__name__


def _code(error: Exception) -> int:
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def _address(message: EmailMessage, header: str) -> str:
    addresses = message.get_all(header, [])
    if len(addresses) != 1:
        raise ValueError(f"a message has exactly one {header!r}")
    return parseaddr(str(addresses[0]))[1]
