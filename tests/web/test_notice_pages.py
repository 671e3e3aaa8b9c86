"""Holding, telling publicly, other words, what comes back: the pages, in the real app."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from portal.rules.words import PeopleChoice
from tests.desk.world import School
from tests.web.test_notices import at, dpo, incident, page, text

__all__ = ["at", "dpo", "incident"]

TEXT = {
    "what_happened_how": "A list was sent to the wrong people.",
    "consequences": "Somebody may know what they should not.",
    "done": "We asked for its deletion.",
    "contact": "Ask our data protection officer.",
}
SINCE = {"since": ["1", "1", "2026"]}
Typed = dict[str, str | list[str]]


@pytest.mark.clause("DBRP-5.17", "DBRP-5.19")
def test_written_held_lifted_told_publicly_and_complained_about(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    def post(path: str, said: Typed) -> int:
        assert dpo.get(page(incident, path)).status_code == 200
        return dpo.post(page(incident, path), data=said).status_code

    said: Typed = {"choice": PeopleChoice.PUBLICLY, "reasons": "No addresses are known."}
    assert post("decide-people", said) == 303
    assert post("write-notice", {**TEXT}) == 303
    polish: Typed = {"language": "pl", "opening": "Coś poszło źle.", **TEXT}
    assert post("add-wording", polish) == 303
    preview = text(dpo.get(page(incident, "notice?as=pl")))
    assert "Coś poszło źle." in preview
    assert "Co się stało" in preview
    assert "Reading age" in preview

    held: Typed = {
        "advised_by": "DC Rae",
        "reference": "42/1",
        "reason": "It would warn him.",
        **SINCE,
    }
    assert post("hold-notices", held) == 303
    shown = text(dpo.get(page(incident, "lift-hold")))
    assert "as DC Rae advised, reference 42/1" in shown
    public: Typed = {"where": "The website.", "why_not_waited": "It is urgent.", **SINCE}
    public |= {"until": ["1", "1", "2099"]}
    assert post("record-publication", public) == 422
    assert post("lift-hold", {"lifted": "yes", "reason": "DC Rae says go."}) == 303
    assert "A list was sent to the wrong people" in text(
        dpo.get(page(incident, "record-publication"))
    )
    assert post("record-publication", public) == 303
    assert at.facts(incident).people.publications

    came: Typed = {"who": "Sara Khan", "text": "I am angry.", "is_complaint": "yes"}
    came |= {"received_at": [*SINCE["since"], "", ""]}
    assert post("record-complaint", came) == 303
    [complaint] = at.facts(incident).people.complaints
    one: Typed = {"complaint": str(complaint.id)}
    assert post("acknowledge-complaint", one | {"how": "By phone."}) == 303
    answer: Typed = one | {"outcome": "We explained.", "told_of_regulator": "y"}
    assert post("answer-complaint", answer) == 303
    assert "Answered on" in text(dpo.get(page(incident, "replies")))

    assert post("record-wrong", {"what": "It was Monday."}) == 303
    assert "It was Monday" in text(dpo.get(page(incident, "put-right")))
    assert post("put-right", {"corrected": "yes", "note": "In the same place."}) == 303
