"""Notices by way of GOV.UK Notify: an extra, for schools that have an account there.

Alerts and all other mail go to the mail server as before.

Its template has the subject ((subject)) and the body ((body)) and nothing else; what it writes is
the plain text of the message, to its one recipient. Needs the extra `notify` of the package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.notices.compose import NOTICE
from portal.notices.line import MailRefused, MailUncertain

if TYPE_CHECKING:
    from email.message import EmailMessage

    from portal.host import Mailer
    from portal.settings import Settings

PATIENCE_SECONDS = 30
_LINK = re.compile(r"\](?=[(\[:])")
"""What makes the words before it a link in Notify's Markdown, which it reads in our texts too."""
_TOO_MANY = 429
_FORBIDDEN = 403
_BAD_REQUEST = 400
_SERVER = 500


@dataclass(frozen=True, slots=True)
class NotifyMailer:
    """The `Mailer` of `portal.host` over the API of GOV.UK Notify."""

    settings: Settings
    otherwise: Mailer

    def send(self, message: EmailMessage) -> None:
        """Send to the one address in 'To'. Raises `MailRefused`, `MailUncertain`.

        The reference is the Message-ID, so that Notify's own record can be held against ours.
        """
        if not str(message["Message-ID"]).startswith(NOTICE):
            self.otherwise.send(message)
            return
        from notifications_python_client.errors import HTTPError  # noqa: PLC0415 - an extra
        from notifications_python_client.notifications import (  # noqa: PLC0415 - an extra
            NotificationsAPIClient,
        )

        body = message.get_body(("plain",))
        [to] = message["To"].addresses
        client = NotificationsAPIClient(
            self.settings.notify_key, self.settings.notify_url, timeout=PATIENCE_SECONDS
        )
        try:
            client.send_email_notification(
                email_address=to.addr_spec,
                template_id=self.settings.notify_template,
                personalisation={
                    "subject": str(message["Subject"]),
                    "body": _LINK.sub("] ", body.get_content()) if body else "",
                },
                reference=str(message["Message-ID"]),
            )
        except HTTPError as error:
            raise _meaning(error.status_code, error.__cause__ or error.__context__) from None


def _meaning(code: int, cause: BaseException | None) -> MailRefused | MailUncertain:
    """What an answer of Notify, or none, says of the message."""
    from requests import ConnectTimeout, HTTPError, RequestException  # noqa: PLC0415 - an extra

    unanswered = isinstance(cause, RequestException) and not isinstance(cause, HTTPError)
    if unanswered and not isinstance(cause, ConnectTimeout) and not _never_connected(cause):
        return MailUncertain("no answer after the text was handed over")
    if unanswered or code >= _SERVER or code in {_TOO_MANY, _FORBIDDEN}:
        return MailRefused(permanent=False, server_down=True, code=code)
    return MailRefused(permanent=code == _BAD_REQUEST, server_down=code != _BAD_REQUEST, code=code)


def _never_connected(cause: BaseException | None) -> bool:
    from urllib3.exceptions import NewConnectionError  # noqa: PLC0415 - an extra

    inner = cause.args[0] if cause is not None and cause.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)
