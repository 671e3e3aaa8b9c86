"""Personal data of the people affected in text that is about to leave: pointed out, never changed.

The regulator's form must not hold the data that was breached. A full name always counts, however it
is written. A lone given name or surname counts only where it is no everyday word ('May', 'Rose',
'King'), and a surname only inside a sentence, where a capital says something.

One pass over the text: each word is looked up among the surnames, and the few words beside it among
the forenames that go with it. So the time grows with the text, not with the number of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from portal.rules.telling.upn import is_valid


class Kind(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    UPN = "upn"
    NHS_NUMBER = "nhs_number"
    NI_NUMBER = "ni_number"
    NAME = "name"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"


SUGGESTIONS: Mapping[Kind, str] = {
    Kind.EMAIL: "Take the e-mail address out, or write whose it is: ‘a parent’s address’.",
    Kind.PHONE: "Take the phone number out.",
    Kind.UPN: "Take the pupil number out: it is for use in education only.",
    Kind.NHS_NUMBER: "Take the NHS number out.",
    Kind.NI_NUMBER: "Take the National Insurance number out.",
    Kind.NAME: "Write ‘a pupil’, ‘a parent’ or ‘a member of staff’ instead of the name.",
    Kind.SURNAME: "If this is a person affected, write ‘a family’ or ‘a member of staff’ instead.",
    Kind.GIVEN_NAME: "If this is a person affected, write ‘a pupil’ or ‘a parent’ instead.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in one field: `field_text[start:end]` is what was found."""

    field: str
    start: int
    end: int
    kind: Kind

    @property
    def suggestion(self) -> str:
        """What to write instead."""
        return SUGGESTIONS[self.kind]


_EVERYDAY = frozenset(
    (files("portal.regulators") / "everyday_names.txt").read_text(encoding="utf-8").split()
)
"""Names that are also words: alone they say nothing about anybody."""
_PARTICLES = frozenset({"de", "da", "di", "du", "del", "van", "von", "der", "la", "le", "el", "al"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]++@[\w-]++(?:\.[\w-]++)++")
_PHONE = re.compile(r"(?<![\w.])(?:\+44(?:[\s()-]*+0)?|\(?0)(?:[\s()-]*\d){9,10}(?!\w)")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b", re.IGNORECASE)
_NI = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}(?:\s?\d{2}){3}\s?[A-D]\b", re.IGNORECASE)
_NHS = re.compile(r"(?<![\w-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\w-])")
_OPENS = re.compile(r"[.!?:]\s|\n|^\s*[-•*]")
_APART = 4
"""How many words may lie between forename and surname: middle names, 'van der'."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_nhs_number(text: str) -> bool:
    """Modulus 11 over the first nine digits; a remainder of 10 is never issued."""
    digits = [int(digit) for digit in _digits(text)]
    check = (
        11
        - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    )
    return check % 11 == digits[9] and check != 10  # noqa: PLR2004 - modulus 11


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    """As it is looked up: lower case, without accents, possessive 's or a full stop."""
    capital: bool
    opens: bool
    """Begins a sentence: its capital says nothing."""


def _words(text: str) -> Iterator[_Word]:
    end, before = 0, ""
    for found in _WORD.finditer(text):
        said = found[0].rstrip(".")
        plain = re.sub(r"['’][sS]$", "", said)
        shortened = len(before) == 1 or before in _TITLES
        opens = found.start() == 0 or bool(_OPENS.search(text[end : found.start()]))
        before = _folded(plain)
        yield _Word(
            found.start(),
            found.start() + len(plain),
            before,
            capital=plain[0].isupper(),
            opens=opens and not shortened,
        )
        end = found.end() if found[0] == said else found.end() - 1


def _folded(word: str) -> str:
    """'Siân' and 'Sian', 'O’Neill' and 'O'Neill' are one."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class People:
    """The names to look for: built once, asked for each text in time that grows with the text."""

    def __init__(self, names: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> None:
        """`names`: (forenames, surname) of each person affected, parent, contact and colleague.

        `known`: names that may stand there, as the school's own: no word of them counts alone.
        """
        self._surnames: defaultdict[str, set[str]] = defaultdict(set)
        """Last word of a surname, and each part of a double one → forenames and their initials."""
        self._given: set[str] = set()
        self._fine = _EVERYDAY | {word.text for name in known for word in _words(name)}
        for forename, surname in names:
            first = [word.text for word in _words(forename)]
            last = [word.text for word in _words(surname)][-1:]
            self._given.update(part for word in first for part in (word, *word.split("-")))
            for each in {*last, *(part for word in last for part in word.split("-"))}:
                self._surnames[each].update(first, (word[0] for word in first))

    def in_text(self, words: list[_Word]) -> Iterator[tuple[int, int, Kind]]:
        """(start, end, kind) of each name: full names first, then lone ones outside of them."""
        taken: set[int] = set()
        for place, word in enumerate(words):
            forenames = self._surnames.get(word.text)
            if forenames is None or word.start in taken:
                continue
            span = self._full(words, place, forenames)
            if span is not None:
                one, other = span
                taken |= {each.start for each in words[one : other + 1]}
                yield words[one].start, words[other].end, Kind.NAME
        for word in words:
            if word.capital and word.start not in taken:
                yield from self._alone(word)

    def _full(self, words: list[_Word], place: int, forenames: set[str]) -> tuple[int, int] | None:
        """'Ava Field', 'A. Field', 'Ava J. van der Field', 'Field, Ava' and 'Mrs Field'.

        Without capitals, as on a phone, only where neither of the two is an everyday word.
        """
        surname, begins = words[place], None
        for first in range(place - 1, max(-1, place - 2 - _APART), -1):
            between = words[first + 1 : place]
            if any(each.opens for each in (*between, surname)):
                break
            if self._goes_with(words[first], surname, forenames, between):
                begins = first
        if begins is not None:
            return begins, place
        after = words[place + 1 : place + 2]
        turned = bool(after) and len(after[0].text) > 1 and not after[0].opens
        if turned and after[0].text not in _TITLES:
            goes = self._goes_with(after[0], surname, forenames, [])
            return (place, place + 1) if goes else None
        return None

    def _goes_with(
        self, word: _Word, surname: _Word, forenames: set[str], between: list[_Word]
    ) -> bool:
        titled = word.text in _TITLES and not between and surname.capital
        if titled:
            return True
        if word.text not in forenames or (len(word.text) == 1 and not word.capital):
            return False
        if not all(each.text in _PARTICLES or each.capital for each in between):
            return False
        if word.capital and surname.capital:
            return True
        plain = not word.capital and not surname.capital and not between
        return plain and not {word.text, surname.text} & self._fine

    def _alone(self, word: _Word) -> Iterator[tuple[int, int, Kind]]:
        if len(word.text) <= 2 or word.text in self._fine:  # noqa: PLR2004 - 'Al', 'Bo', 'Li'
            return
        if word.text in self._given:
            yield word.start, word.end, Kind.GIVEN_NAME
        elif word.text in self._surnames and not word.opens:
            yield word.start, word.end, Kind.SURNAME


def _numbers(text: str) -> Iterator[tuple[int, int, Kind]]:
    for found in _EMAIL.finditer(text):
        yield *found.span(), Kind.EMAIL
    for found in _UPN.finditer(text):
        if is_valid(found[0]):
            yield *found.span(), Kind.UPN
    for found in _NI.finditer(text):
        yield *found.span(), Kind.NI_NUMBER
    for found in _PHONE.finditer(text):
        yield *found.span(), Kind.PHONE
    for found in _NHS.finditer(text):
        if _is_nhs_number(found[0]):
            yield *found.span(), Kind.NHS_NUMBER


def _allowed(said: str, kind: Kind, allowed: frozenset[str]) -> bool:
    return (_digits(said) if kind is Kind.PHONE else said.casefold()) in allowed


def find(
    texts: Mapping[str, str], people: People, allowed: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """What stands in `texts` (field → text), field by field and in the order of the text.

    `allowed`: e-mail addresses and phone numbers that may be there, as the DPO's own.
    """
    fine = frozenset(each.casefold() for each in allowed) | frozenset(map(_digits, allowed))
    findings: list[Finding] = []
    for field, text in texts.items():
        end = 0
        places = [*_numbers(text), *people.in_text(list(_words(text)))]
        for start, stop, kind in sorted(places):
            if start >= end and not _allowed(text[start:stop], kind, fine):
                findings.append(Finding(field, start, stop, kind))
                end = stop
            elif start >= end:
                end = stop
    return tuple(findings)
