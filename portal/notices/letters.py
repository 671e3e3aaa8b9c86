"""Letters: one PDF a household, or one print run in order (PDF/UA-1, window envelope)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.errors import Undeliverable
from portal.notices.text import Notice, Section, Translation, notice
from portal.rules.facts import NoticeText
from portal.rules.plain_text import clean
from portal.rules.telling.envelope import Envelope, Sender
from portal.rules.uk_time import day
from portal.typeset import CannotTypeset, Json, forget, pdf

A_FILE = 250
"""Letters a file: more would take more memory than a worker should."""
ADDRESS_LINES = 6
"""As many lines as show in the window of a DL envelope, the name included."""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """The letters that could be made, in the order given, and the envelopes whose could not."""

    content: bytes
    """One PDF; empty when no letter could be made."""
    made: tuple[UUID, ...]
    failed: tuple[UUID, ...]


def address_lines(envelope: Envelope) -> tuple[str, ...]:
    """What stands in the window: the name, then the address in at most five lines.

    Longer addresses keep their lines and share them. Raises Undeliverable without an address.
    """
    lines = [clean(line) for line in envelope.postal.replace(",", "\n").splitlines()]
    lines = [line for line in lines if line]
    if not lines or not clean(envelope.name):
        raise Undeliverable("There is no postal address that can be used.")
    room = ADDRESS_LINES - 1
    while len(lines) > room:
        shortest = min(range(len(lines) - 2), key=lambda at: len(lines[at]) + len(lines[at + 1]))
        lines[shortest : shortest + 2] = [f"{lines[shortest]}, {lines[shortest + 1]}"]
    return (clean(envelope.name), *lines)


def _letter(made: Notice, envelope: Envelope, reference: str) -> Json:
    return {
        "reference": reference,
        "address": list(address_lines(envelope)),
        "title": made.title,
        "salutation": made.salutation,
        "opening": list(made.opening),
        "sections": _sections(made.sections),
        "closing": list(made.closing),
        "signature": list(made.signature),
        "other": _translation(made.translation) if made.translation else None,
    }


def _sections(sections: Sequence[Section]) -> list[Json]:
    return [
        {"title": section.title, "text": section.text, "points": list(section.points)}
        for section in sections
    ]


def _translation(other: Translation) -> Json:
    tag, _, script = other.language.tag.partition("-")
    return {
        "lang": tag,
        "script": script,
        "own": other.language.own,
        "rtl": other.language.rtl,
        "opening": other.opening,
        "sections": _sections(other.sections),
        "english_follows": other.language.english_follows,
    }


def _print(letters: Sequence[Json], sender: Sender, sent_at: datetime) -> bytes:
    school = clean(sender.school)
    head = [clean(line) for line in (*sender.address, sender.phone) if line]
    data: dict[str, Json] = {
        "title": f"Letter from {school}",
        "date": day(sent_at),
        "sender": {"school": school, "accent": sender.accent, "letterhead": [*head]},
        "letters": list(letters),
    }
    return pdf("letters", data, made_at=sent_at)


def _prints(letters: Sequence[Json], sender: Sender, sent_at: datetime) -> frozenset[int]:
    """The places of the letters that Typst refuses, found by halving: few bad ones cost little."""
    try:
        _print(letters, sender, sent_at)
    except CannotTypeset:
        if len(letters) == 1:
            return frozenset({0})
        half = len(letters) // 2
        after = _prints(letters[half:], sender, sent_at)
        return _prints(letters[:half], sender, sent_at) | {half + place for place in after}
    return frozenset()


def letters_run(
    text: NoticeText,
    envelopes: Sequence[Envelope],
    sender: Sender,
    reference: str,
    sent_at: datetime,
) -> PrintRun:
    """These letters in one PDF, in the order of `envelopes`, each with its own page numbers.

    `reference` is the incident's; `sent_at` (aware) gives the date. A letter that cannot be made
    is left out and named in `failed`; it never stops the others.
    """
    ready: list[tuple[UUID, Json]] = []
    failed: list[UUID] = []
    for envelope in envelopes:
        try:
            letter = _letter(notice(text, envelope, sender), envelope, clean(reference))
        except Undeliverable:
            failed.append(envelope.id)
        else:
            ready.append((envelope.id, letter))
    if not ready:
        return PrintRun(b"", (), tuple(failed))
    try:
        content = _print([letter for _, letter in ready], sender, sent_at)
    except CannotTypeset:
        bad = _prints([letter for _, letter in ready], sender, sent_at)
        failed += [ready[place][0] for place in sorted(bad)]
        ready = [pair for place, pair in enumerate(ready) if place not in bad]
        content = _print([letter for _, letter in ready], sender, sent_at) if ready else b""
    return PrintRun(content, tuple(made for made, _ in ready), tuple(failed))


def letters_runs(
    text: NoticeText,
    envelopes: Sequence[Envelope],
    sender: Sender,
    reference: str,
    sent_at: datetime,
    a_file: int = A_FILE,
) -> Iterator[PrintRun]:
    """One print run in files of at most `a_file` letters, in the order of `envelopes`."""
    for first in range(0, len(envelopes), a_file):
        yield letters_run(text, envelopes[first : first + a_file], sender, reference, sent_at)
        if len(envelopes) > a_file:
            forget()


def letter(
    text: NoticeText, envelope: Envelope, sender: Sender, reference: str, sent_at: datetime
) -> bytes:
    """One household's letter as a PDF. Raises Undeliverable."""
    run = letters_run(text, [envelope], sender, reference, sent_at)
    if not run.made:
        address_lines(envelope)
        raise Undeliverable("The letter has a character that cannot be printed.")
    return run.content
