"""The last pages: review, actions, closing, re-opening, thanks."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.rules.words import Answer, Cause, Kind, Stage
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.reading import done, text_of

Do = Callable[..., UUID]


@pytest.fixture
def do(portal_app: Flask, demo: Demo, clock: MovingClock) -> Do:
    """Perform an action at a school without its page; the incident's id."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()

    def perform_as(who: str, name: str, incident: UUID | None = None, **said: object) -> UUID:
        action = actions()[name]
        deed = Deed(demo.schools["wormley"], demo.people[who], incident)
        return perform(services, action, action.said(**said), deed).incident_id

    return perform_as


@pytest.fixture
def incident(do: Do) -> UUID:
    """A near miss without personal data, which the DPO has taken on: only the review is left."""
    found = do(
        "wormley.teacher",
        "report_incident",
        happened="A letter nearly went out.",
        kind=Kind.NEAR_MISS,
        danger=Answer.NO,
        still_going_on=Answer.NO,
    )
    do("wormley.head", "escalate_to_dpo", found, reasons="Please look.")
    do(
        "service.dpo",
        "classify",
        found,
        kind=Kind.NEAR_MISS,
        personal_data=Answer.NO,
        causes=(Cause.HUMAN_ERROR,),
        reason="The envelope was empty.",
    )
    return found


def page(incident: UUID, name: str = "") -> str:
    return f"/wormley/incidents/{incident}/{name}"


def answers_to(form: TestResponse) -> dict[str, str]:
    """Something in every box of the form."""
    boxes = BeautifulSoup(form.data, "html.parser").find_all("textarea")
    return {str(box["name"]): "Looked at; nothing has to change." for box in boxes}


@pytest.mark.clause("DBRP-5.22", "DBRP-5.23", "SIP-5e")
def test_reviewed_closed_and_thanked(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    dpo = client_for("service.dpo")
    not_yet = dpo.get(page(incident, "close-incident"))
    assert "It cannot be closed yet" in text_of(not_yet)
    assert "Review the incident You" in text_of(not_yet)
    assert "The incident has not been reviewed" not in text_of(not_yet)  # said once
    assert f'href="{page(incident, "review-incident")}"' in not_yet.text
    assert (
        text_of(dpo.get(page(incident))).count("Does not arise: no personal data was compromised.")
        == 2
    )
    assert (
        dpo.post(page(incident, "close-incident"), data={"ending": "no_breach"}).status_code == 422
    )
    form = dpo.get(page(incident, "review-incident"))
    said = answers_to(form)
    assert len(said) == 8
    assert "How was it found, and what held that up?" in text_of(form)
    assert dpo.post(page(incident, "review-incident"), data={}).status_code == 422
    done(dpo, page(incident, "review-incident"), **said)
    wrong = dpo.post(page(incident, "close-incident"), data={"ending": "breach"})
    assert wrong.status_code == 422
    assert "Nobody has declared the school aware" in text_of(wrong)
    assert "Closed." in done(dpo, page(incident, "close-incident"), ending="no_breach")
    done(dpo, page(incident, "thank-reporter"), text="Thank you: envelopes are checked twice now.")
    mine = text_of(client_for("wormley.teacher").get(page(incident)))
    assert "envelopes are checked twice now" in mine


@pytest.mark.clause("DBRP-5.21")
def test_what_comes_in_after_closing_is_looked_at_or_reopens(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    dpo, teacher = client_for("service.dpo"), client_for("wormley.teacher")
    said = answers_to(dpo.get(page(incident, "review-incident")))
    done(dpo, page(incident, "review-incident"), **said)
    done(dpo, page(incident, "close-incident"), ending="no_breach")
    done(teacher, page(incident, "add-information"), text="There were two letters.")
    assert "There were two letters." in text_of(dpo.get(page(incident, "look-at-addition")))
    done(dpo, page(incident, "look-at-addition"), why_nothing_new="Both were empty.")
    assert dpo.get(page(incident, "look-at-addition")).status_code == 409
    clock.pass_by(hours=1)
    shown = done(dpo, page(incident, "reopen-incident"), reason="One was not empty.")
    assert Stage.INVESTIGATING.value in shown.lower()


@pytest.mark.clause("SIP-3j", "DBRP-5.24")
def test_an_action_belongs_to_its_owner(
    client_for: ClientFor, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    dpo, owner = client_for("service.dpo"), client_for("wormley.teacher2")
    assert owner.get(page(incident)).status_code == 404
    form = {"what": "Check envelopes twice.", "due_on": ["30", "11", "2026"]}
    done(dpo, page(incident, "add-improvement"), owner=str(demo.people["wormley.teacher2"]), **form)
    owed = text_of(owner.get(page(incident)))
    assert "Do what was agreed" in owed
    assert "· Check envelopes twice" in owed  # which of several
    shown = owner.get(page(incident, "complete-improvement"))
    assert "Check envelopes twice." in text_of(shown)
    box = BeautifulSoup(shown.data, "html.parser").find("input", {"name": "improvement"})
    assert box is not None
    done(owner, page(incident, "complete-improvement"), improvement=str(box["value"]))
    again = client_for("wormley.teacher").get(page(incident, "complete-improvement"))
    assert again.status_code == 409
