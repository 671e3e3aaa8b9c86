"""The mailer against servers that take, refuse, hang and die."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from portal.notices import mailer
from portal.notices.mailer import MailRefused, MailUncertain, SmtpMailer
from standalone.servers import free_port
from tests.jobs.world import SENDER, settings
from tests.mail_sink import MailSink


def message(to: str = "parent@homes.example.org", text: str = "Hello") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Portal <{SENDER}>", f"A Parent <{to}>", "News"
    mail.set_content(text)
    return mail


@contextmanager
def scripted(*answers: str) -> Iterator[int]:
    """A server that gives these answers in turn, one a line of ours, and then hangs up."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            for number, answer in enumerate(answers):
                if number and not lines.readline():
                    return
                connection.sendall(f"{answer}\r\n".encode())
            while answer.startswith("354") and lines.readline() not in (b".\r\n", b""):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


READY = ("220 ready", "250 hello", "250 sender ok", "250 recipient ok", "354 go on")


def test_the_message_arrives_as_it_was(smtp: MailSink) -> None:
    text = "Dear Zoë,\n.\n..a line of dots\n" + "long " * 300 + "\n"
    SmtpMailer(settings(smtp_port=smtp.port)).send(message(text=text))
    (mail,) = smtp.caught
    assert mail.recipients == ("parent@homes.example.org",)
    assert mail.sender == SENDER
    assert mail.message.get_content().replace("\r\n", "\n") == text


def test_a_refused_recipient_is_for_good(smtp: MailSink) -> None:
    smtp.refuse(permanently=True)
    with pytest.raises(MailRefused) as refused:
        SmtpMailer(settings(smtp_port=smtp.port)).send(message())
    assert (refused.value.permanent, refused.value.server_down) == (True, False)
    assert refused.value.code == 550


def test_try_later_is_not_for_good(smtp: MailSink) -> None:
    smtp.refuse(permanently=False)
    with pytest.raises(MailRefused) as refused:
        SmtpMailer(settings(smtp_port=smtp.port)).send(message())
    assert (refused.value.permanent, refused.value.server_down) == (False, False)


@pytest.mark.parametrize(
    ("answers", "permanent", "server_down"),
    [
        (("554 no service",), False, True),
        (("220 ready", "250 hello", "550 we do not know you"), False, True),
        (("220 ready", "250 hello", "250 ok", "550 no such mailbox"), True, False),
        (("220 ready", "250 hello", "250 ok", "450 greylisted"), False, False),
        (("220 ready", "250 hello", "250 ok", "250 ok", "451 disk full"), False, False),
        (("220 ready", "250 hello"), False, True),
    ],
)
def test_answers_before_the_text(
    answers: tuple[str, ...], *, permanent: bool, server_down: bool
) -> None:
    with scripted(*answers) as port, pytest.raises(MailRefused) as refused:
        SmtpMailer(settings(smtp_port=port)).send(message())
    assert (refused.value.permanent, refused.value.server_down) == (permanent, server_down)


def test_no_answer_to_the_text_is_uncertain() -> None:
    with scripted(*READY) as port, pytest.raises(MailUncertain):
        SmtpMailer(settings(smtp_port=port)).send(message())


def test_a_server_that_hangs_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailer, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(MailRefused) as refused:
            SmtpMailer(settings(smtp_port=port)).send(message())
    assert refused.value.server_down


def test_nobody_listens() -> None:
    with pytest.raises(MailRefused) as refused:
        SmtpMailer(settings(smtp_port=free_port())).send(message())
    assert refused.value.server_down


def test_errors_print_no_address() -> None:
    with (
        scripted(
            "220 ready", "250 hello", "250 ok", "550 <parent@homes.example.org> unknown"
        ) as port,
        pytest.raises(MailRefused) as refused,
    ):
        SmtpMailer(settings(smtp_port=port)).send(message())
    assert "parent" not in str(refused.value)
    assert refused.value.__cause__ is None
