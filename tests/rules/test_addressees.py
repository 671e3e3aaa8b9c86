from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from portal.rules.facts import PeopleDecision
from portal.rules.risk.data_kinds import DATA_KINDS
from portal.rules.telling.addressees import (
    QUESTIONS,
    SENSITIVE_KINDS,
    AddresseeKind,
    Addressing,
    Affected,
    CareInstruction,
    Named,
    Override,
    OverrideTo,
    PersonKind,
    Reason,
    Release,
    Status,
    Support,
    age_on,
    capacity_note,
    from_json,
    plan,
    to_json,
)
from portal.rules.words import Answer, Channel
from tenants.policy.schema import Policy
from tests.rules.families import (
    AT,
    BY,
    FATHER,
    MOTHER,
    TODAY,
    TOLD_TOO,
    pupil,
)


def address(
    one: Affected, decision: PeopleDecision | None = None, policy: Policy | None = None
) -> Addressing:
    return plan([one], policy or Policy(), TODAY, decision).addressings[one.id]


def told(found: Addressing) -> list[str]:
    return [to.name for to in found.letters]


@pytest.mark.clause("DBRP-5.16-age")
def test_below_the_age_every_parent_and_carer_and_nobody_else() -> None:
    aunt = replace(FATHER, id=UUID(int=103), name="Cy", responsibility=Answer.NO)
    carer = replace(aunt, name="Di", daily_care=Answer.YES, email="di@example.org")
    found = address(pupil(contacts=(MOTHER, FATHER, aunt, carer)))

    assert told(found) == ["Ann Okoro", "Ben Okoro", "Di"]
    assert {to.kind for to in found.letters} == {AddresseeKind.PARENT}


@pytest.mark.clause("DBRP-5.16-age")
@pytest.mark.parametrize(
    ("policy", "decision", "own", "with_parents"),
    [
        ("dpo_decides", None, None, False),
        ("dpo_decides", TOLD_TOO, None, True),
        ("dpo_decides", TOLD_TOO, False, False),
        ("dpo_decides", None, True, True),
        ("never", TOLD_TOO, True, False),
        ("always", None, False, True),
    ],
)
def test_from_the_age_on_the_pupil_and_parents_as_decided(
    policy: str, decision: PeopleDecision | None, own: bool | None, with_parents: bool
) -> None:
    rules = Policy.model_validate({"parents_as_well": policy})
    found = address(pupil(age=13, parents_as_well=own), decision, rules)

    assert told(found) == ["Child 1"] + (["Ann Okoro", "Ben Okoro"] if with_parents else [])


@pytest.mark.clause("DBRP-5.16-age")
def test_the_age_is_the_policys_on_the_day_of_sending() -> None:
    turns_13 = pupil(date_of_birth=date(2013, 11, 23))

    assert told(address(turns_13)) == ["Ann Okoro", "Ben Okoro"]
    day_after = plan([turns_13], Policy(), date(2026, 11, 23), None)
    assert told(day_after.addressings[turns_13.id]) == ["Child 1"]
    assert told(address(turns_13, policy=Policy(pupil_age=12))) == ["Child 1"]


def test_born_on_29_february_turns_on_1_march() -> None:
    born = date(2012, 2, 29)
    assert age_on(born, date(2025, 2, 28)) == 12
    assert age_on(born, date(2025, 3, 1)) == 13
    assert age_on(born, date(2024, 2, 28)) == 11
    assert age_on(born, date(2024, 2, 29)) == 12


def test_adults_are_told_themselves() -> None:
    assert told(address(pupil(age=18), TOLD_TOO)) == ["Child 1"]
    staff = Affected(UUID(int=5), "Eve", PersonKind.STAFF, email="eve@example.org")
    assert address(staff).letters[0].kind is AddresseeKind.ADULT


@pytest.mark.parametrize(
    ("one", "status", "reason"),
    [
        (pupil(deceased=True, held_back=True), Status.BLOCKED, Reason.DECEASED),
        (pupil(held_back=True), Status.HELD, Reason.HELD_BACK),
        (pupil(in_care=True), Status.UNRESOLVED, Reason.AUTHORITY_UNKNOWN),
        (pupil(date_of_birth=None), Status.UNRESOLVED, Reason.DATE_OF_BIRTH_UNKNOWN),
        (
            pupil(date_of_birth=date(2027, 1, 1)),
            Status.UNRESOLVED,
            Reason.DATE_OF_BIRTH_UNKNOWN,
        ),
        (pupil(left=True), Status.UNRESOLVED, Reason.ADDRESS_NOT_CONFIRMED),
        (pupil(contacts=()), Status.UNRESOLVED, Reason.NOBODY_TO_ADDRESS),
        (
            pupil(contacts=(replace(MOTHER, checked=False),)),
            Status.UNRESOLVED,
            Reason.NOT_CHECKED,
        ),
        (
            pupil(contacts=(replace(MOTHER, barred="court order"),)),
            Status.UNRESOLVED,
            Reason.ALL_BARRED,
        ),
        (
            pupil(contacts=(replace(MOTHER, email="", address=""),)),
            Status.UNRESOLVED,
            Reason.NO_USABLE_CHANNEL,
        ),
    ],
)
def test_nobody_is_written_to_and_the_reason_is_kept(
    one: Affected, status: Status, reason: Reason
) -> None:
    found = address(one)
    assert (found.status, found.reason, found.letters) == (status, reason, ())
    assert QUESTIONS[reason]


def test_held_back_exactly_whom_and_how_the_safeguarding_lead_released() -> None:
    released = Release(FATHER.id, Channel.LETTER, "safe", BY, AT)
    found = address(pupil(held_back=True, released=released))

    assert [(to.name, to.channels, to.email) for to in found.letters] == [
        ("Ben Okoro", (Channel.LETTER,), "")
    ]
    refuge = Release(Named("Refuge worker"), Channel.IN_PERSON, "safe", BY, AT)
    assert told(address(pupil(held_back=True, released=refuge))) == ["Refuge worker"]
    gone = Release(UUID(int=999), Channel.EMAIL, "safe", BY, AT)
    assert address(pupil(held_back=True, released=gone)).reason is Reason.HELD_BACK


def test_a_release_never_reaches_a_barred_contact() -> None:
    barred = replace(FATHER, barred="court order")
    for to in (barred.id, Named("Mr B Okoro", email="ben@example.org"), Named("Ben Okoro")):
        release = Release(to, Channel.EMAIL, "a mistake", BY, AT)
        one = pupil(held_back=True, released=release, contacts=(MOTHER, barred))
        assert address(one).letters == ()


def test_in_care_the_authority_first_and_others_as_it_says() -> None:
    authority = Named("Social worker", email="sw@council.example.org")
    one = pupil(in_care=True, authority=authority)
    assert told(address(one)) == ["Social worker"]

    said = CareInstruction((MOTHER.id, one.id), "Ms Fox", BY, AT)
    assert told(address(replace(one, care_instruction=said))) == [
        "Social worker",
        "Child 1",
        "Ann Okoro",
    ]


def test_an_override_says_who_either_way() -> None:
    def override(to: OverrideTo) -> Override:
        return Override(to, "capacity judged", BY, AT)

    young = pupil(override=override(OverrideTo.PERSON))
    older = pupil(age=15, override=override(OverrideTo.CONTACTS))
    grown = pupil(age=18, override=override(OverrideTo.BOTH))
    assert told(address(young)) == ["Child 1"]
    assert told(address(older)) == ["Ann Okoro", "Ben Okoro"]
    assert told(address(grown)) == ["Child 1", "Ann Okoro", "Ben Okoro"]


@pytest.mark.parametrize("kind", sorted(SENSITIVE_KINDS))
def test_what_is_sensitive_waits_for_the_safeguarding_lead(kind: str) -> None:
    assert kind in {one.key for one in DATA_KINDS}
    one = pupil(age=15, data_kinds=frozenset({kind, "name"}))
    assert address(one).reason is Reason.SUPPORT_NOT_SETTLED

    support = Support("Head of year", BY, AT, Channel.IN_PERSON)
    assert address(replace(one, support=support)).letters[0].channels == (Channel.IN_PERSON,)
    assert told(address(replace(one, date_of_birth=date(2018, 1, 1)))) == [
        "Ann Okoro",
        "Ben Okoro",
    ]


def test_the_nation_only_adds_a_note() -> None:
    assert "12 or over" in capacity_note(Policy(nation="scotland"))
    assert "case by case" in capacity_note(Policy())


def test_a_person_is_stored_and_read_again() -> None:
    one = pupil(
        held_back=True,
        released=Release(Named("Refuge"), Channel.IN_PERSON, "safe", BY, AT),
        data_kinds=frozenset({"health"}),
    )
    assert from_json(to_json(one)) == one
