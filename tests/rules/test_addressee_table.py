"""To whom a notice goes: the two steps as one table, a row for each sentence of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from portal.rules.facts import PeopleDecision
from portal.rules.telling.addressees import (
    Affected,
    CareInstruction,
    Contact,
    Named,
    Override,
    OverrideTo,
    PersonKind,
    Reason,
    Release,
    Support,
    plan,
)
from portal.rules.words import Answer, Channel
from tenants.policy.schema import Policy
from tests.rules.families import AT, AWAY, BY, FATHER, HOME, MOTHER, TODAY, TOLD_TOO, pupil

PARENTS = ("Ann Okoro", "Ben Okoro")
NONE: tuple[Contact, ...] = ()
AUTHORITY = Named("Social worker", "sw@council.example.org")
ORDER = replace(FATHER, barred="court order")


def contact(number: int, name: str, **rest: Any) -> Contact:
    rest.setdefault("email", f"{name.lower()}@example.org")
    return Contact(UUID(int=number), name, checked=True, **rest)


def override(to: OverrideTo) -> Override:
    return Override(to, "capacity judged", BY, AT)


def release(to: UUID | Named, channel: Channel = Channel.EMAIL) -> Release:
    return Release(to, channel, "safe", BY, AT)


def care(*to: UUID) -> CareInstruction:
    return CareInstruction(to, "Ms Fox", BY, AT)


CARER = contact(103, "Cara", daily_care=Answer.YES, responsibility=Answer.NO)
AUNT = contact(104, "Fay", daily_care=Answer.NO, responsibility=Answer.NO)
STAFF = Affected(UUID(int=5), "Eve", PersonKind.STAFF, email="eve@example.org")
GROWN = pupil(age=18)
ME = UUID(int=1)

Told = tuple[str, ...] | Reason
TABLE: list[tuple[str, Affected, Told]] = [
    # whoever should not be on the list: nobody, whatever else is known of them
    ("not affected", pupil(not_affected=True), Reason.NOT_AFFECTED),
    (
        "not affected, held back",
        pupil(not_affected=True, held_back=True, released=release(ME)),
        Reason.NOT_AFFECTED,
    ),
    # whoever has died: nobody
    ("deceased", pupil(deceased=True), Reason.DECEASED),
    ("deceased, whatever is released", pupil(deceased=True, released=release(ME)), Reason.DECEASED),
    ("deceased adult", replace(STAFF, deceased=True), Reason.DECEASED),
    # held back: nobody until the safeguarding lead releases by name
    ("held back", pupil(held_back=True), Reason.HELD_BACK),
    ("held back adult", replace(STAFF, held_back=True), Reason.HELD_BACK),
    (
        "held back, in care",
        pupil(held_back=True, in_care=True, authority=AUTHORITY),
        Reason.HELD_BACK,
    ),
    ("released to one parent", pupil(held_back=True, released=release(MOTHER.id)), PARENTS[:1]),
    ("released to the pupil", pupil(held_back=True, released=release(ME)), ("Child 1",)),
    (
        "released to somebody at the refuge",
        pupil(held_back=True, released=release(Named("Jo", "jo@refuge.example.org"))),
        ("Jo",),
    ),
    (
        "released to a barred contact all the same",
        pupil(held_back=True, released=release(FATHER.id), contacts=(MOTHER, ORDER)),
        Reason.ALL_BARRED,
    ),
    (
        "released to a contact who has gone from the list",
        pupil(held_back=True, released=release(FATHER.id), contacts=(MOTHER,)),
        Reason.HELD_BACK,
    ),
    # in care: the authority first, others as it says
    ("in care, nobody named", pupil(in_care=True), Reason.AUTHORITY_UNKNOWN),
    ("in care", pupil(in_care=True, authority=AUTHORITY), ("Social worker",)),
    ("in care, 16", pupil(age=16, in_care=True, authority=AUTHORITY), ("Social worker",)),
    ("18, once in care", pupil(age=18, in_care=True, authority=AUTHORITY), ("Child 1",)),
    ("18, once in care, authority unknown", pupil(age=18, in_care=True), ("Child 1",)),
    (
        "in care, the authority wants the mother told",
        pupil(in_care=True, authority=AUTHORITY, care_instruction=care(MOTHER.id)),
        ("Social worker", "Ann Okoro"),
    ),
    (
        "in care, the authority wants a barred father told",
        pupil(in_care=True, authority=AUTHORITY, care_instruction=care(FATHER.id),
              contacts=(MOTHER, ORDER)),
        ("Social worker",),
    ),
    # an override for this person, either way
    ("a capable nine-year-old", pupil(override=override(OverrideTo.PERSON)), ("Child 1",)),
    ("both", pupil(override=override(OverrideTo.BOTH)), ("Child 1", *PARENTS)),
    ("15, without capacity", pupil(age=15, override=override(OverrideTo.CONTACTS)), PARENTS),
    ("18, without capacity", pupil(age=18, override=override(OverrideTo.CONTACTS)), PARENTS),
    (
        "an override lifts no bar",
        pupil(override=override(OverrideTo.CONTACTS), contacts=(MOTHER, ORDER)),
        PARENTS[:1],
    ),
    (
        "an override does not settle what is sensitive",
        pupil(override=override(OverrideTo.PERSON), data_kinds=frozenset({"health"})),
        Reason.SUPPORT_NOT_SETTLED,
    ),
    # adults
    ("staff", STAFF, ("Eve",)),
    ("a parent", replace(STAFF, kind=PersonKind.PARENT), ("Eve",)),
    ("a governor", replace(STAFF, kind=PersonKind.GOVERNOR), ("Eve",)),
    ("somebody else", replace(STAFF, kind=PersonKind.OTHER), ("Eve",)),
    ("a pupil of 18", GROWN, ("Child 1",)),
    ("18 tomorrow", pupil(date_of_birth=date(2008, 11, 23)), ("Child 1", *PARENTS)),
    ("18, with sensitive data", replace(GROWN, data_kinds=frozenset({"health"})), ("Child 1",)),
    # no date of birth
    ("no date of birth", pupil(date_of_birth=None), Reason.DATE_OF_BIRTH_UNKNOWN),
    ("born tomorrow", pupil(date_of_birth=date(2026, 11, 23)), Reason.DATE_OF_BIRTH_UNKNOWN),
    ("staff without one", replace(STAFF, date_of_birth=None), ("Eve",)),
    # below the age: everyone with parental responsibility or daily care, at each address
    ("nine", pupil(), PARENTS),
    ("13 tomorrow", pupil(date_of_birth=date(2013, 11, 23)), PARENTS),
    ("a carer as well, an aunt not", pupil(contacts=(MOTHER, CARER, AUNT)), ("Ann Okoro", "Cara")),
    ("nobody on record", pupil(contacts=NONE), Reason.NOBODY_TO_ADDRESS),
    ("only an aunt", pupil(contacts=(AUNT,)), Reason.NOBODY_TO_ADDRESS),
    # from the age on: the pupil, and parents as decided
    ("13 today", pupil(date_of_birth=date(2013, 11, 22)), ("Child 1", *PARENTS)),
    ("15, not the parents of this one", pupil(age=15, parents_as_well=False), ("Child 1",)),
    (
        "15, sensitive",
        pupil(age=15, data_kinds=frozenset({"safeguarding"})),
        Reason.SUPPORT_NOT_SETTLED,
    ),
    (
        "15, sensitive, as the safeguarding lead said",
        pupil(age=15, data_kinds=frozenset({"criminal"}), support=Support("Tutor", BY, AT)),
        ("Child 1", *PARENTS),
    ),
    # who left: only once the address is confirmed
    ("left", pupil(left=True), Reason.ADDRESS_NOT_CONFIRMED),
    ("an adult who left", replace(STAFF, left=True), Reason.ADDRESS_NOT_CONFIRMED),
    ("left, confirmed", pupil(left=True, left_address_confirmed=True), PARENTS),
    # step 2: bars on contacts
    ("no contact", pupil(contacts=(MOTHER, ORDER)), PARENTS[:1]),
    ("only barred", pupil(contacts=(ORDER,)), Reason.ALL_BARRED),
    ("not checked", pupil(contacts=(replace(MOTHER, checked=False),)), Reason.NOT_CHECKED),
    (
        "the same man under another record",
        pupil(contacts=(MOTHER, ORDER, replace(FATHER, id=UUID(int=9), name="Mr Ben OKORO"))),
        PARENTS[:1],
    ),
    # step 2: no way that a barred contact shares, for anyone
    (
        "his e-mail, written otherwise",
        pupil(contacts=(replace(MOTHER, email=" BEN+school@Example.org", address=""), ORDER)),
        Reason.NO_USABLE_CHANNEL,
    ),
    (
        "his address, written otherwise",
        pupil(contacts=(replace(MOTHER, email="", address="3 quay st, CO12 3HH"), ORDER)),
        Reason.NO_USABLE_CHANNEL,
    ),
    (
        "the pupil's own e-mail is his",
        pupil(age=15, contacts=(ORDER,), email=FATHER.email, address=AWAY),
        Reason.NO_USABLE_CHANNEL,
    ),
    (
        "the authority's too",
        pupil(in_care=True, authority=Named("Fox", FATHER.email), contacts=(ORDER,)),
        Reason.NO_USABLE_CHANNEL,
    ),
    ("nothing to write to", pupil(contacts=(replace(MOTHER, email="", address=""),)),
     Reason.NO_USABLE_CHANNEL),
]  # fmt: skip


def told(one: Affected, decision: PeopleDecision | None = TOLD_TOO, **policy: Any) -> Told:
    found = plan([one], Policy.model_validate(policy), TODAY, decision).addressings[one.id]
    assert bool(found.letters) != bool(found.reason)
    return found.reason or tuple(to.name for to in found.letters)


@pytest.mark.clause("DBRP-5.16-age", "DBRP-5.16")
@pytest.mark.parametrize(("one", "expected"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_to_whom(one: Affected, expected: Told) -> None:
    assert told(one) == expected


@pytest.mark.clause("DBRP-5.16-age")
@pytest.mark.parametrize(
    ("age", "asks", "decision", "policy", "expected"),
    [
        (13, None, None, {}, ("Child 1",)),  # the DPO has not decided so
        (13, None, TOLD_TOO, {}, ("Child 1", *PARENTS)),
        (13, True, None, {}, ("Child 1", *PARENTS)),  # for this one
        (13, False, TOLD_TOO, {}, ("Child 1",)),
        (13, None, None, {"parents_as_well": "always"}, ("Child 1", *PARENTS)),
        (13, True, TOLD_TOO, {"parents_as_well": "never"}, ("Child 1",)),
        (18, True, TOLD_TOO, {"parents_as_well": "always"}, ("Child 1",)),  # grown up
        (12, None, TOLD_TOO, {}, PARENTS),  # the age is the policy's …
        (12, None, None, {"pupil_age": 12, "nation": "scotland"}, ("Child 1",)),
        (14, None, TOLD_TOO, {"pupil_age": 16}, PARENTS),
        (15, None, None, {"pupil_age": 16, "nation": "scotland"}, PARENTS),  # … wherever it is
    ],
)
def test_parents_as_well_and_the_age_are_the_policys(
    age: int,
    asks: bool | None,
    decision: PeopleDecision | None,
    policy: dict[str, Any],
    expected: Told,
) -> None:
    assert told(pupil(age=age, parents_as_well=asks), decision, **policy) == expected


def test_two_addresses_get_one_each_and_one_household_gets_one_together() -> None:
    brother = pupil(2)
    found = plan([pupil(), brother], Policy(), TODAY, None).notices
    assert [(one.to.name, one.to.address, len(one.about)) for one in found] == [
        ("Ann Okoro", HOME, 2),
        ("Ben Okoro", AWAY, 2),
    ]
