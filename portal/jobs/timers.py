"""The timers: `tick` every 30 seconds, in this process, with or without Redis.

Several may run; each tick goes to one of them.
"""

from __future__ import annotations

import logging
from itertools import count
from typing import TYPE_CHECKING, Final

from portal.jobs import ending
from portal.jobs.polling import ask_mailer
from portal.jobs.schedule import tick
from portal.jobs.verdict import class_and_place

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger("portal.jobs")

EVERY_SECONDS: Final = 30.0
TICKS_BETWEEN: Final = 20
"""After so many a mailer is asked what did not arrive: every ten minutes."""


def run_timers(app: Flask, *, every: float = EVERY_SECONDS) -> None:
    """Tick until SIGTERM or SIGINT. Ends within 5 s; what it leaves, the next tick finds."""
    ending.on_signals()
    for number in count():
        if ending.stopping.is_set():
            return
        try:
            with app.app_context():
                services = app.extensions["portal"].services()
                tick(services)
                if number % TICKS_BETWEEN == 0:
                    ask_mailer(services)
        except Exception as error:  # noqa: BLE001 - PostgreSQL may be back next time
            log.error("tick failed: %s", class_and_place(error))
        ending.stopping.wait(every)
