"""A school's own page: found by everybody, says nothing of anybody's sign-in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.portal_app import ClientFor


def words(reply: TestResponse) -> str:
    return " ".join(BeautifulSoup(reply.data, "html.parser").get_text(" ").split())


@pytest.mark.clause("DBRP-6.1.1", "SIP-1-anon")
def test_whoever_is_not_signed_in_finds_the_ways_to_report(portal_app: Flask) -> None:
    client = portal_app.test_client()
    reply = client.get("/wentworth/public/")
    assert reply.status_code == 200
    page = BeautifulSoup(reply.data, "html.parser")
    assert len(page.find_all("h1")) == 1
    assert "Wentworth" in words(reply)
    assert "Data protection officer" in words(reply)
    assert "Is a child in danger?" in words(reply)
    ways = {link.get_text(strip=True): str(link["href"]) for link in page.main.find_all("a")}  # type: ignore[union-attr]  # every page has one
    assert client.get(ways["Report without giving your name"]).status_code == 200
    assert client.get(ways["I have a receipt code"]).status_code == 200
    assert client.get(ways["tell the school about an incident"]).status_code == 200
    assert "/sign-in" in client.get(ways["Report an incident"]).location


def test_the_anonymous_way_is_shown_only_where_the_policy_offers_it(portal_app: Flask) -> None:
    shown = words(portal_app.test_client().get("/wormley/public/"))
    assert "Report an incident" in shown
    assert "Report without giving your name" not in shown
    assert "tell the school about an incident" in shown


@pytest.mark.clause("SIP-1-anon")
def test_the_mailbox_of_anonymous_reports_is_named_where_staff_look(
    client_for: ClientFor,
) -> None:
    address = "quietly@wentworth.example.org"
    office = client_for("wentworth.office")
    said = {"email": address, "kind": "anonymous", "once": str(uuid4())}
    places = ("public/", "report/how", "manage/public-page/poster")
    assert not any(address in office.get(f"/wentworth/{place}").text for place in places)
    reply = office.post("/wentworth/manage/registers/mailboxes/new", data=said)
    assert reply.status_code == 303, words(reply)
    assert [address in office.get(f"/wentworth/{place}").text for place in places] == [True] * 3


def test_only_schools_have_one(portal_app: Flask) -> None:
    client = portal_app.test_client()
    for slug in ("nowhere", "eastern-data-protection-service", "anglia-county-council"):
        assert client.get(f"/{slug}/public/").status_code == 404, slug


def test_it_looks_at_nobodys_sign_in(client_for: ClientFor) -> None:
    client = client_for("wentworth.head")
    reply = client.get("/wentworth/public/")
    assert "Set-Cookie" not in reply.headers
    assert "Sign out" not in words(reply)
    assert client.get("/wentworth/incidents/").status_code == 200


def test_a_list_that_shows_only_ones_own_does_not_say_that_there_are_none(
    client_for: ClientFor,
) -> None:
    said = "No incidents that you are part of"
    assert said in client_for("wentworth.chair").get("/wentworth/incidents/").text
    assert "No incidents yet" in client_for("wentworth.head").get("/wentworth/incidents/").text


@pytest.mark.parametrize(
    ("who", "place"),
    [
        ("wentworth.teacher", "/wentworth/incidents/"),
        ("service.dpo", "/eastern-data-protection-service/public/accessibility"),
    ],
)
def test_each_page_of_an_organisation_leads_to_how_accessible_it_is(
    client_for: ClientFor, who: str, place: str
) -> None:
    client = client_for(who)
    foot = BeautifulSoup(client.get(place).data, "html.parser").footer
    assert foot
    link = foot.find("a", string="Accessibility and cookies")
    assert link
    reply = client.get(str(link["href"]))
    assert "Set-Cookie" not in reply.headers
    assert "partly compliant" in words(reply)
    assert "or after 4 hours" in words(reply)
