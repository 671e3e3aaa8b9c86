from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from portal.notices.people_list import ImportedPerson, read_people
from portal.rules.telling.upn import is_valid
from portal.rules.words import Answer
from standalone.demo.people import CASES, CHILDREN, FORMER, NO_EMAIL, people_xlsx

DAYS = [date(2026, 11, 22), date(2027, 2, 28), date(2028, 2, 29), date(2030, 8, 31)]


def age(person: ImportedPerson, on: date) -> int:
    born = person.date_of_birth
    assert born is not None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@pytest.fixture(params=DAYS, ids=str)
def on(request: pytest.FixtureRequest) -> date:
    day = request.param
    assert isinstance(day, date)
    return day


def test_every_child_is_read_with_one_question(on: date) -> None:
    read = read_people(people_xlsx(on), on)

    assert len(read.rows) == CHILDREN
    assert len({person.pupil_id for person in read.rows}) == CHILDREN
    assert all(is_valid(person.pupil_id) for person in read.rows)
    (question,) = read.problems
    assert question.row == CASES["no_date_of_birth"] + 2
    assert question.column == "Date of birth"


def test_nine_former_pupils_are_13_or_over_and_all_others_younger(on: date) -> None:
    known = [person for person in read_people(people_xlsx(on), on).rows if person.date_of_birth]
    old = [person for person in known if age(person, on) >= 13]

    assert len(old) == FORMER
    assert all(person.left and person.email for person in old)
    assert {age(person, on) for person in known if person not in old} == set(range(4, 12))


def test_the_cases_that_need_judgement_are_there() -> None:
    rows = read_people(people_xlsx(DAYS[0]), DAYS[0]).rows
    barred = rows[CASES["barred_father"]]
    mother, father, aunt = barred.contacts

    assert sum(bool(person.held_back) for person in rows) == 1
    assert sum(person.in_care for person in rows) == 1
    assert rows[CASES["in_care"]].contacts[0].relationship == "social worker"
    assert father.barred
    assert father.address == aunt.address == barred.address != mother.address
    assert mother.email
    households = Counter(person.contacts for person in rows)
    assert sorted(households.values(), reverse=True)[:4] == [2, 2, 2, 1]
    without = [person for person in rows if not any(contact.email for contact in person.contacts)]
    assert len(without) == len(NO_EMAIL)
    unsure = [
        contact
        for person in rows
        for contact in person.contacts
        if contact.parental_responsibility is Answer.NOT_SURE
    ]
    assert len(unsure) == 3


def test_same_day_same_list_and_only_invented_addresses() -> None:
    rows = read_people(people_xlsx(DAYS[0]), DAYS[0]).rows
    emails = [person.email for person in rows] + [
        contact.email for person in rows for contact in person.contacts
    ]

    assert people_xlsx(DAYS[0]) == people_xlsx(DAYS[0])
    assert all(email.endswith("example.org") for email in emails if email)
