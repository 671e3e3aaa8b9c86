"""Mail that came in or did not arrive, asked for by the timers: by one process at a time, and no
trouble of it holds up a duty.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from portal.host import Answerable
from portal.jobs.verdict import class_and_place
from portal.mail_in import mailbox, receiving
from portal.store import due

if TYPE_CHECKING:
    from portal.host import Services

log = logging.getLogger("portal.jobs")


def poll_mailbox(services: Services) -> None:
    """Read the mailbox, if there is one and no other process is at it. Trouble is for next time."""
    if not services.settings.imap_host:
        return
    with due.one_at_a_time(services.engine, "portal mailbox") as mine:
        if not mine:
            return
        try:
            mailbox.poll(services)
        except Exception as error:  # noqa: BLE001 - whatever a mail server does, timers go on
            log.error("the mailbox was left: %s", class_and_place(error))


def ask_mailer(services: Services) -> None:
    """Ask what did not arrive, where no bounce says so. Trouble is for next time."""
    mailer = services.mailer
    if not isinstance(mailer, Answerable):
        return
    with due.one_at_a_time(services.engine, "portal mailer") as mine:
        if not mine:
            return
        try:
            for one in mailer.not_delivered():
                receiving.not_delivered(services, one)
        except Exception as error:  # noqa: BLE001 - whatever a provider does, timers go on
            log.error("the mailer was not asked: %s", class_and_place(error))
