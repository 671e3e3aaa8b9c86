"""Which worker runs what, and in which order: the long tests first, so that none is left alone.

A file stays with one worker, which makes its database and its app once; all journeys go to the same
one, because two browsers and two sets of processes at once would wait for each other.
"""

from __future__ import annotations

from typing import Final

from xdist.scheduler import LoadFileScheduling

JOURNEYS: Final = "tests/journeys/"
LONG: Final = (JOURNEYS, "tests/faults/", "tests/web/", "tests/desk/")


def place(nodeid: str) -> int:
    """Sort key: the folders with long tests come first, everything else stays in its order."""
    return next((at for at, folder in enumerate(LONG) if nodeid.startswith(folder)), len(LONG))


class OneBrowser(LoadFileScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """By file, and all journeys as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid.partition("::")[0]
