from __future__ import annotations

from itertools import combinations

import pytest

from portal.rules.risk.data_kinds import DATA_KINDS, protective_advice, suggested
from portal.rules.telling.notice_parts import (
    LEGAL_CONTENTS,
    NOTICE_PARTS,
    for_parents_alone,
    lacking,
    unwritten,
)

WHOLE = tuple((part.key, "Written.") for part in NOTICE_PARTS)


@pytest.mark.clause("DBRP-5.16.1-4")
@pytest.mark.parametrize("content", LEGAL_CONTENTS, ids=lambda content: content.clause)
def test_without_one_of_the_four_contents_it_is_lacking(content: object) -> None:
    assert content in LEGAL_CONTENTS
    without = tuple(
        (key, " \n" if key in legal.parts else text)
        for key, text in WHOLE
        for legal in LEGAL_CONTENTS
        if legal is content
    )

    assert lacking(WHOLE) == ()
    assert lacking(without) == (content,)


@pytest.mark.clause("DBRP-5.16.1-4")
def test_measures_taken_or_measures_proposed_are_enough() -> None:
    for left_out in ("done", "doing_next"):
        assert lacking((key, text) for key, text in WHOLE if key != left_out) == ()


@pytest.mark.clause("DBRP-5.17")
def test_every_other_part_is_pointed_out_and_bars_nothing() -> None:
    extra = {"when", "what_data", "protect_yourself", "complain"}
    for size in range(1, 5):
        for left_out in combinations(sorted(extra), size):
            parts = tuple((key, text) for key, text in WHOLE if key not in left_out)
            assert lacking(parts) == ()
            assert {part.key for part in unwritten(parts)} == set(left_out)


@pytest.mark.clause("DBRP-5.17")
def test_advice_follows_the_kinds_of_data_and_stands_once() -> None:
    advice = protective_advice(
        ["passwords", "passwords", "financial", "unheard_of"], to_carers=False
    )

    assert len(advice) == 2
    assert "Change the password" in advice[0]
    assert "bank" in advice[1]


def test_advice_to_the_person_themself_never_speaks_of_a_child() -> None:
    every = [kind.key for kind in DATA_KINDS]

    assert "child" not in " ".join(protective_advice(every, to_carers=False)).lower()
    assert "If a child in your care knows" in " ".join(protective_advice(every, to_carers=True))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("The sheet has your child’s name.", True),
        ("Speak to Your Child's teacher.", True),
        ("Ask your\nyounger daughter.", True),
        ("Tell your children.", True),
        ("A pupil found the sheet, and we rang the child's family.", False),
        ("Ring your childminder.", False),
        ("Keep your pupil number to yourself.", False),
        ("The people affected are told one by one.", False),
    ],
)
def test_a_part_that_only_a_parent_could_read_is_found(text: str, refused: bool) -> None:
    found = for_parents_alone((("when", "On Friday."), ("consequences", text)))

    assert [part.key for part in found] == (["consequences"] if refused else [])


def test_kinds_are_suggested_by_words_and_not_by_lookalikes() -> None:
    assert [kind.key for kind in suggested("Names, dates of birth, medical notes")] == [
        "name",
        "date_of_birth",
        "health",
    ]
    school = suggested("EHC plans, special educational needs; DBS numbers, foster carers")
    assert [kind.key for kind in school] == ["special_needs", "safeguarding", "criminal"]
    assert suggested("sent in pink to a classmate's address book") == ()
    assert {kind.key for kind in DATA_KINDS if kind.criminal} == {"criminal"}
