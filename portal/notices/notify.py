"""Notices by way of GOV.UK Notify: an extra, for schools that have an account there.

Alerts and all other mail go to the mail server as before.

Its template has the subject ((subject)) and the body ((body)) and nothing else; what it writes is
the plain text of the message, to its one recipient. Needs the extra `notify` of the package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.host import NotDelivered, SelfChecking
from portal.notices.compose import NOTICE
from portal.notices.line import MailRefused, MailUncertain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from notifications_python_client.errors import HTTPError
    from notifications_python_client.notifications import NotificationsAPIClient

    from portal.host import Mailer
    from portal.settings import Settings

PATIENCE_SECONDS = 30
_LINK = re.compile(r"\](?=[(\[:])")
"""What makes the words before it a link in Notify's Markdown, which it reads in our texts too."""
_BAD_REQUEST = 400


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

        body = message.get_body(("plain",))
        [to] = message["To"].addresses
        try:
            self._client().send_email_notification(
                email_address=to.addr_spec,
                template_id=self.settings.notify_template,
                personalisation={
                    "subject": str(message["Subject"]),
                    "body": _LINK.sub("] ", body.get_content()) if body else "",
                },
                reference=str(message["Message-ID"]),
            )
        except HTTPError as error:
            raise _meaning(error, error.__cause__ or error.__context__) from None

    def not_delivered(self) -> Iterator[NotDelivered]:
        """All that Notify could not deliver, as far back as it keeps it: seven days as a rule.

        Raises what its client does where it does not answer.
        """
        client, last = self._client(), None
        while page := client.get_all_notifications("failed", "email", older_than=last)[
            "notifications"
        ]:
            for one in page:
                if one["reference"] and one["completed_at"]:
                    at = datetime.fromisoformat(one["completed_at"])
                    yield NotDelivered(one["reference"], at)
            last = page[-1]["id"]

    def problem(self) -> str:
        """Whether Notify knows the key and the template, and the mail server lets us in."""
        from notifications_python_client.errors import HTTPError  # noqa: PLC0415 - an extra

        try:
            self._client().get_template(self.settings.notify_template)
        except HTTPError as error:
            return (
                "GOV.UK Notify does not take PORTAL_NOTIFY_KEY with PORTAL_NOTIFY_TEMPLATE "
                f"(it says {error.status_code})."
            )
        return self.otherwise.problem() if isinstance(self.otherwise, SelfChecking) else ""

    def _client(self) -> NotificationsAPIClient:
        from notifications_python_client.notifications import (  # noqa: PLC0415 - an extra
            NotificationsAPIClient,
        )

        key, url = self.settings.notify_key, self.settings.notify_url
        return NotificationsAPIClient(key, url, timeout=PATIENCE_SECONDS)


def _meaning(error: HTTPError, cause: BaseException | None) -> MailRefused | MailUncertain:
    """What an answer of Notify, or none, says of the message."""
    from requests import ConnectTimeout, HTTPError, RequestException  # noqa: PLC0415 - an extra

    code = error.status_code
    unanswered = isinstance(cause, RequestException) and not isinstance(cause, HTTPError)
    if unanswered and not isinstance(cause, ConnectTimeout) and not _never_connected(cause):
        return MailUncertain("no answer after the text was handed over")
    # all else, as a template without ((body)) or a service on trial, is no fault of the address
    is_address = not unanswered and code == _BAD_REQUEST and _names_address(error.message)
    return MailRefused(permanent=is_address, server_down=not is_address, code=code)


def _names_address(said: str | list[dict[str, str]]) -> bool:
    """Whether Notify found fault with the recipient's address: its errors begin with the field."""
    errors = said if isinstance(said, list) else ()
    return any(one.get("message", "").startswith("email_address ") for one in errors)


def _never_connected(cause: BaseException | None) -> bool:
    from urllib3.exceptions import NewConnectionError  # noqa: PLC0415 - an extra

    inner = cause.args[0] if cause is not None and cause.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)
