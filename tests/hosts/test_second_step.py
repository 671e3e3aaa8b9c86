"""A code of one's phone beside the password: set up, asked, lost, and never gone around."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.jobs.worker import run_worker
from standalone.demo import PASSWORD
from standalone.sign_in import forgotten
from standalone.sign_in.second_step import codes, gate, kept, shown
from standalone.users import SecondStep, User, db
from tests.databases import Database
from tests.hosts.pages import hidden_fields, send, signed_in_as, soup
from tests.mail_sink import MailSink
from tests.portal_app import dispose, make_app

DPO = "service.dpo@example.org"
NAME = "Ruth Adeyemi"
TEACHER = "wormley.teacher@example.org"
OWN = "/sign-in/second-step"
NEW = f"{OWN}/new"
SPARES = "/sign-in/spare-codes"
CODE = "/sign-in/code"
HOME = "/"
SERVICE = "eastern-data-protection-service"
NIA = "nia@example.org"
ADD = ("--name", "Nia North", "--role", "dpo", "--email", NIA, "--phone", "01632 960300")


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
        self.secret, self._turn = secret, 0

    def code(self) -> str:
        self._turn = max(self._turn + 1, int(time.time()) // codes.SECONDS)
        return pyotp.HOTP(self.secret).at(self._turn)


def with_password(app: Flask, email: str = DPO) -> FlaskClient:
    client = app.test_client()
    assert send(client, "/sign-in", email=email, password=PASSWORD).status_code == 302
    return client


def set_up(client: FlaskClient) -> tuple[Phone, list[str]]:
    page = client.get(NEW)
    phone = phone_of(page)
    said = hidden_fields(page) | {"password": PASSWORD, "code": phone.code()}
    for _press in range(2):
        assert client.post(NEW, data=said).location == SPARES
    return phone, spares_on(client)


def phone_of(page: TestResponse) -> Phone:
    key = soup(page).select_one("#secret-key")
    assert key is not None
    return Phone(key.get_text().replace(" ", ""))


def spares_on(client: FlaskClient) -> list[str]:
    shown = soup(client.get(SPARES)).select_one("#spare-codes")
    return shown.get_text().split() if shown else []


def forget(app: Flask, email: str = DPO) -> int:
    return app.test_cli_runner().invoke(args=("portal", "codes", "forget", email)).exit_code


def test_a_code_is_asked_beside_the_password(app: Flask) -> None:
    """And opens nothing twice; the address that was wanted is kept; who was in elsewhere is out."""
    elsewhere = with_password(app)
    phone, printed = set_up(client := with_password(app))
    assert signed_in_as(client.get(HOME)) == NAME
    assert elsewhere.get(HOME).location.startswith("/sign-in")
    assert len(set(printed)) == codes.SPARE_CODES

    client = with_password(app)
    wanted = client.get("/wormley/incidents/")
    assert client.get(wanted.location).location == f"{CODE}?next=/wormley/incidents/"
    asked = f"{CODE}?next=/wormley/incidents/"
    code = phone.code()
    assert send(client, asked, code="wrong").status_code == 422
    assert client.get(HOME).status_code == 302
    assert send(client, asked, code=f" {code[:3]} {code[3:]} ").location == "/wormley/incidents/"
    assert signed_in_as(client.get(HOME)) == NAME
    again = with_password(app)
    assert send(again, CODE, code=code).status_code == 422, "taken once"
    assert send(again, CODE, code=printed[0].upper()).location == HOME
    third = with_password(app)
    assert send(third, CODE, code=printed[0]).status_code == 422, "taken once"


def test_its_owner_is_told_by_mail_that_it_was_set_up_or_removed(
    demo_database: Database, valkey: str, smtp: MailSink
) -> None:
    """Also by the operator; and without a worker that can be asked it is changed all the same."""
    app = make_app(demo_database, REDIS_URL=valkey, MAIL_HOST="127.0.0.1", MAIL_PORT=smtp.port)
    before = len(smtp.caught)
    phone, _ = set_up(with_password(app, TEACHER))
    assert forget(app, TEACHER) == 0
    run_worker(app, burst=True)
    mails = [one.message for one in smtp.caught[before:] if one.message["To"] == TEACHER]
    assert len(mails) == 2
    assert {str(mail["Subject"]).rpartition("was ")[2] for mail in mails} == {"set up", "removed"}
    for mail in mails:
        text = " ".join(str(mail.get_content()).split())
        assert f"Ring the data protection officer now: {NAME}, 01632" in text
        assert "://" not in text
        assert phone.secret not in text
    dispose(app)


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
    page = client.get(NEW)
    said = {"password": "not known", "code": phone_of(page).code()}
    assert client.post(NEW, data=hidden_fields(page) | said).status_code == 422
    assert signed_in_as(with_password(app).get(HOME)) == NAME


def test_guessing_ends_soon(app: Flask) -> None:
    _, printed = set_up(with_password(app))
    client = with_password(app)
    tries = [send(client, CODE, code="wrong").status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    refused = send(with_password(app), CODE, code=printed[0])
    assert refused.status_code == 429, "in any browser"
    assert "Sign in as somebody else" in refused.text


def test_it_is_looked_after_with_a_code_alone(app: Flask) -> None:
    _, printed = set_up(client := with_password(app))
    assert send(client, OWN, change="stop", code="wrong").status_code == 422
    assert send(client, OWN, change="spares", code=printed[0]).location == SPARES
    fresh = spares_on(client)
    assert len({*fresh} - {*printed}) == codes.SPARE_CODES
    assert spares_on(client) == fresh, "a phone that was put away loads the page again"
    with client.session_transaction() as session:
        since, sealed = session[shown.SPARES.name]
        session[shown.SPARES.name] = (since - shown.SPARES.lasts.total_seconds(), sealed)
    assert client.get(SPARES).location == OWN
    assert send(client, OWN, change="stop", code=printed[1]).status_code == 422
    assert send(client, OWN, change="stop", code=fresh[0]).location == HOME
    assert signed_in_as(with_password(app).get(HOME)) == NAME


def test_the_key_stays_while_one_is_in_the_app_and_is_new_for_another_phone(app: Flask) -> None:
    keys = []
    client = with_password(app)
    for _phone in range(2):
        keys.append(phone_of(client.get(NEW)).secret)
        assert phone_of(client.get(NEW)).secret == keys[-1]
        _, printed = set_up(client)
        assert send(client, OWN, change="another", code=printed[0]).location == NEW
    assert keys[0] != keys[1]


def test_turned_on_by_two_presses_it_is_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(with_password(app))
    monkeypatch.setattr(kept, "find", lambda _id: None)  # as the press that looked too early
    with app.app_context():
        user = db.session.scalars(db.select(User).where(User.email == DPO)).one()
        secret = codes.new_secret()
        assert kept.begin(user, secret, pyotp.TOTP(secret).now()) is None


def test_somebody_else_can_sign_in_at_the_same_browser(app: Flask) -> None:
    """They see nothing of the one before."""
    set_up(client := with_password(app))
    client.post("/sign-out", data=hidden_fields(client.get(HOME)))
    half = send(client, "/sign-in", email=DPO, password=PASSWORD)
    assert "known_" not in str(half.headers), "not known by the password alone"
    assert send(client, CODE, code="").status_code == 422
    left = client.post("/sign-in/another", data=hidden_fields(client.get(CODE)))
    assert left.location == "/sign-in"
    assert client.get("/sign-in").status_code == 200
    send(client, "/sign-in", email=TEACHER, password=PASSWORD)
    assert signed_in_as(client.get(HOME))
    assert not spares_on(client)


def test_the_password_is_asked_again_of_whoever_owes_no_code_or_went_away(app: Flask) -> None:
    """Nobody is made to set one up who may choose, nor finds a browser in which others may."""
    set_up(lost_phone := with_password(app))
    gone, half = with_password(app), with_password(app)
    assert gone.get("/sign-in").location == half.get("/sign-in").location == CODE
    with gone.session_transaction() as session:
        session[gate.BEGUN_AT] -= gate.HALF_WAY_FOR.total_seconds()
    assert gone.get("/sign-in").status_code == 200
    assert signed_in_as(lost_phone.get(HOME)) == NAME
    assert forget(app) == 0
    assert half.get("/sign-in").status_code == 200
    assert lost_phone.get(HOME).location.startswith("/sign-in")
    assert forget(app) == 1
    assert signed_in_as(with_password(app).get(HOME)) == NAME


@pytest.fixture
def strict(demo_database: Database) -> Iterator[Flask]:
    """Where whoever handles incidents must have one."""
    made = make_app(demo_database, SIGN_IN_CODES="handlers")
    yield made
    with made.app_context():
        db.session.execute(db.delete(SecondStep))
        db.session.commit()
    dispose(made)


def test_whoever_handles_incidents_must_have_one_and_whoever_reports_need_not(
    strict: Flask,
) -> None:
    assert signed_in_as(with_password(strict, TEACHER).get(HOME))
    client = with_password(strict)
    assert client.get(HOME).location.startswith("/sign-in")
    assert client.get("/sign-in?next=/schools").location == f"{CODE}?next=/schools"
    assert client.get(f"{CODE}?next=/schools").location == f"{NEW}?next=/schools"
    assert "Sign in as somebody else" in client.get(NEW).text
    _, printed = set_up(client)
    assert signed_in_as(client.get(HOME)) == NAME
    assert send(client, OWN, change="stop", code=printed[0]).status_code == 422
    assert send(client, OWN, change="another", code=printed[1]).location == NEW
    assert client.get(HOME).location.startswith("/sign-in"), "until it is set up"
    set_up(client)
    assert forget(strict) == 0
    assert with_password(strict).get("/sign-in").location == CODE


def test_whoever_becomes_one_of_them_by_an_invitation_must_have_one_as_well(strict: Flask) -> None:
    runner = strict.test_cli_runner()
    there = ("--organisation", SERVICE)
    runner.invoke(args=("portal", "person", "add", *there, *ADD))
    shown = runner.invoke(args=("portal", "person", "invite", NIA, *there, "--show-link"))
    link = re.search(rf"/{SERVICE}/invitation/(\S+)", shown.output)
    assert link is not None
    client = strict.test_client()
    password = {"password": PASSWORD, "again": PASSWORD}
    assert send(client, f"/welcome/{SERVICE}/{link[1]}", **password).location == HOME
    assert client.get(HOME).location.startswith("/sign-in")
    assert client.get("/sign-in").location == CODE


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
