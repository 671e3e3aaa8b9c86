"""The regulator's letter or confirmation comes with the form that records it, in one commit."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.models.evidence import EvidenceRow
from portal.web.bringing import CHOOSE_AGAIN
from tenants.db import open_session
from tests.files.contents import EML, PDF, PROGRAM
from tests.web.pages import Pages
from tests.web.reading import words

DPO = "service.dpo"
CAME: dict[str, Any] = {
    "kind": "advice",
    "text": "It advises us.",
    "received_at": ["23", "10", "2026", "4.05pm"],
}


def file(content: bytes = EML, name: str = "confirmation.eml") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def kept(at: Pages) -> int:
    """How many files are kept of the incident, whatever its facts say."""
    with open_session(at.services.engine, at.scope) as session:
        asked = select(func.count()).select_from(EvidenceRow)
        return session.scalar(asked.where(EvidenceRow.incident_id == at.id)) or 0


@pytest.mark.clause("SIP-3c", "DBRP-5.12")
def test_the_reference_and_the_confirmation_are_one_form(wormley: Pages) -> None:
    report = {"route": "web_form", "reason": "It cannot wait."}
    assert 'type="file"' in wormley.get(DPO, "report-to-ico/check").data.decode()
    sent = wormley.post(DPO, "report-to-ico/check", **report, files=[file(PDF, "copy.pdf")])
    assert sent.status_code == 303
    assert "Record the ICO’s reference" in words(wormley.get(DPO, "ico-reports"))
    wormley.does(DPO, "record-reference", reference="IC-9", files=[file()])
    assert "Record the ICO’s reference" not in words(wormley.get(DPO, "ico-reports"))
    assert [each.name for each in wormley.facts.evidence] == ["copy.pdf", "confirmation.eml"]
    assert wormley.facts.first_report.reference == "IC-9"
    page = words(wormley.get(DPO, "record"))
    assert "confirmation.eml" in page
    assert page.count("Added a file as evidence") == 2
    # the same file once more is the one that is kept
    wormley.does(DPO, "record-letter", **CAME, files=[file()])
    assert kept(wormley) == 2


def test_nothing_is_kept_of_what_is_refused_and_the_file_is_asked_for_again(
    wormley: Pages,
) -> None:
    shapeless = wormley.post(DPO, "record-letter", **{**CAME, "text": ""}, files=[file()])
    assert shapeless.status_code == 422
    assert CHOOSE_AGAIN in words(shapeless)
    # what only the rules can refuse: advice with actions that nobody is to do
    lonely = wormley.post(DPO, "record-letter", **CAME, actions="Train.", files=[file()])
    assert lonely.status_code == 422
    assert CHOOSE_AGAIN in words(lonely)
    wrong = wormley.post(DPO, "record-letter", **CAME, files=[file(PROGRAM, "letter.pdf")])
    assert wrong.status_code == 422
    assert kept(wormley) == 0
    assert wormley.facts.regulator_letters == ()
