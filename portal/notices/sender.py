"""Who writes a notice, its parts, and when it cannot be sent."""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import PortalError


@dataclass(frozen=True, slots=True)
class Sender:
    """The school that writes, its DPO (DBRP-5.16.2), and who signs."""

    school: str
    address: tuple[str, ...]
    phone: str
    from_email: str
    dpo_name: str
    dpo_email: str
    dpo_phone: str
    signed_name: str
    signed_title: str
    accent: str = "#1d5a74"
    """A colour as #rrggbb with a contrast of at least 4.5 to white."""


Parts = tuple[tuple[str, str], ...]
"""(key of a notice part, its text), as in `NoticeText.parts`."""


class Undeliverable(PortalError):
    """This notice cannot be made for this recipient, who becomes unresolved.

    The sentence says why without saying who: it is shown and stored.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
