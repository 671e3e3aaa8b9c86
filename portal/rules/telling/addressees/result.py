"""What the two steps answer for each person affected: who is written to, or why nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.rules.words import Channel


class Status(StrEnum):
    """Where telling one person stands when the addressees are worked out. Values are stored."""

    TO_BE_TOLD = "to_be_told"
    HELD = "held"
    BLOCKED = "blocked"
    UNRESOLVED = "unresolved"


class Reason(StrEnum):
    """Why somebody is not told, or an addressee is left out. Values are stored."""

    NOT_AFFECTED = "not_affected"
    DECEASED = "deceased"
    HELD_BACK = "held_back"
    BARRED_IN_OWN_RIGHT = "barred_in_own_right"
    AUTHORITY_UNKNOWN = "authority_unknown"
    DATE_OF_BIRTH_UNKNOWN = "date_of_birth_unknown"
    SUPPORT_NOT_SETTLED = "support_not_settled"
    ADDRESS_NOT_CONFIRMED = "address_not_confirmed"
    NOBODY_TO_ADDRESS = "nobody_to_address"
    ALL_BARRED = "all_barred"
    NO_USABLE_CHANNEL = "no_usable_channel"
    BARRED = "barred"
    NOT_CHECKED = "not_checked"


QUESTIONS = {
    Reason.NOT_AFFECTED: "They turned out not to be affected.",
    Reason.DECEASED: "This person has died. Does anybody have to be told in person?",
    Reason.HELD_BACK: "This person is held back, so nobody is told about them. To whom does the "
    "safeguarding lead release a notice, and how?",
    Reason.BARRED_IN_OWN_RIGHT: "This person may not be written to about somebody else. Does the "
    "safeguarding lead release a notice about their own data?",
    Reason.AUTHORITY_UNKNOWN: "Which social worker or authority answers for this child?",
    Reason.DATE_OF_BIRTH_UNKNOWN: "What is the date of birth?",
    Reason.SUPPORT_NOT_SETTLED: "How does the safeguarding lead want this pupil told, and who "
    "supports them?",
    Reason.ADDRESS_NOT_CONFIRMED: "They have left. Who confirms the address?",
    Reason.NOBODY_TO_ADDRESS: "Nobody is recorded with parental responsibility or daily care. Who "
    "is to be told?",
    Reason.ALL_BARRED: "Everybody who could be told is barred or not checked. Who is to be told?",
    Reason.NO_USABLE_CHANNEL: "There is no address that can safely be used. How are they reached?",
    Reason.BARRED: "Barred: nobody may write to them.",
    Reason.NOT_CHECKED: "Not yet checked against the school’s record.",
}
"""What is asked of a person for each reason."""


class AddresseeKind(StrEnum):
    """In which capacity somebody is written to."""

    PUPIL = "pupil"
    ADULT = "adult"
    PARENT = "parent"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to, with what may be used for it and nothing else."""

    kind: AddresseeKind
    id: UUID | None
    """Of the person affected or of their contact; None for somebody named."""
    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    channels: tuple[Channel, ...] = ()
    """The ways open, the quickest first."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who would have been addressed, and why they are not."""

    id: UUID | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Addressing:
    """The answer for one person affected: letters if and only if they are to be told."""

    status: Status
    letters: tuple[Addressee, ...] = ()
    reason: Reason | None = None
    left_out: tuple[LeftOut, ...] = ()
    alone: bool = False
    """Never joined with anybody else's notice."""
