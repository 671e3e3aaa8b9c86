"""What an incident teaches, and what those who decide are told, as their pages have it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.actions import thank_reporter
from portal.rules.facts import ByMail, FromOutside, Reporter
from portal.rules.words import Outsider, RiskFactor, Stage
from portal.web.ending import forms
from tenants.roles import Role
from tests.actions.table import decide, facts
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import done, text_of, words
from tests.web.test_ending import answers_to, do, incident, page

__all__ = ["do", "incident"]
SANCTION = "can be sanctioned by the ICO"
UNTRAINED = "No training of yours that is still good is on record"


@pytest.mark.clause("DBRP-5.23", "DBRP-4.2-measures")
def test_what_the_plan_needs_becomes_a_proposal_once(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    dpo, address = client_for("service.dpo"), page(incident, "review-incident")
    form = dpo.get(address)
    for asked in ("Which risks remain?", "How was it found, and what held that up?"):
        assert asked in text_of(form)
    said = {**answers_to(form), "proposal": "Two people look.", "once": str(uuid4())}
    for _ in range(2):
        assert dpo.post(address, data=said).status_code == 303
    assert "The review of INC-" in proposed(client_for("wormley.head"), "Two people look.")


def proposed(client: FlaskClient, what: str) -> str:
    """The one request that they see which asks for this."""
    listed = BeautifulSoup(client.get("/wormley/policy/requests/").data, "html.parser")
    links = {
        str(link["href"]) for link in listed.select("main a") if link["href"][-36:].count("-") == 4
    }
    (found,) = [text for text in (text_of(client.get(one)) for one in links) if what in text]
    return found


def test_a_proposal_does_not_name_an_incident_that_is_hidden_from_somebody(
    client_for: ClientFor, demo: Demo, incident: UUID, clock: MovingClock
) -> None:
    dpo, head = client_for("service.dpo"), demo.people["wormley.head"]
    why = {"person": str(head), "reason": "It is about them."}
    done(dpo, page(incident, "mark-concerned"), **why)
    address = page(incident, "review-incident")
    done(dpo, address, **{**answers_to(dpo.get(address)), "proposal": "Ask a third."})
    assert "INC-" not in proposed(client_for("wormley.head"), "Ask a third.")


@pytest.mark.clause("DBRP-5.25")
def test_a_processor_s_contract_stands_in_the_review(
    client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    dpo, address = client_for("service.dpo"), page(incident, "review-incident")
    form = dpo.get(address)
    assert "contract with the processor" not in text_of(form)
    done(dpo, address, **{**answers_to(form), "plan": "It told us what to do.", "proposal": ""})
    again = {"kind": "near_miss", "personal_data": "no", "causes": ["human_error"]}
    entry = {"kind": "processor", "name": "MIS Ltd", "contract_on": ["1", "9", "2025"]}
    done(client_for("wormley.office"), "/wormley/manage/registers/suppliers/new", **entry)
    [option] = BeautifulSoup(dpo.get(page(incident, "classify")).data, "html.parser").select(
        "select[name=responsible_ref] option:not([value=''])"
    )
    whose = {"responsible": "processor", "responsible_ref": option["value"], "reason": "By them."}
    since = ["1", "9", "2026", ""]
    done(dpo, page(incident, "classify"), **again, **whose, found_at=since)
    assert "Review the contract" in text_of(dpo.get(page(incident, "close-incident")))
    form = dpo.get(address)
    assert "It told us what to do." in form.text
    assert "contract of Monday 1 September 2025" in text_of(form)
    assert "The processor found it on Tuesday 1 September 2026." in text_of(form)
    said = {**answers_to(form), "contract_on": prefilled(form), "disciplinary": ""}
    assert dpo.post(address, data={**said, "contract": ""}).status_code == 422
    done(dpo, address, **{**said, "contract": "It asked enough; they broke it.", "proposal": ""})
    shown = text_of(dpo.get(page(incident, "investigation")))
    assert "Monday 1 September 2025" in shown
    assert "It asked enough; they broke it." in shown


def prefilled(form: TestResponse) -> list[str]:
    """Day, month and year of the contract, as the page has them."""
    boxes = BeautifulSoup(form.data, "html.parser").select("input[name=contract_on]")
    return [str(box.get("value", "")) for box in boxes]


@pytest.mark.clause("DBRP-1.6", "DBRP-1.8")
def test_what_is_for_those_who_decide_is_not_shown_to_who_reports(wormley: Pages) -> None:
    assert SANCTION in words(wormley.get("service.dpo", "decide-regulator"))
    for who, sees in (("service.dpo", True), ("wormley.head", True), ("wormley.slt", False)):
        assert ("after it was noticed" in words(wormley.get(who, ""))) is sees, who
    mine = words(wormley.get("wormley.teacher", ""))
    pages = [mine, *(words(wormley.client("wormley.teacher").get(path)) for path in
                     ("/", "/wormley/public/", "/wormley/incidents/"))]  # fmt: skip
    for text in pages:
        assert SANCTION not in text
        assert "after it was noticed" not in text
        assert "hours left" not in text


@pytest.mark.clause("DBRP-A1-who", "DBRP-1.1", "DBRP-A1-any")
def test_the_log_warns_who_is_untrained_and_its_measures_fill_the_report(
    wormley: Pages, demo: Demo
) -> None:
    asked = words(wormley.get("service.dpo", "complete-log"))
    assert UNTRAINED in asked
    assert "Which measures were in place to prevent it?" in asked
    office = wormley.client_for("wormley.office")
    course = {
        "course": "Breaches",
        "done_on": ["1", "9", "2026"],
        "valid_until": ["1", "9", "2027"],
    }
    path = f"/wormley/manage/training/record?who={demo.people['wormley.head']}"
    assert office.post(path, data={**course, "once": str(uuid4())}).status_code == 303
    assert UNTRAINED not in words(wormley.get("wormley.head", "complete-log"))
    wormley.does("wormley.head", "complete-log", later="yes", measures_before="Two people look.")
    wormley.does(
        "service.dpo",
        "assess-risk",
        **{f"{factor}_unknown": "y" for factor in RiskFactor},
        harms=["money"],
        legal_risk="high",
        reason="Bank details.",
    )
    wormley.does("service.dpo", "decide-regulator", choice="report", reasons="A high risk.")
    report = wormley.get("service.dpo", "report-to-ico/what_happened").text
    assert "Two people look." in report
    assert (
        "Possible harm: Loss of money." in wormley.get("service.dpo", "report-to-ico/impact").text
    )


@pytest.mark.clause("DBRP-6.1.1")
def test_the_dpo_s_address_is_public_and_in_the_link_for_the_website(
    portal_app: Flask, client_for: ClientFor, clock: MovingClock
) -> None:
    public = portal_app.test_client().get("/wormley/public/").text
    (address,) = {
        str(link["href"])
        for link in BeautifulSoup(public, "html.parser").select("main a[href^=mailto]")
    }
    kept = client_for("wormley.office").get("/wormley/manage/public-page/").text
    assert address in kept


@pytest.mark.clause("DBRP-5.22", "DBRP-5.23", "SIP-3a")
def test_the_review_asks_in_the_order_of_the_plan(client_for: ClientFor, incident: UUID) -> None:
    answer = client_for("service.dpo").get(page(incident, "review-incident"))
    shown = BeautifulSoup(answer.data, "html.parser")
    asked = [str(field["name"]) for field in shown.select("main form [name]")]
    order = [name for name in dict.fromkeys(asked) if name in IN_ORDER]
    assert order == list(IN_ORDER)


IN_ORDER = (
    "disciplinary", "policies", "policies_not_kept", "ongoing_risks", "response", "improvements",
    "plan", "noticing", "proposal",
)  # fmt: skip


@pytest.mark.parametrize(("by_mail", "at"), [(ByMail.UNPROVED, "at jo@home.example"), (None, "")])
def test_who_reported_by_e_mail_is_written_to_as_they_read_nothing_here(
    by_mail: ByMail | None, at: str
) -> None:
    """Thanks that nobody can read are not told."""
    told = FromOutside(Outsider.SOMEBODY_ELSE, "Jo", "jo@home.example")
    intake = replace(facts().intake, reporter=Reporter(), outside=told, by_mail=by_mail)
    known = facts(Stage.CLOSED, intake=intake)
    case = SimpleNamespace(facts=known)
    said = " ".join(fact.text for fact in forms.by_mail(case))  # type: ignore[arg-type]  # its facts alone are read
    assert (at in said) if at else not said
    outcome = decide(thank_reporter.ACTION, known, Role.DPO, text="Thank you.")
    assert ("by a message of our own" in outcome.summary) == bool(by_mail)
