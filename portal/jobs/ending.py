"""How worker and timers end: at once when idle, else after the effect at hand, within 5 seconds."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

GRACE_SECONDS: Final = 4.0
"""A send that hangs longer is left: its row stays 'sending' and is treated as lost."""

stopping = threading.Event()
"""Set when the process is asked to end: a job gives back what it has not begun."""


def on_signals() -> None:
    """Have SIGTERM and SIGINT ask this process to end."""
    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


def ask(_signum: int, _frame: FrameType | None) -> None:
    """Ask this process to end, and see to it that it does."""
    if not stopping.is_set():
        stopping.set()
        last = threading.Timer(GRACE_SECONDS, os._exit, [0])
        last.daemon = True
        last.start()
