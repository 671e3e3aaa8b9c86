"""GOV.UK Notify, against a small server that answers as its documented API does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt
import pytest

from portal.host import NotDelivered
from portal.notices.compose import message
from portal.notices.mailer import MailRefused, MailUncertain
from portal.notices.notify import NotifyMailer
from portal.rules.facts import NoticeText
from portal.rules.telling.envelope import Envelope, Sender
from portal.settings import Settings
from tests.notices.conftest import SENT_AT

SERVICE = "11111111-2222-3333-4444-555555555555"
SECRET = "99999999-8888-7777-6666-555555555555"
TEMPLATE = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"


class Elsewhere:
    """The mail server that everything else goes to."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Keep it."""
        self.came.append(message)


class Notify(HTTPServer):
    """What it was sent; `status` is what it answers, 0 nothing at all, with this error."""

    status, says = 201, "email_address Not a valid email address"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.failed: list[dict[str, str | None]] = []
        self.came: list[tuple[str, dict[str, object], dict[str, object]]] = []


class Answers(BaseHTTPRequestHandler):
    """One request."""

    server: Notify

    def do_POST(self) -> None:
        """POST /v2/notifications/email, with a signed token."""
        token = self.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append((self.path, claims, body))
        if not self.server.status:
            return
        errors = [{"error": "ValidationError", "message": self.server.says}]
        self._answer({"id": "1", "errors": errors})

    def do_GET(self) -> None:
        """GET /v2/notifications, a page at a time; anything else is not there."""
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        if address.path != "/v2/notifications" or asked["status"] != ["failed"]:
            self.server.status = 404
        elif "older_than" in asked:
            last = next(one for one in self.server.failed if [one["id"]] == asked["older_than"])
            place = self.server.failed.index(last) + 1
            self._answer({"notifications": self.server.failed[place : place + 1]})
            return
        self._answer({"notifications": self.server.failed[:1]})

    def _answer(self, said: dict[str, object]) -> None:
        answer = json.dumps(said).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture
def notify() -> Iterator[Notify]:
    with Notify() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def mailer(notify: Notify) -> NotifyMailer:
    return NotifyMailer(
        Settings(
            master_key=bytes(32),
            notify_key=f"test-{SERVICE}-{SECRET}",
            notify_template=TEMPLATE,
            notify_url=f"http://127.0.0.1:{notify.server_port}",
        ),
        Elsewhere(),
    )


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_one_message_goes_to_one_address_under_a_signed_token(
    notify: Notify, words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    mail = message(words, replace(envelope, name="Dana [Field](https://x)"), sender, SENT_AT)
    mailer(notify).send(mail)
    [(path, claims, body)] = notify.came
    assert path == "/v2/notifications/email"
    assert claims["iss"] == SERVICE
    assert body["email_address"] == envelope.email
    assert body["template_id"] == TEMPLATE
    assert body["reference"] == mail["Message-ID"]
    said = body["personalisation"]
    assert isinstance(said, dict)
    assert said["subject"] == mail["Subject"]
    assert "Dear Dana [Field] (https://x)," in said["body"]  # and so no link

    alert, there = EmailMessage(), mailer(notify)
    alert["Message-ID"] = "<alert.1@example.org>"
    there.send(alert)
    assert isinstance(there.otherwise, Elsewhere)
    assert there.otherwise.came == [alert]
    assert len(notify.came) == 1


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(
    ("status", "says", "permanent"),
    [
        (400, Notify.says, True),
        (400, "Missing personalisation: body", False),
        (400, "Can't send to this recipient when service is in trial mode", False),
        (403, "", False),
        (429, "", False),
        (500, "", False),
    ],
)
def test_what_it_refuses_is_tried_again_unless_it_is_for_the_address(
    status: int, says: str, *, permanent: bool,
    notify: Notify, words: NoticeText, envelope: Envelope, sender: Sender,
) -> None:  # fmt: skip
    notify.status, notify.says = status, says
    with pytest.raises(MailRefused) as refused:
        mailer(notify).send(message(words, envelope, sender, SENT_AT))
    assert (refused.value.permanent, refused.value.server_down) == (permanent, not permanent)


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_no_answer_after_the_text_is_uncertain_and_no_server_is_not(
    notify: Notify, words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    notify.status = 0
    mail = message(words, envelope, sender, SENT_AT)
    with pytest.raises(MailUncertain):
        mailer(notify).send(mail)
    there = mailer(notify)
    notify.shutdown()
    notify.server_close()
    with pytest.raises(MailRefused) as refused:
        there.send(mail)
    assert refused.value.server_down


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_it_is_asked_what_did_not_arrive_and_whether_it_would_work(notify: Notify) -> None:
    at = "2026-10-23T15:10:00.000000Z"
    notify.failed = [
        {"id": str(UUID(int=1)), "reference": "<notice.1@example.org>", "completed_at": at},
        {"id": str(UUID(int=2)), "reference": None, "completed_at": at},
        {"id": str(UUID(int=3)), "reference": "<notice.3@example.org>", "completed_at": at},
    ]
    notify.status = 200
    known = datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
    assert list(mailer(notify).not_delivered()) == [
        NotDelivered("<notice.1@example.org>", known),
        NotDelivered("<notice.3@example.org>", known),
    ]
    assert "it says 404" in mailer(notify).problem()
