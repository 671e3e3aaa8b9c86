from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

import pytest

from portal.notices.people_list import (
    ImportedContact,
    ImportedPerson,
    affected,
    identity,
    read_people,
)
from portal.rules.telling.addressees import Affected, CareInstruction, Status, plan
from portal.rules.telling.addressees import to_json as stored_as
from portal.rules.telling.envelope import Envelope
from portal.rules.words import Answer
from standalone.demo.people import CASES, people_xlsx
from tenants.policy.schema import Policy

TODAY = date(2026, 11, 22)


def ids() -> Callable[[], UUID]:
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


@pytest.fixture(scope="module")
def people() -> tuple[Affected, ...]:
    new_id = ids()
    return tuple(affected(row, new_id) for row in read_people(people_xlsx(TODAY), TODAY).rows)


def test_every_row_becomes_one_person_whom_no_import_has_cleared(
    people: tuple[Affected, ...],
) -> None:
    every_id = [one.id for one in people] + [each.id for one in people for each in one.contacts]

    assert len(set(every_id)) == len(every_id)
    assert not any(each.checked for one in people for each in one.contacts)
    assert people[CASES["held_back"]].held_back
    assert people[CASES["no_date_of_birth"]].date_of_birth is None


def test_a_social_worker_is_the_authority_and_no_contact(people: tuple[Affected, ...]) -> None:
    child = people[CASES["in_care"]]

    assert child.authority is not None
    assert child.authority.email == "morgan.reed@council.example.org"
    assert "social worker" not in [each.relationship for each in child.contacts]


@pytest.mark.parametrize(
    ("relationship", "barred"),
    [
        ("Local authority foster carer", ""),
        ("Mother (a social worker)", ""),
        ("Social worker", "Taken off the case"),
    ],
)
def test_who_is_of_the_family_or_barred_is_no_authority(relationship: str, barred: str) -> None:
    contact = ImportedContact(
        "Fay Reed", relationship, email="fay@example.org", daily_care=Answer.YES, barred=barred
    )
    child = affected(ImportedPerson(2, "Vale", "Vic", in_care=True, contacts=(contact,)), ids())

    assert child.authority is None
    assert [(each.name, each.barred) for each in child.contacts] == [("Fay Reed", barred)]


def test_nobody_is_written_to_before_the_list_is_checked(people: tuple[Affected, ...]) -> None:
    todo = plan(people, Policy(), TODAY, None)

    assert {one.to.name for one in todo.notices} == {"Morgan Reed"}
    assert len(todo.addressings) == len(people)
    assert todo.addressings[people[CASES["held_back"]].id].status is not Status.TO_BE_TOLD


def test_the_same_child_has_the_same_identity_on_every_import() -> None:
    rows = read_people(people_xlsx(TODAY), TODAY).rows
    again = read_people(people_xlsx(TODAY), TODAY).rows

    assert [identity(row) for row in rows] == [identity(row) for row in again]
    assert len({identity(row) for row in rows}) == len(rows)


def test_an_envelope_holds_its_own_household_and_comes_back_as_stored(
    people: tuple[Affected, ...],
) -> None:
    by_id = {one.id: one for one in people}
    (planned,) = plan(people, Policy(), TODAY, None).notices
    envelope = Envelope.of(UUID(int=9), planned, by_id)

    assert isinstance(envelope, Envelope)
    assert [about.name for about in envelope.about] == [people[CASES["in_care"]].name]
    assert Envelope.from_json(envelope.to_json()) == envelope
    assert envelope.asks  # the authority, which has not said yet who else is told
    said = CareInstruction(
        (), "The duty social worker", UUID(int=1), datetime(2026, 11, 1, tzinfo=UTC)
    )
    answered = {one.id: replace(one, care_instruction=said) for one in people}
    assert not Envelope.of(UUID(int=9), planned, answered).asks


def test_the_number_of_a_pupil_is_in_nothing_that_a_notice_is_made_from(
    people: tuple[Affected, ...],
) -> None:
    numbers = {row.pupil_id.encode() for row in read_people(people_xlsx(TODAY), TODAY).rows}
    assert len(numbers) == len(people)
    stored = b"".join(stored_as(one) for one in people)
    assert not any(number in stored for number in numbers)
