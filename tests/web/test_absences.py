"""One's own absence at several schools: recorded at all of them at once, and ended at all."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.web.admin.people.absences import some_of
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.test_outside import PAGE, sent

BACK = re.compile(r"/wormley/away/[0-9a-f-]{36}/back\?everywhere=1")


def goes_away(officer: FlaskClient, school: str, **said: object) -> None:
    """Say on the page that one is away, and say so again once it has shown what follows."""
    address, given = f"/{school}/away/new", {"once": str(uuid4()), "kind": "leave", **said}
    mark = re.search(r'name="shown"[^>]*value="([^"]+)"', officer.post(address, data=given).text)
    assert mark
    assert officer.post(address, data=given | {"shown": mark[1]}).status_code == 303


@pytest.mark.clause("SIP-dpo")
def test_an_officer_is_away_from_all_their_schools_and_back_at_all(
    client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    officer = client_for("service.dpo")
    goes_away(
        officer,
        "wormley",
        from_on=["1", "12", "2026"],
        until_on=["4", "12", "2026"],
        stand_in=str(demo.people["wormley.deputy"]),
        everywhere="y",
    )
    here, there = (officer.get(f"/{school}/away/").text for school in ("wormley", "wentworth"))
    assert "until the end of Friday 4 December 2026" in here
    assert "Tunde Bakare stands in" in here
    assert "until the end of Friday 4 December 2026" in there
    assert "Whoever the policy says stands in" in there
    back = BACK.search(here)
    assert back
    assert officer.post(back[0]).status_code == 303
    for school in ("wormley", "wentworth"):
        assert "4 December 2026" not in officer.get(f"/{school}/away/").text


def test_where_it_is_not_recorded_stands_beside_an_absence_from_all_schools(
    client_for: ClientFor, clock: MovingClock
) -> None:
    officer = client_for("service.dpo")
    goes_away(officer, "wentworth", from_on=["3", "12", "2026"], until_on=["5", "12", "2026"])
    days = {"from_on": ["1", "12", "2026"], "until_on": ["4", "12", "2026"]}
    goes_away(officer, "wormley", **days, everywhere="y")
    said = officer.get("/wormley/away/").text
    assert "Not at Wentworth Primary School: They are recorded as away then already." in said
    later = BeautifulSoup(officer.get("/wormley/away/").data, "html.parser")
    beside = later.select_one("main details")
    assert beside
    assert "Not recorded at 1 of your other schools" in beside.text
    assert [link["href"] for link in beside.select("a")] == ["/wentworth/away/new"]
    assert "Not recorded" not in officer.get("/wentworth/away/").text


def test_a_sentence_about_many_schools_names_three() -> None:
    """It travels in a cookie, and one for each of many schools is more than a browser keeps."""
    schools = [f"School {letter}" for letter in "EDCBA"]
    assert some_of(schools) == "School A, School B, School C and 2 more of your schools"
    assert some_of(schools[:2]) == "School D and School E"


def test_an_officer_says_how_they_are_reached_at_any_of_their_schools(
    client_for: ClientFor, clock: MovingClock
) -> None:
    """Of no school themselves, they change a row of their service."""
    officer = client_for("service.dpo")
    said = {"once": str(uuid4()), "phone": "01632 960 999", "second_email": "me@home.example"}
    assert officer.post("/wormley/away/numbers", data=said).status_code == 303
    for school in ("wentworth", "wormley"):  # and what parents read changes with it
        assert "01632 960 999" in officer.get(f"/{school}/away/numbers").text
        assert "01632 960 999" in words(client_for(f"{school}.head").get(f"/{school}/policy/"))


def test_somebody_of_one_school_is_not_asked_about_others(
    client_for: ClientFor, clock: MovingClock
) -> None:
    assert "At all my other schools" not in client_for("wormley.head").get("/wormley/away/new").text


@pytest.mark.clause("SIP-dpo", "DBRP-6.1.1")
def test_everybody_reads_who_answers_while_the_officer_is_away(
    portal_app: Flask, client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    """Beside the officer's name and below every page; never somebody whom one writes about."""
    stranger = portal_app.test_client()
    fronts = [f"/{school}/public/" for school in ("wormley", "wentworth")]
    assert not any("stands in" in stranger.get(front).text for front in fronts)
    teacher = client_for("wormley.teacher")
    inside = ["/", "/wormley/policy/", f"/wormley/incidents/{uuid4()}/"]
    assert not any("stands in" in teacher.get(page).text for page in inside)
    goes_away(
        client_for("service.dpo"),
        "wormley",
        from_on=["23", "10", "2026"],
        until_on=["24", "10", "2026"],
        stand_in=str(demo.people["wormley.head"]),
        everywhere="y",
    )
    head = "Away at the moment. Caroline Whitlock stands in: "
    deputy = "Away at the moment. Piotr Zielinski stands in: "
    assert [stranger.get(page).text.count(head) for page in (fronts[0], PAGE)] == [2, 2]
    assert stranger.get(fronts[1]).text.count(deputy) == 2
    assert sent(stranger, clock, about="head").text.count(deputy) == 2
    assert all(head in teacher.get(page).text for page in inside)
    clock.pass_by(days=3)
    assert not any("stands in" in teacher.get(page).text for page in inside)


def test_whoever_is_away_is_not_rung_in_danger_while_somebody_else_is_here(
    portal_app: Flask, client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    """And whoever chooses somebody on an incident's page reads that they are away."""
    front = "/wormley/public/"

    def rings() -> list[str]:
        shown = BeautifulSoup(portal_app.test_client().get(front).data, "html.parser")
        lines = shown.select(".portal-box--danger p")[1:]
        return [" ".join(each.text.split()).partition(":")[0] for each in lines]

    everybody = rings()
    assert "Margaret Oyelaran" in everybody[0]
    goes_away(
        client_for("wormley.dsl"),
        "wormley",
        from_on=["23", "10", "2026"],
        review_on=["30", "4", "2027"],
    )
    assert rings()[0] == "First ring the deputy safeguarding lead, Callum Reid"
    assert len(rings()) == 2
    pages = Pages(portal_app, client_for, demo, "wormley")
    asked = pages.get("wormley.head", "ask-question").text
    assert "Margaret Oyelaran, Designated safeguarding lead (away)" in asked
    for who in ("wormley.deputydsl", "wormley.head"):
        on = ["23", "10", "2026"]
        goes_away(client_for(who), "wormley", from_on=on, until_on=on)
    assert rings() == everybody
    asked = pages.get("wormley.head", "ask-question").text
    assert "Callum Reid, Deputy designated safeguarding lead (away until the end of today)" in asked
    clock.pass_by(days=1)
    assert rings()[0].startswith("First ring the deputy safeguarding lead")


def test_nobody_decides_instead_of_a_head_who_is_still_to_come(
    portal_app: Flask, client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    Pages(portal_app, client_for, demo, "wormley")
    said = {"name": "Nora Next", "email": "nora@example.org", "phone": "01632 960999"}
    said |= {"role": "head", "once": str(uuid4())}
    office, to_come = client_for("wormley.office"), {"from_on": ["24", "10", "2026"]}
    added = office.post("/wormley/manage/people/new", data={**said, **to_come})
    page = office.get(added.location).text
    assert "From Saturday 24 October 2026" in page
    assert "somebody else decides for them" not in page
