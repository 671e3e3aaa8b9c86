"""A forgotten password: who gets a mail, what it opens, how often, and who learns what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.jobs.worker import run_worker
from standalone.demo import PASSWORD
from standalone.sign_in import forgotten
from tests.databases import Database
from tests.hosts.pages import send, signed_in_as, soup
from tests.mail_sink import MailSink
from tests.portal_app import dispose, make_app

ASK = "/forgotten-password/"
DPO = "service.dpo@example.org"
NEW = "correct green bicycle"


@pytest.fixture
def app(demo_database: Database, valkey: str, smtp: MailSink) -> Iterator[Flask]:
    made = make_app(demo_database, REDIS_URL=valkey, MAIL_HOST="127.0.0.1", MAIL_PORT=smtp.port)
    yield made
    dispose(made)


def link_of(app: Flask, smtp: MailSink, email: str) -> str:
    """Ask as somebody with this address; the path that the mail opens, '' without a mail."""
    before = len(smtp.caught)
    asked = send(app.test_client(), ASK, email=email)
    assert (asked.status_code, asked.location) == (303, f"{ASK}asked")
    assert len(smtp.caught) == before, "the page does not wait for the mail"
    run_worker(app, burst=True)
    if len(smtp.caught) == before:
        return ""
    mail = smtp.caught[-1].message
    assert (mail["To"], mail["Subject"]) == (email.lower(), "Choose a new password")
    found = re.search(r"https?://[^/]+(/\S+)", mail.get_content())
    assert found is not None
    return found[1]


def test_a_new_password_once_and_every_other_session_ends(app: Flask, smtp: MailSink) -> None:
    elsewhere = app.test_client()
    send(elsewhere, "/sign-in", email=DPO, password=PASSWORD)
    assert signed_in_as(elsewhere.get("/"))
    link = link_of(app, smtp, DPO.upper())
    client = app.test_client()
    short = send(client, link, password="short", again="short")
    assert short.status_code == 422
    assert "12 characters" in soup(short).get_text()
    assert send(client, link, password=NEW, again=NEW).location == "/"
    assert signed_in_as(client.get("/")) == "Ruth Adeyemi"
    assert elsewhere.get("/").location.startswith("/sign-in")
    assert app.test_client().get(link).status_code == 410
    assert send(app.test_client(), "/sign-in", email=DPO, password=NEW).location == "/"
    assert send(app.test_client(), "/sign-in", email=DPO, password=PASSWORD).status_code == 200


def test_nobody_learns_who_has_a_sign_in(app: Flask, smtp: MailSink) -> None:
    assert link_of(app, smtp, "nobody@example.org") == ""
    page = app.test_client().get(f"{ASK}asked")
    assert "If you can sign in with this address" in soup(page).get_text()


def test_a_link_that_is_old_altered_or_anothers_opens_nothing(
    app: Flask, smtp: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = (link_of(app, smtp, f"wormley.{who}@example.org") for who in ("head", "dsl"))
    client = app.test_client()
    user, token = mine.split("/")[-2:]
    for wrong in (f"{theirs.rsplit('/', 1)[0]}/{token}", mine[:-2], f"{ASK}{user}/x"):
        assert client.get(wrong).status_code == 410
    assert client.get(mine).status_code == 200
    monkeypatch.setattr(forgotten, "GOOD_FOR", -forgotten.GOOD_FOR)
    assert client.get(mine).status_code == 410


def test_asking_is_limited_and_says_so_when_no_worker_can_be_asked(
    app: Flask, demo_database: Database
) -> None:
    client = app.test_client()
    asked = [send(client, ASK, email="wormley.office@example.org") for _ in range(11)]
    assert [answer.status_code for answer in asked] == [303] * 10 + [429]
    assert send(client, ASK, email="not an address").status_code == 422
    alone = make_app(demo_database)
    assert send(alone.test_client(), ASK, email=DPO).status_code == 503
    dispose(alone)
