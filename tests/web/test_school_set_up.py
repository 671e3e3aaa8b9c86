"""Calendar, contacts, registers, checklist and health, through their pages."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.models.audit import AuditRow
from portal.models.effects import EffectRow
from tenants.db import Scope, open_session
from tenants.models import SchoolClosure
from tenants.registers import EmergencyContact, Mailbox, SchoolCheck
from tests.portal_app import ClientFor, Demo, MovingClock

Row = TypeVar("Row")
CALENDAR = "/wormley/manage/calendar/"
CONTACTS = "/wormley/manage/contacts/"
REGISTERS = "/wormley/manage/registers/"
FILE = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:test\r
BEGIN:VEVENT\r
UID:half-term@school\r
DTSTAMP:20260901T000000Z\r
DTSTART;VALUE=DATE:20270215\r
DTEND;VALUE=DATE:20270220\r
SUMMARY:February half term\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:starts@school\r
DTSTAMP:20260901T000000Z\r
DTSTART;VALUE=DATE:20270222\r
SUMMARY:Term starts\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(autouse=True)
def _friday(clock: MovingClock) -> None:
    """The Friday before half term."""


def rows(app: Flask, demo: Demo, kind: type[Row], school: str = "wormley") -> list[Row]:
    """What a school has in a table."""
    scope = Scope.of(demo.schools[school])
    with app.app_context():
        engine = app.extensions["portal"].services().engine
    with open_session(engine, scope) as session:
        return list(session.scalars(sa.select(kind)))


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1].replace("&#34;", '"').replace("&quot;", '"').replace("&amp;", "&")


def save_file(client: FlaskClient) -> tuple[str, dict[str, object]]:
    """Upload the calendar file; where the saving leads, and what was sent."""
    shown = client.post(f"{CALENDAR}file", data={"calendar": (io.BytesIO(FILE), "school.ics")}).text
    assert "February half term" in shown
    assert re.findall(r'name="closures"[^>]*value="(\d)"( checked)?', shown) == [
        ("0", " checked"),
        ("1", ""),
    ]
    sent: dict[str, object] = {"found": hidden(shown, "found"), "once": hidden(shown, "once")}
    sent["closures"] = "0"
    answer = client.post(f"{CALENDAR}save", data=sent)
    assert answer.status_code == 303
    return answer.location, sent


@pytest.mark.clause("DBRP-6.1")
def test_a_calendar_file_is_looked_at_saved_once_and_taken_back(
    portal_app: Flask, client_for: ClientFor, demo: Demo
) -> None:
    client = client_for("wormley.office")
    before = len(rows(portal_app, demo, SchoolClosure))
    saved, sent = save_file(client)
    again = client.post(f"{CALENDAR}save", data=sent)
    assert again.location == saved
    save_file(client)
    assert len(rows(portal_app, demo, SchoolClosure)) == before + 1
    assert "February half term" in client.get(CALENDAR).text
    assert client.post(f"{saved}/undo").status_code == 303
    assert len(rows(portal_app, demo, SchoolClosure)) == before


def test_what_is_no_calendar_is_refused_with_a_sentence(client_for: ClientFor) -> None:
    client = client_for("wormley.office")
    file = {"calendar": (io.BytesIO(b"%PDF-1.7"), "letter.ics")}
    assert "This is not a calendar file" in client.post(f"{CALENDAR}file", data=file).text
    shown = client.post(f"{CALENDAR}terms", data={"terms": "September until Christmas"})
    assert shown.status_code == 422
    assert "Line 1 could not be read" in shown.text
    assert "September until Christmas" in shown.text


def test_a_closure_that_cannot_be_is_refused_beside_its_field(client_for: ClientFor) -> None:
    client = client_for("wormley.office")
    for last, sentence in (
        (["1", "2", "2027"], "ends on or after the day it begins"),
        (["2", "3", "2099"], "lasts at most a year"),
        (["20", "12", "2026"], "overlaps ‘Christmas’"),
    ):
        first = ["2", "3", "2027"] if last[2] != "2026" else last
        closure = {"name": "Closed", "from_on": first, "until_on": last}
        refused = client.post(f"{CALENDAR}closures/new", data=closure)
        assert refused.status_code == 422
        assert sentence in refused.text


@pytest.mark.clause("DBRP-6.1", "DBRP-6.1.1", "DBRP-6.1.2")
def test_a_closure_is_got_ready_step_by_step(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    client = client_for("wormley.head")
    clock.pass_by(days=45)
    assert "Get ready for the closure ‘Christmas’" in client.get("/").text
    listed = client.get(CALENDAR).text
    (closure,) = set(re.findall(r"/closures/([0-9a-f-]{36})", listed))
    page = f"{CALENDAR}closures/{closure}"
    for path in (f"{page}/cover", f"{CALENDAR}closures/new", f"{REGISTERS}mailboxes/new"):
        assert "Gwen Tudor" not in client.get(path).text, "who oversees reads no incident"
    cover = str(demo.people["wormley.slt"])
    assert client.post(f"{page}/cover", data={"cover": cover}).status_code == 303
    client.post(f"{page}/mailbox")
    client.post(f"{page}/test-alert")
    client.post(f"{CONTACTS}checked")
    (alert,) = [row for row in rows(portal_app, demo, EffectRow) if row.template == "test_alert"]
    assert alert.person_id == demo.people["wormley.slt"]
    trial = f"/wormley/test-alert/{closure}"
    assert client.get(trial).status_code == 404
    assert client.get(page).text.count("To do") == 1
    assert "arrived" in client_for("wormley.slt").get(trial).text
    assert "To do" not in client.get(page).text
    assert "Get ready for the closure" not in client.get("/").text
    client_for("wormley.slt").get(trial)
    arrived = [r for r in rows(portal_app, demo, SchoolCheck) if r.what == "test_alert"]
    assert len(arrived) == 1
    mailbox = {"kind": "dpo", "email": "dpo@example.org", "monitor": cover}
    assert client.post(f"{REGISTERS}mailboxes/new", data=mailbox).status_code == 303
    leaves = f"/wormley/manage/people/{cover}/leave"
    last = {"when": "later", "last_day": ["31", "12", "2026"], "once": str(uuid4())}
    assert client.post(leaves, data=last).status_code == 303
    assert "but is not here for all of it" in client.get(page).text
    assert "Get ready for the closure ‘Christmas’" in client.get("/").text
    unwatched = "a mailbox into which nobody here is named to look"
    assert unwatched not in client.get("/wormley/manage/").text
    clock.pass_by(days=30)
    assert unwatched in client.get("/wormley/manage/").text


@pytest.mark.clause("DBRP-6.1.2", "DBRP-5.7")
def test_contacts_are_kept_audited_and_printed(
    portal_app: Flask, client_for: ClientFor, demo: Demo
) -> None:
    client = client_for("wormley.office")
    contact = {"kind": "it_support", "name": "Byte Desk", "phone": "01632 960 777"}
    assert client.post(f"{REGISTERS}contacts/new", data=contact).status_code == 303
    monitor = str(demo.people["wormley.head"])
    mailbox = {"kind": "dpo", "email": "dpo@example.org", "monitor": monitor, "head_reads": "y"}
    assert client.post(f"{REGISTERS}mailboxes/new", data=mailbox).status_code == 303
    shown = client.get(CONTACTS).text
    assert "Byte Desk" in shown
    assert "The Headteacher can open it" in shown
    head = f"{CONTACTS}people/{monitor}"
    assert "Enter a phone number" in client.post(head, data={"phone": ""}).text
    numbers = {"phone": "01632 960 778", "second_email": "head@home.example"}
    assert client.post(head, data=numbers).status_code == 303
    assert "head@home.example" in client.get(CONTACTS).text
    reports = {**mailbox, "kind": "reports", "email": "reports@example.org"}
    assert client.post(f"{REGISTERS}mailboxes/new", data=reports).status_code == 303
    shown = client.get(CONTACTS).text
    assert "has not come in yet. Reports sent there may not reach" in shown
    again = re.search(rf"{CONTACTS}mailboxes/[0-9a-f-]{{36}}/test", shown)
    assert again
    assert client.post(again[0]).status_code == 303
    row = next(one for one in rows(portal_app, demo, Mailbox) if one.kind == "dpo")
    assert client.post(f"{CONTACTS}mailboxes/{row.id}/test").status_code == 404
    sent = [one for one in rows(portal_app, demo, EffectRow) if one.kind == "mailbox_test"]
    assert len(sent) == 2
    pdf = PdfReader(io.BytesIO(client.get(f"{CONTACTS}sheet.pdf").data))
    assert len(pdf.pages) == 1
    assert "01632 960 777" in pdf.pages[0].extract_text()
    told = "".join(row.body for row in rows(portal_app, demo, AuditRow))
    assert "administration.add_contact" in told
    assert "administration.keep_numbers" in told
    assert '"before.phone":"known"' in told
    for personal in ("Byte Desk", "960 77", "head@home"):
        assert personal not in told


@pytest.mark.clause("SIP-7-docs", "SIP-ref", "DBRP-1.2")
def test_documents_that_the_policy_refers_to_are_missing_until_added(
    client_for: ClientFor,
) -> None:
    client = client_for("wentworth.office")
    page = "/wentworth/manage/registers/"
    shown = client.get(page).text
    assert shown.count("<strong>Missing</strong>") == 2
    assert "Data Protection Act 2018 applies" in shown
    added = {
        "title": "Data Handling Security Policy",
        "link": "https://school.example/policy",
        "reference": "data_handling_security_policy",
    }
    assert client.post(f"{page}documents/new", data=added).status_code == 303
    assert client.get(page).text.count("<strong>Missing</strong>") == 1


def test_an_unusual_registration_number_is_warned_of_and_kept(client_for: ClientFor) -> None:
    client = client_for("wormley.office")
    sent = client.post(f"{REGISTERS}registration", data={"number": "odd 1"}, follow_redirects=True)
    assert "does not look like most registration numbers" in sent.text
    assert "ODD1" in sent.text


@pytest.mark.clause("DBRP-5.7", "DBRP-6.1")
def test_a_closure_in_which_nobody_could_report_asks_for_a_name(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    everybody = ("service.dpo", "service.deputy", "wormley.head")
    scope = Scope.of(demo.schools["wormley"])
    from tenants.models import Absence

    begins = clock.now() + timedelta(days=100)
    with open_session(services.engine, scope) as session, session.begin():
        for who in everybody:
            session.add(
                Absence(
                    school_id=demo.schools["wormley"],
                    person_id=demo.people[who],
                    role=None,
                    from_at=begins,
                    until_at=begins + timedelta(days=20),
                )
            )
    first, last = begins + timedelta(days=3), begins + timedelta(days=5)
    closure = {
        "name": "Training days",
        "from_on": [str(first.day), str(first.month), str(first.year)],
        "until_on": [str(last.day), str(last.month), str(last.year)],
    }
    client = client_for("wormley.office")
    refused = client.post(f"{CALENDAR}closures/new", data=closure)
    assert refused.status_code == 422
    assert "nobody would be able to report a breach" in refused.text
    named = {**closure, "cover": str(demo.people["wormley.slt"])}
    assert client.post(f"{CALENDAR}closures/new", data=named).status_code == 303


def test_another_schools_administrator_changes_nothing(
    portal_app: Flask, client_for: ClientFor, demo: Demo
) -> None:
    office = client_for("wormley.office")
    office.post(
        f"{REGISTERS}contacts/new",
        data={"kind": "police", "name": "Desk", "phone": "01632 960 779"},
    )
    kept = [row.id for row in rows(portal_app, demo, EmergencyContact)]
    stranger = client_for("wentworth.office")
    for address in (CALENDAR, CONTACTS, REGISTERS, f"{REGISTERS}contacts/{kept[0]}"):
        assert stranger.get(address).status_code == 404
    for address in (
        f"{REGISTERS}contacts/{kept[0]}/remove",
        f"/wentworth/manage/registers/contacts/{kept[0]}/remove",
        f"/wentworth/manage/registers/contacts/{kept[0]}",
    ):
        assert stranger.post(address, data={"name": "Mine"}).status_code == 404
    assert [row.id for row in rows(portal_app, demo, EmergencyContact)] == kept
    assert client_for("wormley.teacher").get(CONTACTS).status_code == 403


def test_the_checklist_says_what_is_missing_and_a_service_sees_all_its_schools(
    client_for: ClientFor,
) -> None:
    shown = client_for("wormley.office").get("/wormley/manage/").text
    assert "Still to do" in shown
    assert "printed sheet" in shown
    health = client_for("service.dpo").get("/health-of-schools/").text
    assert "Wormley" in health
    assert "Wentworth" in health
    found = client_for("service.dpo").get("/health-of-schools/?q=wentw").text
    assert "Wormley CofE" not in found
    assert "/wormley/manage/" not in client_for("council.officer").get("/health-of-schools/").text
