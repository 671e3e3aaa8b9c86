"""Who of an import is on the list already."""

from __future__ import annotations

from uuid import UUID

import pytest

from portal.rules.telling.known_people import Known, KnownPeople
from portal.rules.telling.people_list import Imported
from tests.rules.families import pupil

AVA, BO = UUID(int=1), UUID(int=2)
UPN, OTHER, NAME, BARE = b"upn", b"other upn", b"ava 2015", b"ava"


def row(match: bytes, named: bytes = NAME) -> Imported:
    return Imported(match, pupil(), named, BARE)


@pytest.mark.parametrize(
    ("stored", "imported", "is_ava"),
    [
        (Known(UPN, NAME), row(UPN), True),  # the same number
        (Known(UPN, NAME), row(UPN, b"renamed"), True),
        (Known(UPN, NAME), row(NAME), True),  # the new list has no numbers
        (Known(NAME, NAME), row(UPN), True),  # the old one had none
        (Known(NAME, NAME), row(NAME), True),
        (Known(BARE, BARE), row(NAME), True),  # no date of birth was known
        (Known(BARE, BARE), row(UPN), False),  # a name alone is too little for a number
        (Known(UPN, NAME), row(OTHER), False),  # two children of one name and birthday
        (Known(UPN, b"other"), row(NAME), False),
    ],
)
def test_a_number_or_a_name_with_a_birthday_knows_somebody_again(
    stored: Known, imported: Imported, is_ava: bool
) -> None:
    known = KnownPeople({AVA: stored})
    assert known.find(imported) == (AVA if is_ava else None)


def test_where_two_may_be_meant_it_is_neither() -> None:
    known = KnownPeople({AVA: Known(UPN, NAME), BO: Known(OTHER, NAME)})
    assert known.find(row(NAME)) is None


def test_a_number_once_known_is_not_forgotten() -> None:
    known = KnownPeople({AVA: Known(UPN, NAME)})
    known.learn(AVA, row(NAME))
    assert known.of(AVA) == Known(UPN, NAME)
    known = KnownPeople({AVA: Known(NAME, NAME)})
    known.learn(AVA, row(UPN))
    assert known.of(AVA) == Known(UPN, NAME)
    assert known.find(row(NAME)) == AVA
