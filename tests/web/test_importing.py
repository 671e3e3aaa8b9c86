"""The ways in which people come on the list, in the real app: pasted, transferred, typed, long."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.desk.long_deeds import LONGEST_IN_A_REQUEST
from portal.jobs.deliver import deliver_due
from portal.rules.words import PeopleChoice
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.notices.test_transfer import AVA, transfer
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.reading import text

HEAD = "Surname\tForename\tDate of birth\tContact 1 name\tContact 1 PR\tContact 1 email\n"


@pytest.fixture
def at(portal_app: Flask, demo: Demo, clock: MovingClock) -> School:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    people = {Role.STAFF: "wormley.teacher", Role.DSL: "wormley.dsl", Role.DPO: "service.dpo"}
    ids = {role: demo.people[who] for role, who in people.items()}
    return School(services, clock, demo.schools["wormley"], ids)  # type: ignore[arg-type]  # the app's own services


@pytest.fixture
def incident(at: School) -> UUID:
    return telling.breach(at)


@pytest.fixture
def dpo(client_for: ClientFor) -> FlaskClient:
    return client_for("service.dpo")


def page(incident: UUID, path: str) -> str:
    return f"/wormley/incidents/{incident}/{path}"


@pytest.mark.clause("DBRP-5.16")
def test_pasted_and_from_a_transfer_file(dpo: FlaskClient, at: School, incident: UUID) -> None:
    way_in = page(incident, "import-people")
    offered = BeautifulSoup(dpo.get(page(incident, "")).data, "html.parser").find_all("a")
    ways = {a["href"] for a in offered if a.get_text(strip=True) == "Import the people affected"}
    assert ways == {way_in}
    assert "Choose a file, or paste the rows" in text(dpo.post(way_in, data={}))
    nothing = {"sheet": (io.BytesIO(), "people.csv")}
    assert "The file is empty." in text(dpo.post(way_in, data=nothing))
    rows = "Khan\tAmira\t1/2/2015\tSara Khan\tyes\tsara@example.org\tImran Khan\tOrder of May\n"
    head = HEAD.replace("\n", "\tContact 2 name\tContact 2 court order\n")
    check = dpo.post(way_in, data={"pasted": head + rows}).location
    assert "Imran Khan, barred: Order of May" in text(dpo.get(check))
    assert dpo.post(check, data={"kinds": ["health"]}).status_code == 303
    assert "this is removed" not in text(
        dpo.get(dpo.post(way_in, data={"pasted": head + rows}).location)
    )
    fewer = "Surname\tForename\tDate of birth\tContact 1 name\nKhan\tAmira\t1/2/2015\tSara Khan\n"
    warned = text(dpo.get(dpo.post(way_in, data={"pasted": fewer}).location))
    assert "this is removed" in warned
    assert "the e-mail address of 1 person or contact" in warned
    assert "the answer on parental responsibility or daily care of 1 contact" in warned
    assert "left out of it" not in warned, "the barred father, who is not in it, stays"
    ctf = (io.BytesIO(transfer(AVA, AVA)), "919_CTF.xml")
    check = dpo.post(way_in, data={"sheet": ctf}).location
    assert "already in pupil 1" in text(dpo.get(check))
    dpo.post(check, data={"kinds": ["name"]})
    names = {one.name for one in telling.listing(at, incident).people.values()}
    assert names == {"Amira Khan", "Ava Field"}
    listed = text(dpo.get(page(incident, "people")))
    assert "P207000016049" not in listed
    bomb = b'<!DOCTYPE c [<!ENTITY x SYSTEM "secrets.xml">]><CTfile>&x;</CTfile>'
    refused = dpo.post(way_in, data={"sheet": (io.BytesIO(bomb), "x.xml")})
    assert refused.status_code == 422
    assert "document type" in text(refused)


@pytest.mark.clause("DBRP-5.16")
def test_what_a_column_is_can_be_put_right_before_anything_is_imported(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    way_in = page(incident, "import-people")
    sheet = (
        "Nachname\tForename\tDate of birth\tContact 1 name\tMay call\n"
        "Field\tAva\t23/10/2018\tDana Field\tNo: a court order\n"
    )
    asked = dpo.post(way_in, data={"pasted": sheet})
    assert asked.location.endswith("/import-people/columns")
    choices = dpo.get(asked.location)
    assert "must have a column for Surname" in text(choices)
    keys = ["", "forename", "date_of_birth", "contact 1 name", "contact 1 barred"]
    said = {f"column_{place}": key for place, key in enumerate(keys)}
    refused = dpo.post(asked.location, data=said)
    assert refused.status_code == 422
    assert "Choose which column is: Surname" in text(refused)
    twice = dpo.post(asked.location, data={**said, "column_0": "forename"})
    assert "taken for this already" in text(twice)

    look = dpo.post(asked.location, data={**said, "column_0": "surname", "column_4": ""})
    shown = dpo.get(look.location)
    assert "Ava Field23 October 2018Dana Field" in text(shown)
    assert "Not read: May call." in text(shown)
    dpo.post(asked.location, data={**said, "column_0": "surname"})
    dpo.post(look.location, data={"kinds": ["health"]})
    [child] = telling.listing(at, incident).people.values()
    assert (child.name, child.contacts[0].barred) == ("Ava Field", "No: a court order")
    assert dpo.get(asked.location).status_code == 302  # forgotten, now that it is imported


def test_one_person_typed_in_with_a_contact_and_found_again(
    dpo: FlaskClient, client_for: ClientFor, at: School, incident: UUID
) -> None:
    add = page(incident, "import-people/one")
    said = {"surname": "Reed", "forename": "Zoë", "kind": "pupil", "pupil_id": "A801200005001",
            "date_of_birth": ["3", "4", "2016"], "kinds": ["health"]}  # fmt: skip
    refused = dpo.post(add, data=said)
    assert "does not fit its check letter" in text(refused)
    done = dpo.post(add, data=said | {"pupil_id": "B801200005001"})
    assert done.status_code == 303
    shown = text(dpo.get(done.location))
    assert "Zoë Reed" in shown
    assert "Add a contact" in shown
    contact = {"name": "Kit Reed", "responsibility": "yes", "daily_care": "not_sure",
               "email": "kit@example.org", "address": "1 Elm Road,\r\nWormley\r\nEN1 9ZZ",
               "against": "The register"}  # fmt: skip
    assert dpo.post(f"{done.location}/contacts/add", data=contact).status_code == 303
    (zoe,) = telling.listing(at, incident).people.values()
    assert [(one.name, one.checked) for one in zoe.contacts] == [("Kit Reed", True)]
    assert zoe.contacts[0].address == "1 Elm Road, Wormley, EN1 9ZZ"
    assert telling.standings(at, incident) == {("to_be_told", ""): 1}

    said["kinds"] = ["name"]
    assert dpo.post(add, data=said | {"pupil_id": "B801200005001"}).location == done.location
    (zoe,) = telling.listing(at, incident).people.values()
    assert [one.name for one in zoe.contacts] == ["Kit Reed"]
    assert zoe.data_kinds == {"name"}

    find = page(incident, "people/find")
    for whom in (
        {"pupil_id": "b8012 0000 5001"},
        {"surname": "REED", "forename": "zoë", "date_of_birth": ["3", "4", "2016"]},
    ):
        assert dpo.post(find, data=whom).location.endswith(str(zoe.id))
    assert "Nobody on the list" in text(dpo.post(find, data={"surname": "Reed", "forename": "Z"}))
    assert client_for("wormley.teacher").post(find, data={}).status_code in {403, 404}

    anywhere, parent_rings = "/{}/register/affected", {"surname": "Reed", "forename": "Zoë"}
    for born, answered in (([], 422), (["3", "4", "2016"], 200), (["3", "4", "2017"], 422)):
        reply = dpo.post(anywhere.format("wormley"), data=parent_rings | {"date_of_birth": born})
        assert (reply.status_code, str(zoe.id) in reply.text) == (answered, answered == 200)
    for who, school in (("wentworth.head", "wentworth"), ("wormley.teacher", "wormley")):
        reply = client_for(who).post(anywhere.format(school), data={"pupil_id": "B801200005001"})
        assert reply.status_code == (422 if who == "wentworth.head" else 403)


@pytest.mark.clause("SIP-dpo")
def test_of_two_who_bear_one_name_neither_is_taken_for_the_other(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    rows = f"{HEAD}O'Brien\tZoë\t\tKit\tyes\tk@example.org\n".replace("Surname", "UPN\tSurname")
    rows = rows.replace("O'Brien", "B801200005001\tO'Brien")
    rows += "Y801200005002\tO'Brien\tZoë\t\tSam\tyes\ts@example.org\n"
    check = dpo.post(page(incident, "import-people"), data={"pasted": rows}).location
    assert dpo.post(check, data={"kinds": ["health"]}).status_code == 303
    both = {str(one) for one in telling.listing(at, incident).people}
    assert len(both) == 2
    rings = {"surname": "O’BRIEN", "forename": "Zoe"}
    anywhere = dpo.post("/wormley/register/affected", data=rings)
    assert all(one in anywhere.text for one in both), "each has a page of their own"
    there = dpo.post(page(incident, "people/find"), data=rings)
    assert there.status_code == 422
    assert "Several on the list" in text(there)


def test_a_long_list_is_read_by_a_worker_and_the_page_says_how_far(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    rows = "".join(
        f"Khan\tChild {number}\t1/2/2015\tSara {number}\tyes\ts{number}@example.org\n"
        for number in range(LONGEST_IN_A_REQUEST + 1)
    )
    check = dpo.post(page(incident, "import-people"), data={"pasted": HEAD + rows}).location
    begun = dpo.post(check, data={"kinds": ["health"]})
    assert begun.location.endswith("people/under-way")
    waiting = dpo.get(begun.location)
    assert "0 of 1,001 people read" in text(waiting)
    assert b"http-equiv" in waiting.data
    assert at.facts(incident).people.imported == 0
    for _ in range(30):
        deliver_due(at.services, [at.id])
        if at.facts(incident).people.imported:
            break
    assert dpo.get(begun.location).location.endswith("/people")
    assert at.facts(incident).people.imported == LONGEST_IN_A_REQUEST + 1
    for name in ("resolve-unreached", "people"):
        listed = BeautifulSoup(dpo.get(page(incident, name)).data, "html.parser")
        more = next(a["href"] for a in listed("a") if a.text == "More people")
        second = BeautifulSoup(dpo.get(str(more)).data, "html.parser")
        names = [{row.text for row in one.select("tbody th")} for one in (listed, second)]
        assert [len(names[0]), len(names[0] | names[1])] == [50, 100]

    check = page(incident, "clear-contacts")
    assert {way["href"] for way in listed.select("td[data-label=Next] a")} == {check}
    assert dpo.post(check, data={"against": ""}).status_code == 422
    begun = dpo.post(check, data={"against": "The register."})
    assert begun.location.endswith("people/under-way")
    assert "0 of 1,001 people checked" in text(dpo.get(begun.location))
    deliver_due(at.services, [at.id])
    assert dpo.get(begun.location).location.endswith("/people")
    people = telling.listing(at, incident).people.values()
    assert all(contact.checked for one in people for contact in one.contacts)


@pytest.mark.clause("DBRP-5.16-age")
def test_somebody_barred_who_comes_in_under_another_name_is_asked_about(
    dpo: FlaskClient, client_for: ClientFor, at: School, incident: UUID
) -> None:
    way_in = page(incident, "import-people")
    head = HEAD.replace("\n", "\tContact 2 name\tContact 2 court order\n")
    first = "Khan\tAmira\t1/2/2015\tSara Reed\tyes\tsara@example.org\tImran Khan\tOrder of May\n"
    second = first.replace("Imran", "I. Karim").replace("Order of May", "")
    for rows in (first, second):
        check = dpo.post(way_in, data={"pasted": head + rows}).location
        dpo.post(check, data={"kinds": ["health"]})
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    at.do("ask_opinion", Role.DPO, incident)  # from here on the list is the DSL's to check
    [amira] = telling.listing(at, incident).people.values()
    asked = "Is I. Karim Khan the same person as Imran Khan, who is barred?"
    own = page(incident, f"people/{amira.id}")
    came = next(one for one in amira.contacts if one.name == "I. Karim Khan")
    clear = text(dpo.get(page(incident, "clear-contacts")))
    assert "under another name. Look at the page of Amira Khan first." in clear
    assert text(dpo.get(own)).count(asked) == 1
    assert asked in text(dpo.get(f"{own}/contacts/{came.id}"))
    assert f"Amira Khan. {asked}" in text(
        client_for("wormley.dsl").get(page(incident, "check-list"))
    )
    assert not came.barred, "a hint decides nothing"


@pytest.mark.clause("DBRP-5.16")
def test_an_address_with_a_letter_wrong_is_asked_about_until_the_list_is_checked(
    dpo: FlaskClient, at: School, incident: UUID, client_for: ClientFor
) -> None:
    row = "Khan\tAmira\t1/2/2015\tSara Khan\tyes\tsara@gmial.com\n"
    check = dpo.post(page(incident, "import-people"), data={"pasted": HEAD + row}).location
    assert "It ends nearly like gmail.com." in text(dpo.get(check))
    dpo.post(check, data={"kinds": ["health"]})
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    at.do("ask_opinion", Role.DPO, incident)
    [amira] = telling.listing(at, incident).people.values()
    group = "With an e-mail address in which a letter may be wrong"
    assert f"{group} Amira Khan" in text(
        client_for("wormley.dsl").get(page(incident, "check-list"))
    )
    asked = "ends nearly like gmail.com: is a letter wrong?"
    assert asked in text(dpo.get(page(incident, f"people/{amira.id}")))
    contact = {"name": "Kit Khan", "responsibility": "yes", "daily_care": "yes", "against": "SIMS"}
    reached = {"source": "He rang."}
    for path, said in (("contacts/add", contact), ("reached", reached)):
        typed = dpo.post(
            page(incident, f"people/{amira.id}/{path}"), data={**said, "email": "k@gmai.com"}
        )
        assert asked in text(dpo.get(typed.location)), path
