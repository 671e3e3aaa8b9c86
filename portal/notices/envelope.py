"""What a notice is made of: one envelope, one sender, the nine parts. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.errors import PortalError


class To(StrEnum):
    """In which capacity somebody is written to."""

    PARENT = "parent"
    PUPIL = "pupil"
    ADULT = "adult"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class About:
    """A person whose data it was, and the kinds of it: never the data itself.

    `data_kinds` are keys of `portal.rules.data_kinds`.
    """

    name: str
    data_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """One notice to one addressee: only what this household may read.

    `about` holds the people of this household alone; for a pupil or adult, themselves.
    `email` and `postal` (lines separated by line breaks or commas) may be empty.
    """

    id: UUID
    to: To
    name: str
    about: tuple[About, ...]
    email: str = ""
    postal: str = ""


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
