"""Records that an action makes beside the facts; the desk stores each in its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portal.rules.words import Channel, SubmissionKind


@dataclass(frozen=True, slots=True)
class Receipt:
    """The code with which an anonymous reporter comes back (SIP-1-anon). Stored as a hash."""

    code: str


@dataclass(frozen=True, slots=True)
class Involve:
    """Lets a person see the incident: 'reporter', 'asked', 'lead', 'owner'."""

    person_id: UUID
    how: str


@dataclass(frozen=True, slots=True)
class Hide:
    """Hides the incident from a person whom it concerns, or one that was joined to it."""

    person_id: UUID
    incident_id: UUID | None = None
    """None: the incident itself."""


@dataclass(frozen=True, slots=True)
class Unhide:
    """Shows the incident again to a person whom it does not concern after all."""

    person_id: UUID
    incident_id: UUID | None = None
    """None: the incident itself; else one that was joined to it."""


@dataclass(frozen=True, slots=True)
class FrozenSubmission:
    """The snapshot of one submission; `snapshot` is canonical JSON."""

    id: UUID
    number: int
    kind: SubmissionKind
    snapshot: bytes


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person affected, to be added or replaced.

    `body` is JSON; `match` is the keyed hash of what identifies them, `named` of their name and
    date of birth.
    """

    id: UUID
    match: bytes
    body: bytes
    list_version: int
    standing: str = "listed"
    reason: str = ""
    named: bytes = b""


@dataclass(frozen=True, slots=True)
class ListImported:
    """An import made this version of the list."""

    version: int


@dataclass(frozen=True, slots=True)
class ImportTakenBack:
    """The import of this version names nobody any more; of `subjects` no other does, and there is
    no notice about them: they go for good.
    """

    version: int
    subjects: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A change of where telling one person stands; `body` when their details changed too."""

    subject_id: UUID
    standing: str
    reason: str = ""
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewEnvelope:
    """One notice to one addressee or household, about these people. `body` is JSON."""

    id: UUID
    channel: Channel
    body: bytes
    notice_version: int
    about: tuple[UUID, ...]
    standing: str = "waiting"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnvelopeStanding:
    """A change of how one notice stands; `again` puts an e-mail that did not go back to waiting."""

    id: UUID
    standing: str
    reason: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The content of an evidence file, kept in sealed pieces."""

    id: UUID
    size: int
    scan: str
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class StopNotices:
    """Nothing of this incident that still waits leaves the outbox."""


@dataclass(frozen=True, slots=True)
class EraseIncident:
    """All that is said in the incident goes: its key is destroyed. Columns for counts stay."""


@dataclass(frozen=True, slots=True)
class ErasePeople:
    """The list of an incident goes, with the letters printed from it and lists on their way in.

    `envelopes` stay as proof of who was told: each with its body, where nobody is reached any more.
    """

    envelopes: tuple[tuple[UUID, bytes], ...]
