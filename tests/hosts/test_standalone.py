"""The standalone host around the portal: headers, health, errors, logs, commands."""

import json
import logging

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from standalone.app import MissingSetting, create_app
from standalone.demo import cast, load, table
from standalone.users import db
from tests.databases import Database
from tests.hosts.pages import soup
from tests.portal_app import dispose, make_app, production_logs, sign_in

CANARY = "Canary Wharfinger"


def test_every_answer_says_what_a_browser_may_do(app: Flask) -> None:
    for path in ("/sign-in", "/no-such-page", "/healthz"):
        headers = app.test_client().get(path).headers
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
    sheet = soup(app.test_client().get("/sign-in")).select_one("link[rel=stylesheet]")
    assert sheet is not None
    with app.test_client().get(str(sheet["href"])) as answer:
        assert answer.status_code == 200
        assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_no_page_of_the_host_carries_script_or_style(app: Flask) -> None:
    page = soup(app.test_client().get("/sign-in"))
    assert not page.select("style, [style], script:not([src]), [onclick], [onsubmit]")


def test_https_is_for_good_where_the_portal_is_reached_by_it(demo_database: Database) -> None:
    secure = make_app(
        demo_database, PORTAL_PUBLIC_URL="https://x.example.org", SESSION_COOKIE_SECURE=True
    )
    answer = secure.test_client().get("/sign-in", base_url="https://x.example.org")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    dispose(secure)


def test_it_is_alive_and_ready(app: Flask) -> None:
    assert app.test_client().get("/healthz").json == {"process": "ok"}
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"database": "ok", "redis": "not reachable"},
    )


def test_it_is_not_ready_over_old_tables(empty_database: Database) -> None:
    unready = make_app(empty_database)
    answer = unready.test_client().get("/readyz")
    assert answer.status_code == 503
    assert b"migrations are missing" in answer.data
    dispose(unready)


def test_a_page_that_is_not_there_says_so_in_plain_words(app: Flask) -> None:
    answer = app.test_client().get("/no-such-page")
    assert answer.status_code == 404
    assert soup(answer).h1.get_text() == "Page not found"  # type: ignore[union-attr]  # every page has one
    assert "the school’s office knows it" in answer.text


@pytest.mark.parametrize("typed", ["/wormley", "/wormley/", "/Wormley"])
def test_half_an_address_leads_to_the_schools_page(app: Flask, typed: str) -> None:
    answer = app.test_client().get(typed)
    assert answer.status_code == 302
    assert answer.location == "/wormley/public/"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("typed", ["/nowhere", "/eastern-data-protection-service/", "/robots.txt"])
def test_half_an_address_of_no_school_is_not_there(app: Flask, typed: str) -> None:
    assert app.test_client().get(typed).status_code == 404


def test_a_failure_is_shown_and_logged_without_its_words(demo_database: Database) -> None:
    failing = make_app(demo_database, PROPAGATE_EXCEPTIONS=False)

    @failing.get("/fails")
    def fails() -> str:
        raise OperationalError("insert", {"name": CANARY}, Exception(CANARY))

    with production_logs() as written:
        answer = failing.test_client().get(f"/fails?q={CANARY}")
    assert answer.status_code == 503
    assert CANARY not in answer.text
    assert CANARY not in written.getvalue()
    failure, request = (json.loads(line) for line in written.getvalue().splitlines())
    assert failure["error"] == "OperationalError"
    assert failure["place"].endswith(" fails")
    assert (request["endpoint"], request["status"]) == ("fails", 503)
    dispose(failing)


def test_a_library_that_logs_an_error_does_not_log_its_words() -> None:
    with production_logs() as written:
        try:
            int(CANARY)
        except ValueError:
            logging.getLogger("some.library").exception("It failed")
    assert CANARY not in written.getvalue()
    assert json.loads(written.getvalue())["error"] == "ValueError"


def test_anonymous_pages_leave_no_line(demo_database: Database) -> None:
    made = make_app(demo_database)
    with production_logs() as written:
        for page in ("report/anonymously/", "receipt/"):
            assert made.test_client().get(f"/wentworth/{page}?who={CANARY}").status_code == 200
        assert made.test_client().get(f"/sign-in?who={CANARY}").status_code == 200
    (line,) = [each for each in written.getvalue().splitlines() if '"request"' in each]
    assert json.loads(line)["endpoint"] == "security.login"
    assert CANARY not in written.getvalue()
    dispose(made)


def test_it_says_which_setting_it_misses() -> None:
    with pytest.raises(
        MissingSetting, match="SECRET_KEY, SECURITY_PASSWORD_SALT, PORTAL_MASTER_KEY"
    ):
        create_app("production_example", {"SECRET_KEY": "", "SECURITY_PASSWORD_SALT": ""})


def test_demo_people_are_refused_in_production(demo_database: Database) -> None:
    with production_logs():
        production = make_app(demo_database, TESTING=False, PORTAL_DEV=False, PORTAL_CLOCK="system")
    for command in (["portal", "demo"], ["portal", "demo", "--people"]):
        answer = production.test_cli_runner().invoke(args=command)
        assert answer.exit_code == 1
        assert "not here" in answer.output
    dispose(production)


def test_the_demo_can_be_loaded_again(app: Flask) -> None:
    with app.app_context():
        load(app.extensions["portal"].services())
        assert db.session.scalar(db.text("select count(*) from standalone_user")) == sum(
            len(each.people) for each in cast.ORGANISATIONS
        )


def test_everybody_who_is_listed_can_sign_in(app: Flask, portal_app: Flask) -> None:
    for each in cast.ORGANISATIONS:
        for somebody in each.people:
            email = cast.address(each, somebody)
            assert email in table()
            client = sign_in(portal_app.test_client(), email.partition("@")[0])
            assert somebody.name in client.get("/").text
