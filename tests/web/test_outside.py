"""Somebody from outside tells the school: no session, programs kept off, a code to come back."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.rules.facts import ByMail, Facts
from portal.rules.words import Naming, Outsider, Source
from portal.store import incidents
from portal.web import visiting
from portal.web.reporting import codes
from tenants.db import Scope, open_session
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web import reading
from tests.web.reading import text_of
from tests.web.test_anonymous import code_on, enter, form_of, go_on, services

PAGE = "/wormley/public/report/"
SAID = {
    "happened": "I was sent the marks of another class.",
    "what": "parent",
    "danger": "no",
    "name": "Canary Parent",
    "contact": "canary.parent@example.org",
}


def sent(client: FlaskClient, clock: MovingClock, **said: str) -> TestResponse:
    page = client.get(PAGE)
    clock.pass_by(hours=0.01)
    return go_on(client, page, {**SAID, **said})


def stored(app: Flask, demo: Demo, code: str) -> Facts:
    using, scope = services(app), Scope.of(demo.schools["wormley"])
    with app.test_request_context():
        found = codes.incident_of(visiting.public("wormley"), codes.digits(code))
    assert isinstance(found, UUID)
    with open_session(using.engine, scope) as session:
        return incidents.get_incident(session, scope, using.keyring, None, found).facts


@pytest.mark.clause("DBRP-4.5")
def test_a_parent_tells_the_school_and_comes_back(
    portal_app: Flask, clock: MovingClock, demo: Demo, client_for: ClientFor
) -> None:
    client = portal_app.test_client()
    page = client.get(PAGE)
    assert "What we do with what you tell us" in text_of(page)
    clock.pass_by(hours=0.01)
    done, again = (go_on(client, page, SAID) for _ in range(2))
    assert done.status_code == 200
    assert code_on(done) == code_on(again)
    assert "Headteacher" in text_of(done)
    assert all("portal_form=" in one for one in done.headers.getlist("Set-Cookie"))
    known = stored(portal_app, demo, code_on(done))
    assert (known.intake.source, known.intake.reporter.naming) == (
        Source.OUTSIDE,
        Naming.ANONYMOUS,
    )
    assert known.intake.outside is not None
    assert known.intake.outside.what is Outsider.PARENT
    assert known.intake.received_at == known.reported_at
    head, incident = client_for("wormley.head"), f"/wormley/incidents/{known.incident_id}/"
    shown = text_of(head.get(incident))
    assert "A parent or carer, Canary Parent, canary.parent@example.org" in shown
    assert "from outside the school" in shown
    assert "with their receipt code" in text_of(head.get(f"{incident}ask-question"))
    asked = {"to": "reporter by mail", "text": "Which class?"}
    assert "Asked the reporter by e-mail" in reading.done(head, f"{incident}ask-question", **asked)
    (question,) = stored(portal_app, demo, code_on(done)).questions
    assert question.email == "canary.parent@example.org"
    back = go_on(client, client.get("/wormley/receipt/"), {"code": code_on(done)})
    assert "I was sent the marks of another class." in text_of(back)
    assert enter(client, code_on(done)).status_code == 422, "another school knows nothing of it"


@pytest.mark.clause("DBRP-4.5", "DBRP-5.6")
@pytest.mark.parametrize(("by_mail", "ways"), [(ByMail.PROVED, 1), (None, 2)])
def test_the_reporter_of_a_joined_report_is_asked_by_mail(
    portal_app: Flask,
    clock: MovingClock,
    demo: Demo,
    client_for: ClientFor,
    by_mail: ByMail | None,
    ways: int,
) -> None:
    def do(name: str, who: str, of: UUID | None = None, /, **said: object) -> UUID:
        action, by = actions()[name], demo.people[who] if who else None
        deed = Deed(demo.schools["wormley"], by, of)
        return perform(services(portal_app), action, action.said(**said), deed).incident_id

    told: dict[str, object] = {"what": Outsider.PARENT, "contact": SAID["contact"]}
    told |= {"receipt_code": f"{secrets.randbelow(10**16):016}", "by_mail": by_mail}
    other = do("report_from_outside", "", happened="I saw it too.", **told)
    one = do("report_incident", "wormley.teacher", happened="A list hangs in the hall.")
    do("join_reports", "wormley.head", one, incident=other, reason="The same list.")
    head, page = client_for("wormley.head"), f"/wormley/incidents/{one}/ask-question"
    offered = text_of(head.get(page))
    assert offered.count("The reporter of INC") == ways
    assert f", by e-mail to {SAID['contact']}" in offered
    asked = {"to": f"reporter by mail of {other}", "text": "Which hall?"}
    assert "Asked the reporter of INC" in reading.done(head, page, **asked)
    with open_session(services(portal_app).engine, Scope.of(demo.schools["wormley"])) as session:
        scope, keyring = Scope.of(demo.schools["wormley"]), services(portal_app).keyring
        found = incidents.get_incident(session, scope, keyring, None, one).facts
    assert [each.email for each in found.questions] == [SAID["contact"]]


def test_programs_are_kept_off_and_people_are_told_what_to_do(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = portal_app.test_client()
    trapped = sent(client, clock, website="http://buy.example")
    assert trapped.status_code == 422
    assert "there to catch programs" in text_of(trapped)
    assert "aria-hidden" not in trapped.text  # filled in by a browser, it is there to be emptied
    monkeypatch.setattr("portal.web.reporting.outside.LEAST", timedelta(days=1))
    quick = sent(client, clock)
    assert quick.status_code == 400
    assert "very quickly" in text_of(quick)
    assert "I was sent the marks of another class." in quick.text
    monkeypatch.undo()
    elsewhere = portal_app.test_client()
    address, hidden = form_of(client.get(PAGE))
    clock.pass_by(hours=0.01)
    assert elsewhere.post(address, data={**hidden, **SAID}).status_code == 400


def test_what_is_missing_is_said_beside_it(portal_app: Flask, clock: MovingClock) -> None:
    client = portal_app.test_client()
    reply = sent(client, clock, happened="", what="")
    assert reply.status_code == 422
    assert "Say what happened" in text_of(reply)
    assert "Choose one of the answers" in text_of(reply)


def test_only_where_a_school_takes_reports(portal_app: Flask, clock: MovingClock) -> None:
    assert portal_app.test_client().get("/nowhere/public/report/").status_code == 404


@pytest.mark.clause("SIP-6")
def test_what_is_about_the_head_the_head_does_not_see(
    portal_app: Flask, clock: MovingClock, demo: Demo, client_for: ClientFor
) -> None:
    client = portal_app.test_client()
    page = client.get(PAGE)
    clock.pass_by(hours=0.01)
    done = go_on(client, page, {**SAID, "about": "head"})
    told = "The deputy headteacher, the data protection officer and the chair of governors"
    assert told in text_of(done)
    known = stored(portal_app, demo, code_on(done))
    assert known.concerned == {demo.people["wormley.head"]}
    incident = f"/wormley/incidents/{known.incident_id}/"
    assert client_for("wormley.head").get(incident).status_code == 404
    assert client_for("service.dpo").get(incident).status_code == 200
