"""The words of a notice for one envelope: the same for e-mail and letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.rules.facts import NoticeText, Wording
from portal.rules.plain_text import clean
from portal.rules.risk.data_kinds import kinds, protective_advice
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import About, Envelope, Sender
from portal.rules.telling.languages import LANGUAGES, Language
from portal.rules.telling.notice_parts import FOR_PUPILS, NOTICE_PARTS, OPENING

Parts = tuple[tuple[str, str], ...]
"""(key of a notice part, its text), as in `NoticeText.parts`."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the notice as it is read: heading, paragraphs, then points."""

    title: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """What stands above the English for whoever prefers another language."""

    language: Language
    opening: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole text for one envelope."""

    title: str
    salutation: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]
    translation: Translation | None = None


_CARERS = frozenset({AddresseeKind.PARENT, AddresseeKind.AUTHORITY})
"""Those who read of a child they answer for; all others read of themselves."""


_CLOSING = ("If you are worried, or if anything here is not clear, please talk to us.",)


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _title(envelope: Envelope, *, corrects: bool = False) -> str:
    if corrects:
        return f"A correction. {_title(envelope)}"
    return f"Information about {_whose(envelope)}"


def _opening(envelope: Envelope, *, corrects: bool) -> tuple[str, ...]:
    whose = _whose(envelope)
    return _said_wrong(whose) if corrects else _said(whose)


def _asked(envelope: Envelope) -> tuple[str, ...]:
    """The authority of a child in care says who else is told: nobody else asks it."""
    if not envelope.asks:
        return ()
    whose = _whose(envelope)
    return (
        (
            f"We write to you first, because you answer for {whose}. Please tell us whether "
            f"parents, carers or {whose} should be told as well, and how. Until we have heard from "
            f"you, we write to nobody else about {whose}."
        ),
    )


def _whose(envelope: Envelope) -> str:
    """'you', or the names: whoever answers for a child need not be its parent."""
    if envelope.to in _CARERS:
        return listed(clean(person.name) for person in envelope.about)
    return "you"


def _said_wrong(whose: str) -> tuple[str, ...]:
    """True for whoever reads it: a pupil who has turned the age reads what a parent was sent."""
    return (
        f"We wrote before about information that we hold about {whose}.",
        (
            "Some of what we wrote was not right, and we are sorry. This message takes the "
            "place of the one before."
        ),
    )


def _said(whose: str) -> tuple[str, ...]:
    return (
        f"We are writing because something went wrong with information that we hold about {whose}.",
        (
            "We are sorry. It is our job to keep this information safe. Here is what happened, "
            "what it could mean, and what you can do."
        ),
    )


def _kinds_of(about: About) -> str:
    return listed(kind.title for kind in kinds(about.data_kinds))


def _points(envelope: Envelope) -> tuple[str, ...]:
    """Kinds of data only: one list when they are the same for all, else a line for each person."""
    people = [person for person in envelope.about if person.data_kinds]
    if len({frozenset(person.data_kinds) for person in people}) == 1:
        return tuple(kind.title for kind in kinds(people[0].data_kinds))
    return tuple(f"about {clean(person.name)}: {_kinds_of(person)}" for person in people)


def contact(sender: Sender, text: str) -> str:
    """`text`, with name, phone and e-mail of the DPO added where it lacks them, and of whoever
    answers while they are away (DBRP-5.16.2).
    """
    pieces = [text] if text else []
    if not (sender.dpo_email and sender.dpo_email in text):
        ways = _ways(sender.dpo_phone, sender.dpo_email)
        pieces.append(f"Our data protection officer is {sender.dpo_name}: {ways}.")
    if sender.stand_in_name and not (sender.stand_in_email and sender.stand_in_email in text):
        ways = _ways(sender.stand_in_phone, sender.stand_in_email)
        pieces.append(
            f"{sender.dpo_name} is away at the moment. Until they are back, please ask "
            f"{sender.stand_in_name}: {ways}."
        )
    return "\n\n".join(pieces)


def _ways(*ways: str) -> str:
    return " or ".join(way for way in ways if way)


def _advice(envelope: Envelope, text: str) -> str:
    """The school's `text`, and for this reader what protects data of these kinds (DBRP-5.17)."""
    found = {kind for person in envelope.about for kind in person.data_kinds}
    advice = protective_advice(found, to_carers=envelope.to in _CARERS)
    return "\n\n".join(piece for piece in (text, *advice) if piece)


def notice(text: NoticeText, envelope: Envelope, sender: Sender) -> Notice:
    """The notice for `envelope`. Reads nothing but its three arguments, so it can show no other.

    A pupil who is written to reads the pupils' own words, where there are some; whoever prefers
    another language reads the translation first and the English below it (UK GDPR Article 12(1)).
    """
    own = _wording(text, FOR_PUPILS) if envelope.to is AddresseeKind.PUPIL else None
    written = _clean(own.parts if own else text.parts)
    written["contact"] = contact(sender, written.get("contact", ""))
    if not text.corrects or written.get("protect_yourself"):
        written["protect_yourself"] = _advice(envelope, written.get("protect_yourself", ""))
    sections = []
    for part in NOTICE_PARTS:
        of_data = part.key == "what_data" and not (text.corrects and not written.get(part.key))
        points = _points(envelope) if of_data else ()
        if written.get(part.key) or points:
            sections.append(Section(part.title, written.get(part.key, ""), points))
    opening = (written[OPENING],) if own else _opening(envelope, corrects=text.corrects)
    return Notice(
        title=_title(envelope, corrects=text.corrects),
        salutation=f"Dear {clean(envelope.name)},",
        opening=(*opening, *_asked(envelope)),
        sections=tuple(sections),
        closing=_CLOSING,
        signature=_signature(sender),
        translation=_translation(text, envelope.language),
    )


def _clean(parts: Parts) -> dict[str, str]:
    return dict(_cleaned(parts))


@lru_cache(maxsize=8)
def _cleaned(parts: Parts) -> Parts:
    """The same for thousands: made once for each text."""
    return tuple((key, clean(said, lines=True)) for key, said in parts)


def _wording(text: NoticeText, language: str) -> Wording | None:
    """The words in this language, unless the English has changed since."""
    found = (each for each in text.wordings if each.language == language and not each.outdated)
    return next(found, None)


def _translation(text: NoticeText, tag: str) -> Translation | None:
    found = _wording(text, tag) if tag in LANGUAGES else None
    if found is None:
        return None
    language, written = LANGUAGES[tag], _clean(found.parts)
    headings = language.headings or ("",) * len(NOTICE_PARTS)
    return Translation(
        language,
        written[OPENING],
        tuple(
            Section(heading, written[part.key])
            for part, heading in zip(NOTICE_PARTS, headings, strict=True)
            if written.get(part.key)
        ),
    )


def _signature(sender: Sender) -> tuple[str, ...]:
    signed = (sender.signed_name, sender.signed_title, sender.school)
    return ("Yours sincerely,", "", *(clean(line) for line in signed))


def public_notice(parts: Parts, data_kinds: Iterable[str], sender: Sender) -> Notice:
    """The text for everybody to read, where telling each is out of all proportion.

    The kinds of data are those that the text itself names (UK GDPR Article 34(3)(c)); where it
    announces a list with a colon, as the first draft does, `data_kinds` are that list.
    """
    written = _clean(parts)
    announced = written.get("what_data", "").endswith(":")
    points = {"what_data": tuple(kind.title for kind in kinds(data_kinds))} if announced else {}
    written["contact"] = contact(sender, written.get("contact", ""))
    return Notice(
        title=f"Information for everybody connected with {clean(sender.school)}",
        salutation="To whom it concerns,",
        opening=_said("people at our school"),
        sections=tuple(
            Section(part.title, written[part.key], points.get(part.key, ()))
            for part in NOTICE_PARTS
            if written.get(part.key, "")
        ),
        closing=_CLOSING,
        signature=_signature(sender),
    )
