from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.risk.severity import (
    ADJUSTMENTS,
    Availability,
    Category,
    Confidentiality,
    Identification,
    Integrity,
    Level,
    Scoring,
    score,
)

EI = dict(zip((0.25, 0.5, 0.75, 1), Identification, strict=True))
KNOWN, UNKNOWN = Confidentiality.KNOWN_RECIPIENTS, Confidentiality.UNKNOWN_RECIPIENTS


def case(category: str, adjustment: int, ei: float, **rest: Any) -> Scoring:
    return Scoring(data={Category(category): adjustment}, identification=EI[ei], **rest)


CASES = [
    ("P1 misconfigured URL", case("simple", 0, 1, confidentiality=UNKNOWN), "1.5", "low"),
    (
        "P1b the same, malicious",
        case("simple", 0, 1, confidentiality=UNKNOWN, malicious=True),
        "2",
        "medium",
    ),
    ("C1 class list to one parent", case("simple", 0, 1, confidentiality=KNOWN), "1.25", "low"),
    ("C2 blurred still", case("behavioural", 0, 0.25, confidentiality=UNKNOWN), "1", "low"),
    ("C3 account numbers", case("financial", -1, 0.5, confidentiality=KNOWN), "1.25", "low"),
    (
        "C4 ransomware, two days",
        case("behavioural", 0, 1, availability=Availability.TEMPORARILY_LOST, malicious=True),
        "2.75",
        "medium",
    ),
    ("C5 salary statements", case("financial", 0, 1), "3", "high"),
    ("C6 payroll sheet", case("financial", 0, 1, confidentiality=KNOWN), "3.25", "high"),
    ("C7 encrypted laptop", case("sensitive", 0, 1, unintelligible=True), "4", "very_high"),
    (
        "C8 SEND sheet to 300 parents",
        case("sensitive", 0, 1, confidentiality=KNOWN, people=300),
        "4.25",
        "very_high",
    ),
    ("C9 refuge address", case("simple", 3, 1, confidentiality=KNOWN), "4.25", "very_high"),
    (
        "C10 safeguarding files leaked",
        case(
            "sensitive",
            0,
            1,
            confidentiality=UNKNOWN,
            availability=Availability.LOST,
            malicious=True,
        ),
        "5.5",
        "very_high",
    ),
    (
        "C11 maximum",
        case(
            "sensitive",
            0,
            1,
            confidentiality=UNKNOWN,
            integrity=Integrity.NOT_RECOVERABLE,
            availability=Availability.LOST,
            malicious=True,
        ),
        "6",
        "very_high",
    ),
    ("C11 minimum", case("simple", 0, 0.25), "0.25", "low"),
]


@pytest.mark.parametrize(
    ("answers", "total", "level"),
    [pytest.param(answers, total, level, id=name) for name, answers, total, level in CASES],
)
def test_worked_cases(answers: Scoring, total: str, level: str) -> None:
    result = score(answers)
    assert result.total == Decimal(total)
    assert result.level is Level(level)


def test_flags_stand_outside_the_formula() -> None:
    plain = score(case("sensitive", 0, 1))
    flagged = score(case("sensitive", 0, 1, people=101, unintelligible=True))

    assert flagged.total == plain.total
    assert (flagged.many_people, flagged.unintelligible) == (True, True)
    assert not score(case("sensitive", 0, 1, people=100)).many_people


def test_the_highest_category_counts() -> None:
    both = Scoring(
        data={Category.SIMPLE: 3, Category.SENSITIVE: -3}, identification=Identification.MAXIMUM
    )
    assert score(both).data == 4


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        score(Scoring(data={}, identification=Identification.MAXIMUM))
    with pytest.raises(ValueError, match="no adjustment"):
        score(case("sensitive", 1, 1))


data = st.dictionaries(st.sampled_from(Category), st.just(0), min_size=1).flatmap(
    lambda chosen: st.fixed_dictionaries(
        {category: st.sampled_from(ADJUSTMENTS[category]) for category in chosen}
    )
)


@given(
    st.builds(
        Scoring,
        data=data,
        identification=st.sampled_from(Identification),
        confidentiality=st.sampled_from(Confidentiality),
        integrity=st.sampled_from(Integrity),
        availability=st.sampled_from(Availability),
        malicious=st.booleans(),
    )
)
def test_every_score_lies_between_a_quarter_and_six(answers: Scoring) -> None:
    result = score(answers)
    assert Decimal("0.25") <= result.total <= 6
    assert 1 <= result.data <= 4
    assert result.total % Decimal("0.25") == 0
