"""Who is given a copy of what is held about a child, and what never stands in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from portal.rules.facts import Facts, Intake, LegalAdvice
from portal.rules.keeping.named_in import places, typed_in
from portal.rules.telling.addressees import (
    AddresseeKind,
    Affected,
    CareInstruction,
    Contact,
    Named,
    Override,
    OverrideTo,
    PersonKind,
    Release,
    plan,
)
from portal.rules.telling.addressees.sameness import email_key
from portal.rules.telling.askers import askers, household
from portal.rules.telling.copied import Copy, copied
from portal.rules.telling.envelope import About, Envelope
from portal.rules.words import Answer, Channel
from tenants.policy.loader import adopt, load_variant
from tests.rules.families import (
    AT,
    AWAY,
    BY,
    FATHER,
    HOME,
    MOTHER,
    TODAY,
    TOLD_TOO,
    families,
    pupil,
)  # fmt: skip
from tests.rules.test_families import DRAWN

POLICY = adopt(load_variant("wormley"), {})
SISTER = "Zelda Okoro"
BARRED = replace(FATHER, barred="A court order of 2024")
CASES: list[tuple[str, dict[str, Any], set[UUID]]] = [
    ("both parents of a young child", {}, {MOTHER.id, FATHER.id}),
    ("whoever is old enough asks alone", {"age": 13}, set()),
    ("an adult", {"age": 18}, set()),
    ("staff", {"kind": PersonKind.STAFF}, set()),
    ("no date of birth", {"date_of_birth": None}, set()),
    ("barred", {"contacts": (MOTHER, BARRED)}, {MOTHER.id}),
    ("not checked", {"contacts": (replace(MOTHER, checked=False),)}, set()),
    ("no responsibility", {"contacts": (replace(MOTHER, responsibility=Answer.NO),)}, set()),
    ("held back", {"held_back": True}, set()),
    (
        "held back, and released to the mother",
        {"held_back": True, "released": Release(MOTHER.id, Channel.LETTER, "Safe", BY, AT)},
        {MOTHER.id},
    ),
    ("in care", {"in_care": True, "authority": Named("Duty team")}, set()),
    (
        "in care, and the authority said who",
        {"in_care": True, "care_instruction": CareInstruction((MOTHER.id,), "Duty", BY, AT)},
        {MOTHER.id},
    ),
    (
        "judged not to understand it",
        {"age": 15, "override": Override(OverrideTo.CONTACTS, "Capacity", BY, AT)},
        {MOTHER.id, FATHER.id},
    ),
    (
        "told together with the parents, who are given nothing for it",
        {"age": 15, "override": Override(OverrideTo.BOTH, "Support", BY, AT)},
        set(),
    ),
    (
        "an adult, whatever was judged",
        {"age": 18, "override": Override(OverrideTo.CONTACTS, "Capacity", BY, AT)},
        set(),
    ),
    (
        "judged to understand it",
        {"override": Override(OverrideTo.PERSON, "Capacity", BY, AT)},
        set(),
    ),
]


@pytest.mark.parametrize(("child", "may"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_who_may_be_given_a_copy(child: dict[str, Any], may: set[UUID]) -> None:
    one = pupil(**child)
    found = askers(one, household(one, (one,)), POLICY, TODAY)
    assert {each.id for each in found if not each.why_not} == {one.id} | may


@pytest.mark.parametrize(
    ("nation", "policy_age", "alone_from"),
    [("england", 16, 13), ("england", 11, 11), ("scotland", 13, 12)],
)
def test_from_when_a_pupil_asks_alone(nation: str, policy_age: int, alone_from: int) -> None:
    policy = POLICY.model_copy(update={"nation": nation, "pupil_age": policy_age})
    for age, may in ((alone_from - 1, 3), (alone_from, 1)):
        one = pupil(age=age)
        found = askers(one, household(one, (one,)), policy, TODAY)
        assert sum(not each.why_not for each in found) == may


def test_nobody_asks_for_the_dead() -> None:
    one = pupil(deceased=True)
    assert askers(one, household(one, (one,)), POLICY, TODAY) == ()


def test_a_bar_or_a_hiding_place_of_a_brother_counts_for_the_household() -> None:
    one, brother = pupil(1), pupil(2, contacts=(MOTHER, BARRED))
    found = askers(one, household(one, (one, brother)), POLICY, TODAY)
    assert {each.id for each in found if not each.why_not} == {one.id, MOTHER.id}
    hidden = household(one, (one, pupil(2, held_back=True)))
    assert all(each.why_not for each in askers(one, hidden, POLICY, TODAY)[1:])


def said(copy: Copy) -> str:
    return repr((copy.entry, copy.notices))


def copy_for(one: Affected, asker: UUID, *others: Affected, **sent: Envelope) -> Copy:
    notices = {UUID(int=700 + place): each for place, each in enumerate(sent.values())}
    everybody = (one, *others)
    letters = plan(everybody, POLICY, TODAY, None).addressings[one.id].letters
    return copied(one, asker, household(one, everybody), letters, notices)


def to(contact: Contact, *about: str, **more: Any) -> Envelope:
    names = tuple(About(name, ("name",)) for name in about)
    more.setdefault("email", contact.email)
    return Envelope(UUID(int=7), AddresseeKind.PARENT, contact.name, names, **more)


def test_a_notice_about_two_children_is_copied_about_one() -> None:
    one = pupil()
    both = copy_for(one, MOTHER.id, sent=to(MOTHER, one.name, SISTER))
    assert len(both.notices) == 1
    assert SISTER not in said(both)
    unknown = copy_for(one, MOTHER.id, sent=to(MOTHER, "Another spelling", SISTER))
    assert not unknown.notices, "nobody can tell which of them the child was"
    assert "Notices about them to somebody else: 1." in unknown.left_out


def test_a_parent_reads_their_own_notice_and_nothing_of_the_other() -> None:
    one = pupil(address=AWAY, phone="1")
    father = replace(FATHER, phone="2")
    one = replace(one, contacts=(MOTHER, father))
    copy = copy_for(one, MOTHER.id, hers=to(MOTHER, one.name), his=to(father, one.name))
    assert [each.name for each in copy.notices.values()] == [MOTHER.name]
    assert MOTHER.email in said(copy)
    assert dict(copy.entry)["We write about it to"] == MOTHER.name
    for kept in (AWAY, one.email, father.name, father.email):
        assert kept not in said(copy)
    assert "They are reached by" not in dict(copy.entry), "two numbers too short to compare"
    moved = copy_for(one, MOTHER.id, hers=to(MOTHER, one.name, email="old@example.org"))
    assert "old@example.org" not in said(moved)


@pytest.mark.parametrize("kept", [{"held_back": True}, {"in_care": True}])
def test_where_a_child_is_hidden_stands_in_no_copy(kept: dict[str, bool]) -> None:
    worker = Named("Refuge worker", "refuge@example.org", address="9 Secret Lane")
    release = Release(worker, Channel.LETTER, "Hidden from him", BY, AT)
    one = pupil(released=release, authority=worker, **kept)
    sent = Envelope(UUID(int=7), AddresseeKind.AUTHORITY, worker.name, (About(one.name),))
    own = Envelope(UUID(int=8), AddresseeKind.PUPIL, one.name, (About(one.name),), one.email, HOME)
    for asker in (one.id, FATHER.id):
        copy = copy_for(one, asker, theirs=sent, own=own)
        for secret in (worker.name, worker.email, worker.address, "Hidden", HOME, one.email):
            assert secret not in said(copy)
        assert (asker == one.id) is bool(copy.notices)


def test_a_child_reads_of_no_contact_who_is_barred() -> None:
    one = pupil(contacts=(MOTHER, BARRED))
    sent = {"hers": to(MOTHER, one.name), "his": to(BARRED, one.name)}
    copy = copy_for(one, one.id, **sent)
    assert dict(copy.entry)["We write about it to"] == MOTHER.name
    assert one.address in said(copy)
    for kept in (BARRED.name, BARRED.barred, BARRED.email, MOTHER.email):
        assert kept not in said(copy)


@settings(DRAWN, max_examples=40)
@given(families)
def test_no_address_is_anybody_elses_whatever_the_family(family: list[Affected]) -> None:
    planned = plan(family, POLICY, TODAY, TOLD_TOO)
    people = {one.id: one for one in family}
    sent = [Envelope.of(UUID(int=1), each, people) for each in planned.notices]
    for one in family:
        theirs = household(one, family)
        about = (each for each in sent if one.name in {name.name for name in each.about})
        notices = {UUID(int=place): each for place, each in enumerate(about)}
        mail = {each.id: each.email for each in reversed(one.contacts)} | {one.id: one.email}
        for asker in askers(one, theirs, POLICY, TODAY):
            if asker.why_not:
                continue
            copy = copied(one, asker.id, theirs, planned.addressings[one.id].letters, notices)
            found = {email_key(each) for each in re.findall(r"[\w.]+@[\w.]+", said(copy))}
            assert found <= {email_key(mail[asker.id])}
            assert not (found and asker.id == one.id and (theirs.hidden or one.in_care))
            assert all(len(each.about) == 1 for each in copy.notices.values())
            assert "court order" not in said(copy)


def test_where_the_record_names_somebody() -> None:
    facts = Facts(
        BY, BY, "INC-2026-0001", AT,
        intake=Intake(happened="A list with Ólu O’Brien, and Zoe's.", whose="Zoe Bell"),
        legal_advice=(LegalAdvice("Counsel", "Olu Smith may claim.", BY, AT),),
    )  # fmt: skip
    found = places("Olu O'Brien", typed_in(facts))
    assert [(one.title.split(":")[0], one.whole) for one in found] == [
        ("The report", True),
        ("Legal advice", False),
    ]
    assert [piece for piece, is_name in found[0].pieces if is_name] == ["Ólu", "Brien"]
    assert "".join(piece for piece, _ in found[0].pieces) == facts.intake.happened


def test_who_turned_out_not_to_be_affected_reads_so() -> None:
    assert "turned out not to be affected" in said(copy_for(pupil(not_affected=True), MOTHER.id))
