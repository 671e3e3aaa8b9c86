"""What holds for every family: each rule said once more, apart from the code that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from portal.notices import text
from portal.notices.compose import plain_text
from portal.rules.facts import NoticeText
from portal.rules.telling.addressees import (
    AddresseeKind,
    Affected,
    Contact,
    Plan,
    PlannedNotice,
    Status,
)
from portal.rules.telling.envelope import Envelope, Sender
from portal.rules.uk_time import day
from portal.rules.words import Answer, Channel
from tests.rules.families import TODAY

POLICY_AGE, ADULT = 13, 18
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SENSITIVE = {"safeguarding", "health", "sex_life", "criminal"}

Rule = Callable[[list[Affected], Plan], None]


def age(born: date) -> int:
    return sum(1 for year in range(born.year + 1, TODAY.year + 1) if _birthday(born, year) <= TODAY)


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def may_not_be_written_to(contact: Contact) -> bool:
    return bool(contact.barred) or not contact.checked


def household(person: Affected, family: list[Affected]) -> list[Affected]:
    key = person.household
    return [one for one in family if one is person or (key and one.household == key)]


def each(family: list[Affected], plan: Plan) -> Iterator[tuple[PlannedNotice, Affected]]:
    by_id = {one.id: one for one in family}
    for notice in plan.notices:
        for ident in notice.about:
            yield notice, by_id[ident]


def said(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def words(name: str) -> set[str]:
    return set(name.casefold().split()) - {"mr", "mrs", "ms"}


def is_own_record(contact: Contact, person: Affected, family: list[Affected]) -> bool:
    """Somebody barred who is affected themselves: released for their own data, by their own way."""
    return person.released is not None and (
        contact.person_id == person.id
        or (contact.person_id is None and words(contact.name) == words(person.name))
        or (contact.person_id is None and not person.is_pupil
            and (shares(contact.email, person.email) or same_phone(contact.phone, person.phone)))
    )  # fmt: skip


def shares(one: str, other: str) -> bool:
    return bool(one) and said(one) == said(other)


def same_phone(one: str, other: str) -> bool:
    digits = ["".join(filter(str.isdigit, text))[-10:] for text in (one, other)]
    return bool(digits[0]) and digits[0] == digits[1]


def nobody_blocked_is_written_to(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        for contact in (c for one in household(person, family) for c in one.contacts):
            if not may_not_be_written_to(contact) or is_own_record(contact, person, family):
                continue
            assert notice.to.id != contact.id or notice.to.kind is not AddresseeKind.PARENT
            if contact.barred and notice.to.kind in {AddresseeKind.PARENT, AddresseeKind.AUTHORITY}:
                assert words(notice.to.name) != words(contact.name)


def no_way_of_a_barred_contact_is_used(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        for contact in (c for one in household(person, family) for c in one.contacts):
            if not may_not_be_written_to(contact) or is_own_record(contact, person, family):
                continue
            assert not shares(notice.to.email, contact.email)
            assert not same_phone(notice.to.phone, contact.phone)
            assert not shares(notice.to.address, contact.address)


def no_child_is_told_alone(family: list[Affected], plan: Plan) -> None:
    for person in family:
        born, found = person.date_of_birth, plan.addressings[person.id].letters
        alone = bool(found) and all(to.id == person.id for to in found)
        if person.is_pupil and alone and (born is None or age(born) < POLICY_AGE):
            assert person.override or person.released or person.care_instruction


def nobody_vanishes(family: list[Affected], plan: Plan) -> None:
    assert list(plan.addressings) == [one.id for one in family]
    for person in family:
        found = plan.addressings[person.id]
        about = [notice for notice, one in each(family, plan) if one is person]
        assert len(about) == len(found.letters)
        assert bool(about) == (found.status is Status.TO_BE_TOLD)
        assert bool(about) != (found.reason is not None)
        assert all(notice.to.channels for notice in about)


def nobody_hears_of_who_is_not_affected(family: list[Affected], plan: Plan) -> None:
    assert not any(person.not_affected for _, person in each(family, plan))


def the_dead_are_nobodys_letter(family: list[Affected], plan: Plan) -> None:
    assert not any(person.deceased for _, person in each(family, plan))


def held_back_only_as_released(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        if person.held_back:
            assert person.released is not None
            assert notice.about == (person.id,)
            assert notice.to.channels == (person.released.channel,)
            to = person.released.to
            assert notice.to.id == to or notice.to.name == getattr(to, "name", None)


def _is_grown(person: Affected) -> bool:
    born = person.date_of_birth
    return not person.is_pupil or (born is not None and age(born) >= ADULT)


def the_authority_first(family: list[Affected], plan: Plan) -> None:
    for person in family:
        found = plan.addressings[person.id].letters
        if not person.in_care or person.released or not found or _is_grown(person):
            continue
        instructed = person.care_instruction.to if person.care_instruction else ()
        assert person.authority is not None
        for to in found:
            assert to.kind is AddresseeKind.AUTHORITY or to.id in instructed


def sensitive_only_with_support(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        settled = person.released or person.in_care or person.support
        if notice.to.id == person.id and not (settled or _is_grown(person)):
            assert not person.data_kinds & SENSITIVE


def who_left_is_written_to_where_confirmed(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        if person.left and not person.left_address_confirmed:
            assert person.released or notice.to.kind is AddresseeKind.AUTHORITY


def siblings_only_with_the_same(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        others = [one for one in family if one.id in notice.about]
        assert {one.data_kinds for one in others} == {notice.data_kinds}
        assert len({one.household or said(one.address) for one in others}) == 1
        told = [{words_of(to.name) for to in plan.addressings[one.id].letters} for one in others]
        assert all(names == told[0] for names in told)
        if notice.to.id == person.id:
            assert notice.about == (person.id,)


def words_of(name: str) -> frozenset[str]:
    return frozenset(words(name))


def an_envelope_shows_its_own_household_alone(family: list[Affected], plan: Plan) -> None:
    by_id = {one.id: one for one in family}
    for number, notice in enumerate(plan.notices):
        made = Envelope.of(family[0].id, notice, by_id)
        assert [about.name for about in made.about] == [by_id[one].name for one in notice.about]
        assert made.postal == notice.to.address
        own = {notice.to.name, *(by_id[one].name for one in notice.about)}
        shown = made.to_json().decode()
        assert not [name for name in _everybody(family) - own if name in shown]
        for one in family:
            if one.address and one.address != made.postal:
                assert one.address not in shown, number
        assert {kind for about in made.about for kind in about.data_kinds} <= notice.data_kinds


TEXT = NoticeText(1, (("what_happened_how", "A list went astray."),), UUID(int=1), NOON)
SCHOOL = Sender(
    school="Alder School",
    address=("9 Long Lane",),
    phone="01632 960999",
    from_email="notices@alder.example.org",
    dpo_name="Dee Officer",
    dpo_email="dpo@alder.example.org",
    dpo_phone="01632 960998",
    signed_name="Hed Teacher",
    signed_title="Headteacher",
)


def the_words_name_no_other_no_home_and_no_data(family: list[Affected], plan: Plan) -> None:
    """As it is read, in a mail or under the window of a letter."""
    by_id = {one.id: one for one in family}
    for notice in plan.notices:
        read = plain_text(text.notice(TEXT, Envelope.of(UUID(int=1), notice, by_id), SCHOOL))
        own = {notice.to.name, *(by_id[one].name for one in notice.about)}
        assert not [name for name in _everybody(family) - own if name in read]
        known: list[Affected | Contact] = [*family]
        known += [contact for one in family for contact in one.contacts]
        for somebody in known:
            ways = (somebody.email, somebody.phone, somebody.address)
            assert not [way for way in ways if way and way in read]
        for born in filter(None, (one.date_of_birth for one in family)):
            assert born.isoformat() not in read
            assert day(born) not in read


def _everybody(family: list[Affected]) -> set[str]:
    contacts = {contact.name for one in family for contact in one.contacts}
    authorities = {one.authority.name for one in family if one.authority}
    return contacts | authorities | {one.name for one in family}


def only_who_speaks_for_them_or_they_themselves(family: list[Affected], plan: Plan) -> None:
    for notice, person in each(family, plan):
        if notice.to.kind is AddresseeKind.PARENT:
            contact = next(c for c in person.contacts if words(c.name) == words(notice.to.name))
            named = person.released or person.care_instruction
            yes = Answer.YES in {contact.responsibility, contact.daily_care}
            twins = [c for c in person.contacts if words(c.name) == words(contact.name)]
            assert named or yes or len(twins) > 1
        assert set(notice.to.channels) <= set(Channel)


RULES: tuple[Rule, ...] = (
    nobody_blocked_is_written_to,
    no_way_of_a_barred_contact_is_used,
    no_child_is_told_alone,
    nobody_vanishes,
    nobody_hears_of_who_is_not_affected,
    the_dead_are_nobodys_letter,
    held_back_only_as_released,
    the_authority_first,
    sensitive_only_with_support,
    who_left_is_written_to_where_confirmed,
    siblings_only_with_the_same,
    an_envelope_shows_its_own_household_alone,
    the_words_name_no_other_no_home_and_no_data,
    only_who_speaks_for_them_or_they_themselves,
)
