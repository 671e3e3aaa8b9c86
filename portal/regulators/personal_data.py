"""Personal data of the people affected in text that is about to leave: pointed out, never changed.

The regulator's form must not hold the data that was breached. A lone given name counts only when it
is no everyday word ('May', 'Rose'), a lone surname only after a title; a full name always.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import pairwise

from portal.rules.upn import is_valid


class Kind(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    UPN = "upn"
    NHS_NUMBER = "nhs_number"
    NI_NUMBER = "ni_number"
    NAME = "name"
    GIVEN_NAME = "given_name"


SUGGESTIONS: Mapping[Kind, str] = {
    Kind.EMAIL: "Take the e-mail address out, or write whose it is: ‘a parent’s address’.",
    Kind.PHONE: "Take the phone number out.",
    Kind.UPN: "Take the pupil number out: it is for use in education only.",
    Kind.NHS_NUMBER: "Take the NHS number out.",
    Kind.NI_NUMBER: "Take the National Insurance number out.",
    Kind.NAME: "Write ‘a pupil’, ‘a parent’ or ‘a member of staff’ instead of the name.",
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
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+44[\s()-]*0?|\(?0)(?:[\s()-]*\d){9,10}(?!\w)")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b", re.IGNORECASE)
_NI = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}(?:\s?\d{2}){3}\s?[A-D]\b", re.IGNORECASE)
_NHS = re.compile(r"(?<![\w-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\w-])")
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
    return check % 11 == digits[9] and check != 10  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    """Lower case, without a possessive 's or a full stop."""
    capital: bool


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        said = found[0].rstrip(".")
        plain = re.sub(r"['’]s$", "", said)
        yield _Word(
            found.start(), found.start() + len(plain), plain.casefold(), capital=plain[0].isupper()
        )


class People:
    """The names to look for: built once, asked for each text in time that grows with the text."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: (forename, surname) of each person affected, parent and contact."""
        self._surnames: defaultdict[str, set[str]] = defaultdict(set)
        """Last word of a surname → forenames and their initials."""
        self._given: set[str] = set()
        for forename, surname in names:
            last = [word.text for word in _words(surname)][-1:]
            first = [word.text for word in _words(forename)]
            self._given.update(first)
            for each in last:
                self._surnames[each].update(first, (word[0] for word in first))

    def in_text(self, words: list[_Word]) -> Iterator[tuple[int, int, Kind]]:
        """(start, end, kind) of each name: full names first, then lone ones outside of them."""
        taken: set[int] = set()
        for one, other in pairwise(words):
            if one.capital and other.capital and self._full(one, other):
                taken |= {one.start, other.start}
                yield one.start, other.end, Kind.NAME
        for word in words:
            if word.capital and word.start not in taken and self._alone(word):
                yield word.start, word.end, Kind.GIVEN_NAME

    def _full(self, one: _Word, other: _Word) -> bool:
        """'Ava Field', 'A. Field', 'Field, Ava' and 'Mrs Field'."""
        forenames = self._surnames.get(other.text)
        if forenames is not None and (one.text in forenames or one.text in _TITLES):
            return True
        return len(other.text) > 1 and other.text in self._surnames.get(one.text, ())

    def _alone(self, word: _Word) -> bool:
        return len(word.text) > 2 and word.text in self._given and word.text not in _EVERYDAY  # noqa: PLR2004


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
