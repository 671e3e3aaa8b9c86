"""Report anonymously, and come back with the receipt code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.host import Services
from portal.web.reporting import codes
from tenants.db import Scope
from tests.databases import Database
from tests.portal_app import ClientFor, Demo, MovingClock, dispose, make_app
from tests.web.reading import text_of

START = "/wentworth/report/anonymously/"
RECEIPT = "/wentworth/receipt/"
ANSWERS = {
    "what": {"happened": "A letter with marks nearly went out.", "kind": "near_miss"},
    "when": {"noticed": "now"},
    "danger": {"danger": "no", "still_going_on": "no"},
    "whose": {"involved": "The office"},
    "who": {},
}
AGENT, ADDRESS = "CanaryBrowser/7.7", "203.0.113.77"
WHO = {"headers": {"User-Agent": AGENT}, "environ_base": {"REMOTE_ADDR": ADDRESS}}


def form_of(reply: TestResponse, nth: int = 0) -> tuple[str, dict[str, str]]:
    """Where a page's form goes, and its hidden fields."""
    form = BeautifulSoup(reply.data, "html.parser").find_all("form")[nth]
    hidden = form.find_all("input", {"type": "hidden"})
    return str(form["action"]), {str(field["name"]): str(field["value"]) for field in hidden}


def go_on(
    client: FlaskClient, page: TestResponse, said: Mapping[str, object], **also: str
) -> TestResponse:
    address, hidden = form_of(page)
    return client.post(address, data={**hidden, **said, **also}, **WHO)


def to_the_check(client: FlaskClient) -> TestResponse:
    page = client.get(START, **WHO)
    for said in ANSWERS.values():
        assert page.text.count("<h1") == 1
        page = go_on(client, page, said)
        assert page.status_code == 200, text_of(page)
    return page


def code_on(done: TestResponse) -> str:
    found = re.search(r"(\d{4} ){3}\d{4}", text_of(done))
    assert found is not None
    return found.group()


def enter(client: FlaskClient, code: str) -> TestResponse:
    return go_on(client, client.get(RECEIPT, **WHO), {"code": code})


@pytest.mark.clause("SIP-1-anon", "SIP-0")
def test_a_report_gets_a_code_and_sending_twice_makes_one(
    portal_app: Flask, clock: MovingClock, demo: Demo
) -> None:
    client = portal_app.test_client()
    check = to_the_check(client)
    assert "A letter with marks nearly went out." in text_of(check)
    assert "Who told you" not in text_of(check), "nobody asked that"
    before = count(portal_app, demo)
    done = go_on(client, check, {})
    again = go_on(client, check, {})
    assert done.status_code == again.status_code == 200
    assert code_on(done) == code_on(again)
    assert count(portal_app, demo) == before + 1
    assert "Headteacher" in text_of(done)
    assert code_on(done) not in str(done.request.url)


def test_every_page_says_that_nothing_is_saved_before_sending(
    portal_app: Flask, clock: MovingClock, demo: Demo
) -> None:
    client, before = portal_app.test_client(), count(portal_app, demo)
    page = client.get(START)
    assert "Nothing is saved until you send" in text_of(page)
    assert "Nothing has been saved or sent" in text_of(to_the_check(client))
    assert count(portal_app, demo) == before
    assert drafts(portal_app) == 0


def test_back_keeps_what_was_typed_and_change_comes_back_to_the_check(
    portal_app: Flask, clock: MovingClock
) -> None:
    client = portal_app.test_client()
    second = go_on(client, client.get(START), ANSWERS["what"])
    first = go_on(client, second, {"occurred": "At noon"}, go="back")
    assert "A letter with marks nearly went out." in first.text
    second = go_on(client, first, ANSWERS["what"])
    assert "At noon" in second.text
    check = to_the_check(client)
    _, hidden = form_of(check)
    changing = client.post(f"{START}what", data={**hidden, "go": "change"})
    back = go_on(client, changing, {**ANSWERS["what"], "happened": "It did go out."})
    assert "Check your answers" in text_of(back)
    assert "It did go out." in text_of(back)


def test_a_wrong_answer_is_said_beside_what_was_typed(
    portal_app: Flask, clock: MovingClock
) -> None:
    client = portal_app.test_client()
    page = go_on(client, client.get(START), {"happened": "", "kind": "near_miss"})
    assert page.status_code == 422
    assert "Say what happened" in text_of(page)


def test_checks_of_forms_open_no_session_either(
    demo_database: Database, clock: MovingClock
) -> None:
    app = make_app(demo_database)
    try:
        client = app.test_client()
        done = go_on(client, to_the_check(client), {})
        shown = enter(client, code_on(done))
        for reply in (done, shown):
            assert all("portal_form=" in one for one in reply.headers.getlist("Set-Cookie"))
    finally:
        dispose(app)


def test_a_signed_in_browser_is_not_noticed(client_for: ClientFor, clock: MovingClock) -> None:
    client = client_for("wentworth.head")
    done = go_on(client, to_the_check(client), {})
    for reply in (client.get(START), done, enter(client, code_on(done))):
        cookies = " ".join(reply.headers.getlist("Set-Cookie"))
        assert "session" not in cookies
        assert "Sign out" not in reply.text
    assert client.get("/").status_code == 200  # still signed in elsewhere


def test_the_cookie_is_short_lived_and_of_this_path_and_goes_at_the_end(
    portal_app: Flask, clock: MovingClock
) -> None:
    client = portal_app.test_client()
    cookie = client.get(START).headers["Set-Cookie"]
    assert "Path=/wentworth/report/anonymously/" in cookie
    assert "Max-Age=14400" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    done = go_on(client, to_the_check(client), {})
    assert "Max-Age=0" in done.headers["Set-Cookie"]


def test_another_browser_and_an_old_form_are_asked_again(
    portal_app: Flask, clock: MovingClock, demo: Demo
) -> None:
    check = to_the_check(portal_app.test_client())
    before = count(portal_app, demo)
    other = go_on(portal_app.test_client(), check, {})
    assert other.status_code == 400
    assert "send this page once more" in text_of(other)
    clock.pass_by(hours=5)
    late = go_on(portal_app.test_client(), check, {})
    assert late.status_code == 400
    assert "more than 4 hours" in text_of(late)
    forged = portal_app.test_client().post(f"{START}send", data={"parcel": "AAAA"})
    assert forged.status_code == 400
    assert count(portal_app, demo) == before


def test_not_where_the_policy_does_not_offer_it(portal_app: Flask, clock: MovingClock) -> None:
    client = portal_app.test_client()
    assert client.get("/wormley/report/anonymously/").status_code == 404
    assert client.post("/wormley/report/anonymously/send").status_code == 404
    assert client.get("/nowhere/report/anonymously/").status_code == 404


@pytest.mark.clause("SIP-1-anon")
def test_nothing_that_identifies_is_stored(portal_app: Flask, clock: MovingClock) -> None:
    client = portal_app.test_client()
    done = go_on(client, to_the_check(client), {})
    code = code_on(done)
    assert enter(client, code).status_code == 200
    stored = everything(portal_app)
    assert b"report_incident" in stored
    for canary in (AGENT, ADDRESS, code, codes.digits(code), "A letter with marks nearly"):
        assert canary.encode() not in stored, canary


@pytest.mark.clause("SIP-1-anon", "SIP-2", "SIP-4")
def test_come_back_answer_and_add(portal_app: Flask, clock: MovingClock, demo: Demo) -> None:
    client = portal_app.test_client()
    code = code_on(go_on(client, to_the_check(client), {}))
    shown = enter(client, code.replace(" ", "-"))
    assert "Nobody has a question for you" in text_of(shown)
    ask(portal_app, demo, code)
    shown = enter(client, code)
    assert "Which class was it?" in text_of(shown)
    answer = {"answer": "Year 4."}
    answered = go_on(client, shown, answer)
    assert "Your answer is kept." in text_of(answered)
    assert "Nobody has a question for you" in text_of(answered)
    address, hidden = form_of(answered)
    added = client.post(address, data={**hidden, "text": "There were two letters."})
    twice = client.post(address, data={**hidden, "text": "There were two letters."})
    assert text_of(added).count("There were two letters.") == 1
    assert text_of(twice).count("There were two letters.") == 1
    assert "Which class was it? Year 4." in text_of(enter(client, code))


def services(app: Flask) -> Services:
    with app.app_context():
        found: Services = app.extensions["portal"].services()
    return found


def count(app: Flask, demo: Demo) -> int:
    with owner(app) as connection:
        of = {"school": demo.schools["wentworth"]}
        text = "select count(*) from portal_incident where school_id = :school"
        return connection.scalar(sa.text(text), of) or 0


def drafts(app: Flask) -> int:
    with owner(app) as connection:
        return connection.scalar(sa.text("select count(*) from portal_draft")) or 0


def owner(app: Flask) -> sa.Connection:
    return sa.create_engine(app.config["PORTAL_MIGRATION_URL"], poolclass=sa.NullPool).connect()


def everything(app: Flask) -> bytes:
    """What stands in every column of every table that can hold words."""
    with owner(app) as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [
            connection.execute(sa.select(sa.text("*")).select_from(sa.table(name))).all()
            for name in tables
        ]
    values = [value for table in rows for row in table for value in row]
    return b"\n".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
        for value in values
    )


def ask(app: Flask, demo: Demo, code: str) -> None:
    """The Head asks whoever holds the code."""
    using = services(app)
    scope = Scope.of(demo.schools["wentworth"])
    with app.test_request_context():
        from portal.web import visiting

        incident = codes.incident_of(visiting.public("wentworth"), codes.digits(code))
    action = actions()["ask_question"]
    said = action.said(
        text="Which class was it?", to=None, due_at=using.clock.now() + timedelta(days=1)
    )
    perform(using, action, said, Deed(scope.schools[0], demo.people["wentworth.head"], incident))
