"""Exceptions and proposals: asked, advised or backed, decided by whom the policy says."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.desk.school.administration import alter
from portal.models.audit import AuditRow
from portal.models.duties import DutyRow
from portal.models.effects import EffectRow
from tenants.db import Scope, open_session
from tenants.drafting import find_draft
from tenants.people import add_membership
from tenants.permissions import Permission
from tenants.roles import Role
from tests.portal_app import ClientFor, Demo, MovingClock

BASE = "/wentworth/policy/requests"
ASKED = {
    "clause": "3.2",
    "read_why": "y",
    "what": "A laptop may leave the school without encryption.",
    "why": "The projector needs it.",
    "from_on": ["1", "11", "2026"],
    "until_on": ["30", "11", "2026"],
}


@pytest.fixture(autouse=True)
def _friday(clock: MovingClock) -> None:
    """The Friday of the stories, 23 October 2026."""


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Send a form."""
    return client.post(path, data={"once": str(uuid4()), **data})


def listed(client: FlaskClient) -> set[str]:
    """The addresses of the requests that somebody sees."""
    return set(re.findall(rf'href="({BASE}/[0-9a-f-]{{36}})"', client.get(f"{BASE}/").text))


def ask(client: FlaskClient, kind: str = "exception", **said: object) -> str:
    """Ask; the address of the request."""
    before = listed(client)
    assert post(client, f"{BASE}/new/{kind}", **{**ASKED, **said}).status_code == 303
    (found,) = listed(client) - before
    return found


def owed(app: Flask, demo: Demo) -> dict[str, str]:
    """Open duties of the school about requests: kind → role."""
    with app.app_context():
        engine = app.extensions["portal"].services().engine
    with open_session(engine, Scope.of(demo.schools["wentworth"])) as session:
        rows = session.scalars(sa.select(DutyRow).where(DutyRow.incident_id.is_(None)))
        return {
            row.kind: str(row.role)
            for row in rows
            if row.met_at is None
            and row.lapsed_at is None
            and row.kind.endswith(("_exception", "_proposal"))
        }


@pytest.mark.clause("SIP-exc")
def test_an_exception_is_advised_on_granted_announced_and_renewed(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    teacher, dpo, head = map(client_for, ("wentworth.teacher", "service.dpo", "wentworth.head"))
    unread = post(teacher, f"{BASE}/new/exception", **{**ASKED, "read_why": ""})
    assert "understand why it is there" in unread.text
    assert unread.status_code == 422
    wrong = post(teacher, f"{BASE}/new/exception", **{**ASKED, "until_on": ["1", "9", "2026"]})
    assert "It must end on a day to come" in wrong.text
    request = ask(teacher)
    assert owed(portal_app, demo) == {"advise_exception": "dpo"}

    advice = {"backed": "yes", "view": "Only with the files taken off it."}
    for other in (teacher, head):  # only the DPO advises
        refused = post(other, f"{request}/view", **advice)
        assert "somebody else’s" in refused.text
    assert post(dpo, f"{request}/decide", granted="yes").status_code == 422
    assert post(dpo, f"{request}/view", backed="yes").status_code == 422
    assert post(dpo, f"{request}/view", **advice).status_code == 303
    assert owed(portal_app, demo) == {"decide_exception": "head"}

    assert "Only with the files taken off it." in head.get(f"{request}/decide").text
    grant = {"granted": "yes", "terms": "Keep it in sight.", "expires_on": ["15", "11", "2026"]}
    assert post(dpo, f"{request}/decide", **grant).status_code == 422
    long = post(head, f"{request}/decide", **{**grant, "expires_on": ["15", "1", "2027"]})
    assert "longer than was asked for" in long.text
    assert "Say why you refuse" in post(head, f"{request}/decide", granted="no").text
    assert post(head, f"{request}/decide", **grant).status_code == 303
    assert "meanwhile" in post(head, f"{request}/decide", **grant).text
    assert owed(portal_app, demo) == {"renew_exception": "head"}

    page = teacher.get(request).text
    assert "Keep it in sight." in page
    assert "15 November 2026" in page
    told = _rows(portal_app, demo, EffectRow)
    assert "request_answered" in {row.template for row in told}
    audited = "".join(row.body for row in _rows(portal_app, demo, AuditRow))
    assert "administration.decide_exception" in audited
    assert "laptop" not in audited

    assert "Ask to renew it" in page
    renewed = ask_again(teacher, request)
    assert post(dpo, f"{renewed}/view", **advice).status_code == 303
    assert post(head, f"{renewed}/decide", **grant).status_code == 303
    assert "Ended" in teacher.get(request).text
    assert post(head, f"{renewed}/end").status_code == 303
    (ended,) = [row for row in _rows(portal_app, demo, EffectRow) if row.key.endswith(":ended")]
    assert ended.person_id == demo.people["wentworth.teacher"], "it holds no more for them"
    assert owed(portal_app, demo) == {}


def ask_again(client: FlaskClient, request: str) -> str:
    """Renew an exception; the address of the new request."""
    ident = request.rpartition("/")[2]
    form = client.get(f"{BASE}/new/exception?renews={ident}").text
    assert str(ASKED["what"]) in form
    return ask(client, f"exception?renews={ident}")


def test_nobody_decides_their_own(portal_app: Flask, client_for: ClientFor, demo: Demo) -> None:
    head, dpo = client_for("wentworth.head"), client_for("service.dpo")
    request = ask(head)
    assert post(dpo, f"{request}/view", backed="no", view="No.").status_code == 303
    reply = post(head, f"{request}/decide", granted="yes", expires_on=["15", "11", "2026"])
    assert "somebody else’s" in reply.text
    assert post(head, f"{request}/end").status_code == 303
    assert owed(portal_app, demo) == {}


@pytest.mark.clause("SIP-change")
def test_a_proposal_goes_by_the_information_champion_and_opens_a_draft(
    portal_app: Flask, client_for: ClientFor, demo: Demo
) -> None:
    teacher, head = client_for("wentworth.teacher"), client_for("wentworth.head")
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        here, who = demo.schools["wentworth"], demo.people["wentworth.teacher2"]
        role = Role.INFORMATION_CHAMPION
        since = date(2026, 9, 1)
        join = partial(
            add_membership, organisation_id=here, person_id=who, role=role, from_on=since
        )
        alter(services, here, Permission.KEEP_PEOPLE, join, by=None)
    dropped = ask(teacher, "proposal")
    assert owed(portal_app, demo)["answer_proposal"] == "information_champion"
    champion = client_for("wentworth.teacher2")
    refused = post(head, f"{dropped}/view", backed="no", view="No.")
    assert "somebody else’s" in refused.text
    assert post(champion, f"{dropped}/view", backed="no", view="It is law.").status_code == 303
    assert "dropped" in teacher.get(dropped).text
    assert owed(portal_app, demo) == {}

    backed = ask(teacher, "proposal", what="Report by phone, too.")
    assert post(champion, f"{backed}/view", backed="yes", view="Good.").status_code == 303
    assert owed(portal_app, demo) == {"decide_proposal": "head"}
    assert post(head, f"{backed}/decide", granted="yes").status_code == 303
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    with open_session(engine, Scope.of(demo.schools["wentworth"])) as session:
        assert find_draft(session, demo.schools["wentworth"]) is not None
    assert "taken up" in teacher.get(backed).text
    assert owed(portal_app, demo) == {}


def test_requests_are_for_who_asks_and_who_answers(client_for: ClientFor) -> None:
    request = ask(client_for("wentworth.teacher"))
    for who, status in (
        ("wentworth.it", 404),
        ("wormley.head", 404),
        ("council.officer", 404),
        ("wentworth.office", 200),
    ):
        assert client_for(who).get(request).status_code == status, who
    assert listed(client_for("wentworth.it")) == set()


def test_only_what_the_policy_offers(client_for: ClientFor) -> None:
    teacher = client_for("wormley.teacher")
    assert teacher.get("/wormley/policy/requests/new/exception").status_code == 404
    assert teacher.get("/wormley/policy/requests/new/nothing").status_code == 404
    assert "Ask for an exception" not in teacher.get("/wormley/policy/").text
    assert teacher.get("/wormley/policy/requests/new/proposal").status_code == 200


def _rows(app: Flask, demo: Demo, kind: type[Any]) -> list[Any]:
    with app.app_context():
        engine = app.extensions["portal"].services().engine
    with open_session(engine, Scope.of(demo.schools["wentworth"])) as session:
        return list(session.scalars(sa.select(kind)))
