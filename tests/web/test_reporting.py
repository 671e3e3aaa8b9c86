"""Report an incident, signed in: every page of the journey."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.rules.in_charge.roster import Roster
from portal.web.reporting.journey import form_for
from tenants.db import Scope, open_session
from tenants.models import (
    Absence,
    AbsenceKind,
    DpoAppointment,
    Membership,
    Oversight,
)
from tenants.policy.loader import adopt, load_variant
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.reading import words

START = "/wormley/report/"
ANSWERS = {
    "how": {"naming": "named"},
    "what": {"happened": "A list went to the wrong people.", "kind": "confirmed"},
    "when": {"noticed": "now"},
    "danger": {"danger": "not_sure", "still_going_on": "not_sure"},
    "whose": {},
    "who": {"told": "head"},
}


def fill(client: FlaskClient, noticed: str = "now") -> str:
    """Answer every question; the address of the check page."""
    answers = {**ANSWERS, "when": {"noticed": noticed}}
    where = client.get(START).location
    while not where.endswith("/check"):
        page = client.get(where)
        assert page.status_code == 200, where
        reply = client.post(where, data=answers[where.rsplit("/", 1)[-1]])
        assert reply.status_code == 303, BeautifulSoup(reply.data, "html.parser").text
        where = reply.location
    return where


def once(page: bytes) -> str:
    """The form's own key."""
    found = BeautifulSoup(page, "html.parser").find("input", {"name": "once"})
    assert found is not None
    return str(found["value"])


@pytest.mark.clause("SIP-1", "SIP-2")
def test_the_shortest_report_is_seven_pages(
    client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    client = client_for("wormley.teacher")
    check = fill(client)
    assert check.endswith("/report/check")
    assert b"A list went to the wrong people." in client.get(check).data
    reply = client.post(check)
    done = client.get(reply.location)
    text = BeautifulSoup(done.data, "html.parser").text
    assert "INC-2026-0001" in text
    assert "Headteacher" in text
    home = client.get("/")
    assert home.status_code == 200


@pytest.mark.clause("DBRP-A1.04", "SIP-2")
def test_the_log_says_who_reported_it_and_what_they_are_and_nothing_that_they_did_not_know(
    client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    person = demo.people["wormley.teacher"]
    said = {"name": "Ellie Farrow", "email": "wormley.teacher@example.org", "job_title": "Cook"}
    details = f"/wormley/manage/people/{person}/details"
    assert client_for("wormley.office").post(details, data=said).status_code == 303
    client = client_for("wormley.teacher")
    done = client.get(client.post(fill(client, noticed="not_sure")).location)
    links = (str(a["href"]) for a in BeautifulSoup(done.data, "html.parser").select("a[href]"))
    incident = next(link for link in links if "/incidents/0" in link)
    head = client_for("wormley.head")
    assert "Ellie Farrow (Member of staff), Cook" in head.get(f"{incident}log").text
    assert "When it was noticed Not sure" in words(head.get(incident))


def test_what_was_typed_is_kept_beside_the_error(client_for: ClientFor, clock: MovingClock) -> None:
    client = client_for("wormley.teacher")
    reply = client.post(f"{START}when", data={"noticed": "earlier", "occurred": "Friday noon"})
    assert reply.status_code == 422
    text = reply.data.decode()
    assert "Enter the day on which you noticed it" in text
    assert "Friday noon" in text


def test_a_future_day_is_refused(client_for: ClientFor, clock: MovingClock) -> None:
    client = client_for("wormley.teacher")
    future = {"noticed": "earlier", "noticed_at": ["24", "10", "2026", "9am"]}
    reply = client.post(f"{START}when", data=future)
    assert reply.status_code == 422
    assert b"must be in the past" in reply.data


def test_answers_wait_where_they_were_left(client_for: ClientFor, clock: MovingClock) -> None:
    client = client_for("wormley.teacher2")
    client.post(f"{START}how", data=ANSWERS["how"])
    client.post(f"{START}what", data=ANSWERS["what"])
    assert client.get(START).location.endswith("/report/when")
    assert b"A list went to the wrong people." in client.get(f"{START}what").data


def test_the_same_report_sent_twice_is_one(client_for: ClientFor, clock: MovingClock) -> None:
    client, tab = client_for("wormley.slt"), None
    check = fill(client)
    first = client.post(check)
    again = client.post(check)
    assert first.status_code == 303
    assert again.status_code == 302  # the draft is gone: back to the start, nothing sent twice
    assert tab is None


def test_a_stranger_and_another_school_find_nothing(client_for: ClientFor) -> None:
    assert client_for("wentworth.head").get(START).status_code == 404
    assert client_for("council.officer").get(START).status_code == 404


def test_the_reporter_sees_no_clock_and_nobody_elses_duties(
    client_for: ClientFor, clock: MovingClock
) -> None:
    client = client_for("wormley.teacher2")
    client.post(fill(client))
    home = BeautifulSoup(client.get("/").data, "html.parser").main
    assert home is not None
    assert "ICO" not in home.text
    assert "Look at the report" not in home.text
    assert (
        "High risk" not in BeautifulSoup(client.get("/wormley/incidents/").data, "html.parser").text
    )
    head = BeautifulSoup(client_for("wormley.head").get("/").data, "html.parser").main
    assert head is not None
    assert "Report to the ICO" in head.text


def test_the_same_form_sent_again_leads_to_the_same_thanks(
    client_for: ClientFor, clock: MovingClock
) -> None:
    client = client_for("wormley.deputy")
    check = fill(client)
    form = {"once": once(client.get(check).data)}
    first, again = client.post(check, data=form), client.post(check, data=form)
    assert first.location == again.location
    assert "/report/done/" in again.location


def test_an_administrator_reports_and_sees_their_own_report(
    client_for: ClientFor, clock: MovingClock
) -> None:
    client = client_for("wormley.office")
    done = client.post(fill(client))
    assert done.status_code == 303
    mine = client.get(done.location.replace("/report/done/", "/incidents/") + "/")
    assert mine.status_code == 200
    assert "Thank you for reporting this" in mine.data.decode()


@pytest.mark.clause("SIP-2")
def test_a_reporter_reads_what_they_added_and_nothing_that_others_added(
    client_for: ClientFor, clock: MovingClock
) -> None:
    client, head = client_for("wormley.teacher"), client_for("wormley.head")
    mine = client.post(fill(client)).location.replace("/report/done/", "/incidents/") + "/"
    for who, text in ((client, "It was two letters."), (head, "She has had a warning.")):
        form = {"once": once(who.get(f"{mine}add-information").data), "text": text}
        assert who.post(f"{mine}add-information", data=form).status_code == 303
    shown = client.get(mine).data.decode()
    assert "It was two letters." in shown
    assert "warning" not in shown
    handling = head.get(mine).data.decode()
    assert "It was two letters." in handling
    assert "She has had a warning." in handling


def test_a_report_about_the_dpo_is_hidden_from_the_whole_service(
    client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    client = client_for("wormley.teacher")
    fill(client)
    who = {**ANSWERS["who"], "about": str(demo.people["service.dpo"])}
    client.post(f"{START}who", data=who)
    done = client.post(f"{START}check")
    incident = done.location.replace("/report/done/", "/incidents/") + "/"
    assert client_for("wormley.head").get(incident).status_code == 200
    for hidden in ("service.dpo", "service.deputy"):
        assert client_for(hidden).get(incident).status_code == 404


def test_whoever_would_tell_somebody_who_is_away_reads_who_stands_in_and_can_keep_it_from_them(
    client_for: ClientFor, clock: MovingClock, demo: Demo, portal_app: Flask
) -> None:
    here = demo.schools["wormley"]
    absent = Absence(
        school_id=here,
        person_id=demo.people["wormley.head"],
        from_at=clock.now() - timedelta(days=1),
        until_at=clock.now() + timedelta(days=1),
        kind=AbsenceKind.LEAVE,
    )
    engine = portal_app.extensions["portal"].services().engine
    with open_session(engine, Scope.of(here)) as session, session.begin():
        session.add(absent)
    client = client_for("wormley.teacher")
    fill(client)
    page = client.get(f"{START}who")
    assert "Tunde Bakare (Deputy headteacher) stands in" in words(page)
    assert str(demo.people["wormley.deputy"]) in page.text


def test_an_address_that_no_school_can_have_is_not_found(client_for: ClientFor) -> None:
    assert client_for("wormley.head").get("/wormley%00/incidents/").status_code == 404


def test_nobody_is_promised_that_an_officer_hears_who_does_not_use_the_portal(
    portal_app: Flask, clock: MovingClock
) -> None:
    with portal_app.test_request_context():
        form = form_for("who", adopt(load_variant("wormley"), {}), Roster(()), clock.now())
    assert "data protection officer hears" not in form["told"].description


def test_a_report_that_comes_to_colleagues_alone_says_so(
    client_for: ClientFor, clock: MovingClock, demo: Demo, portal_app: Flask
) -> None:
    """Everybody in charge has left: whoever reported read that they themselves had been told."""
    here, yesterday = demo.schools["wormley"], clock.now().date() - timedelta(days=1)
    gone = {"until_on": yesterday}
    engine = portal_app.extensions["portal"].services().engine
    with open_session(engine, Scope.of(here)) as session, session.begin():
        for table, whose in (
            (Membership, Membership.role.not_in(["staff", "administrator"])),
            (Oversight, Oversight.kind == "dpo_service"),
            (DpoAppointment, DpoAppointment.until_on.is_(None)),
        ):
            session.execute(update(table).where(whose).values(gone))
    client = client_for("wormley.teacher")
    check = fill(client)
    done = client.post(check, data={"once": once(client.get(check).data)})
    assert "Nobody in charge of the school could be told" in words(client.get(done.location))
