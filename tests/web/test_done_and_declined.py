"""What is said after a report where somebody may be in danger, and of a case that was declined."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web import test_anonymous as anonymous
from tests.web import test_reporting as reporting
from tests.web.pages import Pages
from tests.web.reading import text_of, words
from tests.web.test_reporting import fill


def test_the_safeguarding_lead_is_named_and_rung_first_and_nobody_rings_themselves(
    client_for: ClientFor, clock: MovingClock
) -> None:
    client = client_for("wormley.head")
    done = client.get(client.post(fill(client)).location)
    told = words(done).partition("Who has been told")[2]
    assert "(Designated safeguarding lead)" in told.partition("by e-mail")[0]
    main = BeautifulSoup(done.data, "html.parser").main
    assert main is not None
    ring = main.find("h2", string="Ring somebody as well")
    assert ring is not None
    asked = ring.find_next("ul")
    assert asked is not None
    assert "Designated safeguarding lead" in asked.get_text().partition(":")[0]
    assert "Headteacher" not in asked.get_text()


def test_an_incident_says_first_that_somebody_may_be_in_danger_until_somebody_has_looked(
    client_for: ClientFor, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    danger = {"danger": "yes", "still_going_on": "no"}
    monkeypatch.setitem(reporting.ANSWERS, "danger", danger)
    teacher, head = client_for("wormley.teacher"), client_for("wormley.head")
    number = teacher.post(fill(teacher)).location.rpartition("/")[2]
    page = f"/wormley/incidents/{number}/"
    assert "Somebody may be in danger" in words(head.get(page))
    safe = {"found": "safe", "note": "The family knows, and is safe."}
    assert head.post(f"{page}record-danger-check", data=safe).status_code == 303
    assert "Somebody may be in danger" not in words(head.get(page))


def test_the_anonymous_reporter_reads_it_too(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    danger = {"danger": "yes", "still_going_on": "no"}
    monkeypatch.setitem(anonymous.ANSWERS, "danger", danger)
    client = portal_app.test_client()
    done = anonymous.go_on(client, anonymous.to_the_check(client), {})
    told = text_of(done).partition("Who has been told")[2].partition("at ")[0]
    assert "esignated safeguarding lead" in told


@pytest.mark.clause("DBRP-5.3")
def test_a_declined_case_can_only_be_escalated(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    wormley = Pages(portal_app, client_for, demo, "wormley")
    page = "escalate-to-dpo"
    wormley.does("wormley.head", page, answer="decline", reasons="Only first names.")
    shown = words(wormley.get("wormley.head", page))
    assert "Escalate this case to the data protection officer" in shown
    assert "If you decline" not in shown
    wormley.does("wormley.head", page, reasons="There was more.")


@pytest.mark.clause("DBRP-5.7")
def test_a_dpo_who_did_not_answer_reads_how_the_case_becomes_theirs_again(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    wormley = Pages(portal_app, client_for, demo, "wormley")
    wormley.does("wormley.head", "escalate-to-dpo", answer="escalate", reasons="It is serious.")
    assert "yours again" not in words(wormley.get("service.dpo", ""))
    clock.pass_by(hours=9)
    late = words(wormley.get("service.dpo", ""))
    assert "stands in)" in late
    assert "you have not answered in time: do anything here, and it is yours again" in late
    wormley.does("service.dpo", "add-note", text="I am here.")
    assert "yours again" not in words(wormley.get("service.dpo", ""))
