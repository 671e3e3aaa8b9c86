from __future__ import annotations

import pytest

from portal.rules.risk.similar_cases import SIMILAR_CASES, SimilarCase, find
from portal.rules.words import Cause

LOG, REGULATOR, BOTH = "log", "log, regulator", "log, regulator, people"
GUIDELINES = dict(
    zip(
        range(1, 19),
        (
            LOG, REGULATOR, BOTH, BOTH,  # ransomware
            BOTH, LOG, BOTH,  # data taken from websites
            REGULATOR, LOG,  # from inside: on purpose, by mistake
            LOG, BOTH, BOTH,  # lost or stolen
            LOG, BOTH, LOG, REGULATOR,  # sent to the wrong people
            BOTH, BOTH,  # people deceived
        ),
        strict=True,
    )
)  # fmt: skip
"""What the EDPB's Guidelines 01/2021 say was to be done in each of their 18 cases."""


@pytest.mark.clause("DBRP-3.2")
def test_what_was_to_be_done_in_each_published_case() -> None:
    wanted = {f"EDPB {number}": told for number, told in GUIDELINES.items()}
    wanted |= {"ICO, adoption": BOTH, "ICO, colleague": LOG}
    said = {True: {True: BOTH, False: REGULATOR}, False: {False: LOG}}
    assert {each.number: said[each.regulator][each.people] for each in SIMILAR_CASES} == wanted


@pytest.mark.parametrize("case", SIMILAR_CASES, ids=lambda case: case.number)
def test_it_says_who_was_told_in_words_and_where_it_is_from(case: SimilarCase) -> None:
    assert ("ICO" in case.told) is case.regulator
    assert ("people affected" in case.told) is case.people
    assert case.source.startswith("https://")
    assert case.causes
    assert case.why


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
