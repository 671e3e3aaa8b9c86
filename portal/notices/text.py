"""The words of a notice for one envelope: the same for e-mail and letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.notices.sender import Parts, Sender
from portal.rules.addressees import AddresseeKind
from portal.rules.data_kinds import kinds, protective_advice
from portal.rules.envelope import About, Envelope
from portal.rules.facts import Facts
from portal.rules.notice_parts import NOTICE_PARTS
from portal.rules.plain_text import clean
from portal.rules.uk_time import day


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the notice as it is read: heading, paragraphs, then points."""

    title: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole text for one envelope."""

    title: str
    salutation: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]


_CARERS = frozenset({AddresseeKind.PARENT, AddresseeKind.AUTHORITY})
"""Those who read of a child they answer for; all others read of themselves."""


_CLOSING = ("If you are worried, or if anything here is not clear, please talk to us.",)


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _title(envelope: Envelope) -> str:
    if envelope.to is AddresseeKind.PARENT:
        whose = "your child" if len(envelope.about) == 1 else "your children"
        return f"Information about {whose}"
    if envelope.to is AddresseeKind.AUTHORITY:
        whose = "a child" if len(envelope.about) == 1 else "children"
        return f"Information about {whose} you are responsible for"
    return "Information about you"


def _opening(envelope: Envelope) -> tuple[str, ...]:
    if envelope.to in _CARERS:
        whose = listed(clean(person.name) for person in envelope.about)
    else:
        whose = "you"
    return _said(whose)


def _said(whose: str) -> tuple[str, ...]:
    return (
        f"We are writing because something went wrong with information that we hold about {whose}.",
        (
            "We are sorry. It is our job to keep this information safe, and this time we did not. "
            "Here is what happened, what it could mean, and what you can do."
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


def _contact(sender: Sender, text: str) -> str:
    """`text`, with the DPO's name, phone and e-mail added where it lacks them (DBRP-5.16.2)."""
    if sender.dpo_email and sender.dpo_email in text:
        return text
    ways = [way for way in (sender.dpo_phone, sender.dpo_email) if way]
    line = f"Our data protection officer is {sender.dpo_name}: {' or '.join(ways)}."
    return f"{text}\n\n{line}" if text else line


def _advice(envelope: Envelope, text: str) -> str:
    """The school's `text`, and for this reader what protects data of these kinds (DBRP-5.17)."""
    found = {kind for person in envelope.about for kind in person.data_kinds}
    advice = protective_advice(found, to_carers=envelope.to in _CARERS)
    return "\n\n".join(piece for piece in (text, *advice) if piece)


def notice(parts: Parts, envelope: Envelope, sender: Sender) -> Notice:
    """The notice for `envelope`. Reads nothing but its three arguments, so it can show no other."""
    written = {key: clean(text, lines=True) for key, text in parts}
    written["contact"] = _contact(sender, written.get("contact", ""))
    written["protect_yourself"] = _advice(envelope, written.get("protect_yourself", ""))
    sections = []
    for part in NOTICE_PARTS:
        points = _points(envelope) if part.key == "what_data" else ()
        text = written.get(part.key, "")
        if text or points:
            sections.append(Section(part.title, text, points))
    return Notice(
        title=_title(envelope),
        salutation=f"Dear {clean(envelope.name)},",
        opening=_opening(envelope),
        sections=tuple(sections),
        closing=_CLOSING,
        signature=_signature(sender),
    )


def _signature(sender: Sender) -> tuple[str, ...]:
    signed = (sender.signed_name, sender.signed_title, sender.school)
    return ("Yours sincerely,", "", *(clean(line) for line in signed))


def public_notice(parts: Parts, sender: Sender) -> Notice:
    """The text for everybody to read, where telling each is out of all proportion.

    The kinds of data are those that the text itself names (UK GDPR Article 34(3)(c)).
    """
    written = {key: clean(text, lines=True) for key, text in parts}
    written["contact"] = _contact(sender, written.get("contact", ""))
    return Notice(
        title=f"Information for everybody who has to do with {clean(sender.school)}",
        salutation="To whom it concerns,",
        opening=_said("people at our school"),
        sections=tuple(
            Section(part.title, written[part.key])
            for part in NOTICE_PARTS
            if written.get(part.key, "")
        ),
        closing=_CLOSING,
        signature=_signature(sender),
    )


def first_draft(
    facts: Facts, data_kinds: Iterable[str], sender: Sender, regulator: str, regulator_phone: str
) -> Parts:
    """The nine parts as far as the record knows them, for a person to rewrite.

    It reads right for a parent and for the person themself: `notice` adds what differs. `regulator`
    is its name as printed. What was reported in somebody's own words is not copied: it may name
    people.
    """
    aware = facts.aware
    found = f"We found out on {day(aware.aware_at)}." if aware else ""
    happened = f"It happened on {clean(facts.intake.occurred)}." if facts.intake.occurred else ""
    known = {
        "when": " ".join(text for text in (happened, found) if text),
        "what_data": "These kinds of information were involved:" if tuple(data_kinds) else "",
        "done": "\n\n".join(clean(step.what, lines=True) for step in facts.containment),
        "doing_next": "\n\n".join(clean(action.what, lines=True) for action in facts.improvements),
        "protect_yourself": "If anybody speaks or writes to you about this, please tell us.",
        "contact": _contact(sender, ""),
        "complain": (
            f"If you are not happy with how we have dealt with this, please write to us. We will "
            f"answer within 30 days. You can also complain to the {regulator} on {regulator_phone}."
        ),
    }
    return tuple((part.key, known.get(part.key, "")) for part in NOTICE_PARTS)
