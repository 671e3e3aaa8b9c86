"""Processes that die of what they do, at the very moment that a test wants."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from tests.faults.conftest import FORKS, PATIENCE

LEASES_DIE = """update portal_effect set lease_until = clock_timestamp() - interval '1 second'
where lease_until is not null"""


def die(*_: object) -> None:
    """With no chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies(doing: Callable[..., None], *arguments: object) -> None:
    """Do it in a process of its own, which dies of it."""
    gone = FORKS.Process(target=doing, args=arguments)
    gone.start()
    gone.join(PATIENCE)
    assert gone.exitcode == -signal.SIGKILL
