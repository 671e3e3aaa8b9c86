from __future__ import annotations

import pytest

from portal.rules.similar_cases import SIMILAR_CASES, find
from portal.rules.words import Cause


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("EDPB 1", "Log only"),
        ("EDPB 2", "Log, and tell the regulator"),
        ("EDPB 3", "Log, and tell the regulator and the people affected"),
        ("EDPB 9", "Log only"),
        ("EDPB 16", "Log, and tell the regulator"),
        ("EDPB 18", "Log, and tell the regulator and the people affected"),
        ("ICO, adoption", "Log, and tell the regulator and the people affected"),
        ("ICO, colleague", "Log only"),
    ],
)
def test_what_was_to_be_done(number: str, told: str) -> None:
    (case,) = (each for each in SIMILAR_CASES if each.number == number)
    assert case.told == told


@pytest.mark.parametrize(
    ("words", "causes", "expected"),
    [
        ("laptop", (), {"EDPB 11"}),
        ("HEALTH", (Cause.HUMAN_ERROR,), {"ICO, colleague"}),
        ("", (Cause.LOSS_OR_THEFT,), {"EDPB 10", "EDPB 11", "EDPB 12"}),
        ("laptop", (Cause.ATTACK,), set()),
        ("", (), {each.number for each in SIMILAR_CASES}),
    ],
)
def test_found_by_word_and_cause(words: str, causes: tuple[Cause, ...], expected: set[str]) -> None:
    assert {each.number for each in find(words, causes)} == expected


def test_people_are_never_told_without_the_regulator() -> None:
    assert all(each.regulator for each in SIMILAR_CASES if each.people)
