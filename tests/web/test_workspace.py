"""The workspace of an investigation, as its pages have it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update

from portal.desk.telling import delivery
from portal.models.effects import EffectRow
from portal.notices.asking import KIND
from tenants.db import Scope, open_session, uuid7
from tenants.registers import SchoolDocument
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.web.reading import done, text_of
from tests.web.test_investigation import do, incident, page

__all__ = ["do", "incident"]
YESTERDAY, NEXT = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=5)


def boxes(day: object, time: str) -> list[str]:
    """What the boxes of a moment are filled with."""
    return [*f"{day:%d %m %Y}".split(), time]


@pytest.mark.clause("SIP-3b", "SIP-3d", "SIP-3g", "SIP-3i", "SIP-4b")
def test_all_that_is_found_stands_on_one_page(
    client_for: ClientFor, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    lead, teacher = client_for("wentworth.teacher"), str(demo.people["wentworth.teacher2"])
    who = "Farida Rahman: Reported it. No talk yet."
    assert who in text_of(lead.get(page(incident, "record-interview")))
    talk = {"with_whom": "Farida Rahman", "held_at": boxes(YESTERDAY, "3pm")}
    done(lead, page(incident, "record-interview"), **talk, said="Nobody looked.")
    done(lead, page(incident, "ask-expert"), whom="Keys Ltd", question="Can it be opened?")
    form = BeautifulSoup(lead.get(page(incident, "record-expert-answer")).data, "html.parser")
    (choice,) = form.select("input[name=expert]")
    answered = {"expert": str(choice["value"]), "answer": "In a minute."}
    done(lead, page(incident, "record-expert-answer"), **answered)
    risk = {"what": "It goes out again.", "likelihood": "4", "impact": "3", "owner": teacher}
    done(lead, page(incident, "note-risk"), **risk)
    plan = {
        "needed": "plan",
        "audience": "The office",
        "message": "Two people look.",
        "channel": "Briefing",
        "person": teacher,
        "planned_at": boxes(NEXT, "9am"),
    }
    done(lead, page(incident, "plan-communications"), **plan)
    shown = text_of(lead.get(page(incident, "investigation")))
    for said in (
        "Nobody looked.",
        "In a minute.",
        "= 12 of 25",
        "Two people look.",
        "Open.",
        "Spoken to",
    ):
        assert said in shown
    person = client_for("wentworth.teacher2")
    own = text_of(person.get(page(incident)))
    assert "Say what the communications plan has for you" in own
    assert "To The office: Two people look" in own
    assert "Two people look." in text_of(person.get(page(incident, "record-communication")))


def test_what_was_typed_is_kept_beside_what_is_missing(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    lead = client_for("wentworth.teacher")
    for name, said, sentence in (
        ("record-interview", {"said": "Kept words"}, "Say with whom you spoke"),
        ("ask-expert", {"whom": "Kept words"}, "Say what you asked"),
        ("note-risk", {"what": "Kept words"}, "Choose how likely it is"),
        ("plan-communications", {"needed": "plan", "audience": "Kept words"}, "what they are told"),
        ("ask-question", {"to": "outside", "text": "Kept words"}, "which organisation"),
    ):
        reply = lead.post(page(incident, name), data=said)
        assert reply.status_code == 422, name
        assert sentence in text_of(reply)
        assert "Kept words" in reply.text


@pytest.mark.clause("DBRP-5.10")
def test_an_organisation_outside_is_asked_and_again_when_the_mail_did_not_arrive(
    portal_app: Flask, client_for: ClientFor, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    lead, again = client_for("wentworth.teacher"), page(incident, "ask-again")
    asked = {"to": "outside", "outside": "MIS Ltd", "text": "Who had access?"}
    done(lead, page(incident, "ask-question"), email="it@mis.example", **asked)
    assert "Get an answer from outside the school" in text_of(lead.get(page(incident)))
    assert lead.get(again).status_code == 409
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    school_id = demo.schools["wentworth"]
    lost = {"state": "failed", "settled_at": FRIDAY}
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        session.execute(update(EffectRow).where(EffectRow.kind == KIND).values(lost))
        delivery.note(session, services, school_id, incident)
    assert "Ask again outside the school: the e-mail did" in text_of(lead.get(page(incident)))
    assert "it@mis.example, did not arrive" in text_of(lead.get(again))
    assert lead.post(again, data={"email": "", "how": ""}).status_code == 422
    assert "Asked again" in done(lead, again, how="I rang Sam.")
    assert lead.post(again, data={"how": "I rang once more."}).status_code == 409
    done(lead, page(incident, "answer-question"), answer="Three people.")
    shown = text_of(lead.get(page(incident, "investigation")))
    assert "Who had access? – to MIS Ltd" in shown
    assert "Three people." in shown


def test_similar_cases_are_found_beside_the_risk(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    lead = client_for("wentworth.teacher")
    assert "Similar cases to compare it with" in text_of(lead.get(page(incident, "assess-risk")))
    found = text_of(lead.get(page(incident, "similar-cases?words=laptop&cause=loss_or_theft")))
    assert "1 found" in found
    assert "Log, and tell the ICO and the people affected" in found
    assert "None fits" in text_of(lead.get(page(incident, "similar-cases?words=zeppelin")))


@pytest.mark.clause("SIP-3a")
def test_policies_not_kept_are_picked_from_the_school_s_list(
    portal_app: Flask, client_for: ClientFor, incident: UUID, demo: Demo, clock: MovingClock
) -> None:
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    school_id = demo.schools["wentworth"]
    with open_session(engine, Scope.of(school_id)) as session, session.begin():
        kept = {"school_id": school_id, "id": uuid7(), "link": "https://example.org/desk"}
        session.add(SchoolDocument(**kept, title="Clear desk policy", information_policy=True))
    lead, address = client_for("wentworth.teacher"), page(incident, "write-outcome-report")
    assert "Clear desk policy" in text_of(lead.get(address))
    said = {"findings": "Nobody looked.", "recommendations": "Two people look."}
    chosen = {"policies": ["records"], "documents": ["Clear desk policy"]}
    done(lead, address, **said, **chosen)
    shown = text_of(lead.get(page(incident, "investigation")))
    assert "Records and retention, Clear desk policy" in shown
