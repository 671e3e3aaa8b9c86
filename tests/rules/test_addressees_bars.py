from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from portal.rules.telling.addressees import (
    Addressing,
    Affected,
    Contact,
    PersonKind,
    Reason,
    Release,
    Status,
    plan,
    still_right,
)
from portal.rules.telling.addressees.households import is_this_person
from portal.rules.words import Channel
from tenants.policy.schema import Policy
from tests.rules.families import (
    AT,
    AWAY,
    BY,
    FATHER,
    HOME,
    MOTHER,
    TODAY,
    TOLD_TOO,
    pupil,
)


def address(one: Affected) -> Addressing:
    return plan([one], Policy(), TODAY, None).addressings[one.id]


def told(found: Addressing) -> list[str]:
    return [to.name for to in found.letters]


def test_no_way_that_a_barred_contact_shares_is_used_for_anyone() -> None:
    barred = replace(
        FATHER, barred="court order", email="ANN@example.org", address="12 hill rd CO1 1AA"
    )
    found = address(pupil(contacts=(MOTHER, barred)))
    assert (found.status, found.reason) == (Status.UNRESOLVED, Reason.NO_USABLE_CHANNEL)

    at_home = replace(barred, email="")
    letters = address(pupil(contacts=(MOTHER, at_home))).letters
    assert [(to.channels, to.address) for to in letters] == [((Channel.EMAIL,), "")]
    assert address(pupil(age=15, contacts=(at_home,))).letters[0].address == ""


@pytest.mark.parametrize(
    ("sibling", "mother"),
    [
        ({"address": HOME}, {}),
        ({"household": "okoro"}, {}),
        ({}, {"id": MOTHER.id}),
        ({}, {"email": "ANN@example.org"}),
        ({}, {"phone": "+44 7700 900123"}),
    ],
    ids=["home", "household", "contact", "email", "phone"],
)
def test_a_bar_of_one_child_counts_for_all_with_whom_anything_is_shared(
    sibling: dict[str, Any], mother: dict[str, Any]
) -> None:
    """By the one thing that the row names: all else is another's."""
    hers = replace(MOTHER, phone="07700 900123")
    barred = replace(FATHER, barred="court order")
    apart = {"id": UUID(int=111), "email": "a.okoro@example.org", "phone": "", "address": AWAY}
    second_mother = replace(MOTHER, **{**apart, **mother})
    unaware = replace(FATHER, id=UUID(int=110), email="ben.new@example.org")
    first = pupil(1, contacts=(hers, barred), household="okoro")
    second = pupil(2, contacts=(second_mother, unaware), **{"address": AWAY, **sibling})
    found = plan([first, second], Policy(), TODAY, None).addressings

    assert told(found[second.id]) == ["Ann Okoro"]


def test_who_is_kept_from_one_family_may_be_the_parent_of_another() -> None:
    barred = replace(FATHER, barred="court order")
    new_family = replace(FATHER, id=UUID(int=110))
    first = pupil(1, contacts=(MOTHER, barred))
    second = pupil(2, contacts=(new_family,), address=AWAY)
    found = plan([first, second], Policy(), TODAY, None).addressings

    assert told(found[first.id]) == ["Ann Okoro"]
    assert told(found[second.id]) == ["Ben Okoro"]


def test_a_barred_contact_affected_in_their_own_right_waits_for_a_release() -> None:
    barred = replace(FATHER, barred="caused the breach")
    child = pupil(contacts=(MOTHER, barred))
    himself = Affected(
        UUID(int=7), "Ben Okoro", PersonKind.PARENT, email="ben@example.org", address=AWAY
    )
    held = plan([child, himself], Policy(), TODAY, None).addressings
    assert held[himself.id].reason is Reason.BARRED_IN_OWN_RIGHT

    released = replace(himself, released=Release(himself.id, Channel.LETTER, "own", BY, AT))
    found = plan([child, released], Policy(), TODAY, None)
    own = [notice for notice in found.notices if himself.id in notice.about]
    assert [(notice.to.name, notice.about) for notice in own] == [("Ben Okoro", (himself.id,))]
    assert own[0].to.address == AWAY

    at_home = replace(
        himself, address=HOME, released=Release(himself.id, Channel.EMAIL, "own", BY, AT)
    )
    found = plan([child, at_home], Policy(), TODAY, None)
    own = [notice for notice in found.notices if himself.id in notice.about]
    assert [notice.to.email for notice in own] == ["ben@example.org"], "his own address is his"


def test_siblings_join_only_with_the_same_addressees_and_data() -> None:
    again = (
        replace(MOTHER, id=UUID(int=120), name="Mrs Ann Okoro"),
        replace(FATHER, id=UUID(int=121)),
    )
    first, second = pupil(1), pupil(2, contacts=again)
    joined = plan([first, second], Policy(), TODAY, None)
    assert [notice.about for notice in joined.notices] == [(first.id, second.id)] * 2

    for other in (
        replace(second, data_kinds=frozenset({"health"})),
        replace(second, contacts=again[:1]),
        replace(second, address=AWAY),
        replace(second, date_of_birth=date(2011, 1, 1)),
    ):
        apart = plan([first, other], Policy(), TODAY, TOLD_TOO)
        assert all(len(notice.about) == 1 for notice in apart.notices)


def test_the_check_in_the_moment_of_sending() -> None:
    one, other = pupil(1), pupil(2, contacts=(FATHER,), address=AWAY)
    planned = plan([one, other], Policy(), TODAY, None)
    changed = replace(one, contacts=(replace(MOTHER, barred="order today"), FATHER))
    today = plan([changed, other], Policy(), TODAY, None)

    kept = [notice for notice in planned.notices if still_right(notice, today)]
    assert {(notice.to.name, notice.about) for notice in kept} == {
        ("Ben Okoro", (one.id,)),
        ("Ben Okoro", (other.id,)),
    }


def test_nobody_stands_twice_on_a_list() -> None:
    with pytest.raises(ValueError, match="twice"):
        plan([pupil(), pupil()], Policy(), TODAY, None)


DAN = Affected(
    UUID(int=51), "Dan Field", PersonKind.STAFF, email="dan@example.org", phone="01632 960 001"
)
UNREACHED = replace(DAN, email="", phone="")
PUPIL = replace(DAN, kind=PersonKind.PUPIL)
NAMESAKE = Contact(UUID(int=52), "Dan Field")
SOMEBODY = Contact(UUID(int=52), "D. Field")


@pytest.mark.parametrize(
    ("contact", "person", "same"),
    [
        (replace(SOMEBODY, person_id=DAN.id), UNREACHED, True),
        (replace(NAMESAKE, person_id=UUID(int=53)), DAN, False),
        (NAMESAKE, DAN, True),  # nothing tells them apart
        (replace(NAMESAKE, email="other@example.org"), UNREACHED, True),
        (replace(NAMESAKE, email="Dan@Example.org"), DAN, True),
        (replace(NAMESAKE, email="other@example.org"), DAN, False),
        (replace(NAMESAKE, phone="01632960001"), DAN, True),
        (replace(NAMESAKE, phone="01632960002"), DAN, False),
        (replace(NAMESAKE, phone="01632960002"), replace(DAN, phone=""), False),
        (SOMEBODY, DAN, False),
        (SOMEBODY, UNREACHED, False),
        (replace(SOMEBODY, email="dan@example.org"), DAN, True),
        (replace(SOMEBODY, phone="01632 960001"), DAN, True),
        (replace(SOMEBODY, email="dan@example.org"), PUPIL, False),  # their parent's, maybe
    ],
)
def test_a_contact_is_somebody_affected_when_linked_or_alike_in_more_than_nothing(
    contact: Contact, person: Affected, same: bool
) -> None:
    assert is_this_person(contact, person) is same
