"""A sheet of schools against the register and what is there: what is added, what is not right."""

from __future__ import annotations

import pytest

from portal.rules.school.school_list import (
    CLOSED,
    HALF,
    NO_NAME,
    NO_NATION,
    NO_PHONE,
    NO_SLUG,
    NO_URN,
    TAKEN,
    TWICE,
    Listed,
    guess,
    names_of,
    plan,
)
from tenants.calendar import Nation
from tenants.naming import Taken, is_slug, slug_of

REGISTER = {
    "100001": Listed("St Mary’s Primary", "Mill Lane, Wells", "01632 960100", "Academy", True),
    "100002": Listed("Closed School", "", "", "Community school", False),
}


def problem(**said: str) -> str:
    """What is wrong with one row; '' when it is added."""
    found = plan([(2, said)], REGISTER, ())
    return found.problems[0].sentence if found.problems else ""


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"urn": "100001"}, ""),
        ({"name": "Hill School"}, ""),
        ({}, NO_NAME),
        ({"urn": "999999"}, NO_NAME),
        ({"urn": "999999", "name": "Hill School"}, NO_URN),
        ({"urn": "100002"}, CLOSED),
        ({"name": "Hill School", "slug": "Hill School"}, NO_SLUG),
        ({"name": "Schools"}, NO_SLUG),
        ({"name": "Hill School", "nation": "France"}, NO_NATION),
        ({"name": "Hill School", "nation": "Northern Ireland"}, ""),
        ({"name": "Hill School", "head_name": "A Head"}, HALF),
        ({"name": "Hill School", "head_name": "A Head", "head_email": "not one"}, HALF),
        ({"name": "Hill School", "head_name": "A Head", "head_email": "a@example.org"}, NO_PHONE),
        (
            {"name": "H", "administrator_name": "Office", "administrator_email": "a@example.org"},
            "",
        ),
    ],
)
def test_what_is_not_right(said: dict[str, str], sentence: str) -> None:
    assert problem(**said) == sentence


def test_the_register_fills_in_and_the_sheet_comes_first() -> None:
    (school,) = plan([(2, {"urn": "100001", "phone": "01632 960999"})], REGISTER, ()).new
    assert (school.name, school.slug, school.address) == (
        "St Mary’s Primary",
        "st-marys-primary",
        "Mill Lane, Wells",
    )
    assert (school.phone, school.type, school.nation) == ("01632 960999", "Academy", Nation.ENGLAND)


def test_the_same_sheet_again_adds_nothing() -> None:
    rows = [(2, {"urn": "100001"}), (3, {"name": "Hill School"}), (4, {"name": "Hill School"})]
    first = plan(rows, REGISTER, ())
    assert [one.slug for one in first.new] == ["st-marys-primary", "hill-school"]
    assert [(one.row, one.sentence) for one in first.problems] == [(4, TWICE)]
    taken = [Taken("100001", "st-marys", theirs=True), Taken(None, "hill-school", theirs=False)]
    again = plan(rows[:2], REGISTER, taken)
    assert (again.new, again.there) == ((), ("St Mary’s Primary",))
    assert [one.sentence for one in again.problems] == [TAKEN]
    assert names_of(rows, REGISTER) == ({"100001"}, {"st-marys-primary", "hill-school"})


def test_columns_are_known_by_their_headings() -> None:
    headings = ["School name", "URN", "Head's email", "Head", "Head telephone", "Admin email"]
    assert guess(headings) == (
        "name",
        "urn",
        "head_email",
        "head_name",
        "head_phone",
        "administrator_email",
    )


def test_short_names() -> None:
    assert slug_of("The Königin’s Church of England (VA) Primary School of the Long Name") == (
        "the-konigins-church-of-england-va"
    )
    assert slug_of("学校") == ""
    assert is_slug("a-1")
    assert not any(map(is_slug, ("", "A", "a--b", "-a", "schools", "a\n")))
