"""The mailbox of reports and bounces, read over IMAP."""

from __future__ import annotations

import logging
from datetime import UTC
from typing import TYPE_CHECKING, Final

from imapclient import IMAPClient

from portal.mail_in.receiving import Received, receive

if TYPE_CHECKING:
    from portal.host import Services

log = logging.getLogger("portal.mail_in")

ANSWER_SECONDS: Final = 10.0
MOST_AT_ONCE: Final = 50
NOBODYS: Final = b"PortalNotOurs"
"""The mark of what is for no school here: it stays unread, for whoever looks after the mailbox."""


def poll(services: Services) -> int:
    """Take what is unread; gives how many. Raises OSError and IMAPClientError.

    A message is marked as read once it is kept. Lost between the two, it is read again, and known.
    """
    settings = services.settings
    with IMAPClient(
        settings.imap_host,
        port=settings.imap_port,
        ssl=settings.imap_tls,
        timeout=ANSWER_SECONDS,
    ) as client:
        client.normalise_times = False
        client.login(settings.imap_user, settings.imap_password)
        client.select_folder(settings.imap_folder)
        unread = client.search(["UNSEEN", "UNKEYWORD", NOBODYS])[:MOST_AT_ONCE]
        for uid in unread:
            _take(services, client, uid)
    return len(unread)


def _take(services: Services, client: IMAPClient, uid: int) -> None:
    fetched = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
    if fetched is None:  # somebody else has moved it meanwhile
        return
    raw, arrived_at = fetched[b"BODY[]"], fetched[b"INTERNALDATE"]
    received = receive(services, raw, arrived_at=arrived_at.astimezone(UTC))
    log.info("mail %d of the mailbox: %s", uid, received)
    if received is Received.NOBODYS:
        client.add_flags([uid], [NOBODYS], silent=True)
    else:
        client.add_flags([uid], [rb"\Seen"], silent=True)
