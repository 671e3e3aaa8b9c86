"""Progress of long work, in counts. The page reloads by itself until it is settled."""

from __future__ import annotations

from dataclasses import dataclass

from portal.web.parts.when import counted

REFRESH_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come. The three counts add up to no more than `total`."""

    total: int
    done: int
    unresolved: int = 0
    one: str = "notice"
    many: str = ""
    verb: str = "sent"
    stopped: bool = False
    stands_still: bool = False
    """Nothing has moved for long: the page says why, and reloads when that changes."""

    @property
    def settled(self) -> bool:
        """Nothing more will happen by itself."""
        return self.stopped or self.done + self.unresolved >= self.total

    @property
    def refresh_seconds(self) -> int:
        """For `Page.refresh_seconds`; 0 once settled."""
        return 0 if self.settled else REFRESH_SECONDS

    @property
    def percent(self) -> int:
        """Share settled, rounded down: 100 only when it is all."""
        return 100 * (self.done + self.unresolved) // self.total if self.total else 100

    @property
    def words(self) -> str:
        """'198 of 214 notices sent, 3 to resolve'."""
        text = f"{self.done:,} of {counted(self.total, self.one, self.many)} {self.verb}"
        if self.unresolved:
            text += f", {self.unresolved:,} to resolve"
        return f"{text}. Stopped." if self.stopped else text
