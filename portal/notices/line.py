"""A connection to the mail server that is kept for many messages, each to one recipient.

A mail goes in two steps, so that a worker may do something else while the server reads it:
`hand_over` names sender and recipient and gives the text, `verdict` is the server's answer. Nothing
has left before the text. Once it has, and no answer comes, nobody knows whether it was accepted:
that is `MailUncertain`, and never tried again in silence.
"""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTP, SMTPException, SMTPResponseException
from typing import TYPE_CHECKING

from portal.errors import PortalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.host import Outgoing

VERDICT_SECONDS = 40.0
"""How long the answer to the text may take: some servers look into it first."""

_PERMANENT = 500
_GOING_AWAY = 421
_SEND_TEXT = 354
_TAKEN = 250
_FORWARDED = 251


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


class MailLine:
    """One connection, opened when first needed and again when the server has ended it."""

    def __init__(self, connect: Callable[[], SMTP], patience: float) -> None:
        """`connect` gives a server that is ready; `patience`: seconds for one answer of it."""
        self._connect = connect
        self._patience = patience
        self._smtp: SMTP | None = None

    def hand_over(self, mail: Outgoing) -> None:
        """Give one mail. Raises `MailRefused` before its text has left, `MailUncertain` after."""
        if not (mail.sender.isascii() and mail.to.isascii()):
            raise MailRefused(permanent=True)
        self._begin(f"FROM:<{mail.sender}>")
        code = self._answered("rcpt", f"TO:<{mail.to}>")
        self._wants(code, _TAKEN, _FORWARDED)
        code = self._answered("data")
        self._wants(code, _SEND_TEXT)
        smtp = self._open()
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(VERDICT_SECONDS)
            smtp.send(_stuffed(mail.content))
        except (OSError, SMTPException):
            self.close()
            raise MailUncertain("the line broke while the text was handed over") from None

    def verdict(self) -> None:
        """The answer to the text. Raises `MailRefused`, `MailUncertain`."""
        try:
            code = self._answer()
            smtp = self._open()
            if smtp.sock is not None:
                smtp.sock.settimeout(self._patience)
        except (OSError, SMTPException):
            self.close()
            raise MailUncertain("no answer after the text was handed over") from None
        if code != _TAKEN:
            raise MailRefused(permanent=code >= _PERMANENT, code=code)

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, SMTPException):
                if smtp.sock is not None:
                    smtp.sock.settimeout(min(self._patience, 1.0))
                smtp.quit()
            smtp.close()

    def _open(self) -> SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except (OSError, SMTPException) as error:
                refused = MailRefused(permanent=False, server_down=True, code=code_of(error))
                raise refused from None
        return self._smtp

    def _begin(self, sender: str) -> None:
        """Name the sender; on a new connection where the server has ended the one it had."""
        code = _GOING_AWAY
        if self._smtp is not None:
            with suppress(OSError, SMTPException):
                self._smtp.putcmd("mail", sender)
                code = self._answer()
        if code == _GOING_AWAY:
            self.close()
            code = self._answered("mail", sender)
        self._wants(code, _TAKEN, server_down=True)

    def _answer(self) -> int:
        code, _ = self._open().getreply()
        return code

    def _answered(self, command: str, of: str = "") -> int:
        """The answer to a command before the text; no answer is the server's own trouble."""
        try:
            self._open().putcmd(command, of)
            return self._answer()
        except (OSError, SMTPException) as error:
            self.close()
            raise MailRefused(permanent=False, server_down=True, code=code_of(error)) from None

    def _wants(self, code: int, *fine: int, server_down: bool = False) -> None:
        """Raise `MailRefused` for any other answer; about the sender it is the server's trouble."""
        if code in fine:
            return
        try:
            self._open().rset()
        except (OSError, SMTPException):
            self.close()
        permanent = code >= _PERMANENT and not server_down
        raise MailRefused(permanent=permanent, server_down=server_down, code=code)


def code_of(error: Exception) -> int:
    """The SMTP code of an error; 0 without one."""
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def _stuffed(text: bytes) -> bytes:
    """A line that begins with a dot gets another; a line with nothing else ends the text."""
    stuffed = text.replace(b"\n.", b"\n..")
    stuffed = b"." + stuffed if stuffed.startswith(b".") else stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
