"""The ENISA severity of a breach (2013 method): data x identification + circumstances.

Advice only. Whether the regulator or the people affected must be told is the legal question of
`legal_risk`, answered by a person with reasons (DBRP-3.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MANY_PEOPLE = 100


class Category(StrEnum):
    """What the data says about a person."""

    SIMPLE = "simple"
    BEHAVIOURAL = "behavioural"
    FINANCIAL = "financial"
    SENSITIVE = "sensitive"


BASE: Mapping[Category, int] = {
    Category.SIMPLE: 1,
    Category.BEHAVIOURAL: 2,
    Category.FINANCIAL: 3,
    Category.SENSITIVE: 4,
}
ADJUSTMENTS: Mapping[Category, tuple[int, ...]] = {
    Category.SIMPLE: (0, 1, 2, 3),
    Category.BEHAVIOURAL: (-1, 0, 1, 2),
    Category.FINANCIAL: (-2, -1, 0, 1),
    Category.SENSITIVE: (-3, -2, -1, 0),
}


class Identification(StrEnum):
    """How easily somebody can tell who it is."""

    NEGLIGIBLE = "negligible"
    LIMITED = "limited"
    SIGNIFICANT = "significant"
    MAXIMUM = "maximum"


class Confidentiality(StrEnum):
    """Who may have seen it."""

    NO_SIGN_OF_ACCESS = "no_sign_of_access"
    KNOWN_RECIPIENTS = "known_recipients"
    UNKNOWN_RECIPIENTS = "unknown_recipients"


class Integrity(StrEnum):
    """Whether it was altered."""

    NOT_USED = "not_used"
    RECOVERABLE = "recoverable"
    NOT_RECOVERABLE = "not_recoverable"


class Availability(StrEnum):
    """Whether it can be had."""

    AT_ONCE = "at_once"
    TEMPORARILY_LOST = "temporarily_lost"
    LOST = "lost"


class Level(StrEnum):
    """The four levels of severity."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


_QUARTER = Decimal("0.25")
_IDENTIFICATION: Mapping[Identification, Decimal] = {
    kind: _QUARTER * place for place, kind in enumerate(Identification, start=1)
}
_NONE, _SOME, _MOST = Decimal(0), _QUARTER, 2 * _QUARTER
_CIRCUMSTANCE: Mapping[Confidentiality | Integrity | Availability, Decimal] = {
    Confidentiality.NO_SIGN_OF_ACCESS: _NONE,
    Confidentiality.KNOWN_RECIPIENTS: _SOME,
    Confidentiality.UNKNOWN_RECIPIENTS: _MOST,
    Integrity.NOT_USED: _NONE,
    Integrity.RECOVERABLE: _SOME,
    Integrity.NOT_RECOVERABLE: _MOST,
    Availability.AT_ONCE: _NONE,
    Availability.TEMPORARILY_LOST: _SOME,
    Availability.LOST: _MOST,
}
_MALICIOUS = Decimal("0.5")
_FROM: tuple[tuple[Decimal, Level], ...] = (
    (Decimal(4), Level.VERY_HIGH),
    (Decimal(3), Level.HIGH),
    (Decimal(2), Level.MEDIUM),
)


@dataclass(frozen=True, slots=True)
class Scoring:
    """The answers from which a score follows."""

    data: Mapping[Category, int]
    """Each category present, with its adjustment (one of `ADJUSTMENTS`)."""
    identification: Identification
    confidentiality: Confidentiality = Confidentiality.NO_SIGN_OF_ACCESS
    integrity: Integrity = Integrity.NOT_USED
    availability: Availability = Availability.AT_ONCE
    malicious: bool = False
    people: int | None = None
    unintelligible: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """The score (0.25 to 6), its parts and its level; the flags stand outside the formula."""

    data: int
    identification: Decimal
    circumstances: Decimal
    total: Decimal
    level: Level
    many_people: bool
    unintelligible: bool


def score(answers: Scoring) -> Score:
    """Score a breach. Raises `ValueError` without data, or with an adjustment that is none."""
    if not answers.data:
        raise ValueError("name at least one category of data")
    for category, adjustment in answers.data.items():
        if adjustment not in ADJUSTMENTS[category]:
            raise ValueError(f"{adjustment:+d} is no adjustment of {category.value} data")
    data = max(BASE[category] + adjustment for category, adjustment in answers.data.items())
    identification = _IDENTIFICATION[answers.identification]
    circumstances = sum(
        (
            _CIRCUMSTANCE[answers.confidentiality],
            _CIRCUMSTANCE[answers.integrity],
            _CIRCUMSTANCE[answers.availability],
        ),
        start=_MALICIOUS if answers.malicious else Decimal(0),
    )
    total = data * identification + circumstances
    level = next((level for least, level in _FROM if total >= least), Level.LOW)
    return Score(
        data=data,
        identification=identification,
        circumstances=circumstances,
        total=total,
        level=level,
        many_people=answers.people is not None and answers.people > MANY_PEOPLE,
        unintelligible=answers.unintelligible,
    )
