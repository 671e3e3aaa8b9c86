"""The whole log of a school: found, counted, taken away as a spreadsheet, brought in and undone."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from portal.actions import add_information, record_no_breach, report_incident
from portal.desk.perform import Deed, perform
from portal.rules.ending.breach_log import headings
from portal.rules.words import Kind, Naming, NoBreach
from tenants.policy.loader import adopt, load_variant
from tests.portal_app import ClientFor, Demo, MovingClock

LOG = "/wormley/register/"
SHEET = """Date of incident,Summary,What happened,Reported to the ICO?,Room
23/10/2019,Lost letter,A letter went missing near the gate,No,Office
05/03/2020,=cmd,Wrong attachment,Yes,Hall
some day,No date,Something,No,Hall
"""


@pytest.fixture
def two(portal_app: Flask, demo: Demo, clock: MovingClock) -> tuple[UUID, UUID]:
    """A near miss, and a report whose name is protected."""
    told: tuple[dict[str, Any], ...] = (
        {"happened": "+44 was dialled by mistake", "kind": Kind.NEAR_MISS},
        {"happened": "A list went astray.", "naming": Naming.PROTECTED},
    )
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        deed = Deed(demo.schools["wormley"], demo.people["wormley.teacher"])
        first, second = (
            perform(
                services, report_incident.ACTION, report_incident.ReportIncident(**said), deed
            ).incident_id
            for said in told
        )
    return first, second


def sheet(client: FlaskClient) -> list[list[str]]:
    reply = client.get(f"{LOG}log.xlsx")
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    read = CalamineWorkbook.from_filelike(io.BytesIO(reply.data)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in read]


def bring_in(client: FlaskClient, content: str = SHEET) -> str:
    """Upload, accept the columns that were guessed, look, and confirm; the page to look at."""
    file = {"sheet": (io.BytesIO(content.encode()), "log.csv")}
    assert client.post(f"{LOG}imports/new", data=file).status_code == 303
    columns = client.get(f"{LOG}imports/columns").text
    assert "For example: A letter went missing" in columns
    chosen = {
        "column_0": "occurred", "column_1": "description", "column_2": "details",
        "column_3": "report_to_ico", "column_4": "into_details",
    }  # fmt: skip
    assert client.post(f"{LOG}imports/columns", data=chosen).status_code == 303
    seen = client.get(f"{LOG}imports/check").text
    assert client.post(f"{LOG}imports/check", data={}).status_code == 303
    return seen


@pytest.mark.clause("SIP-why1")
def test_the_log_is_searched_filtered_and_counted(
    client_for: ClientFor, two: tuple[UUID, UUID], demo: Demo
) -> None:
    client = client_for("wormley.head")
    whole = client.get(LOG).text
    assert "A list went astray" in whole
    figures = client.get(f"{LOG}figures").text
    assert "From Saturday 1 November 2025 to Friday 23 October 2026" in figures
    assert "By kind" in figures
    assert "A list went astray" not in figures
    before = client.get(f"{LOG}figures?since=1&since=9&since=2025&until=31&until=8&until=2026")
    assert "to Monday 31 August 2026, 0 incidents were reported" in before.text
    misses = client.get(f"{LOG}?kind=near_miss").text
    assert "was dialled" in misses
    assert "A list went astray" not in misses
    number = whole.split("INC-2026-")[1][:4]
    assert f"INC-2026-{number}" in client.get(f"{LOG}?reference={int(number)}").text
    assert "Nothing is found" in client.get(f"{LOG}?reference=astray").text
    assert "Nothing is found" in client.get(f"{LOG}?ico=yes&kind=near_miss&late=yes").text
    assert "A list went" in client.get(f"{LOG}?since=23&since=10&since=2026&sort=oldest").text
    unread = client.get(f"{LOG}?since=99&since=10&since=2026").text
    assert "There is a problem" in unread, "a box that cannot be read is not passed over"
    assert 'govuk-details" open' in unread
    # a search by colleague finds who works on it, and betrays nobody who reported it
    reporter = client.get(f"{LOG}?person={demo.people['wormley.teacher']}").text
    assert "A list went astray" not in reporter


def test_who_may_see_the_log(client_for: ClientFor, two: tuple[UUID, UUID]) -> None:
    for who, status in (
        ("service.dpo", 200), ("wormley.slt", 200), ("wormley.teacher", 403),
        ("wormley.office", 403), ("wentworth.head", 404), ("council.officer", 404),
    ):  # fmt: skip
        assert client_for(who).get(LOG).status_code == status, who
        assert client_for(who).get(f"{LOG}log.xlsx").status_code == status, who
        assert client_for(who).get(f"{LOG}figures").status_code == status, who
    many = f"{len(sheet(client_for('wormley.head'))) - 1} incidents were reported"
    chair = client_for("wormley.chair")  # counts of all, though they take part in none
    assert f'href="{LOG}figures"' in chair.get("/").text
    assert many in chair.get(f"{LOG}figures").text
    assert many in client_for("wormley.head").get(f"{LOG}figures").text
    assert chair.get(LOG).status_code == 403


def test_a_joined_report_counts_once_and_is_not_called_closed(
    client_for: ClientFor, two: tuple[UUID, UUID]
) -> None:
    one, other = two
    dpo = client_for("service.dpo")
    reported = len(sheet(dpo)) - 1
    said = {"incident": str(other), "reason": "The same list."}
    join = f"/wormley/incidents/{one}/join-reports"
    assert dpo.post(join, data=said).status_code == 303
    assert f", {reported - 1} incident" in dpo.get(f"{LOG}figures").text
    for page in (LOG, "/wormley/incidents/"):
        assert "Joined to another" in dpo.get(page).text, page
    assert sum(row[-1].startswith("Joined to INC-2026-") for row in sheet(dpo)) == 1


@pytest.mark.clause("DBRP-A1-xlsx")
def test_the_spreadsheet_has_the_headings_in_order_and_no_formula(
    client_for: ClientFor, two: tuple[UUID, UUID]
) -> None:
    policy = adopt(load_variant("wormley"), {})
    first, *rows = sheet(client_for("service.dpo"))
    expected = [heading.text for heading in headings(policy)]
    assert first == [*expected, "Reference", "Where it stands"]
    assert len(expected) == 37
    description = [row[2] for row in rows]
    assert "'+44 was dialled by mistake" in description
    who = [row[3] for row in rows]
    assert "Name protected" in who
    assert not any("Bell" in cell for row in rows if row[3] == "Name protected" for cell in row)


@pytest.mark.clause("DBRP-A1-xlsx")
def test_an_earlier_log_comes_in_whole_once_and_goes_again(
    client_for: ClientFor, clock: MovingClock
) -> None:
    head = client_for("wormley.head")
    assert client_for("wormley.office").get(f"{LOG}imports").status_code == 403
    seen = bring_in(head)
    assert "2 incidents can be brought in, 1 row cannot" in seen
    assert "It has no date that we can read" in seen
    assert "Brought in: 2 incidents" in head.get(f"{LOG}imports").text
    found = head.get(f"{LOG}?ico=yes").text
    assert "INC-2020-0001" in found
    rows = [row for row in sheet(head) if row[-2].startswith(("INC-2019", "INC-2020"))]
    assert [row[2] for row in rows] == ["Lost letter", "'=cmd"]
    assert "Room: Office" in rows[0][8]
    assert all(row[-1] == "Closed" for row in rows)
    bring_in(head)
    assert "0 added, 2 there already" in head.get(f"{LOG}imports").text
    undo = head.get(f"{LOG}imports").text.split("/undo")[0].rsplit('"', 1)[1] + "/undo"
    assert "Of the 2 incidents that it added, 2 are erased" in head.get(undo).text
    assert head.post(undo, data={}).status_code == 303
    assert "INC-2020-0001" not in head.get(LOG).text
    assert not [row for row in sheet(head) if row[-2].startswith("INC-2020")]
    assert head.post(undo, data={}).status_code == 303
    bring_in(head)
    assert "INC-2020-0002" in head.get(LOG).text


def test_what_was_imported_owes_nothing_and_can_be_read(
    client_for: ClientFor, clock: MovingClock
) -> None:
    dpo = client_for("service.dpo")
    bring_in(dpo, SHEET.replace("Wrong attachment", "Another attachment").replace("some day", ""))
    found = dpo.get(f"{LOG}?reference=2020-1").text
    found = dpo.get(LOG).text
    href = found.split("INC-2020-")[0].rsplit('href="', 1)[1].split('"')[0]
    page = dpo.get(href)
    assert page.status_code == 200
    assert "Imported from a spreadsheet on" in page.text
    assert "Nothing is owed" in page.text
    assert dpo.get(f"{href}log").status_code == 200
    assert dpo.get(f"{href}log.pdf").data.startswith(b"%PDF")


def test_undoing_leaves_what_somebody_has_worked_on(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    head = client_for("wormley.head")
    bring_in(head, SHEET.replace("23/10/2019", "23/10/2017").replace("05/03/2020", "05/03/2018"))
    href = head.get(f"{LOG}?reference=2017-1").text.split('">INC-2017')[0].rsplit('"', 1)[1]
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        said = add_information.AddInformation("We found the letter.")
        incident = UUID(href.rstrip("/").rsplit("/", 1)[1])
        deed = Deed(demo.schools["wormley"], demo.people["wormley.head"], incident)
        perform(services, add_information.ACTION, said, deed)
    undo = head.get(f"{LOG}imports").text.split("/undo")[0].rsplit('"', 1)[1] + "/undo"
    assert "1 stays, because somebody has worked on it since" in head.get(undo).text
    head.post(undo, data={})
    left = head.get(f"{LOG}?sort=oldest").text
    assert "INC-2017-0001" in left
    assert "INC-2018-0001" not in left


def test_only_what_was_asked_is_mailed_and_by_whom(
    client_for: ClientFor, two: tuple[UUID, UUID]
) -> None:
    address = f"/wormley/incidents/{two[0]}/email-log"
    assert client_for("wormley.teacher").get(address).status_code == 403
    head = client_for("wormley.head")
    page = head.get(address).text
    assert "Only to the DPO" in page
    assert "Not answered yet" in page
    assert head.post(address, data={}).status_code == 422
    assert head.post(address, data={"how": "attached"}).status_code == 303
    log = head.get(f"/wormley/incidents/{two[0]}/log").text
    assert "on its way to the DPO" in log


@pytest.mark.clause("DBRP-4.6")
def test_no_breach_after_all_stays_in_the_log_which_still_asks_what_can_be_learnt(
    portal_app: Flask, client_for: ClientFor, two: tuple[UUID, UUID], demo: Demo
) -> None:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        deed = Deed(demo.schools["wormley"], demo.people["service.dpo"], two[1])
        said = record_no_breach.RecordNoBreach(
            reason="The list never left the building.", because=NoBreach.WEAKNESS
        )
        perform(services, record_no_breach.ACTION, said, deed)
    dpo = client_for("service.dpo")
    assert "A list went astray" in dpo.get(LOG).text
    assert any("A list went astray" in row[2] for row in sheet(dpo))
    assert "Complete the breach log" in dpo.get(f"/wormley/incidents/{two[1]}/").text
    asked = dpo.get(f"/wormley/incidents/{two[1]}/complete-log").text
    assert "What is done to stop it happening again" in asked
