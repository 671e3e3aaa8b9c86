"""The kinds of step that stop a breach or lessen its harm (DBRP-5.5.4, 1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Measure(StrEnum):
    """What was done. Values are stored."""

    RECALLED = "recalled"
    WIPED = "wiped"
    BLOCKED = "blocked"
    DISCONNECTED = "disconnected"
    TAKEN_DOWN = "taken_down"
    RECOVERED = "recovered"
    RESTORED = "restored"


MEASURES: Final[Mapping[Measure, str]] = {
    Measure.RECALLED: "Recalled the message",
    Measure.WIPED: "Locked or wiped the device from a distance",
    Measure.BLOCKED: "Blocked an account, or changed passwords",
    Measure.DISCONNECTED: "Took a device or system off the network",
    Measure.TAKEN_DOWN: "Took it off a website or a shared folder",
    Measure.RECOVERED: "Got it back",
    Measure.RESTORED: "Restored it from a backup",
}
BY_IT: Final = frozenset({Measure.WIPED, Measure.BLOCKED, Measure.DISCONNECTED, Measure.RESTORED})
"""Those for which IT is asked."""
