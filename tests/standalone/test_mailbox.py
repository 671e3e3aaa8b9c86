import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from standalone import mailbox
from standalone.servers import HOST, free_port


@pytest.fixture
def caught_by(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    port = free_port()
    command = [sys.executable, "-m", "standalone.mailbox", str(tmp_path), str(port)]
    with subprocess.Popen(command) as catcher:
        yield tmp_path, port
        catcher.terminate()
        assert catcher.wait(60) == 0


def send(port: int, message: EmailMessage) -> None:
    for _ in range(1200):
        try:
            with smtplib.SMTP(HOST, port) as client:
                client.send_message(message)
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the catcher never listened")


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "portal@example.org", "head@example.org"
    message["Subject"] = "A report <b>waits</b>"
    message.set_content("Dear Head – read it:\nhttps://example.org/one\n\n<script>x</script>")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="letter.pdf")
    return message


def test_what_is_caught_can_be_read(caught_by: tuple[Path, int]) -> None:
    folder, port = caught_by
    send(port, letter())
    app = Flask(__name__)
    app.config.update(MAILBOX_FOLDER=str(folder), PORTAL_DEV=True)
    mailbox.init_app(app)
    client = app.test_client()

    inbox = BeautifulSoup(client.get("/mailbox/").text, "html.parser")
    link = inbox.select_one("li a")
    assert link is not None
    assert link.text == "A report <b>waits</b>"

    page = BeautifulSoup(client.get(str(link["href"])).text, "html.parser")
    assert "Dear Head – read it:" in page.text
    assert page.find("script") is None
    assert page.select_one('a[href="https://example.org/one"]') is not None

    file = next(a for a in page.select("a") if a.text == "letter.pdf")
    assert client.get(str(file["href"])).data == b"%PDF-"
    assert client.get(str(file["href"])[:-1] + "9").status_code == 404
    assert client.get("/mailbox/..%2f..%2fsecrets").status_code == 404


def test_production_has_no_mailbox(tmp_path: Path) -> None:
    app = Flask(__name__)
    app.config.update(MAILBOX_FOLDER=str(tmp_path), PORTAL_DEV=False)
    mailbox.init_app(app)
    assert app.test_client().get("/mailbox/").status_code == 404
