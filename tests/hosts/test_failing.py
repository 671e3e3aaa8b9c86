"""A request fails, because of us or because the page expired: what was typed is not gone."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from standalone.demo import PASSWORD
from standalone.servers import Postgres
from tests.databases import administer, copy
from tests.hosts.pages import hidden_fields, send, soup
from tests.portal_app import dispose, make_app, sign_in

REPORT = "/wormley/report/what"
PUBLIC = "/wormley/public/report/"
TYPED = "The list of medical needs went to the wrong parents."
AWAY = "Sorry, the portal is not available"


@pytest.fixture(scope="module")
def deserted(migrated: Postgres, demo_template: str) -> Iterator[tuple[Flask, FlaskClient]]:
    """A teacher is in the middle of a report when the database goes."""
    database = copy(migrated, demo_template, "deserted")
    app = make_app(database, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    teacher = sign_in(app.test_client(), "wormley.teacher")
    assert teacher.get(REPORT).status_code == 200
    administer(migrated, f"drop database {database.name} with (force)")
    yield app, teacher
    dispose(app)


def test_without_the_database_the_page_says_so_and_gives_back_what_was_typed(
    deserted: tuple[Flask, FlaskClient],
) -> None:
    _, teacher = deserted
    for _ in range(2):  # over a connection that broke, and where there is none
        answer = teacher.post(REPORT, data={"happened": TYPED, "kind": "yes", "once": "x"})
        page = soup(answer)
        assert answer.status_code == 503
        assert page.h1 is not None
        assert page.h1.get_text() == AWAY
        assert [one.get_text() for one in page.select("code")] == [TYPED]
        assert "may not have been saved" in page.get_text()
        assert "ring the school" in page.get_text()


def test_nothing_is_given_back_to_a_form_of_another_site(
    deserted: tuple[Flask, FlaskClient],
) -> None:
    app, _ = deserted
    for origin in ("https://elsewhere.example", "null"):
        answer = app.test_client().post(
            PUBLIC, data={"happened": TYPED}, headers={"Origin": origin}
        )
        assert answer.status_code == 503
        assert TYPED not in answer.text


def test_what_is_too_much_to_be_read_fails_no_page_of_a_failure(
    deserted: tuple[Flask, FlaskClient], app: Flask
) -> None:
    too_much = {f"answer-{number}": "a b" for number in range(1001)}
    app_away, _ = deserted
    for host, path, status in ((app_away, PUBLIC, 503), (app, "/nowhere/public/report/", 404)):
        answer = host.test_client().post(path, data=too_much, content_type="multipart/form-data")
        assert answer.status_code == status


def test_no_page_needs_the_database_to_say_that_it_is_away(
    deserted: tuple[Flask, FlaskClient],
) -> None:
    _, teacher = deserted
    for path in ("/", "/wormley/incidents/", PUBLIC):
        answer = teacher.get(path)
        assert (answer.status_code, soup(answer).h1.get_text()) == (503, AWAY)  # type: ignore[union-attr]  # every page has one


def test_the_hosts_pages_say_so_too_and_give_back_no_password(
    deserted: tuple[Flask, FlaskClient],
) -> None:
    app, _ = deserted
    answer = send(
        app.test_client(), "/sign-in", email="wormley.head@example.org", password=PASSWORD
    )
    assert (answer.status_code, soup(answer).h1.get_text()) == (503, AWAY)  # type: ignore[union-attr]  # every page has one
    assert PASSWORD not in answer.text


def test_a_fault_of_ours_gives_back_what_was_typed_as_well(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_fault(**_place: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "portal_reporting.ask", at_fault)
    teacher = app.test_client()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    answer = teacher.post(REPORT, data={"happened": TYPED})
    assert answer.status_code == 500
    assert [one.get_text() for one in soup(answer).select("code")] == [TYPED]


def test_a_form_is_good_for_as_long_as_its_session(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reasons take hours to write; after a night the page gives them back."""
    client = app.test_client()
    for hours, status in ((7, 303), (9, 400)):
        with monkeypatch.context() as then:
            began = int(time.time()) - hours * 3600
            then.setattr(TimestampSigner, "get_timestamp", lambda _signer, at=began: at)
            send(client, "/sign-in", email="wormley.teacher@example.org", password=PASSWORD)
            client.get(REPORT)
            fields = hidden_fields(client.get(REPORT))
        answer = client.post(REPORT, data=fields | {"happened": TYPED, "kind": "confirmed"})
        assert answer.status_code == status
    page = soup(answer)
    assert [one.get_text() for one in page.select("code")] == [TYPED]
    assert "has not been saved" in page.get_text()
    assert page.select_one(f"main a[href='{REPORT}']")
