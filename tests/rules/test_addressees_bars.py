from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given

from portal.rules.addressees import (
    AddresseeKind,
    Addressing,
    Affected,
    PersonKind,
    PlannedNotice,
    Reason,
    Release,
    Status,
    age_on,
    barred_because,
    plan,
    still_right,
)
from portal.rules.addressees.households import barred_in_own_right
from portal.rules.addressees.sameness import address_key, email_key, phone_key
from portal.rules.words import Channel
from tenants.policy.schema import Policy
from tests.rules.families import (
    AT,
    AWAY,
    BY,
    FATHER,
    MOTHER,
    TODAY,
    TOLD_TOO,
    families,
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


def test_a_bar_of_one_child_counts_for_the_household() -> None:
    barred = replace(FATHER, barred="court order")
    unaware = replace(FATHER, id=UUID(int=110), email="ben.new@example.org")
    first = pupil(1, contacts=(MOTHER, barred))
    second = pupil(2, contacts=(replace(MOTHER, id=UUID(int=111)), unaware))
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


def notices_of(family: list[Affected]) -> tuple[PlannedNotice, ...]:
    return plan(family, Policy(), TODAY, TOLD_TOO).notices


@pytest.mark.clause("DBRP-5.16-age")
@given(families)
def test_every_person_affected_ends_in_exactly_one_way(family: list[Affected]) -> None:
    found = plan(family, Policy(), TODAY, TOLD_TOO)

    assert list(found.addressings) == [one.id for one in family]
    assert sum(len(found.of_status(status)) for status in Status) == len(family)
    for one in family:
        ends = found.addressings[one.id]
        assert bool(ends.letters) == (ends.status is Status.TO_BE_TOLD)
        assert bool(ends.reason) != bool(ends.letters)
        about = [notice for notice in found.notices if one.id in notice.about]
        assert len(about) == len(ends.letters)
        assert all(notice.to.channels for notice in about)


@given(families)
def test_nothing_ever_reaches_a_barred_contact(family: list[Affected]) -> None:
    by_id = {one.id: one for one in family}
    for notice in notices_of(family):
        people = [by_id[one] for one in notice.about]
        keys = {one.household for one in people} - {""}
        household = [one for one in family if one in people or one.household in keys]
        own_right = barred_in_own_right(family) & set(notice.about)
        for contact in (contact for one in household for contact in one.contacts):
            if barred_because(contact) is None or own_right:
                continue
            to = notice.to
            assert (to.id, to.name) != (contact.id, contact.name)
            assert not to.email or email_key(to.email) != email_key(contact.email)
            assert not to.phone or phone_key(to.phone) != phone_key(contact.phone)
            assert not to.address or address_key(to.address) != address_key(contact.address)


@given(families)
def test_whom_the_list_keeps_back_is_not_written_to(family: list[Affected]) -> None:
    by_id = {one.id: one for one in family}
    own_right = barred_in_own_right(family)
    for notice in notices_of(family):
        for one in (by_id[person] for person in notice.about):
            assert not one.deceased
            if one.held_back or one.id in own_right:
                assert one.released is not None
                assert notice.about == (one.id,)
            if one.id in own_right:
                assert notice.to.id == one.id


@given(families)
def test_no_child_below_the_age_is_written_to_alone_without_a_named_persons_word(
    family: list[Affected],
) -> None:
    found = plan(family, Policy(), TODAY, None)
    for one in family:
        letters = found.addressings[one.id].letters
        alone = bool(letters) and {to.id for to in letters} == {one.id}
        born = one.date_of_birth
        if one.is_pupil and born is not None and age_on(born, TODAY) < 13 and alone:
            assert one.override or one.released or one.care_instruction


@given(families)
def test_only_the_same_home_addressees_and_data_are_joined(family: list[Affected]) -> None:
    by_id = {one.id: one for one in family}
    found = plan(family, Policy(), TODAY, TOLD_TOO)
    for notice in found.notices:
        people = [by_id[one] for one in notice.about]
        assert {one.data_kinds for one in people} == {notice.data_kinds}
        assert len({one.household or address_key(one.address) for one in people}) == 1
        assert len({len(found.addressings[one.id].letters) for one in people}) == 1
        if notice.to.kind in {AddresseeKind.PUPIL, AddresseeKind.ADULT}:
            assert notice.about == (notice.to.id,)


@given(families)
def test_the_order_of_the_list_changes_nothing(family: list[Affected]) -> None:
    forwards = plan(family, Policy(), TODAY, TOLD_TOO)
    backwards = plan(family[::-1], Policy(), TODAY, TOLD_TOO)

    assert dict(forwards.addressings) == dict(backwards.addressings)
    assert len(forwards.notices) == len(backwards.notices)
