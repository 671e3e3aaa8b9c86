"""From advice and an outcome report to somebody's duty; a major incident is worked on together."""

from __future__ import annotations

from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from portal.actions import report_incident
from portal.desk.perform import Deed, perform
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import done, text_of, words
from tests.web.test_investigation import do, incident, page

__all__ = ["do", "incident"]


@pytest.mark.clause("SIP-6d", "SIP-4e", "SIP-4-report")
def test_what_is_recommended_becomes_somebody_s_duty(
    client_for: ClientFor, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    lead, head = client_for("wentworth.teacher"), client_for("wentworth.head")
    adviser, somebody = client_for("wentworth.teacher2"), str(demo.people["wentworth.teacher2"])
    due = ["2", "11", "2026"]
    advice = {"to": somebody, "text": "What do you advise?", "due_on": due}
    done(lead, page(incident, "ask-question"), **advice)
    done(adviser, page(incident, "answer-question"), answer="Count the lists.")
    said = {"findings": "Nobody counts.", "recommendations": "Count them.\nLock the drawer."}
    done(lead, page(incident, "write-outcome-report"), **said)
    done(head, page(incident, "assess-outcome"), accept="yes", reasons="Enough.")
    add = page(incident, "add-improvement")
    offered = BeautifulSoup(head.get(add).data, "html.parser").select("[name=recommendation]")
    assert [box["value"] for box in offered] == ["Count them.", "Lock the drawer."]
    action = {"owner": somebody, "due_on": ["30", "11", "2026"]}
    assert "Say what is to be done" in text_of(head.post(add, data=action))
    done(head, add, recommendation="Count them.", **action)
    left = BeautifulSoup(head.get(add).data, "html.parser").select("[name=recommendation]")
    assert [box["value"] for box in left] == ["Lock the drawer."]
    assert "Do what was agreed" in text_of(adviser.get(page(incident)))
    assert "Count them." in text_of(adviser.get(page(incident, "complete-improvement")))
    training = {"what": "Half a day.", "training_for": "The office"}
    done(head, add, **training, **action)
    shown = text_of(head.get(page(incident, "investigation")))
    for line in ("Count the lists.", "Monday 30 November 2026. Open.", "Training for The office."):
        assert line in shown


@pytest.mark.clause("SIP-5c", "SIP-6b")
def test_leaders_and_dpo_work_on_a_major_incident_together(wentworth: Pages, demo: Demo) -> None:
    found = {"kind": "confirmed", "personal_data": "yes", "causes": ["human_error"]}
    wentworth.does("wentworth.head", "classify", severity="major", **found)
    led = {"how": "officer", "lead": str(demo.people["wentworth.teacher2"]), "independent": "y"}
    due = ["30", "10", "2026"]
    told = {"direction": "Find out how.", "due_on": due}
    wentworth.does("wentworth.head", "allocate-investigation", **led, **told)
    for who in ("wentworth.teacher2", "wentworth.slt", "service.dpo"):
        shown = words(wentworth.get(who, "investigation"))
        together = shown.partition("Works on it with them")[2].partition("Direction")[0]
        assert "Data protection officer (" in together
        assert "enior leadership" in together
        step = {"key": "staff", "done": "yes", "note": f"Spoken to by {who}."}
        wentworth.does(who, "complete-step", **step)
        assert f"Spoken to by {who}." in words(wentworth.get("wentworth.slt", "investigation"))


@pytest.mark.clause("SIP-why2")
def test_details_help_and_what_is_missing_is_asked_later(wentworth: Pages, demo: Demo) -> None:
    client = wentworth.client("wentworth.teacher")
    assert "judge it and look into it sooner" in words(client.get("/wentworth/report/whose"))
    bare = report_incident.ReportIncident(happened="Something is wrong.")
    deed = Deed(demo.schools["wentworth"], demo.people["wentworth.teacher"])
    kept = perform(wentworth.services, report_incident.ACTION, bare, deed).incident_id
    asked = {"to": str(deed.by), "text": "Whose is it?", "due_on": ["30", "10", "2026"]}
    head = wentworth.client("wentworth.head")
    done(head, page(kept, "ask-question"), **asked)
    assert "Whose is it?" in words(client.get(page(kept, "answer-question")))
