"""Long lists, put on the list by a worker: whole, once, and whatever becomes of the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from portal.desk import long_deeds
from portal.desk.long_deeds import BATCH, ConfirmedCheck, ConfirmedList
from portal.desk.perform import Deed
from portal.errors import Refused
from portal.jobs.deliver import deliver_due, take_back_lost
from portal.models.effects import EffectRow
from portal.models.telling import LongDeedRow, SubjectRow
from portal.notices.people_list import ImportedContact, ImportedPerson, read_people
from portal.rules.telling.addressees import Contact
from portal.rules.telling.changes import ContactAdded
from portal.rules.words import Answer
from portal.store.long_deeds import LongDeed, find_latest
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School

Make = Callable[[str], School]
SHEET = "Surname\tForename\tDate of birth\tUPN\tContact 1 name\tContact 1 PR\n"
LONG = BATCH + 20


@pytest.fixture
def at(school: Make) -> School:
    return school("wormley")


def long_list(number: int = LONG) -> ConfirmedList:
    people = tuple(
        ImportedPerson(row, "Field", f"Child {row}", pupil_id=f"N{row}",
                       contacts=(ImportedContact(f"Dana {row}"),))
        for row in range(1, number + 1)
    )  # fmt: skip
    return ConfirmedList(people, frozenset({"health"}), "file")


def begin(at: School, incident: UUID, once: UUID, role: Role = Role.DPO) -> UUID:
    deed = Deed(at.id, at.people[role], incident, once)
    return long_deeds.begin(at.services, deed, long_list())


def latest(at: School, incident: UUID) -> LongDeed:
    with open_session(at.services.engine, at.scope) as session:
        found = find_latest(session, at.scope, incident)
    assert found is not None
    return found


def work(at: School) -> None:
    deliver_due(at.services, [at.id])


def lose_the_worker(at: School, incident: UUID) -> None:
    """Its process ended after it had taken the import, and its lease ran out."""
    with open_session(at.services.engine, at.scope) as session, session.begin():
        session.execute(
            update(EffectRow)
            .where(EffectRow.incident_id == incident, EffectRow.kind == long_deeds.KIND)
            .values(state="sending", lease_by="lost", lease_until=at.clock.at.replace(year=2020))
        )
    take_back_lost(at.services, at.clock.at)


def test_nothing_shows_until_all_of_it_does_and_nothing_is_kept_of_the_file(at: School) -> None:
    incident = telling.breach(at)
    once = uuid4()
    assert begin(at, incident, once) == begin(at, incident, once)  # a double click
    assert (latest(at, incident).state, latest(at, incident).done) == ("waiting", 0)
    assert at.facts(incident).people.imported == 0
    work(at)
    assert latest(at, incident) == LongDeed(once, LONG, LONG, "done", "", "import_people")
    people = at.facts(incident).people
    assert (people.imported, people.list_version) == (LONG, 1)
    with open_session(at.services.engine, at.scope) as session:
        assert session.scalars(select(LongDeedRow.body)).all() == [b""]
        bodies = session.scalars(select(SubjectRow.body)).all()
    assert not any(b"Field" in body or b"Dana" in body for body in bodies)


@pytest.mark.parametrize("after_the_decision", [False, True])
def test_a_worker_killed_in_mid_import_leaves_the_list_whole(
    at: School, after_the_decision: bool
) -> None:
    incident, once = telling.breach(at), uuid4()
    begin(at, incident, once)
    with open_session(at.services.engine, at.scope) as session:
        body = session.scalars(select(LongDeedRow.body)).one()
    if after_the_decision:
        work(at)
        with open_session(at.services.engine, at.scope) as session, session.begin():
            session.execute(update(LongDeedRow).values(state="waiting", done=BATCH, body=body))
    lose_the_worker(at, incident)
    assert at.facts(incident).people.imported in ({LONG} if after_the_decision else {0})
    work(at)
    assert (latest(at, incident).state, latest(at, incident).done) == ("done", LONG)
    people = at.facts(incident).people
    assert (people.imported, people.list_version) == (LONG, 1)


def test_the_same_list_again_adds_nobody_and_whoever_may_no_longer_import_imports_nobody(
    at: School,
) -> None:
    incident = telling.breach(at)
    for _ in range(2):
        begin(at, incident, uuid4())
        work(at)
    people = at.facts(incident).people
    assert (people.imported, people.list_version) == (LONG, 2)
    at.clock.at += timedelta(minutes=1)
    begin(at, incident, uuid4(), Role.STAFF)
    work(at)
    assert latest(at, incident).state == "refused"
    assert "may not import" in latest(at, incident).reason
    assert at.facts(incident).people.list_version == 2


def test_all_contacts_are_checked_by_a_worker_of_the_list_that_was_confirmed(at: School) -> None:
    incident = telling.breach(at)
    rows = telling.rows_of(at, incident, (SHEET + "Field\tAva\t23/10/2015\t\tDana\tyes\n").encode())
    at.do("import_people", Role.DPO, incident, rows=rows, source="pasted")

    def check(seen: int) -> LongDeed:
        confirmed = ConfirmedCheck("The register.", frozenset(), total=1, seen=seen)
        deed = Deed(at.id, at.people[Role.DPO], incident, once=uuid4())
        long_deeds.begin(at.services, deed, confirmed)
        work(at)
        at.clock.at += timedelta(minutes=1)
        return latest(at, incident)

    def checked() -> list[bool]:
        people = telling.listing(at, incident).people.values()
        return [contact.checked for one in people for contact in one.contacts]

    version = telling.version(at, incident)
    outdated = check(version - 1)
    assert (outdated.state, outdated.action, checked()) == ("refused", "clear_contacts", [False])
    assert outdated.reason
    assert check(version).state == "done"
    assert checked() == [True]


def test_pasted_then_from_another_source_is_the_same_person_with_what_was_settled(
    at: School,
) -> None:
    incident = telling.breach(at)

    def paste(rows: str) -> None:
        listed = telling.rows_of(at, incident, (SHEET + rows).encode())
        at.do("import_people", Role.DPO, incident, rows=listed, source="pasted")

    paste("Field\tAva\t23/10/2015\t\tDana Field\tyes\nRay\tBo\t1/2/2016\t\t\t\n")
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    paste("Field\tAva\t23/10/2015\tP207000016049\tDana Field\tyes\n")
    paste("FIELD\tAVA\t23/10/2015\t\tMrs Dana Field\tyes\n")
    found = {one.name.casefold(): one for one in telling.listing(at, incident).people.values()}
    assert set(found) == {"ava field", "bo ray"}
    bo = found["bo ray"]
    new = Contact(uuid4(), "Sam Ray", "father", Answer.YES, email="sam@example.org")
    change = ContactAdded(new, against="The register.")
    at.do("settle_addressee", Role.DPO, incident, person_id=bo.id, change=change)
    assert telling.standings(at, incident)["to_be_told", ""] == 1
    assert "sam@example.org" not in telling.said_of(at, incident)
    again = replace(change, contact=replace(new, name="Mr Sam RAY"))
    with pytest.raises(Refused, match="already"):
        at.do("settle_addressee", Role.DPO, incident, person_id=bo.id, change=again)


def test_read_people_takes_what_is_pasted() -> None:
    read = read_people((SHEET + 'Field\tAva\t23/10/2015\t\t"Dana, Field"\tyes\n').encode(),
                       telling.TODAY)  # fmt: skip
    assert [one.contacts[0].name for one in read.rows] == ["Dana, Field"]


def test_unknown_responsibility_is_never_cleared_with_the_rest(at: School) -> None:
    incident = telling.breach(at)
    telling.import_children(at, incident)
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    open_ = [
        contact
        for person in telling.listing(at, incident).people.values()
        for contact in person.contacts
        if not contact.checked
    ]
    assert {contact.responsibility for contact in open_ if not contact.barred} == {Answer.NOT_SURE}
    assert sum(not contact.barred for contact in open_) == 3
    named = next(contact for contact in open_ if not contact.barred)
    barred = next(contact for contact in open_ if contact.barred)
    at.do("clear_contacts", Role.DPO, incident, against="The admission form.",
          responsible=frozenset({named.id, barred.id}))  # fmt: skip
    people = telling.listing(at, incident).people.values()
    after = {contact.id: contact for person in people for contact in person.contacts}
    assert (after[named.id].checked, after[named.id].responsibility) == (True, Answer.YES)
    assert not after[barred.id].checked
    assert sum(not one.checked and not one.barred for one in after.values()) == 2
