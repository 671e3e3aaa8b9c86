"""What one notice needs to know of its addressee: what is sealed, stored and later written from.

`portal.rules.rows.NewEnvelope` is the row to be stored; its `body` is an `Envelope` as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import TypeAdapter

from portal.rules.telling.addressees import AddresseeKind, Affected, PlannedNotice
from portal.rules.telling.care import are_asked


@dataclass(frozen=True, slots=True)
class About:
    """A person whose data it was, and the kinds of it: never the data itself.

    `data_kinds` are keys of `portal.rules.risk.data_kinds`.
    """

    name: str
    data_kinds: tuple[str, ...] = ()


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
    stand_in_name: str = ""
    """Who answers while the DPO is away; '' while the DPO does."""
    stand_in_email: str = ""
    stand_in_phone: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One notice to one addressee: only what this household may read.

    `about` holds the people of this household alone; for a pupil or adult, themselves.
    `email` and `postal` (lines separated by line breaks or commas) may be empty. With the version
    of the text it is all that its words are made of, so that they can be shown again as they were.
    """

    id: UUID
    to: AddresseeKind
    name: str
    about: tuple[About, ...]
    email: str = ""
    postal: str = ""
    language: str = ""
    sender: Sender | None = None
    """Who wrote, when it was decided to send, and from when it left, then; None: whoever would
    today."""
    asks: bool = False
    """Whether the authority of a child in care reads that it is asked who else is told."""

    @classmethod
    def of(cls, id_: UUID, planned: PlannedNotice, people: Mapping[UUID, Affected]) -> Envelope:
        """A planned notice's; of `people` it reads those the notice is about alone."""
        to_authority = planned.to.kind is AddresseeKind.AUTHORITY
        return cls(
            id=id_,
            to=planned.to.kind,
            name=planned.to.name,
            about=tuple(
                About(people[one].name, tuple(sorted(people[one].data_kinds)))
                for one in planned.about
            ),
            email=planned.to.email,
            postal=planned.to.address,
            language=planned.to.language,
            asks=to_authority and are_asked(people[one] for one in planned.about),
        )

    @classmethod
    def from_json(cls, stored: bytes) -> Envelope:
        """The envelope as stored. Raises pydantic's ValidationError for anything else."""
        return _ENVELOPE.validate_json(stored)

    def to_json(self) -> bytes:
        """The form in which it is stored, encrypted."""
        return _ENVELOPE.dump_json(self)

    def as_planned(self) -> Envelope:
        """Without what changes nothing about who is told what: who writes, what is asked."""
        return replace(self, sender=None, asks=False)


_ENVELOPE: TypeAdapter[Envelope] = TypeAdapter(Envelope)
