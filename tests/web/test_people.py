"""People on their pages: listed, added, invited, away, leaving; the named DPO; one's schools."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.portal_app import ClientFor, Demo, MovingClock

BASE = "/wormley/manage/people"


@pytest.fixture
def office(client_for: ClientFor, clock: MovingClock) -> FlaskClient:
    """The school's administrator."""
    return client_for("wormley.office")


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Send a form."""
    return client.post(path, data={"once": str(uuid4()), **data})


def test_pages(office: FlaskClient, demo: Demo) -> None:
    who = demo.people["wormley.dsl"]
    for path in (
        f"{BASE}/", f"{BASE}/?status=left", f"{BASE}/?status=away&role=head", f"{BASE}/?status=waiting",
        f"{BASE}/new", f"{BASE}/{who}", f"{BASE}/{who}/details", f"{BASE}/{who}/roles/new",
        f"{BASE}/{who}/leave", f"{BASE}/{who}/absences/new", f"{BASE}/dpo", f"{BASE}/dpo/appoint",
        f"{BASE}/import", "/wormley/away/", "/wormley/away/new", "/wormley/away/decided", "/wormley/away/numbers",
        "/schools", "/", "/wormley/manage/",
    ):
        reply = office.get(path)
        assert reply.status_code == 200, (path, reply.status_code, reply.text[-2000:])
