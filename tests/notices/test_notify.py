"""GOV.UK Notify, against a small server that answers as its documented API does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import jwt
import pytest

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
    """What it was sent; `status` is what it answers, 0 nothing at all."""

    status = 201

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
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
        answer = json.dumps({"id": "1", "errors": [{"error": "E", "message": "no"}]}).encode()
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
    ("status", "permanent", "down"),
    [(400, True, False), (403, False, True), (429, False, True), (500, False, True)],
)
def test_what_it_refuses_is_tried_again_only_where_that_may_help(
    status: int, *, permanent: bool, down: bool,
    notify: Notify, words: NoticeText, envelope: Envelope, sender: Sender,
) -> None:  # fmt: skip
    notify.status = status
    with pytest.raises(MailRefused) as refused:
        mailer(notify).send(message(words, envelope, sender, SENT_AT))
    assert (refused.value.permanent, refused.value.server_down) == (permanent, down)


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
