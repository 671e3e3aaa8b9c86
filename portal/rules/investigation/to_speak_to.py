"""Whom an investigation would speak to, as far as the report names them (SIP-3b, DBRP-5.6).

Nobody whose name is protected: they are asked without being named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from portal.rules.facts import Facts, Interview
from portal.rules.words import Naming


class Person(NamedTuple):
    """Somebody, why, and the last conversation with them."""

    who: str
    why: str
    spoken: Interview | None


def to_speak_to(facts: Facts) -> tuple[Person, ...]:
    """The reporter, who told it to them or to the school, and who was involved."""
    said = facts.intake
    named = said.reporter.name if said.reporter.naming is Naming.NAMED else ""
    told, outside = said.on_behalf, said.outside
    people = (
        (named, "Reported it"),
        (told.who if told else "", "Told it to the reporter"),
        (outside.name if outside else "", "Told the school"),
        (said.involved, "Involved, as the report says"),
    )
    return tuple(Person(who, why, _spoken(facts, who)) for who, why in people if who)


def _spoken(facts: Facts, who: str) -> Interview | None:
    """The last conversation with them, by name."""
    found = (each for each in facts.interviews if _same(_words(each.with_whom), _words(who)))
    return max(found, key=lambda each: each.held_at, default=None)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    """'pat parent, on the phone' is 'Pat Parent'; 'Ann' is nobody whose name begins like hers."""
    return bool(one and other) and (one <= other or other <= one)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))
