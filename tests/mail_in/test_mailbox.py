"""The mailbox over a real IMAP server, and the pipe of a mail server."""

from __future__ import annotations

import imaplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from portal.jobs import polling
from portal.jobs.schedule import tick
from portal.mail_in import mailbox
from portal.rules.clock import cautious_start
from standalone.servers import HOST, free_port
from tests.databases import Database
from tests.desk.world import FRIDAY
from tests.mail_in.conftest import Post
from tests.mail_in.messages import message

MakePost = Callable[[str], Post]
USER, PASSWORD = "demouser", "demopass"


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    """An IMAP server with one empty account, in memory."""
    port = free_port()
    program = str(Path(sys.executable).with_name("pymap"))
    command = [program, "--host", HOST, "--port", str(port), "--no-tls", "dict"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + 30
    while monotonic() < until and server.poll() is None:
        with suppress(OSError, imaplib.IMAP4.error), imaplib.IMAP4(HOST, port, timeout=5):
            return
    pytest.fail("the IMAP server did not start")


@pytest.fixture
def account(imap_port: int) -> Iterator[imaplib.IMAP4]:
    """The same account, as its owner looks at it."""
    with imaplib.IMAP4(HOST, imap_port, timeout=10) as found:
        found.login(USER, PASSWORD)
        yield found


def put(account: imaplib.IMAP4, raw: bytes, at: datetime) -> None:
    account.append("INBOX", "", imaplib.Time2Internaldate(at), raw)


def unread(account: imaplib.IMAP4) -> int:
    account.select("INBOX")
    return len(account.search(None, "UNSEEN")[1][0].split())


def reading_mailbox(at: Post, port: int) -> Post:
    settings = replace(
        at.school.services.settings,
        imap_host=HOST,
        imap_port=port,
        imap_tls=False,
        imap_user=USER,
        imap_password=PASSWORD,
    )
    at.school.services = replace(at.school.services, settings=settings)
    return at


@pytest.mark.clause("DBRP-4.5", "DBRP-5.7")
def test_the_timers_read_the_mailbox_once_and_leave_what_is_not_ours(
    post: MakePost, account: imaplib.IMAP4, imap_port: int
) -> None:
    at = reading_mailbox(post("wormley"), imap_port)
    arrived = FRIDAY - timedelta(hours=5)
    put(account, message(to=at.address), arrived)
    put(account, message("Not for us.", to="else@example.org", ident="<2@x>"), arrived)
    for _ in range(2):
        tick(at.school.services, workers=False)
        at.work()
    (facts,) = at.incidents()
    assert cautious_start(facts) == arrived.astimezone(UTC)
    assert unread(account) == 1


def test_a_message_taken_but_not_marked_is_known_the_next_time(
    post: MakePost, account: imaplib.IMAP4, imap_port: int
) -> None:
    at = reading_mailbox(post("wormley"), imap_port)
    for _ in range(2):
        put(account, message(to=at.address, ident="<7@x>"), FRIDAY)
    mailbox.poll(at.school.services)
    at.work()
    assert len(at.incidents()) == 1


def test_a_mailbox_that_is_away_holds_up_nothing_and_says_no_password(
    post: MakePost, caplog: pytest.LogCaptureFixture
) -> None:
    at = reading_mailbox(post("wormley"), free_port())
    polling.poll_mailbox(at.school.services)
    assert "the mailbox was left: ConnectionRefusedError" in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.clause("DBRP-5.7")
def test_the_pipe_says_kept_not_ours_or_not_now(post: MakePost, database: Database) -> None:
    from tests.portal_app import dispose, make_app

    at = post("wormley")
    app = make_app(database)
    runner = app.test_cli_runner()
    piped = ["portal", "mail", "receive"]
    kept = runner.invoke(args=[*piped, "--to", at.address], input=message())
    assert (kept.exit_code, kept.output) == (0, "kept\n")
    assert runner.invoke(args=piped, input=message(to=at.address)).output == "known\n"
    assert runner.invoke(args=piped, input=message()).exit_code == 65
    dispose(app)
    gone = database.app_url.replace(database.name, "no_such_database")
    away = make_app(replace(database, app_url=gone))
    later = away.test_cli_runner().invoke(args=piped, input=message(to=at.address))
    assert later.exit_code == 75
    dispose(away)
