"""The pages about the people affected, in the real app."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.rules.words import LegalRisk, PeopleChoice
from portal.web.notices import part
from standalone.demo.people import CHILDREN, people_xlsx
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.reading import text

PEOPLE = {
    Role.STAFF: "wormley.teacher",
    Role.HEAD: "wormley.head",
    Role.DSL: "wormley.dsl",
    Role.DPO: "service.dpo",
}
SHEET = b"Surname,Forename,Date of birth,Contact 1 name,Contact 1 email\n"


@pytest.fixture
def at(portal_app: Flask, demo: Demo, clock: MovingClock) -> School:
    """The school, acting beside the pages."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    people = {role: demo.people[who] for role, who in PEOPLE.items()}
    return School(services, clock, demo.schools["wormley"], people)  # type: ignore[arg-type]  # the app's own services


@pytest.fixture
def incident(at: School) -> UUID:
    return telling.breach(at)


@pytest.fixture
def dpo(client_for: ClientFor) -> FlaskClient:
    return client_for("service.dpo")


@pytest.fixture
def dsl(client_for: ClientFor) -> FlaskClient:
    return client_for("wormley.dsl")


def page(incident: UUID, path: str) -> str:
    return f"/wormley/incidents/{incident}/{path}"


def reading(reply: TestResponse) -> list[str]:
    """The notices on a page, each as one line."""
    notices = BeautifulSoup(reply.data, "html.parser")("article")
    return [" ".join(one.text.split()) for one in notices]


def upload(
    client: FlaskClient, incident: UUID, content: bytes, name: str = "list.csv"
) -> TestResponse:
    sheet = (io.BytesIO(content), name)
    return client.post(page(incident, "import-people"), data={"sheet": sheet})


@pytest.mark.clause("DBRP-1.5", "SIP-3f")
def test_decide_with_reasons_and_the_law_at_hand(dpo: FlaskClient, incident: UUID) -> None:
    address = page(incident, "decide-people")
    shown = text(dpo.get(address))
    assert "This never waits for the report to the ICO" in shown
    assert "Tell the parents of older pupils as well" in shown
    refused = dpo.post(address, data={"choice": PeopleChoice.NOT_REQUIRED})
    assert refused.status_code == 422
    assert "say why the law lets you not tell" in text(refused)
    assert dpo.post(address, data={"choice": PeopleChoice.OBLIGED}).status_code == 303
    assert "since Friday 23 October 2026, 4:10pm, decided by Ruth" in text(dpo.get(address))


def test_a_missing_column_is_one_sentence_and_nothing_is_imported(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    reply = upload(dpo, incident, b"Surname,Forename\nKhan,Amira\n")
    assert "The first row must have a column for" in text(dpo.get(reply.location))
    assert at.facts(incident).people.imported == 0
    assert upload(dpo, incident, b"\x00\x01 no sheet").status_code == 422
    assert dpo.get(page(incident, "import-people/check")).status_code == 302


@pytest.mark.clause("DBRP-5.16-age")
def test_a_row_without_date_of_birth_is_imported_as_a_question(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    rows = b"Khan,Amira,,Sara Khan,sara@example.org\n,Nameless,1/2/2015,,\n"
    reply = upload(dpo, incident, SHEET + rows)
    assert reply.status_code == 303
    check = dpo.get(reply.location)
    assert "There is no date of birth" in text(check)
    assert "Left out." in text(check)
    assert at.facts(incident).people.imported == 0
    missing = dpo.post(reply.location)
    assert "Choose the kinds of information" in text(missing)
    done = dpo.post(reply.location, data={"kinds": ["health"]})
    assert done.status_code == 303
    assert at.facts(incident).people.imported == 1
    assert dpo.get(page(incident, "import-people/check")).status_code == 302  # nothing is kept
    listed = text(dpo.get(page(incident, "people")))
    assert "Amira Khan" in listed
    assert "What is the date of birth?" in listed
    person = next(iter(telling.listing(at, incident).people.values()))
    assert person.data_kinds == {"health"}
    again = upload(dpo, incident, SHEET + b"Khan,Amira,3/4/2016,Sara Khan,sara@example.org\n")
    assert "0 new, 1 on the list already" in text(dpo.get(again.location))
    dpo.post(again.location, data={"kinds": ["health"]})
    assert at.facts(incident).people.imported == 1
    assert next(iter(telling.listing(at, incident).people.values())).date_of_birth is not None


def test_the_whole_way_from_the_spreadsheet_to_the_post(
    dpo: FlaskClient, dsl: FlaskClient, client_for: ClientFor, at: School, incident: UUID
) -> None:
    dpo.post(page(incident, "decide-people"), data={"choice": PeopleChoice.OBLIGED})
    check = upload(dpo, incident, people_xlsx(telling.TODAY), "people.xlsx").location
    assert f"{CHILDREN} people were read" in text(dpo.get(check))
    assert dpo.post(check).status_code == 303
    assert "contacts can be checked at once" in text(dpo.get(page(incident, "clear-contacts")))
    dpo.post(page(incident, "clear-contacts"), data={"against": "The register"})
    shown = dpo.get(page(incident, "people?standing=unresolved"))
    assert "They have left. Who confirms the address?" in text(shown)

    write = dpo.get(page(incident, "write-notice"))
    assert "These kinds of information were involved" in write.data.decode()
    bad = dict(telling.PARTS) | {"done": "We asked \U00013080 for help."}
    assert "cannot be printed: \U00013080" in text(
        dpo.post(page(incident, "write-notice"), data=bad)
    )
    dpo.post(page(incident, "write-notice"), data={"when": "On Friday."})
    assert "The law asks for more" in text(dpo.get(page(incident, "notice")))
    assert dpo.post(page(incident, "ask-opinion")).status_code == 422
    dpo.post(page(incident, "write-notice"), data=dict(telling.PARTS))
    for_parents = dict(telling.PARTS) | {"consequences": "They may know your child’s needs."}
    refused = dpo.post(page(incident, "write-notice"), data=for_parents)
    assert "Pupils and adults read this as well as parents" in text(refused)
    assert BeautifulSoup(refused.data, "html.parser").select("#consequences-error")
    for reader in ("parent", "pupil", "adult", "authority"):
        (read_as,) = reading(dpo.get(page(incident, f"notice?as={reader}")))
        assert ("child" in read_as) == (reader in {"parent", "authority"})
    assert dpo.post(page(incident, "ask-opinion")).status_code == 303

    head = client_for("wormley.head")
    asked = head.get(page(incident, "give-opinion"))
    assert "What do you think of this notice?" in text(asked)
    assert ["child" in shown for shown in reading(asked)] == [True, False, False, True]
    back = head.post(page(incident, "give-opinion"), data={"agrees": "no"})
    assert "Say what should change" in text(back)
    head.post(page(incident, "give-opinion"), data={"agrees": "yes"})

    look = dpo.get(page(incident, "send-notices"))
    assert "has not checked the list" in text(look)
    form = BeautifulSoup(look.data, "html.parser")
    (expected,) = form.select("input[name=expected]")
    shown_number = expected["value"]
    assert f"Send {shown_number} notices" in text(look)
    assert len(form.find_all("article")) == 3
    assert dpo.get(page(incident, "check-list")).status_code == 403
    signed = {"against": "SIMS", "version": "1"}
    assert dsl.post(page(incident, "check-list"), data=signed).status_code == 303
    sent = dpo.post(page(incident, "send-notices"), data={"expected": shown_number})
    assert sent.location.endswith("/sending")
    progress = dpo.get(sent.location)
    assert f"0 of {shown_number} notices" in text(progress)
    assert b'http-equiv="refresh"' in progress.data
    assert dpo.post(page(incident, "stop-sending"), data={}).status_code == 303
    assert f"{shown_number} notices were stopped" in text(dpo.get(sent.location))
    assert f"Send {shown_number} notices" in text(dpo.get(page(incident, "send-notices")))
    at.do("hold_notices", Role.DPO, incident, advised_by="DC Rae", reference="42/1", reason="Asked",
          since=at.services.clock.now().date())  # fmt: skip
    assert "They are held, as DC Rae advised" in text(dpo.get(sent.location))


def test_the_safeguarding_lead_alone_releases_and_says_how_a_pupil_is_told(
    dpo: FlaskClient, dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident)
    held = telling.child(at, incident, "held_back")
    assert dsl.get(page(incident, f"people/{held.id}")).status_code == 200
    release = page(incident, f"release-person/{held.id}")
    assert dpo.get(release).status_code == 403
    said = {"to": str(held.contacts[0].id), "channel": "email", "reason": "A safe mailbox."}
    assert "This would release nothing. Not yet checked" in text(dsl.post(release, data=said))
    at.do("clear_contacts", Role.DPO, incident, against="SIMS")
    assert dsl.post(release, data=said).status_code == 303
    support = page(incident, f"people/{held.id}/settle/support")
    assert dpo.post(support, data={"supporter": "A tutor", "channel": ""}).status_code == 403
    assert dsl.post(support, data={"supporter": "A tutor", "channel": ""}).status_code == 303


def test_each_way_to_settle_has_a_page(dsl: FlaskClient, at: School, incident: UUID) -> None:
    telling.import_children(at, incident)
    person = telling.child(at, incident, "no_date_of_birth")
    contact = person.contacts[0]
    for path in (
        *(f"people/{person.id}/settle/{topic}" for topic in ("birth", "capacity", "care", "death")),
        f"people/{person.id}/contacts/{contact.id}",
        f"people/{person.id}/contacts/{contact.id}/reached",
        f"people/{person.id}/reached",
        f"hold-back/{person.id}",
        f"resolve-unreached/{person.id}",
        "resolve-unreached",
        "people/blank-list.xlsx",
    ):
        assert dsl.get(page(incident, path)).status_code == 200, path
    born = {"date_of_birth": ["23", "10", "2018"]}
    address = page(incident, f"people/{person.id}/settle/birth")
    assert dsl.post(address, data=born).status_code == 303
    barred = {"verdict": "barred", "barred": "A court order."}
    address = page(incident, f"people/{person.id}/contacts/{contact.id}")
    assert dsl.post(address, data=barred).status_code == 303
    told = {"how": "by_phone", "note": "Rang on Monday."}
    dsl.post(page(incident, f"resolve-unreached/{person.id}"), data=told)
    assert telling.standings(at, incident)["told", "by_phone"] == 1


def test_nobody_else_sees_the_list(client_for: ClientFor, at: School, incident: UUID) -> None:
    telling.import_children(at, incident)
    assert client_for("wormley.teacher").get(page(incident, "people")).status_code == 403
    assert client_for("wormley.teacher2").get(page(incident, "people")).status_code in {403, 404}
    assert client_for("wentworth.head").get(page(incident, "people")).status_code == 404
    assert client_for("wormley.teacher").get(page(incident, "send-notices")).status_code == 403


@pytest.mark.clause("DBRP-5.16")
def test_the_safeguarding_lead_sees_what_is_signed(
    dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident)
    reply = dsl.get(page(incident, "check-list"))
    shown = text(reply)
    assert "Version 1 of the list, imported on Friday 23 October 2026, 4:1" in shown
    assert f"{CHILDREN} people" in shown
    assert "If something is wrong" in shown
    links = {str(a["href"]) for a in BeautifulSoup(reply.data, "html.parser").find_all("a")}
    for case in ("held_back", "in_care", "no_date_of_birth", "barred_father"):
        person = telling.child(at, incident, case)
        assert person.name in shown, case
        assert page(incident, f"people/{person.id}") in links, case
    assert page(incident, "people") in links
    telling.import_children(at, incident)
    late = dsl.post(page(incident, "check-list"), data={"against": "SIMS", "version": "1"})
    assert late.status_code == 422
    assert "The list has changed since you opened this page" in text(late)


@pytest.mark.clause("DBRP-5.16")
def test_a_long_list_is_looked_at_part_by_part_and_signed_after_the_last(
    dsl: FlaskClient, at: School, incident: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "AT_ONCE", 10)
    telling.import_children(at, incident, telling.SOME)
    for path in ("check-list", "clear-contacts", "settle-addressee"):
        named, following, pages = "", page(incident, path), 0
        while following:
            reply = dsl.get(following)
            named, pages = named + text(reply), pages + 1
            links = BeautifulSoup(reply.data, "html.parser").select("a[href*='after=']")
            following = str(links[0]["href"]) if links else ""
            if path == "check-list":
                assert ("The list is right" in text(reply)) is not bool(following)
        assert pages == -(-len(telling.SOME) // 10)
        if path != "clear-contacts":
            assert telling.child(at, incident, "no_date_of_birth").name in named
    early = dsl.post(page(incident, "check-list"), data={"against": "SIMS", "version": "1"})
    assert "after=" in early.location
    assert at.facts(incident).people.list_checked_at is None


@pytest.mark.clause("DBRP-1.5")
def test_because_we_must_is_last_where_the_risk_does_not_oblige(
    dpo: FlaskClient, at: School
) -> None:
    address = page(telling.breach(at, LegalRisk.RISK), "decide-people")
    radios = BeautifulSoup(dpo.get(address).data, "html.parser").select("input[name=choice]")
    assert radios[-1]["value"] == PeopleChoice.OBLIGED
    refused = dpo.post(address, data={"choice": PeopleChoice.OBLIGED})
    assert "The recorded risk is not high, so the law does not oblige you" in text(refused)


def test_choices_are_set_off_by_or_only_where_asked(
    dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident)
    person = telling.child(at, incident, "held_back")
    shown = dsl.get(page(incident, f"people/{person.id}/settle/support"))
    assert not BeautifulSoup(shown.data, "html.parser").select(".govuk-radios__divider")
