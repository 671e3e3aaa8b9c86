"""Who writes a notice, its parts, and when it cannot be sent."""

from __future__ import annotations

from portal.errors import PortalError
from portal.rules.envelope import Sender

__all__ = ["Parts", "Sender", "Undeliverable"]


Parts = tuple[tuple[str, str], ...]
"""(key of a notice part, its text), as in `NoticeText.parts`."""


class Undeliverable(PortalError):
    """This notice cannot be made for this recipient, who becomes unresolved.

    The sentence says why without saying who: it is shown and stored.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
