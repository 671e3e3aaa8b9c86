"""The mailbox over a real IMAP server, and the pipe of a mail server."""

from __future__ import annotations

import imaplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from sqlalchemy import create_engine, select, update
from sqlalchemy.exc import OperationalError

from portal.jobs import polling
from portal.jobs.schedule import tick
from portal.mail_in import mailbox
from portal.models.keys import SchoolKeyRow
from portal.rules.clock import cautious_start
from standalone.servers import HOST, free_port
from tenants.db import open_session
from tenants.registers import Mailbox
from tests.databases import Database
from tests.desk.world import FRIDAY
from tests.mail_in.conftest import Post
from tests.mail_in.messages import message

MakePost = Callable[[str], Post]
USER, PASSWORD = "demouser", "demopass"
PYMAP = "import gc; from pymap.main import main; gc.disable(); main()"
"""Its waiting connections are held by nothing: Python 3.13 and later collect them as garbage."""


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    """An IMAP server with one empty account, in memory."""
    port = free_port()
    command = [sys.executable, "-c", PYMAP, "--host", HOST, "--port", str(port), "--no-tls", "dict"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + 60
    while monotonic() < until and server.poll() is None:
        with suppress(OSError, imaplib.IMAP4.error), imaplib.IMAP4(HOST, port, timeout=5):
            return
    pytest.fail("the IMAP server did not start")


@pytest.fixture
def account(imap_port: int) -> Iterator[imaplib.IMAP4]:
    """The same account, as its owner looks at it."""
    with imaplib.IMAP4(HOST, imap_port, timeout=60) as found:
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


def key_of(at: Post) -> bytes:
    with open_session(at.school.services.engine, at.school.scope) as session:
        return session.scalars(select(SchoolKeyRow.wrapped)).one()


def set_key(at: Post, wrapped: bytes) -> None:
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        session.execute(update(SchoolKeyRow).values(wrapped=wrapped))


@pytest.mark.clause("DBRP-5.7")
def test_a_mail_that_cannot_be_taken_in_holds_up_no_other_and_is_set_aside(
    post: MakePost, account: imaplib.IMAP4, imap_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = (reading_mailbox(post("wormley"), imap_port) for _ in range(2))
    services = sound.school.services
    put(account, message(to=broken.address, ident="<31@x>"), FRIDAY)
    put(account, message(to=sound.address, ident="<32@x>"), FRIDAY)
    broken.school.report()  # from then on it has a key
    kept = key_of(broken)
    set_key(broken, bytes(len(kept)))
    before = unread(account)
    for tries in (1, 2, 2):
        polling.poll_mailbox(services)
        sound.work()
        assert len(sound.incidents()) == 1
        assert unread(account) == before - 1
        assert caplog.text.count("was not taken: UnknownMasterKey") == tries
        sound.school.clock.at += mailbox.TRIED_FOR
    assert "1 of the messages" in mailbox.problem(services.settings)

    set_key(broken, kept)
    aside = account.search(None, "FLAGGED")[1][0].decode()
    account.store(aside, "-FLAGS", r"\Flagged")
    polling.poll_mailbox(services)
    broken.school.clock.at = sound.school.clock.at
    broken.work()
    assert len(broken.incidents()) == 2
    assert not mailbox.problem(services.settings)


def test_a_database_that_is_away_is_no_fault_of_a_mail(
    post: MakePost, account: imaplib.IMAP4, imap_port: int, database: Database
) -> None:
    at = reading_mailbox(post("wormley"), imap_port)
    put(account, message(to=at.address, ident="<41@x>"), FRIDAY)
    gone = create_engine(database.app_url.replace(database.name, "no_such_database"))
    at.school.clock.at += mailbox.TRIED_FOR
    with pytest.raises(OperationalError):
        mailbox.poll(replace(at.school.services, engine=gone))
    gone.dispose()
    mailbox.poll(at.school.services)
    at.work()
    assert len(at.incidents()) == 1


@pytest.mark.clause("DBRP-5.7")
def test_a_report_waits_in_the_mailbox_while_its_address_is_tested(
    post: MakePost, account: imaplib.IMAP4, imap_port: int
) -> None:
    at = reading_mailbox(post("wormley"), imap_port)
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        session.execute(update(Mailbox).values(arrives_since=None))
    before = unread(account)
    put(account, message(to=at.address, ident=f"<{at.school.id}@x>"), FRIDAY)
    mailbox.poll(at.school.services)
    at.work()
    assert (len(at.incidents()), unread(account)) == (0, before + 1)
    put(account, at.tests()[0], FRIDAY)
    for _ in range(2):
        mailbox.poll(at.school.services)
    at.work()
    assert (len(at.incidents()), unread(account)) == (1, before)


def test_a_mailbox_that_is_away_holds_up_nothing_and_says_no_password(
    post: MakePost, caplog: pytest.LogCaptureFixture
) -> None:
    at = reading_mailbox(post("wormley"), free_port())
    polling.poll_mailbox(at.school.services)
    assert "the mailbox was left: ConnectionRefusedError" in caplog.text
    assert "cannot be read (ConnectionRefusedError)" in mailbox.problem(at.school.services.settings)
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
    stray = f"stray-{at.school.id.hex}@vale.example.org"
    at.name(stray)
    assert runner.invoke(args=piped, input=message(to=stray)).exit_code == 75
    dispose(app)
    gone = database.app_url.replace(database.name, "no_such_database")
    away = make_app(replace(database, app_url=gone))
    later = away.test_cli_runner().invoke(args=piped, input=message(to=at.address))
    assert later.exit_code == 75
    dispose(away)
