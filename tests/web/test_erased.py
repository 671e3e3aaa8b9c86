"""An incident whose time is over: where it stands, how it goes, and what comes after it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.actions import import_incident
from portal.desk.log_import import Row, import_log
from portal.models.incidents import IncidentRow, ReceiptRow
from portal.store import keys
from tenants.db import Scope, open_session, uuid7
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.reading import text_of
from tests.web.test_anonymous import code_on, enter, form_of, go_on, to_the_check

LONG_AGO = datetime(2019, 10, 23, 9, tzinfo=UTC)


@pytest.fixture
def old(portal_app: Flask, demo: Demo, clock: MovingClock) -> UUID:
    """An incident of an earlier log, closed seven years ago."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        school, head = demo.schools["wormley"], demo.people["wormley.head"]
        said = import_incident.ImportIncident(
            import_id=uuid7(),
            row=2,
            reported_at=LONG_AGO,
            description="A letter lay on a bus.",
            details="",
            regulator_told=True,
        )
        import_log(services, school, head, said.import_id, [Row(said, "a row")])
        with open_session(services.engine, Scope.of(school)) as session:
            return session.scalars(sa.select(IncidentRow.id)).one()


def test_the_dpo_erases_it_and_what_is_new_becomes_an_incident(
    portal_app: Flask, demo: Demo, client_for: ClientFor, old: UUID
) -> None:
    dpo, teacher = client_for("service.dpo"), client_for("wormley.teacher")
    over = dpo.get("/wormley/register/over")
    assert "INC-2019-0001" in over.text
    assert "Wednesday 23 October 2019" in (listed := dpo.get("/wormley/incidents/").text)
    assert "10am" not in listed
    shown = dpo.get(f"/wormley/incidents/{old}/").text
    assert "reported Wednesday 23 October 2019" in shown
    assert "10am" not in shown, "the earlier log gave the day alone"
    assert "Could anyone be in danger" not in shown, "the sheet did not say"
    assert "days late" not in text_of(dpo.get("/")), "nobody is late with what was not here yet"
    page = f"/wormley/incidents/{old}/erase-incident"
    assert "Friday 23 October 2025" not in (asked := dpo.get(page).text)
    assert "including Thursday 23 October 2025" in asked
    assert client_for("wormley.head").get(page).status_code == 403
    unsaid = dpo.post(page, data={"holds": "claim"})
    assert unsaid.status_code == 422
    assert "Say why it is kept" in unsaid.text
    gone = dpo.post(page, data={"holds": "nothing"}, follow_redirects=True)
    assert gone.status_code == 200
    assert "INC-2019-0001 was erased" in gone.text
    assert "The incident is erased for good." in gone.text
    assert "on a bus" not in gone.text
    assert dpo.get(f"/wormley/incidents/{old}/record").location.endswith(f"/erased/{old}")
    assert "INC-2019-0001" not in dpo.get("/wormley/register/over").text
    log = dpo.get("/wormley/register/").text
    assert "Erased: its time was over" in log
    assert teacher.get(f"/wormley/register/erased/{old}").status_code == 404
    assert teacher.get(f"/wormley/incidents/{old}/").status_code == 404

    left = f"/wormley/register/erased/{old}"
    assert "The ICO was told Yes, as the earlier log says" in text_of(dpo.get(left))
    assert dpo.post(left, data={"happened": " ", "danger": "no"}).status_code == 422
    answer = dpo.post(left, data={"happened": "The letter is back.", "danger": "no"})
    assert answer.status_code == 303
    shown = dpo.get(answer.location).text
    assert "It comes after INC-2019-0001, which was erased." in shown


def test_the_code_of_an_erased_report_takes_what_is_new(
    portal_app: Flask, clock: MovingClock, demo: Demo
) -> None:
    client = portal_app.test_client()
    code = code_on(go_on(client, to_the_check(client), {}))
    reference = erase_newest(portal_app, demo)
    page = enter(client, code)
    assert f"The report {reference} was erased" in text_of(page)
    address, _hidden = form_of(page)
    assert address.endswith("/receipt/again/")
    assert go_on(client, page, {"happened": ""}).status_code == 422
    other = portal_app.test_client()
    address, hidden = form_of(page)
    refused = other.post(address, data={**hidden, "happened": "It is back.", "danger": "no"})
    assert "Please send this page once more" in text_of(refused)
    done = go_on(client, page, {"happened": "It is back.", "danger": "no"})
    assert "Your code is the same." in text_of(done)
    again = enter(client, code)
    assert "It is back." in text_of(again)
    assert reference not in text_of(again).partition("What you reported")[0]


def erase_newest(app: Flask, demo: Demo) -> str:
    """Its key is destroyed, as at the end of its time; its reference."""
    with app.app_context():
        services, scope = app.extensions["portal"].services(), Scope.of(demo.schools["wentworth"])
        with open_session(services.engine, scope) as session, session.begin():
            newest = session.scalars(
                sa.select(ReceiptRow.incident_id).order_by(ReceiptRow.id.desc()).limit(1)
            ).one()
            row = session.get_one(IncidentRow, (scope.schools[0], newest))
            row.erased_at = services.clock.now()
            keys.destroy_incident_key(session, scope.schools[0], newest, row.erased_at)
            return row.reference
