"""Where the words of an incident name somebody: to be read by a person, who redacts them.

It finds a name as the list writes it. Nicknames, initials and 'her brother' it does not find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from portal.rules.facts import Facts
from portal.rules.telling.addressees.sameness import name_key
from tenants.regulator import ICO

_WORD = re.compile(r"\w+")
_SHORTEST = 2
_OTHERWISE = {
    "intake": "The report",
    "concerns": "Whom it concerns",
    "log": "Breach log",
    "risk": "Risk to people",
    "people": "Telling people, replies and complaints",
    "regulator": f"Decision about the {ICO}",
    "legal_advice": "Legal advice: privileged, and not given to anybody who asks",
    "disciplinary": "Disciplinary record",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A text that names somebody. `pieces` are all of it; True: a word of the name."""

    title: str
    pieces: tuple[tuple[str, bool], ...]
    whole: bool
    """All of the name stands in it: it is less likely to be somebody else."""


def places(name: str, texts: Iterable[tuple[str, str]]) -> tuple[Place, ...]:
    """Of (where, text) those that have a word of the name, those with all of it first."""
    words = set(name_key(name).split())
    wanted = frozenset(word for word in words if len(word) >= _SHORTEST) or frozenset(words)
    found = (_place(title, text, wanted) for title, text in dict.fromkeys(texts))
    return tuple(sorted((one for one in found if one), key=lambda one: not one.whole))


def typed_in(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every text among the facts, with the part of the record in which it stands."""
    for part in fields(facts):
        title = _OTHERWISE.get(part.name) or part.name.replace("_", " ").capitalize()
        for text in _texts(getattr(facts, part.name)):
            yield title, text


def _place(title: str, text: str, wanted: frozenset[str]) -> Place | None:
    pieces: list[tuple[str, bool]] = []
    found, end = set(), 0
    for word in _WORD.finditer(text):
        key = name_key(word[0])
        if key in wanted:
            found.add(key)
            pieces += [(text[end : word.start()], False), (word[0], True)]
            end = word.end()
    if not found:
        return None
    pieces.append((text[end:], False))
    return Place(title, tuple(one for one in pieces if one[0]), found == wanted)


def _texts(value: object) -> Iterator[str]:
    match value:
        case Enum():
            return
        case str():
            yield value
        case tuple() | list() | frozenset():
            for each in value:
                yield from _texts(each)
        case _ if is_dataclass(value):
            for part in fields(value):
                yield from _texts(getattr(value, part.name))
