"""What came of one attempt to reach one recipient, as it is kept and as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Result(StrEnum):
    """What came of it. Values are stored."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    LEFT_OUT = "left_out"
    PRINTED = "printed"
    POSTED = "posted"
    CONFIRMED = "confirmed"
    BOUNCED = "bounced"
    DELAYED = "delayed"
    COMPLAINT = "complaint"
    ELSEWHERE = "elsewhere"


RESULTS: Final[Mapping[str, Result]] = {
    "sent": Result.SENT,
    "waiting": Result.LATER,
    "failed": Result.REFUSED,
    "uncertain": Result.UNCERTAIN,
    "stopped": Result.LEFT_OUT,
}
"""By the state in which an effect was settled."""

LEFT: Final = frozenset(
    {
        Result.SENT,
        Result.UNCERTAIN,
        Result.POSTED,
        Result.CONFIRMED,
        Result.BOUNCED,
        Result.DELAYED,
        Result.COMPLAINT,
        Result.ELSEWHERE,
    }
)
"""What is said only of a notice that left the school, or may have."""

WORDS: Final[Mapping[Result, str]] = {
    Result.SENT: "Taken by the mail server",
    Result.LATER: "Refused for now; tried again later",
    Result.REFUSED: "Refused for good",
    Result.UNCERTAIN: "Handed over, but no answer came: nobody knows whether it was sent",
    Result.LEFT_OUT: "Not sent: something about the people had changed",
    Result.PRINTED: "Printed",
    Result.POSTED: "Posted",
    Result.CONFIRMED: "Somebody told us that it arrived",
    Result.BOUNCED: "Came back: it did not arrive",
    Result.DELAYED: "Not delivered yet; their mail server goes on trying",
    Result.COMPLAINT: "Reported by the recipient as unwanted mail; it did arrive",
    Result.ELSEWHERE: "Somebody told us that somebody else got it",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, or what was heard of it later."""

    at: datetime
    result: Result
    note: str = ""

    @property
    def words(self) -> str:
        """What came of it, with the server's code or the letter's number where there is one."""
        if self.result is Result.PRINTED and self.note:
            return f"{WORDS[self.result]} as letter {self.note}"
        code = self.note.rpartition(" ")[2]
        return f"{WORDS[self.result]} (code {code})" if code.isdecimal() else WORDS[self.result]
