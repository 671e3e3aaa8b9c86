"""Says where the portal is, once somebody who goes there finds it."""

import signal
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Final
from urllib.request import urlopen

EVERY: Final = 0.2  # seconds
PATIENCE: Final = 5.0  # of one look


def tell_when_it_answers(address: str, words: str) -> None:
    """Print the words from a process of its own, as soon as the portal answers at this address."""
    # spawned: honcho forks after this, and a process with threads should not be forked
    get_context("spawn").Process(target=_look, args=(address, words), daemon=True).start()


def _look(address: str, words: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the run, which ends this one
    run = parent_process()
    while run is not None and not wait([run.sentinel], EVERY):
        with suppress(OSError), urlopen(f"{address}healthz", timeout=PATIENCE):  # noqa: S310  (ours)
            print(words, flush=True)
            return
