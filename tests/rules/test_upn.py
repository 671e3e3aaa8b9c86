from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.telling.upn import check_letter, is_valid


@pytest.mark.parametrize(
    "upn",
    ["B801200005001", "P207000016049", "U82040002601A", "H82040002601B", " b801 2000 05001 "],
)
def test_numbers_with_the_right_letter(upn: str) -> None:
    assert is_valid(upn)


@pytest.mark.parametrize(
    "upn",
    [
        "A801200005001",
        "Q207000016049",  # printed so in a supplier's help page, with a wrong sum
        "B80120000500",
        "B8012000050011",
        "I801200005001",
        "B80120000500O",
        "B８01200005001",  # a full-width digit
        "",
    ],
)
def test_numbers_that_are_none(upn: str) -> None:
    assert not is_valid(upn)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_exactly_one_letter_fits(rest: str) -> None:
    right = check_letter(rest)
    assert [letter for letter in "ABCDEFGHJKLMNPQRTUVWXYZ" if is_valid(letter + rest)] == [right]
