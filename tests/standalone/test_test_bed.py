"""The fixtures themselves: what they promise to every other test."""

import smtplib
from email.message import EmailMessage

import pytest
from redis import Redis

from tests.conftest import PHONE, OpenPage
from tests.mail_sink import MailSink


def letter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", to, "Hello"
    message.set_content("Good morning")
    return message


def send(sink: MailSink, to: str) -> None:
    with smtplib.SMTP(sink.host, sink.port) as client:
        client.send_message(letter(to))


def test_the_sink_keeps_what_it_is_sent(smtp: MailSink) -> None:
    send(smtp, "head@example.org")
    (caught,) = smtp.sent_to("head@example.org")
    assert caught.get_content().strip() == "Good morning"


def test_the_sink_refuses_for_a_while_and_takes_mail_again(smtp: MailSink) -> None:
    smtp.refuse(permanently=False)
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        send(smtp, "head@example.org")
    smtp.refuse(permanently=True, only_to="gone@example.org")
    send(smtp, "head@example.org")
    with pytest.raises(smtplib.SMTPDataError, match="550"):
        send(smtp, "gone@example.org")
    smtp.accept()
    send(smtp, "gone@example.org")
    assert [mail.recipients for mail in smtp.caught] == [
        ("head@example.org",),
        ("gone@example.org",),
    ]


@pytest.mark.parametrize("turn", [1, 2])
def test_valkey_is_empty_for_each_test(valkey: str, turn: int) -> None:
    with Redis.from_url(valkey) as client:
        assert client.dbsize() == 0
        client.set("turn", turn)


def test_two_people_have_browsers_of_their_own(open_page: OpenPage) -> None:
    first, second = open_page(), open_page(size=PHONE, scripts=False)
    first.set_content("<title>one</title><script>document.title = 'scripts'</script>")
    second.set_content("<title>one</title><script>document.title = 'scripts'</script>")
    assert first.title() == "scripts"
    assert second.viewport_size == {"width": 360, "height": 740}
    assert second.title() == "one"
