"""How one signs in, looked after by oneself: another address, another password."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.jobs.worker import run_worker
from portal.store.audit import verify_all
from standalone.demo import PASSWORD
from standalone.sign_in.own import NOT_YOURS, TAKEN, THE_SAME, WRONG
from tenants.db import Scope, open_session
from tenants.models import DpoAppointment, Person
from tenants.organisations import find_organisation
from tests.databases import Database
from tests.hosts.pages import send, signed_in_as
from tests.mail_sink import MailSink
from tests.portal_app import dispose, make_app

DPO, TEACHER, COUNCIL = (
    f"{who}@example.org" for who in ("service.dpo", "wormley.teacher", "council.officer")
)
OWN = "/sign-in/own/"
ADDRESS, CODE, NEW_PASSWORD = f"{OWN}address", f"{OWN}address/code", f"{OWN}password"
CHOSEN = "nine quiet herons"


@pytest.fixture
def app(demo_database: Database, valkey: str, smtp: MailSink) -> Iterator[Flask]:
    made = make_app(demo_database, REDIS_URL=valkey, MAIL_HOST="127.0.0.1", MAIL_PORT=smtp.port)
    yield made
    dispose(made)


def sign_in(app: Flask, email: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    send(client, "/sign-in", email=email, password=password)
    return client


def mailed(app: Flask, smtp: MailSink) -> dict[str, str]:
    """What a worker sends now, by address."""
    before = len(smtp.caught)
    run_worker(app, burst=True)
    mails = [one.message for one in smtp.caught[before:]]
    return {str(mail["To"]): " ".join(str(mail.get_content()).split()) for mail in mails}


def code_in(text: str) -> str:
    found = re.search(r"Your code is (\d{6})", text)
    return found[1] if found else ""


def asks_for(client: FlaskClient, email: str, password: str = PASSWORD) -> str:
    """Ask for another address; what is wrong, or where it leads."""
    answer = send(client, ADDRESS, email=email, password=password)
    return answer.location or answer.text


def known(app: Flask, name: str, *schools: str) -> tuple[set[str], set[str]]:
    """At which addresses people and named officers of these organisations are called so."""
    engine = app.extensions["portal"].services().engine
    scope = Scope.of(*(found for one in schools if (found := find_organisation(engine, one))))
    with open_session(engine, scope) as session:
        person = sa.select(Person.email).where(Person.name == name)
        officer = sa.select(DpoAppointment.email).where(DpoAppointment.name == name)
        return {*session.scalars(person)}, {*session.scalars(officer)}


@pytest.mark.parametrize("page", [OWN, ADDRESS, CODE, NEW_PASSWORD])
def test_nobody_is_asked_before_they_are_signed_in(app: Flask, page: str) -> None:
    assert app.test_client().get(page).location == f"/sign-in?next={page}"


def test_an_address_changes_once_the_code_that_went_there_is_typed(
    app: Flask, smtp: MailSink
) -> None:
    client, elsewhere = sign_in(app, TEACHER), sign_in(app, TEACHER)
    assert TEACHER in client.get(OWN).text
    assert client.get(CODE).location == OWN, "nothing was sent"
    assert NOT_YOURS in asks_for(client, "new@example.org", "wrong")
    assert THE_SAME in asks_for(client, TEACHER.title())
    assert asks_for(client, "new@example.org") == CODE
    code = code_in(mailed(app, smtp)["new@example.org"])
    assert "new@example.org" in client.get(CODE).text
    assert WRONG in send(client, CODE, code=str(int(code) ^ 1)).text
    assert TEACHER in client.get(OWN).text
    assert send(client, CODE, code=f"{code[:3]} {code[3:]}").location == OWN
    assert "new@example.org" in client.get(OWN).text
    assert client.get(CODE).location == OWN, "a code is good once"
    assert signed_in_as(elsewhere.get("/")) == ""
    told = mailed(app, smtp)[TEACHER]
    assert "this one signs you in no more" in told
    assert "Ring the data protection officer now: Ruth Adeyemi" in told
    assert signed_in_as(sign_in(app, TEACHER).get("/")) == ""
    assert signed_in_as(sign_in(app, "New@example.org").get("/")) == "Ellie Farrow"
    assert known(app, "Ellie Farrow", "wormley")[0] == {"new@example.org"}

    elsewhere = sign_in(app, "wormley.dsl@example.org")
    office = sign_in(app, "wormley.office@example.org")
    people = "/wormley/manage/people"
    (person,) = re.findall(rf"{people}/([0-9a-f-]{{36}})\">Margaret", office.get(f"{people}/").text)
    said = {"name": "Margaret Oyelaran", "email": "dsl@school.example", "phone": "01632 960300"}
    assert send(office, f"{people}/{person}/details", **said).status_code == 303
    asks_for(elsewhere, "mo@example.org")
    send(elsewhere, CODE, code=code_in(mailed(app, smtp)["mo@example.org"]))
    assert known(app, "Margaret Oyelaran", "wormley")[0] == {"dsl@school.example"}, (
        "as the school says"
    )

    command = ("portal", "user", "move", "new@example.org", TEACHER)
    assert app.test_cli_runner().invoke(args=command).exit_code == 0
    assert known(app, "Ellie Farrow", "wormley")[0] == {TEACHER}
    assert app.test_cli_runner().invoke(args=command).exit_code != 0
    mailed(app, smtp)


def test_an_officers_schools_print_the_new_address(app: Flask, smtp: MailSink) -> None:
    places = ("eastern-data-protection-service", "wormley", "wentworth")
    for was, now in ((DPO, "dpo@north.example"), ("dpo@north.example", DPO)):
        client = sign_in(app, was)
        assert asks_for(client, now) == CODE
        send(client, CODE, code=code_in(mailed(app, smtp)[now]))
        assert known(app, "Ruth Adeyemi", *places) == ({now}, {now})
        mailed(app, smtp)
    ok = verify_all(app.extensions["portal"].services().engine)
    assert all(one.ok for one in ok.values())


def test_an_overseer_too(app: Flask, smtp: MailSink) -> None:
    client = sign_in(app, COUNCIL)
    asks_for(client, "gt@example.org")
    send(client, CODE, code=code_in(mailed(app, smtp)["gt@example.org"]))
    assert known(app, "Gwen Tudor", "anglia-county-council")[0] == {"gt@example.org"}
    mailed(app, smtp)


def test_no_page_tells_whose_address_it_is_and_nobody_gets_another_ones(
    app: Flask, smtp: MailSink
) -> None:
    client = sign_in(app, TEACHER)
    assert asks_for(client, DPO) == CODE
    sent = mailed(app, smtp)
    assert "It has a sign-in already" in sent[DPO]
    assert not code_in(sent[DPO])
    assert WRONG in send(client, CODE, code="123456").text

    both = sign_in(app, "wormley.it@example.org"), client
    for one in both:
        assert asks_for(one, "same@example.org") == CODE
    run_worker(app, burst=True)
    first, second = (code_in(str(one.message.get_content())) for one in smtp.caught[-2:])
    assert send(both[0], CODE, code=first).location == OWN
    assert TAKEN in send(both[1], CODE, code=second).text
    assert signed_in_as(client.get("/")) == "Ellie Farrow", "still signed in, as before"
    mailed(app, smtp)


def test_guessing_has_an_end(app: Flask) -> None:
    client = sign_in(app, "wormley.slt@example.org")
    answers = [send(client, NEW_PASSWORD, current=str(n)).status_code for n in range(12)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_another_password_ends_what_was_open_elsewhere(app: Flask, smtp: MailSink) -> None:
    who = "wormley.teacher2@example.org"
    client, elsewhere = sign_in(app, who), sign_in(app, who)
    said = {"password": CHOSEN, "again": CHOSEN}
    assert NOT_YOURS in send(client, NEW_PASSWORD, current="wrong", **said).text
    assert (
        "not the same"
        in send(client, NEW_PASSWORD, current=PASSWORD, password=CHOSEN, again="x").text
    )
    assert send(client, NEW_PASSWORD, current=PASSWORD, **said).location == OWN
    assert "Your password is changed" in client.get(OWN).text
    assert signed_in_as(elsewhere.get("/")) == ""
    assert "was changed" in mailed(app, smtp)[who]
    assert signed_in_as(sign_in(app, who, CHOSEN).get("/"))
