"""The standalone host: who gets in, who does not, and who is who."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from standalone.demo import PASSWORD
from standalone.users import User, db
from tests.hosts.pages import hidden_fields, send, signed_in_as, soup
from tests.statements import noted

HEAD = "wormley.head@example.org"


def let_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    assert send(client, "/sign-in", email=email, password=PASSWORD).status_code == 302
    return client


def test_signing_in_leads_home(app: Flask) -> None:
    client = app.test_client()
    answer = send(client, "/sign-in", email="Wormley.Head@example.org", password=PASSWORD)
    assert answer.location == "/"
    assert signed_in_as(client.get("/")) == "Caroline Whitlock"


def test_whoever_is_not_signed_in_is_asked_to_and_then_gets_where_they_wanted(app: Flask) -> None:
    client = app.test_client()
    asked = client.get("/wormley/incidents/")
    assert asked.location.startswith("/sign-in?next=")
    answer = send(client, asked.location, email=HEAD, password=PASSWORD)
    assert answer.location == "/wormley/incidents/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(app: Flask, elsewhere: str) -> None:
    answer = send(app.test_client(), "/sign-in", email=HEAD, password=PASSWORD, next=elsewhere)
    assert re.fullmatch(r"(/([^/\\].*)?)?", answer.headers.get("Location", ""))


@pytest.mark.parametrize("elsewhere", ["//evil.example", "/\\evil.example", "//[", "/\r\nx"])
def test_a_link_to_the_sign_in_page_leads_nowhere_else(app: Flask, elsewhere: str) -> None:
    answer = app.test_client().get("/sign-in", query_string={"next": elsewhere})
    assert (answer.status_code, answer.location) == (303, "/sign-in")


@pytest.mark.parametrize(
    ("email", "password"), [(HEAD, "wrong"), ("nobody@example.org", PASSWORD), ("", "")]
)
def test_what_was_wrong_is_not_told(app: Flask, email: str, password: str) -> None:
    client = app.test_client()
    answer = send(client, "/sign-in", email=email, password=password)
    problems = [
        each.get_text(strip=True) for each in soup(answer).select(".govuk-error-summary li")
    ]
    assert problems == ["Check your e-mail address and password: together they are not right"]
    assert client.get("/").location.startswith("/sign-in")


def test_signing_out_ends_it_everywhere(app: Flask) -> None:
    client = let_in(app, HEAD)
    elsewhere = let_in(app, HEAD)
    copied = client.get_cookie("session")
    page = client.get("/")
    way_out = soup(page).select_one("form[action='/sign-out']")
    assert way_out is not None
    assert client.post("/sign-out").status_code == 400
    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/sign-out", data=hidden_fields(page)).location == "/sign-in"
    assert copied is not None
    client.set_cookie("session", copied.value)
    for browser in (client, elsewhere):
        assert browser.get("/").location.startswith("/sign-in")


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"email": HEAD, "password": PASSWORD})
    assert answer.status_code == 400
    assert soup(answer).title is not None


def test_two_people_and_a_stranger_at_once_see_their_own(app: Flask) -> None:
    """Fails when pytest-flask's `_push_request_context` comes back: then they share one `g`."""
    head, teacher, stranger = (
        let_in(app, HEAD),
        let_in(app, "wentworth.teacher@example.org"),
        app.test_client(),
    )
    for _again in range(2):
        assert signed_in_as(head.get("/")) == "Caroline Whitlock"
        assert stranger.get("/").status_code == 302
        assert signed_in_as(teacher.get("/")) == "Samira Haddad"
    assert head.get("/wentworth/incidents/").status_code == 404
    assert teacher.get("/wormley/incidents/").status_code == 404


def test_a_new_session_identity_keeps_the_person(app: Flask) -> None:
    """As after a change of password: other sessions end, the person stays the same."""
    client = let_in(app, HEAD)
    with app.app_context():
        user = db.session.scalars(db.select(User).where(User.email == HEAD)).one()
        user.fs_uniquifier = "renewed"
        db.session.commit()
    assert client.get("/").location.startswith("/sign-in")
    assert signed_in_as(let_in(app, HEAD).get("/")) == "Caroline Whitlock"


def test_a_request_asks_for_its_user_once(app: Flask) -> None:
    client = let_in(app, HEAD)
    with app.app_context():
        engine = db.engine
    with noted(engine) as statements:
        client.get("/")
    assert sum("standalone_user" in statement for statement in statements) == 1


def guess(client: FlaskClient, email: str, tries: int, **sent_from: str) -> list[int]:
    """Statuses of wrong passwords; 'N' in an address is the try's number."""
    typed = hidden_fields(client.get("/sign-in")) | {"email": email, "password": "guess"}
    places = [
        {name: value.replace("N", str(each)) for name, value in sent_from.items()}
        for each in range(tries)
    ]
    return [client.post("/sign-in", data=typed, environ_base=at).status_code for at in places]


def test_a_password_cannot_be_tried_for_ever(app: Flask) -> None:
    client = app.test_client()
    email = "wentworth.chair@example.org"
    assert guess(client, email, 11) == [200] * 10 + [429]
    assert guess(client, email.replace(".", "\x01.").upper(), 1) == [429]
    another = send(client, "/sign-in", email=email.replace("i", "\u0130"), password=PASSWORD)
    assert another.status_code == 200
    refused = send(client, "/sign-in", email=email, password=PASSWORD)
    assert soup(refused).h1.get_text() == "Too many tries"  # type: ignore[union-attr]  # every page has one
    let_in(app, HEAD)


def test_nor_from_many_places_which_locks_nobody_out_of_their_own_browser(app: Flask) -> None:
    email = "wormley.chair@example.org"
    own, stranger = let_in(app, email), app.test_client()
    own.delete_cookie("session")
    assert guess(stranger, email, 51, REMOTE_ADDR="10.1.0.N") == [200] * 50 + [429]
    refused = send(stranger, "/sign-in", email=email, password=PASSWORD)
    assert refused.status_code == 429
    assert "choose a new one" in refused.text
    assert send(own, "/sign-in", email=email, password=PASSWORD).status_code == 302
    own.delete_cookie("session")
    assert guess(own, email, 51, REMOTE_ADDR="10.2.0.N") == [200] * 50 + [429]


def test_nor_by_a_program(app: Flask) -> None:
    """Flask-Security takes JSON, also several addresses of which it reads the first."""
    client = app.test_client()
    typed = hidden_fields(client.get("/sign-in"))
    headers = {"Accept": "application/json", "X-CSRFToken": typed["csrf_token"]}
    for each in range(10):
        said = {"email": ["wormley.chair@example.org", str(each)], "password": "guess"}
        client.post("/sign-in", headers=headers, json=said)
    said = {"email": [HEAD, "another"], "password": PASSWORD}
    assert client.post("/sign-in", headers=headers, json=said).status_code == 429
