"""'Due to the ICO' across schools, and the diary feed of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from portal.models.diary import DiaryFeedRow
from portal.store.duties import DueCount
from portal.web.owing import due_figure
from tenants.db import Scope, open_session
from tenants.models import Absence
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.statements import noted
from tests.web.pages import Pages
from tests.web.reading import words

PAST = "Duties past their time"
DUE = "/due-to-the-ico/"
MINE = f"{DUE}?mine=1"
DIARY = "/due-to-the-ico/diary/"


def lines(client: FlaskClient, page: str = DUE) -> list[str]:
    shown = BeautifulSoup(client.get(page).data, "html.parser")
    return [" ".join(row.get_text(" ").split()) for row in shown.select("tbody tr")]


def line_of(client: FlaskClient, at: Pages) -> str:
    (found,) = [line for line in lines(client) if at.facts.reference in line and at_name(at, line)]
    return found


def own_line(client: FlaskClient, at: Pages) -> str:
    (found,) = [line for line in lines(client) if at.facts.reference in line]
    return found


def at_name(at: Pages, line: str) -> bool:
    return at.school.capitalize() in line


def address(client: FlaskClient) -> str:
    shown = BeautifulSoup(client.get(DIARY).data, "html.parser")
    found = shown.select_one("#feed-address")
    return found.get_text().removeprefix("http://localhost") if found else ""


def make(client: FlaskClient) -> str:
    assert client.post(f"{DIARY}make").status_code == 303
    return address(client)


def events(app: Flask, feed: str) -> list[Any]:
    reply = app.test_client().get(feed)
    assert reply.status_code == 200
    assert reply.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in reply.headers
    return list(Calendar.from_ical(reply.data).walk("VEVENT"))


@pytest.mark.clause("DBRP-1.4", "DBRP-4.1")
def test_all_schools_by_the_time_left_with_the_state_of_each_report(
    wormley: Pages, wentworth: Pages, clock: MovingClock
) -> None:
    dpo = wormley.client("service.dpo")
    assert "Due to the ICO" in words(dpo.get("/"))
    assert "Nothing written yet" in line_of(dpo, wormley)
    assert "Cautious clock" in line_of(dpo, wentworth)
    part = wormley.address("report-to-ico/what_happened")
    assert dpo.post(part, data={"what_happened": "A list went astray."}).status_code == 303
    assert "missing" in line_of(dpo, wormley)
    deputy = wormley.client("service.deputy")
    assert "Begun by somebody else" in line_of(deputy, wormley)
    clock.move_to(FRIDAY + timedelta(hours=80))
    wormley.does(
        "service.dpo",
        "declare-aware",
        answer="breach",
        aware_at=["25", "10", "2026", "9am"],
        reason="The list was opened.",
        why_later="Nobody knew whether it had been opened.",
    )
    known = line_of(dpo, wormley)
    assert "Cautious clock" not in known
    assert "Counted cautiously: Mon 26 Oct, 3:10pm" in known
    listed = lines(dpo)
    assert "late" in listed[0]
    assert listed.index(line_of(dpo, wentworth)) < listed.index(known)


def test_what_is_ones_own_to_do_is_listed_alone(
    wormley: Pages, wentworth: Pages, clock: MovingClock
) -> None:
    clock.pass_by(hours=1)  # what other tests reported opens by then, not between two pages
    dpo, deputy = wormley.client("service.dpo"), wormley.client("service.deputy")
    assert lines(dpo, MINE) == lines(dpo)
    assert "Yours to do" not in words(dpo.get(DUE)), "all of it is"
    assert lines(deputy)
    assert "Yours to do" in words(deputy.get(DUE))
    assert lines(deputy, MINE) == []
    assert "Nothing of it is yours to do" in words(deputy.get(MINE))


def test_one_school_alone_and_the_same_count_on_both_pages(
    wormley: Pages, wentworth: Pages, clock: MovingClock
) -> None:
    Pages(wormley.app, wormley.client_for, wormley.demo, "wormley")
    clock.move_to(FRIDAY + timedelta(hours=60))
    dpo, at = wormley.client("service.dpo"), "/?school=wormley"
    shown = BeautifulSoup(dpo.get(at).data, "html.parser")
    assert shown.h1 is not None
    assert shown.h1.text.startswith("Due next at Wormley")
    assert wentworth.facts.reference in words(dpo.get("/?school=wentworth"))
    late = len(shown.select(".portal-late")) - 1  # each line's, and the tile's
    own = len(shown.select("section[aria-labelledby=yours] .portal-late"))
    tile = " ".join(shown.select(".portal-figure")[0].get_text(" ").split())
    assert tile == f"{late} late, {own} of them yours"
    assert 0 < own < late
    health = BeautifulSoup(dpo.get("/health-of-schools/").data, "html.parser")
    (said,) = [cell for cell in health.select("td[data-label=Late]") if cell.find("a", href=at)]
    number, detail = said.select_one("a"), said.select_one(".portal-table__detail")
    assert number is not None
    assert detail is not None
    assert int(number.text.split()[0]) == late + int(detail.text.split()[0])
    council = wormley.client("council.officer").get("/")
    for page, cells in ((health, "Late"), (BeautifulSoup(council.data, "html.parser"), PAST)):
        numbers = [int(each.text.split()[0]) for each in page.select(f"td[data-label='{cells}']")]
        assert numbers == sorted(numbers, reverse=True), "where most is late first"
        assert numbers[0] > numbers[-1]
    for nowhere in ("wentworth", "nowhere"):
        assert wormley.client("wormley.head").get(f"/?school={nowhere}").status_code == 404


@pytest.mark.parametrize("page", [DUE, "/"])
def test_each_link_says_what_it_is_about_to_those_who_hear_it_alone(
    wormley: Pages, wentworth: Pages, page: str
) -> None:
    shown = BeautifulSoup(wormley.client("service.dpo").get(page).data, "html.parser")
    asked = shown.select("tbody th[scope=row]")
    links = [each.a for each in asked if each.a]
    assert len(links) == len(asked) > 1, "the words of each task are its link"
    heard = {(" ".join(each.get_text().split()), str(each["href"])) for each in links}
    assert len({said for said, _ in heard}) == len(heard)
    assert f"Report to the ICO, {wormley.facts.reference}, Wormley CofE Primary School" in {
        said for said, _ in heard
    }


def test_a_person_sees_their_own_schools_and_never_what_concerns_them(
    wormley: Pages, wentworth: Pages
) -> None:
    head = wormley.client("wormley.head")
    assert wormley.facts.reference in words(head.get(DUE))
    assert "Wentworth" not in words(head.get(DUE))
    assert lines(wormley.client("wormley.teacher")) == []
    wormley.does(
        "service.dpo",
        "mark-concerned",
        person=str(wormley.demo.people["wormley.head"]),
        reason="It is about the Head.",
    )
    assert not [line for line in lines(head) if wormley.facts.reference in line]


def test_more_schools_take_no_more_statements(wormley: Pages, portal_app: Flask) -> None:
    dpo = wormley.client("service.dpo")
    dpo.get(DUE)
    with portal_app.app_context(), noted(wormley.services.engine) as statements:
        dpo.get(DUE)
    assert len(statements) <= 16


def test_the_feed_says_what_is_due_and_nothing_of_anybody(
    portal_app: Flask, wormley: Pages, wentworth: Pages
) -> None:
    dpo = wormley.client("service.dpo")
    assert address(dpo) == ""
    feed = make(dpo)
    found = events(portal_app, feed)
    summary = f"Report to the ICO: Wormley CofE Primary School, {wormley.facts.reference}"
    (ours,) = [event for event in found if str(event["summary"]) == summary]
    assert ours["dtstart"].dt == FRIDAY + timedelta(hours=72)
    assert [alarm["trigger"].dt.total_seconds() / 3600 for alarm in ours.walk("VALARM")] == [
        -24, -6, -1,
    ]  # fmt: skip
    whole = portal_app.test_client().get(feed).text
    assert "pupils" not in whole
    assert "example.org" not in whole
    assert any("Wentworth" in str(event["summary"]) for event in found)
    head = make(wormley.client("wormley.head"))
    assert not [e for e in events(portal_app, head) if "Wentworth" in str(e["summary"])]


def test_an_address_answers_until_it_is_replaced_or_stopped(
    portal_app: Flask, wormley: Pages
) -> None:
    dpo, stranger = wormley.client("service.dpo"), portal_app.test_client()
    first = make(dpo)
    second = make(dpo)
    assert first != second
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    with open_session(wormley.services.engine, wormley.scope) as session:
        stored = session.scalars(sa.select(DiaryFeedRow.token_hash)).all()
    assert not [each for each in stored if second.encode() in each]
    assert dpo.post(f"{DIARY}stop").status_code == 303
    assert address(dpo) == ""
    assert stranger.get(second).status_code == 404
    assert stranger.get("/diary/unknown.ics").status_code == 404
    assert stranger.get(DIARY).status_code == 302


def test_nobody_reads_or_makes_an_address_outside_their_schools(wormley: Pages) -> None:
    make(wormley.client("wormley.head"))
    elsewhere = Scope.of(wormley.demo.schools["wentworth"])
    with open_session(wormley.services.engine, elsewhere) as session:
        head = wormley.demo.people["wormley.head"]
        assert not session.scalars(
            sa.select(DiaryFeedRow).where(DiaryFeedRow.person_id == head)
        ).all()


@pytest.mark.clause("DBRP-5.7")
def test_while_the_dpo_is_away_it_is_the_heads_and_leads_to_the_report(
    wormley: Pages, portal_app: Flask, demo: Demo
) -> None:
    head = wormley.client("wormley.head")
    assert "Only what is due to the ICO" in words(head.get("/"))
    assert "Data protection officer (Ruth Adeyemi)" in own_line(head, wormley)
    with open_session(wormley.services.engine, wormley.scope) as session, session.begin():
        for who in ("service.dpo", "service.deputy"):
            away = Absence(
                school_id=demo.schools["wormley"],
                person_id=demo.people[who],
                from_at=FRIDAY - timedelta(hours=1),
                until_at=FRIDAY + timedelta(days=7),
            )
            session.add(away)
    wormley.does("wormley.head", "record-containment", state="contained", what="Recalled.")
    assert own_line(head, wormley).endswith("You, acting for the data protection officer")
    shown = BeautifulSoup(head.get(DUE).data, "html.parser")
    links = [link["href"] for link in shown.select("tbody th a")]
    assert wormley.address("report-to-ico") in links
    assert head.get(wormley.address("report-to-ico")).status_code == 200


@pytest.mark.parametrize(
    ("who", "title"),
    [("wormley.head", "Due next"), ("wormley.teacher", "Home"), ("council.officer", "Figures")],
)
def test_the_first_page_is_called_what_leads_there(
    client_for: ClientFor, who: str, title: str
) -> None:
    page = BeautifulSoup(client_for(who).get("/").data, "html.parser")
    leading = page.select_one(".portal-header__nav a")
    assert page.h1 is not None
    assert leading is not None
    assert [page.h1.get_text(strip=True), leading.get_text(strip=True)] == [title, title]


def test_a_tile_writes_thousands_as_sentences_do() -> None:
    tile = due_figure(DueCount(of_all=7551, own=1258), "due within 24 hours")
    assert (tile.shown, tile.words) == ("7,551", "due within 24 hours, 1,258 of them yours")
