"""A second list never loosens what the first one said."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from portal.rules.telling.addressees import Affected, Contact, Reason, Release, plan, to_json
from portal.rules.telling.merging import ADDRESS, ANSWER, CONTACT, EMAIL, brought, emptied, merged
from portal.rules.telling.people_list import Imported, OnList, opened
from portal.rules.words import Answer, Channel
from tests.actions.table import WORMLEY
from tests.rules.families import AT, AWAY, BY, FATHER, HOME, MOTHER, TODAY, pupil

SHARED = replace(MOTHER, email="family@example.org")
BARRED = replace(FATHER, email="family@example.org", barred="court order")
NEW = UUID(int=77)


@pytest.mark.parametrize(
    "father",
    [
        (),  # the new list leaves him out
        (replace(FATHER, id=NEW, email="", address=""),),  # says nothing of where he is reached
        (replace(FATHER, id=NEW, email="ben@work.example"),),  # or otherwise
        (replace(FATHER, id=NEW, address=HOME, email="ben@work.example", barred="no contact"),),
    ],
)
@pytest.mark.clause("DBRP-5.16-age")
def test_nobody_is_written_to_where_a_barred_contact_was_ever_reached(
    father: tuple[Contact, ...],
) -> None:
    now = pupil(contacts=(replace(SHARED, address=""), *father))
    once = merged(pupil(contacts=(SHARED, BARRED)), now)
    again = merged(once, now)
    for child in (once, again):
        cleared = tuple(replace(contact, checked=True) for contact in child.contacts)
        found = plan((replace(child, contacts=cleared),), WORMLEY, TODAY, None).addressings[
            child.id
        ]
        assert not found.letters
        assert found.reason is Reason.NO_USABLE_CHANNEL
    assert len(again.contacts) == len(once.contacts), "each import adds to the list"


def test_who_is_barred_only_now_is_barred_where_they_were_reached_before() -> None:
    now = replace(FATHER, id=NEW, address="", email="", barred="court order")
    child = merged(pupil(contacts=(MOTHER, FATHER)), pupil(contacts=(MOTHER, now)))
    assert child.contacts[1] == replace(FATHER, barred="court order")
    assert child.contacts[1].address == AWAY


@pytest.mark.parametrize(
    ("said", "checked"),
    [
        (MOTHER, True),
        (replace(MOTHER, email="new@example.org"), False),
        (replace(MOTHER, address=AWAY), False),
        (replace(MOTHER, responsibility=Answer.NO), False),
    ],
)
def test_what_another_list_says_otherwise_of_a_contact_is_checked_again(
    said: Contact, *, checked: bool
) -> None:
    now = replace(said, id=NEW, checked=False)
    (kept,) = merged(pupil(contacts=(MOTHER,)), pupil(contacts=(now,))).contacts
    assert (kept.id, kept.checked) == (MOTHER.id, checked)


def test_who_has_left_stays_so_and_the_confirmed_address_while_it_is_the_same() -> None:
    left = pupil(left=True, left_address_confirmed=True)
    assert merged(left, pupil()) == left
    moved = merged(left, pupil(address=AWAY))
    assert (moved.left, moved.left_address_confirmed) == (True, False)


def test_what_was_released_before_somebody_was_held_back_is_not_released_now() -> None:
    release = Release(MOTHER.id, Channel.EMAIL, "Asked.", BY, AT)
    released = pupil(released=release)
    assert merged(released, pupil(held_back=True)).released is None
    assert merged(replace(released, held_back=True), pupil(held_back=True)).released == release


EMPTIED = {
    "nothing": (pupil(), {}),
    "its own e-mail": (pupil(email=""), {EMAIL: 1}),
    "a column of the contacts": (
        pupil(contacts=(replace(MOTHER, email=""), replace(FATHER, email="", phone="1"))),
        {EMAIL: 2},
    ),
    "two columns": (
        pupil(address="", contacts=(replace(MOTHER, address=""), FATHER)),
        {ADDRESS: 2},
    ),
    "who is responsible": (
        pupil(contacts=(replace(MOTHER, responsibility=Answer.NOT_SURE), FATHER)),
        {ANSWER: 1},
    ),
    "a contact": (pupil(contacts=(MOTHER,)), {CONTACT: 1}),
    "one renamed": (pupil(contacts=(MOTHER, replace(FATHER, name="B. Okoro"))), {CONTACT: 1}),
    "told otherwise": (pupil(contacts=(replace(MOTHER, email="a@new.example"), FATHER)), {}),
}


@pytest.mark.parametrize(("now", "lost"), EMPTIED.values(), ids=EMPTIED.keys())
@pytest.mark.clause("DBRP-5.16")
def test_what_a_second_list_would_empty_is_counted_beforehand(
    now: Affected, lost: dict[str, int]
) -> None:
    fresh = replace(now, contacts=tuple(replace(one, id=uuid4()) for one in now.contacts))
    assert +emptied(pupil(), merged(pupil(), fresh)) == lost


def test_of_who_is_barred_nothing_is_emptied() -> None:
    known = pupil(contacts=(MOTHER, BARRED))
    for father in ((), (replace(FATHER, id=NEW, email="", address=""),)):
        assert not +emptied(known, merged(known, pupil(contacts=(MOTHER, *father))))


@pytest.mark.parametrize("adds", [True, False])
def test_who_is_typed_in_again_keeps_what_is_left_blank(*, adds: bool) -> None:
    typed = pupil(email="", address=AWAY, contacts=(), data_kinds=frozenset({"health"}))
    row = Imported(b"one", typed, b"one", adds=adds)
    body = to_json(pupil())
    known = opened((OnList(pupil().id, b"one", body, "listed", "", (1,), b"one"),))
    [after] = brought([row], known)[0].values()
    assert (after.address, after.data_kinds) == (AWAY, frozenset({"health"}))
    kept = ((MOTHER, FATHER), pupil().email) if adds else ((), "")
    assert (after.contacts, after.email) == kept
