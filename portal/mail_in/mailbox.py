"""The mailbox of reports and bounces, read over IMAP."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, timedelta
from imaplib import IMAP4
from typing import TYPE_CHECKING, Final

from imapclient import IMAPClient

from portal.mail_in.receiving import Received, receive
from tenants.db import AWAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.host import Services
    from portal.settings import Settings

log = logging.getLogger("portal.mail_in")

ANSWER_SECONDS: Final = 10.0
MOST_AT_ONCE: Final = 50
NOBODYS: Final = b"PortalNotOurs"
"""The mark of what is for no school here: it stays unread, for whoever looks after the mailbox."""
TRIED_FOR: Final = timedelta(hours=1)
"""What still raises an error that long after it came is flagged and left, unread: every server
keeps that mark, and some keep no other."""
TESTED_FOR: Final = timedelta(minutes=15)
"""What is for an address that is not proved waits so long for the test mail."""
_AWAY: Final = (OSError, *AWAY)
"""Nothing about a message: all of them are left for the next time."""


def poll(services: Services) -> int:
    """Take what is unread; gives how many. Raises OSError, IMAPClientError, and what a database
    raises that is away.

    A message is marked as read once it is kept. Lost between the two, it is read again, and known.
    One that raises any other error holds up no other: it is tried for an hour, then left.
    """
    with _opened(services.settings) as client:
        unread = client.search(["UNSEEN", "UNFLAGGED", "UNKEYWORD", NOBODYS])
        for uid in unread[:MOST_AT_ONCE]:
            _take(services, client, uid)
    return len(unread[:MOST_AT_ONCE])


def problem(settings: Settings) -> str:
    """What somebody has to see to in the mailbox, in a sentence; '' for nothing."""
    if not settings.imap_host:
        return ""
    try:
        with _opened(settings) as client:
            aside = len(client.search(["UNSEEN", "FLAGGED"]))
    except (OSError, IMAP4.error) as error:
        return f"The mailbox at {settings.imap_host} cannot be read ({type(error).__name__})."
    return (
        f"The portal could not take in {aside} of the messages in its mailbox, which are flagged "
        "and unread. Read them there, and report what they report; without the flag they are tried "
        "again."
        if aside
        else ""
    )


@contextmanager
def _opened(settings: Settings) -> Iterator[IMAPClient]:
    with IMAPClient(
        settings.imap_host,
        port=settings.imap_port,
        ssl=settings.imap_tls,
        timeout=ANSWER_SECONDS,
    ) as client:
        client.normalise_times = False
        client.login(settings.imap_user, settings.imap_password)
        client.select_folder(settings.imap_folder)
        yield client


def _take(services: Services, client: IMAPClient, uid: int) -> None:
    fetched = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
    if fetched is None:  # somebody else has moved it meanwhile
        return
    raw, arrived_at = fetched[b"BODY[]"], fetched[b"INTERNALDATE"].astimezone(UTC)
    try:
        received = receive(services, raw, arrived_at=arrived_at)
    except _AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is about this message
        _leave(client, uid, type(error).__name__, services.clock.now() - arrived_at)
        return
    log.info("mail %d of the mailbox: %s", uid, received)
    waited = services.clock.now() - arrived_at
    if received is Received.UNPROVED and waited < TESTED_FOR:
        return
    if received in {Received.NOBODYS, Received.UNPROVED}:
        client.add_flags([uid], [NOBODYS], silent=True)
    else:
        client.add_flags([uid], [rb"\Seen"], silent=True)


def _leave(client: IMAPClient, uid: int, error: str, after: timedelta) -> None:
    log.error("mail %d of the mailbox was not taken: %s", uid, error)
    if after >= TRIED_FOR:
        client.add_flags([uid], [rb"\Flagged"], silent=True)
