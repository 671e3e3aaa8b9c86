"""A page that is older than the incident says so, and keeps what was typed."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask

from tenants.change import MayNot
from tests.web.pages import Pages
from tests.web.reading import words


def test_an_old_tab_says_that_the_incident_has_moved_on(wormley: Pages) -> None:
    old = wormley.get("wormley.head", "escalate-to-dpo")
    seen = BeautifulSoup(old.data, "html.parser").find("input", {"name": "seen"})
    assert seen is not None
    said = {"answer": "escalate", "reasons": "Cannot be recalled.", "seen": seen["value"]}
    wormley.does("wormley.head", "decline-escalation", answer="decline", reasons="Only names.")
    late = wormley.post("wormley.head", "escalate-to-dpo", **said)
    assert late.status_code == 409
    assert "The incident has moved on since you opened this page" in words(late)
    assert "See the incident as it is now (opens in a new tab)" in words(late)
    assert "Cannot be recalled." in late.data.decode()
    again = BeautifulSoup(late.data, "html.parser").find("input", {"name": "seen"})
    assert again is not None
    said["seen"] = again["value"]
    assert wormley.post("wormley.head", "escalate-to-dpo", **said).status_code == 303


def test_what_only_adds_is_taken_from_an_old_tab(wormley: Pages) -> None:
    old = BeautifulSoup(wormley.get("wormley.head", "add-note").data, "html.parser")
    seen = old.find("input", {"name": "seen"})
    assert seen is not None
    wormley.does("wormley.head", "escalate-to-dpo", answer="escalate", reasons="Medical notes.")
    said = {"text": "Sent to 40 parents.", "seen": seen["value"]}
    assert wormley.post("wormley.head", "add-note", **said).status_code == 303


def test_what_was_typed_too_late_can_be_copied(wormley: Pages) -> None:
    wormley.does("wormley.head", "escalate-to-dpo", answer="escalate", reasons="Medical notes.")
    said = {"answer": "escalate", "reasons": "Typed for ten minutes."}
    late = wormley.post("wormley.head", "escalate-to-dpo", **said)
    assert late.status_code == 409
    assert "Typed for ten minutes." in words(late)
    assert "has not been saved" in words(late)
    person = str(wormley.demo.people["wormley.head"])
    wormley.does("service.dpo", "mark-concerned", person=person, reason="It is hers.")
    for who, status in (("wormley.head", 404), ("wormley.teacher", 403)):
        late = wormley.post(who, "escalate-to-dpo", **said)
        assert late.status_code == status
        assert "Typed for ten minutes." in words(late)


def test_whose_role_ends_while_they_save_reads_that_it_is_not_theirs(portal_app: Flask) -> None:
    with portal_app.test_request_context("/wormley/manage/people/new", method="POST"):
        answer = portal_app.make_response(portal_app.handle_user_exception(MayNot()))
    assert answer.status_code == 403
