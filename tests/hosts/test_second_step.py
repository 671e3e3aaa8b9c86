"""A code of one's phone beside the password: set up, asked, lost, and never gone around."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from standalone.demo import PASSWORD
from standalone.sign_in import forgotten
from standalone.sign_in.second_step import codes, kept
from standalone.users import SecondStep, User, db
from tests.databases import Database
from tests.hosts.pages import hidden_fields, send, signed_in_as, soup
from tests.portal_app import dispose, make_app

DPO = "service.dpo@example.org"
NAME = "Ruth Adeyemi"
TEACHER = "wormley.teacher@example.org"
OWN = "/sign-in/second-step"
CODE = "/sign-in/code"
HOME = "/"


@pytest.fixture
def app(demo_database: Database) -> Iterator[Flask]:
    made = make_app(demo_database)
    yield made
    with made.app_context():
        db.session.execute(db.delete(SecondStep))
        db.session.commit()
    dispose(made)


class Phone:
    """Shows each code once, as its owner types it: never one of a turn that has been used."""

    def __init__(self, secret: str) -> None:
        self._shown, self._turn = pyotp.HOTP(secret), 0

    def code(self) -> str:
        self._turn = max(self._turn + 1, int(time.time()) // codes.SECONDS)
        return self._shown.at(self._turn)


def with_password(app: Flask, email: str = DPO) -> FlaskClient:
    client = app.test_client()
    assert send(client, "/sign-in", email=email, password=PASSWORD).status_code == 302
    return client


def set_up(client: FlaskClient) -> tuple[Phone, list[str]]:
    page = client.get(OWN)
    key = soup(page).select_one("#secret-key")
    assert key is not None
    phone = Phone(key.get_text().replace(" ", ""))
    said = {"password": PASSWORD, "code": phone.code()}
    shown = soup(client.post(OWN, data=hidden_fields(page) | said))
    spares = shown.select_one("#spare-codes")
    assert spares is not None
    return phone, spares.get_text().split()


def test_a_code_is_asked_beside_the_password(app: Flask) -> None:
    """And opens nothing twice; the address that was wanted is kept; who was in elsewhere is out."""
    elsewhere = with_password(app)
    phone, spares = set_up(client := with_password(app))
    assert signed_in_as(client.get(HOME)) == NAME
    assert elsewhere.get(HOME).location.startswith("/sign-in")
    assert len(set(spares)) == codes.SPARE_CODES

    client = with_password(app)
    wanted = client.get("/wormley/incidents/")
    assert client.get(wanted.location).location == f"{CODE}?next=/wormley/incidents/"
    asked = f"{CODE}?next=/wormley/incidents/"
    code = phone.code()
    assert send(client, asked, code="123456").status_code == 422
    assert client.get(HOME).status_code == 302
    assert send(client, asked, code=f" {code[:3]} {code[3:]} ").location == "/wormley/incidents/"
    assert signed_in_as(client.get(HOME)) == NAME
    again = with_password(app)
    assert send(again, CODE, code=code).status_code == 422, "taken once"
    assert send(again, CODE, code=spares[0].upper()).location == HOME
    third = with_password(app)
    assert send(third, CODE, code=spares[0]).status_code == 422, "taken once"


def test_no_way_in_goes_around_it(app: Flask) -> None:
    """Not the link to a new password, not a session begun before, and no page opens half-way."""
    set_up(with_password(app))
    client = with_password(app)
    for rule in app.url_map.iter_rules():
        if not rule.arguments and "GET" in (rule.methods or ()):
            answer = client.get(rule.rule)
            assert NAME not in answer.text, rule.rule
    assert client.get(OWN).location == CODE
    with app.app_context():
        user = db.session.scalars(db.select(User).where(User.email == DPO)).one()
        link = f"/forgotten-password/{user.id}/{forgotten._token(user)}"
    fresh = app.test_client()
    chosen = send(fresh, link, password=PASSWORD, again=PASSWORD)
    assert chosen.status_code == 303
    assert fresh.get(HOME).location.startswith("/sign-in")
    assert fresh.get("/sign-in").location == CODE


def test_whoever_finds_the_browser_open_turns_nothing_on(app: Flask) -> None:
    """They would lock its owner out with a phone of theirs."""
    client = with_password(app)
    page = client.get(OWN)
    key = soup(page).select_one("#secret-key")
    assert key is not None
    said = {"password": "not known", "code": Phone(key.get_text().replace(" ", "")).code()}
    assert client.post(OWN, data=hidden_fields(page) | said).status_code == 422
    assert signed_in_as(with_password(app).get(HOME)) == NAME


def test_guessing_ends_soon(app: Flask) -> None:
    _, spares = set_up(with_password(app))
    client = with_password(app)
    tries = [send(client, CODE, code="000000").status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert send(with_password(app), CODE, code=spares[0]).status_code == 429, "in any browser"


def test_it_is_looked_after_with_a_code_alone(app: Flask) -> None:
    _, spares = set_up(client := with_password(app))
    assert send(client, OWN, change="stop", code="000000").status_code == 422
    shown = soup(send(client, OWN, change="spares", code=spares[0])).select_one("#spare-codes")
    assert shown is not None
    fresh = shown.get_text().split()
    assert not {*fresh} & {*spares}
    assert send(client, OWN, change="stop", code=spares[1]).status_code == 422
    assert send(client, OWN, change="stop", code=fresh[0]).location == HOME
    assert signed_in_as(with_password(app).get(HOME)) == NAME


def test_turned_on_by_two_presses_it_is_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(with_password(app))
    monkeypatch.setattr(kept, "find", lambda _id: None)  # as the press that looked too early
    with app.app_context():
        user = db.session.scalars(db.select(User).where(User.email == DPO)).one()
        secret = codes.new_secret()
        assert kept.begin(user, secret, pyotp.TOTP(secret).now()) is None


def test_somebody_else_can_sign_in_at_the_same_browser(app: Flask) -> None:
    set_up(with_password(app))
    client = with_password(app)
    assert send(client, CODE, code="").status_code == 422
    left = client.post("/sign-in/another", data=hidden_fields(client.get(CODE)))
    assert left.location == "/sign-in"
    assert client.get("/sign-in").status_code == 200
    send(client, "/sign-in", email=TEACHER, password=PASSWORD)
    assert signed_in_as(client.get(HOME))


def test_whoever_handles_incidents_must_have_one_and_whoever_reports_need_not(
    demo_database: Database,
) -> None:
    made = make_app(demo_database, SIGN_IN_CODES="handlers")
    try:
        assert signed_in_as(with_password(made, TEACHER).get(HOME))
        client = with_password(made)
        assert client.get(HOME).location.startswith("/sign-in")
        assert client.get("/sign-in").location == CODE
        assert client.get(CODE).location == OWN
        set_up(client)
        assert signed_in_as(client.get(HOME)) == NAME
        forget = ("portal", "codes", "forget", DPO)
        runner = made.test_cli_runner()
        assert runner.invoke(args=forget).exit_code == 0
        assert runner.invoke(args=forget).exit_code == 1
        assert with_password(made).get("/sign-in").location == CODE
    finally:
        with made.app_context():
            db.session.execute(db.delete(SecondStep))
            db.session.commit()
        dispose(made)


def test_a_setting_that_nobody_knows_is_refused(demo_database: Database) -> None:
    with pytest.raises(ValueError, match="SIGN_IN_CODES"):
        make_app(demo_database, SIGN_IN_CODES="sometimes")


@pytest.mark.parametrize(
    ("typed", "after", "turn"),
    [("287082", 0, 1), ("287082", 1, None), ("287 082", 0, 1), ("", 0, None)],
    ids=["right", "used", "as phones show it", "empty"],
)
def test_codes_are_those_of_the_standard(typed: str, after: int, turn: int | None) -> None:
    """RFC 6238, appendix B: at 59 seconds the six digits are 287082."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds in (30, 59, 89):
        at = datetime.fromtimestamp(seconds, UTC)
        assert codes.turn_of(secret, typed, at, after=after) == turn
    late = datetime.fromtimestamp(90 + codes.SECONDS, UTC)
    assert codes.turn_of(secret, typed, late, after=0) is None
