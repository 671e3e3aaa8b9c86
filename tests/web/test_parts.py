"""The parts of the pages: their words, and that they are drawn safely and for everybody."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from portal.rules.words import Kind, LegalRisk, Stage
from portal.web.parts import problems, tags
from portal.web.parts.clock_box import clock_box
from portal.web.parts.owed import DutyLine, due_row, duty_line, listed, together, who_owes
from portal.web.parts.progress import Progress
from portal.web.parts.record import record_entry
from portal.web.parts.when import Urgency
from tests.web.gallery import AWARE, HOUR, NOW, VIEWS, create_app, page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DUE = AWARE + 72 * HOUR
WIDE, PHONE, NARROWEST = (1280, 900), (360, 740), (320, 640)


# --- the clock ---


def test_the_clock_says_what_is_left_and_that_the_hours_do_not_change() -> None:
    clock = clock_box(start_at=AWARE, due_at=DUE, now=NOW)
    assert clock.heading == "31 hours 20 minutes left to report to the ICO"
    assert clock.due == "Monday 26 October 2026, 3:10pm (GMT)"
    assert clock.start == "aware Fri 23 Oct, 4:10pm (BST)"
    assert clock.text == "40 hours 40 minutes of 72 hours have passed"
    assert clock.filled == pytest.approx(56.5)
    assert clock.notes == ("The clocks go back in this time. The hours allowed stay the same.",)


def test_the_cautious_clock_says_so_in_one_sentence() -> None:
    clock = clock_box(start_at=AWARE, due_at=DUE, now=AWARE + HOUR, cautious=True)
    assert clock.start.startswith("counted from")
    assert "we count cautiously" in clock.notes[0]


@pytest.mark.parametrize(
    ("now", "submitted", "heading", "urgency", "filled"),
    [
        (5, None, "5 hours left to report to the ICO", Urgency.SOON, 93.1),
        (-3, None, "The report to the ICO is 3 hours late", Urgency.LATE, 100),
        (-9, 10, "Reported to the ICO after 62 hours", Urgency.DONE, 86.1),
        (-9, 80, "Reported to the ICO", Urgency.DONE, 0),
        (-9, -2, "Reported to the ICO, 2 hours late", Urgency.LATE, 100),
    ],
)
def test_the_clock_near_and_after_its_end(
    now: int, submitted: int | None, heading: str, urgency: Urgency, filled: float
) -> None:
    clock = clock_box(
        start_at=AWARE,
        due_at=DUE,
        now=DUE - now * HOUR,
        submitted_at=None if submitted is None else DUE - submitted * HOUR,
    )
    assert (clock.heading, clock.urgency, clock.filled) == (heading, urgency, filled)


def test_where_nothing_was_to_be_reported_for_a_while_it_counts_to_when_it_is_owed() -> None:
    box = partial(clock_box, start_at=AWARE, due_at=DUE, owed_by=DUE + 24 * HOUR)
    clock = box(now=DUE + HOUR)
    assert clock.heading == "23 hours left to report to the ICO"
    assert "The 72 hours stay where they were" in clock.notes[0]
    assert box(now=DUE + 25 * HOUR).heading == "The report to the ICO is 1 hour late"
    made = box(now=DUE + 9 * HOUR, submitted_at=DUE + 2 * HOUR)
    assert made.heading == "Reported to the ICO, 2 hours late"


# --- duties, what is due, the record ---


def line(hours: float, waits: str = "") -> DutyLine:
    return duty_line(
        what="Decide", who="You", cite="1.4", due_at=NOW + hours * HOUR, now=NOW, waits=waits
    )


def test_a_duty_is_told_with_its_time_and_how_it_stands() -> None:
    assert (line(7).time, line(7).note) == ("by 2:50pm today", "due soon: 7 hours left")
    assert (line(30).time, line(30).note) == ("by 1:50pm tomorrow", "30 hours left")
    assert (line(-3).time, line(-3).note) == ("3 hours late", "was due 4:50am today")


def test_what_waits_for_something_shows_a_time_only_when_late() -> None:
    assert (line(30, "before you report").time, line(30, "x").urgency) == (
        "before you report",
        None,
    )
    assert line(-3, "before you report").time == "3 hours late"


def test_neighbours_that_differ_behind_the_colon_are_one() -> None:
    def told(what: str, due: float = 7) -> DutyLine:
        return duty_line(what=what, who="You", cite="", due_at=NOW + due * HOUR, now=NOW)

    lines = [
        told("Tell: A"),
        told("Tell: B"),
        told("Tell: C", due=8),
        told("Decide"),
        told("Decide"),
    ]
    merged = [line.what for line in together(lines)]
    assert merged == ["Tell: A; B", "Tell: C", "Decide", "Decide"]


def test_who_owes_is_told_to_the_reader() -> None:
    assert who_owes("DPO", mine=True) == "You"
    assert who_owes("", mine=True, acting_for="DPO") == "You, acting for the DPO"
    assert who_owes("", mine=True, acting_for="Headteacher") == "You, acting for the Headteacher"
    assert who_owes("Headteacher", name="A. Okafor") == "Headteacher (A. Okafor)"


def test_lists_read_like_a_sentence() -> None:
    assert listed(["the Head", "the DPO", "the chair"]) == "the Head, the DPO and the chair"
    assert listed(["the Head"]) == "the Head"
    assert listed([]) == ""


def test_the_desk_fills_its_bar_with_the_time_that_has_passed() -> None:
    def filled(opened: int, due: int) -> int:
        return due_row(
            what="",
            school="",
            who="",
            opens_at=NOW + opened * HOUR,
            due_at=NOW + due * HOUR,
            now=NOW,
        ).filled

    assert (filled(-6, 18), filled(-6, -1), filled(1, 2), filled(0, 0)) == (25, 100, 0, 100)


def test_the_record_tells_when_something_was_written_down_later() -> None:
    entry = record_entry(done_at=NOW - 5 * HOUR, recorded_at=NOW, lead="Told by telephone", now=NOW)
    assert (entry.time, entry.recorded) == (
        "Sun 25 Oct, 2:50am",
        "recorded Sun 25 Oct, 7:50am",
    )
    assert (entry.day, entry.clock) == ("Sunday 25 October 2026", "2:50am")
    assert entry.machine_time == "2026-10-25T02:50+00:00"
    prompt = record_entry(done_at=NOW, recorded_at=NOW + timedelta(minutes=5), lead="", now=NOW)
    assert prompt.recorded == ""


def test_progress_counts_and_ends() -> None:
    going = Progress(total=214, done=150, unresolved=3)
    assert going.words == "150 of 214 notices sent, 3 to resolve"
    assert (going.percent, going.refresh_seconds > 0) == (71, True)
    ended = Progress(total=214, done=211, unresolved=3)
    assert (ended.percent, ended.settled, ended.refresh_seconds) == (100, True, 0)
    assert Progress(total=0, done=0).percent == 100
    assert Progress(total=9, done=1, stopped=True).words.endswith("Stopped.")


def test_every_stage_kind_and_risk_has_a_worded_tag() -> None:
    shown = [
        *(tags.stage_tag(stage) for stage in Stage),
        *(tags.kind_tag(kind) for kind in Kind),
        *(tags.risk_tag(risk) for risk in (*LegalRisk, None)),
    ]
    assert all(tag.text for tag in shown)


def test_every_error_says_what_to_do() -> None:
    for code in (*problems.PROBLEMS, 418, 502):
        assert problems.problem(code).sentences
    assert problems.problem(502) is problems.PROBLEMS[500]


# --- the pages ---


@pytest.fixture(name="gallery", scope="module")
def gallery_app() -> Flask:
    return create_app()


@pytest.fixture(name="address", scope="module")
def running_gallery(gallery: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_needs_no_style_or_script_of_its_own(gallery: Flask, view: str) -> None:
    answer = gallery.test_client().get(f"/{view}")
    html = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert html.html is not None
    assert html.html["lang"] == "en-GB"
    assert len(html.select("h1")) == 1
    assert not html.select("style, script:not([src]), [style], [onclick]")
    ids = [tag["id"] for tag in html.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_title_tells_page_incident_school_and_errors(gallery: Flask) -> None:
    client = gallery.test_client()
    assert "<title>Check your answers – INC-2026-0042 – Hollytree Primary</title>" in (
        client.get("/check").text
    )
    wrong = client.post("/question")
    assert wrong.status_code == 422
    assert "<title>Error: " in wrong.text
    assert 'href="#danger"' in wrong.text


def test_a_page_of_several_schools_has_a_name_and_no_dpo_of_one(gallery: Flask) -> None:
    text = gallery.test_client().get("/due").text
    assert "62 schools" in text
    assert "Data protection officer of" not in text
    assert page("X").name_beside == "Hollytree Primary"


@pytest.mark.clause("SIP-dpo")
@pytest.mark.parametrize("view", [name for name in VIEWS if name != "due"])
def test_every_page_of_a_school_shows_its_dpo(gallery: Flask, view: str) -> None:
    footer = BeautifulSoup(gallery.test_client().get(f"/{view}").text, "html.parser").footer
    assert footer is not None
    for part in ("Chris Wells", "01632 960 001", "dpo@hollytree.example.org"):
        assert part in footer.text


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_is_for_everybody(open_page: Callable[..., Page], address: str, view: str) -> None:
    said: list[str] = []
    for size in (WIDE, NARROWEST):
        opened = open_page(address, size=size)
        opened.on("console", lambda message: said.append(message.text))
        opened.goto(f"/{view}")
        assert said == []  # the security policy blocked nothing
        page = "document.documentElement"
        assert not opened.evaluate(f"{page}.scrollWidth > {page}.clientWidth")
        broken = "all => all.some(e => e.offsetHeight > 40 || e.scrollWidth > e.clientWidth)"
        assert not opened.locator(".portal-figure strong, td b").evaluate_all(broken)
        opened.evaluate(AXE.read_text())  # in the page's own world, past its policy
        found = opened.evaluate("axe.run().then(result => result.violations)")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_errors_are_for_everybody_too(open_page: Callable[..., Page], address: str) -> None:
    opened = open_page(address, size=PHONE)
    opened.goto("/fields")
    opened.get_by_role("button", name="Save").click()
    summary = opened.locator(".govuk-error-summary")
    summary.get_by_role("link", name="Say what happened").click()
    assert opened.evaluate("document.activeElement.id") == "what"
    opened.evaluate(AXE.read_text())
    assert opened.evaluate("axe.run().then(result => result.violations.length)") == 0


def test_a_field_below_a_choice_shows_with_it(open_page: Callable[..., Page], address: str) -> None:
    for scripts in (True, False):
        opened = open_page(address, scripts=scripts)
        opened.goto("/fields")
        email = opened.get_by_label("Your email address")
        assert email.is_hidden()
        opened.get_by_label("Yes", exact=True).check()
        assert email.is_visible()


def test_without_scripts_progress_reloads_by_itself(
    open_page: Callable[..., Page], address: str
) -> None:
    opened = open_page(address, scripts=False)
    opened.goto("/done")
    assert opened.locator("meta[http-equiv=refresh]").count() == 1
    assert opened.locator(".portal-copy button").is_hidden()


def test_on_a_phone_the_places_fold_behind_a_menu(
    open_page: Callable[..., Page], address: str
) -> None:
    for scripts in (True, False):
        opened = open_page(address, size=PHONE, scripts=scripts)
        opened.goto("/due")
        menu, place = opened.get_by_role("button", name="Menu"), opened.locator("nav li a").first
        assert (menu.is_visible(), place.is_visible()) == (scripts, not scripts)
        if scripts:
            menu.click()
            assert place.is_visible()
            opened.evaluate(AXE.read_text())
            assert opened.evaluate("axe.run().then(result => result.violations.length)") == 0
