"""Families to try the addressees on: two by hand, and any number that Hypothesis makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from portal.rules.facts import PeopleDecision
from portal.rules.telling.addressees import (
    Affected,
    CareInstruction,
    Contact,
    Named,
    Override,
    OverrideTo,
    PersonKind,
    Release,
    Support,
)
from portal.rules.words import Answer, Channel, PeopleChoice

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = UUID(int=9)
HOME, AWAY = "12 Hill Road, Colchester, CO1 1AA", "3 Quay Street, Harwich, CO12 3HH"
MOTHER = Contact(
    UUID(int=101),
    "Ann Okoro",
    "mother",
    Answer.YES,
    Answer.YES,
    checked=True,
    email="ann@example.org",
    address=HOME,
)
FATHER = Contact(
    UUID(int=102),
    "Ben Okoro",
    "father",
    Answer.YES,
    Answer.NO,
    checked=True,
    email="ben@example.org",
    address=AWAY,
    order=2,
)
TOLD_TOO = PeopleDecision(PeopleChoice.OBLIGED, "because", BY, AT, parents_as_well=True)


def pupil(number: int = 1, age: int = 9, **rest: Any) -> Affected:
    rest.setdefault("contacts", (MOTHER, FATHER))
    rest.setdefault("date_of_birth", date(TODAY.year - age, 1, 1))
    rest.setdefault("address", HOME)
    rest.setdefault("email", f"pupil{number}@school.example.org")
    return Affected(UUID(int=number), f"Child {number}", **rest)


NAMES = st.sampled_from(["Mrs Ann Okoro", "Ms Ann Okoro", "Ben Okoro", "Di Vale"])
"""One of them twice, under two titles; none is part of another, so that each can be looked for."""
EMAILS = st.sampled_from(["", "", "a@example.org", "A@Example.org", "b@example.org", "c@x.org"])
PHONES = st.sampled_from(["", "", "07700 900123", "+44 7700 900123", "07700 900456"])
ADDRESSES = st.sampled_from(["", HOME, "12 Hill Rd CO1 1AA", AWAY, "3 Quay St, CO12 3HH"])
ANSWERS = st.sampled_from(Answer)
KINDS = st.sampled_from([frozenset(), frozenset({"name"}), frozenset({"name", "health"})])
PEOPLE = st.integers(1, 4).map(lambda number: UUID(int=number))
CONTACTS = st.integers(101, 106).map(lambda number: UUID(int=number))
CHANNELS = st.sampled_from(Channel)

contacts = st.builds(
    Contact,
    id=CONTACTS,
    name=NAMES,
    responsibility=ANSWERS,
    daily_care=ANSWERS,
    checked=st.sampled_from([True, True, False]),
    barred=st.sampled_from(["", "", "court order"]),
    email=EMAILS,
    phone=PHONES,
    address=ADDRESSES,
    order=st.integers(1, 3),
    person_id=st.none() | PEOPLE,
)
named = st.builds(Named, name=NAMES, email=EMAILS, phone=PHONES, address=ADDRESSES)
releases = st.builds(
    Release,
    to=PEOPLE | CONTACTS | named,
    channel=CHANNELS,
    reason=st.just("safe"),
    by=st.just(BY),
    at=st.just(AT),
)
instructions = st.builds(
    CareInstruction,
    to=st.lists(PEOPLE | CONTACTS, max_size=3).map(tuple),
    said_by=st.just("Ms Fox"),
    by=st.just(BY),
    at=st.just(AT),
    channel=st.none() | CHANNELS,
)
overrides = st.builds(
    Override,
    to=st.sampled_from(OverrideTo),
    reason=st.just("capacity"),
    by=st.just(BY),
    at=st.just(AT),
)
supports = st.builds(
    Support, supporter=st.just("Tutor"), by=st.just(BY), at=st.just(AT), channel=st.none()
)
rarely = st.sampled_from([False, False, False, True])
BIRTHS = st.sampled_from(
    [
        None,
        date(2027, 1, 1),  # a slip of the pen
        date(2018, 3, 4),
        date(2013, 11, 23),  # 13 tomorrow
        date(2013, 11, 22),  # 13 today
        date(2012, 2, 29),
        date(2011, 5, 6),
        date(2008, 11, 23),  # 18 tomorrow
        date(2008, 11, 22),
    ]
)
affected = st.builds(
    Affected,
    id=PEOPLE,
    name=NAMES | st.sampled_from(["Child 1", "Child 2"]),
    kind=st.sampled_from([PersonKind.PUPIL, PersonKind.PUPIL, PersonKind.PARENT]),
    date_of_birth=BIRTHS,
    left=rarely,
    left_address_confirmed=st.booleans(),
    not_affected=rarely,
    deceased=rarely,
    held_back=rarely,
    released=st.none() | st.none() | releases,
    in_care=rarely,
    authority=st.none() | named,
    care_instruction=st.none() | st.none() | instructions,
    override=st.none() | st.none() | st.none() | overrides,
    parents_as_well=st.none() | st.booleans(),
    support=st.none() | st.none() | supports,
    email=EMAILS,
    phone=PHONES,
    address=ADDRESSES,
    contacts=st.lists(contacts, max_size=3, unique_by=lambda one: one.id).map(tuple),
    data_kinds=KINDS,
    household=st.sampled_from(["", "", "okoro", "vale"]),
)
strangers = st.lists(affected, max_size=4, unique_by=lambda one: one.id)


@st.composite
def siblings(draw: st.DrawFn) -> list[Affected]:
    """Two or three alike, with now and then one thing that sets them apart."""
    father = replace(
        FATHER,
        barred=draw(st.sampled_from(["", "court order"])),
        email=draw(st.sampled_from([FATHER.email, "ANN@example.org", ""])),
        phone=draw(PHONES),
        address=draw(st.sampled_from([AWAY, HOME, "12 Hill Rd CO1 1AA"])),
    )
    mother = replace(MOTHER, phone=draw(PHONES))
    parents = draw(st.sampled_from([(mother,), (mother, father)]))
    family = []
    for number in range(1, draw(st.integers(2, 3)) + 1):
        child = pupil(number, draw(st.sampled_from([8, 9, 15])), contacts=parents)
        apart: dict[str, object] = draw(
            st.sampled_from(
                [
                    {},
                    {},
                    {},
                    {"data_kinds": frozenset({"name"})},
                    {"address": AWAY},
                    {"household": "okoro"},
                    {"contacts": (mother,)},
                    {"held_back": True},
                ]
            )
        )
        family.append(replace(child, **apart))  # type: ignore[arg-type]  # fields by name
    return family


families = strangers | siblings()
