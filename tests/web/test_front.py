"""A school's own page: found by everybody, says nothing of anybody's sign-in."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask, request
from werkzeug.test import TestResponse

from portal.web.strangers import StrangersBlueprint, prepare
from tests.portal_app import ClientFor


def words(reply: TestResponse) -> str:
    return " ".join(BeautifulSoup(reply.data, "html.parser").get_text(" ").split())


@pytest.mark.clause("DBRP-6.1.1", "SIP-1-anon")
def test_whoever_is_not_signed_in_finds_the_ways_to_report(portal_app: Flask) -> None:
    client = portal_app.test_client()
    reply = client.get("/wentworth/")
    assert reply.status_code == 200
    page = BeautifulSoup(reply.data, "html.parser")
    assert len(page.find_all("h1")) == 1
    assert "Wentworth" in words(reply)
    assert "Data protection officer" in words(reply)
    assert "Is a child in danger?" in words(reply)
    ways = {link.get_text(strip=True): str(link["href"]) for link in page.main.find_all("a")}  # type: ignore[union-attr]
    assert client.get(ways["Report without giving your name"]).status_code == 200
    assert client.get(ways["I have a receipt code"]).status_code == 200
    assert "/sign-in" in client.get(ways["Report an incident"]).location


def test_the_anonymous_way_is_shown_only_where_the_policy_offers_it(portal_app: Flask) -> None:
    shown = words(portal_app.test_client().get("/wormley/"))
    assert "Report an incident" in shown
    assert "Report without giving your name" not in shown
    assert "I have a receipt code" not in shown


def test_only_schools_have_one(portal_app: Flask) -> None:
    client = portal_app.test_client()
    for slug in ("nowhere", "eastern-data-protection-service", "anglia-county-council"):
        assert client.get(f"/{slug}/").status_code == 404, slug


def test_it_looks_at_nobodys_sign_in(client_for: ClientFor) -> None:
    client = client_for("wentworth.head")
    reply = client.get("/wentworth/")
    assert "Set-Cookie" not in reply.headers
    assert "Sign out" not in words(reply)
    assert client.get("/wentworth/incidents/").status_code == 200


def test_under_a_prefix_the_hosts_pages_beside_it_keep_their_cookies() -> None:
    app, ours = Flask(__name__), StrangersBlueprint("ours", __name__, url_prefix="/<slug>")
    ours.is_one_page = True
    ours.add_url_rule("/", view_func=lambda slug: str(dict(request.cookies)))
    app.add_url_rule("/portal/account/", view_func=lambda: str(dict(request.cookies)))
    prepare(app, ours, "/portal")
    app.register_blueprint(ours, url_prefix="/portal/<slug>")
    client = app.test_client()
    client.set_cookie("session", "somebody")
    assert "somebody" in client.get("/portal/account/").text
    assert client.get("/portal/wentworth/").text == "{}"
