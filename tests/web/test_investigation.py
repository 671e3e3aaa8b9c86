"""The pages of an investigation: questions, steps, outcome report, disciplinary record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.rules.words import Answer, Cause, Kind
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.web.reading import done, text_of

Do = Callable[..., UUID]


@pytest.fixture
def do(portal_app: Flask, demo: Demo, clock: MovingClock) -> Do:
    """Perform an action at the school without its page; the incident's id."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()

    def perform_as(who: str, name: str, incident: UUID | None = None, **said: object) -> UUID:
        action = actions()[name]
        by = demo.people[who]
        deed = Deed(demo.schools["wentworth"], by, incident)
        return perform(services, action, action.said(**said), deed).incident_id

    return perform_as


@pytest.fixture
def incident(do: Do, demo: Demo) -> UUID:
    """A near miss given to a teacher to investigate."""
    said = {"happened": "A letter nearly went out.", "reporter_name": "Farida Rahman"}
    found = do("wentworth.slt", "report_incident", **said)
    do(
        "wentworth.head",
        "classify",
        found,
        kind=Kind.NEAR_MISS,
        personal_data=Answer.NOT_SURE,
        severity="minor",
        causes=(Cause.NOT_YET_KNOWN,),
    )
    do(
        "wentworth.head",
        "allocate_investigation",
        found,
        lead=demo.people["wentworth.teacher"],
        direction="Find out how letters are checked.",
        due_at=FRIDAY + timedelta(days=10),
    )
    return found


def page(incident: UUID, name: str = "") -> str:
    return f"/wentworth/incidents/{incident}/{name}"


@pytest.mark.clause("SIP-4", "DBRP-5.6")
def test_ask_and_answer(
    client_for: ClientFor, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    lead, asked = client_for("wentworth.teacher"), demo.people["wentworth.dsl"]
    assert lead.get(page(incident, "ask-question")).status_code == 200
    empty = lead.post(page(incident, "ask-question"), data={"to": "", "text": "Who checks?"})
    assert empty.status_code == 422
    assert "Who checks?" in empty.text
    done(lead, page(incident, "ask-question"), to=str(asked), text="Who checks the letters?")
    client = client_for("wentworth.dsl")
    reporter = client_for("wentworth.teacher2")
    assert reporter.get(page(incident)).status_code == 404
    mine = client.get(page(incident))
    assert "Answer a question" in text_of(mine)
    form = client.get(page(incident, "answer-question"))
    assert "Samira Haddad (Member of staff) asks: Who checks the letters?" in text_of(form)
    to = str(demo.people["wentworth.teacher"])
    done(lead, page(incident, "ask-question"), to=to, text="Who checks the letters?")
    assert client.get(page(incident)).text.count("/answer-question") == 1, "their own alone"
    both = text_of(lead.get(page(incident, "answer-question")))
    assert "Who checks the letters? Owen Price (Designated safeguarding lead): Who checks" in both
    assert "What did they answer?" not in both
    assert "kept" in done(client, page(incident, "answer-question"), answer="Nobody does.")
    assert "Nobody does." in text_of(lead.get(page(incident, "investigation")))
    assert client.get(page(incident, "answer-question")).status_code == 409
    late = {"answer": "Nobody does, I think.", "once": str(uuid4())}
    kept = client.post(page(incident, "answer-question"), data=late)
    assert (kept.status_code, "Nobody does, I think." in kept.text) == (409, True)


@pytest.mark.clause("SIP-2")
def test_the_reporter_adds_to_the_report(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    said = done(client_for("wentworth.slt"), page(incident, "add-information"), text="It was blue.")
    assert "It was blue." in said


@pytest.mark.clause("SIP-3a", "SIP-3b", "SIP-3c", "SIP-3d", "SIP-3g", "SIP-3i")
def test_a_step_is_done_or_said_not_to_be_appropriate(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    lead = client_for("wentworth.teacher")
    address = page(incident, "complete-step")
    refused = lead.post(address, data={"key": "expert_help", "done": "no", "note": ""})
    assert refused.status_code == 422
    assert "why this step is not appropriate" in text_of(refused)
    done(lead, address, key="expert_help", done="no", note="Nothing technical.")
    done(lead, address, key="staff", done="yes", note="Spoke to the office.")
    shown = text_of(lead.get(page(incident, "investigation")))
    assert "Not appropriate" in shown
    assert "Spoke to the office." in shown


@pytest.mark.clause("SIP-3k", "SIP-4d")
def test_written_sent_back_and_accepted(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    lead, head = client_for("wentworth.teacher"), client_for("wentworth.head")
    write, assess = page(incident, "write-outcome-report"), page(incident, "assess-outcome")
    asked = text_of(lead.get(write))
    assert "Find out how letters are checked." in asked
    assert "What the record brings into the report" in asked
    empty = text_of(lead.post(write, data={}))
    assert "Say what you have found" in empty
    assert "Say what you recommend" in empty
    done(lead, write, findings="Nobody checks.", recommendations="Check twice.")
    assert lead.get(write).status_code == 409
    assert lead.get(assess).status_code == 403
    shown = text_of(head.get(assess))
    assert "Nobody checks." in shown
    assert "Download the whole report as PDF" in shown
    assert "Speak to the staff involved (3b) Nothing is recorded" in shown
    assert head.post(assess, data={"accept": "no", "reasons": ""}).status_code == 422
    done(head, assess, accept="no", reasons="Who posts them?")
    again = lead.get(write)
    assert "Who posts them?" in text_of(again)
    assert "Nobody checks." in again.text
    done(lead, write, findings="The office posts them unchecked.", recommendations="Check twice.")
    done(head, assess, accept="yes", reasons="Enough for a near miss.")
    shown = text_of(head.get(page(incident, "investigation")))
    assert "Outcome report, version 2" in shown
    assert "Sent back by" in shown


@pytest.mark.clause("SIP-3h", "SIP-breach")
def test_what_is_disciplinary_is_read_by_few(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    head, lead = client_for("wentworth.head"), client_for("wentworth.teacher")
    address = page(incident, "record-disciplinary")
    assert lead.get(address).status_code == 403
    refused = head.post(address, data={"begun": "yes", "begun_on": ["", "", ""]})
    assert refused.status_code == 422
    done(head, address, begun="no", why_not="An honest slip by somebody new.")
    assert "An honest slip" in text_of(head.get(page(incident, "investigation")))
    again = text_of(head.get(page(incident, "investigation")))
    assert "Who has read the disciplinary record Helen Ashdown (Headteacher), Friday" in again
    for client in (lead, client_for("wentworth.slt"), client_for("service.dpo")):
        for name in ("", "investigation"):
            reply = client.get(page(incident, name))
            assert reply.status_code == 200
            assert "An honest slip" not in reply.text


def test_who_is_only_asked_or_reported_does_not_read_the_investigation(
    client_for: ClientFor, do: Do, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    found = do("wentworth.teacher", "report_incident", happened="A list was left on a desk.")
    assert client_for("wentworth.teacher").get(page(found, "investigation")).status_code == 403
    to = str(demo.people["wentworth.teacher2"])
    done(client_for("wentworth.teacher"), page(incident, "ask-question"), to=to, text="Who?")
    asked = client_for("wentworth.teacher2")
    assert asked.get(page(incident, "answer-question")).status_code == 200
    kept = ("investigation", "record", "record.zip", "log", "classify", "add-note")
    codes = {name: asked.get(page(incident, name)).status_code for name in kept}
    assert 200 not in codes.values(), codes


@pytest.mark.clause("DBRP-5.9")
def test_others_are_considered_one_by_one(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    head, address = client_for("wentworth.head"), page(incident, "consider-others")
    no_time = head.post(address, data={"key": "police", "told": "yes"})
    assert no_time.status_code == 422
    assert "Enter when they were told" in text_of(no_time)
    shown = head.get(address).text
    yes, no = (shown.index(f'id="conditional-told{which}"') for which in ("", "-2"))
    assert yes < shown.index('id="told_at"') < no, "asked of those who were told"
    left = {"told_at": ["31", "2", "", ""], "reference": "CR-1"}
    said = {"key": "police", "told": "no", "note": "No crime.", **left}
    after = head.post(address, data=said)
    assert after.location == address
    shown = text_of(head.get(address))
    assert "5 more to consider" in shown
    assert shown.index("Specialist IT support") < shown.index("The police – con")
    assert "No crime." in text_of(head.get(page(incident, "investigation")))
