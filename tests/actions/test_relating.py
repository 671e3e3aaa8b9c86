"""Two incidents that belong together and stay two: who says so, and what is never given away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from portal.actions import relate_incident, unrelate_incident
from portal.errors import Refused
from portal.rules.facts import Concern, Facts, related_now
from portal.rules.outcome import Outcome
from portal.rules.words import ANY_STAGE, Stage
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WORMLEY, decide, facts, who_may

OTHER = replace(facts(Stage.CLOSED), incident_id=UUID(int=7), reference="INC-2026-0007")
HEAD = PEOPLE[Role.HEAD]


def relate(known: Facts | None = None, **said: Any) -> Outcome:
    answers: dict[str, Any] = {
        "incident": OTHER.incident_id,
        "reason": "A letter went astray.",
        "other": OTHER,
    }
    return decide(relate_incident.ACTION, known or facts(), Role.DPO, **(answers | said))


@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_whoever_triages_says_so_at_any_stage(stage: Stage) -> None:
    who = who_may(relate_incident.ACTION, facts(stage), WORMLEY)
    assert {Role.HEAD, Role.DPO} <= who
    assert Role.STAFF not in who
    assert who_may(unrelate_incident.ACTION, facts(stage), WORMLEY) == set()
    assert who_may(unrelate_incident.ACTION, relate(facts(stage)).facts, WORMLEY) == who


@pytest.mark.clause("DBRP-4.5")
def test_each_names_the_other_and_nothing_else_changes() -> None:
    outcome = relate()
    assert outcome.other is not None
    here, there = outcome.facts, outcome.other.facts
    assert [each.incident_id for each in here.related] == [OTHER.incident_id]
    assert [each.incident_id for each in there.related] == [here.incident_id]
    assert {outcome.summary, outcome.other.summary} == {
        "Named an incident that belongs with this one."
    }, "the record's line gives neither away"
    assert replace(here, related=()) == facts()
    assert replace(there, related=()) == OTHER
    undone = decide(
        unrelate_incident.ACTION, here, Role.DPO,
        incident=OTHER.incident_id, reason="Another pupil.", other=there,
    )  # fmt: skip
    assert undone.other is not None
    for known in (undone.facts, undone.other.facts):
        assert related_now(known.related) == set()
        assert [each.parted and each.parted.reason for each in known.related] == ["Another pupil."]
    again = relate(undone.facts, other=undone.other.facts)
    assert related_now(again.facts.related) == {OTHER.incident_id}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"other": facts()}, "incident"),
        ({"other": replace(OTHER, concerns=(Concern(HEAD, None, NOW),))}, "incident"),
    ],
)
def test_what_is_not_named(said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        relate(**said)
    assert refusal.value.field == field


def test_what_is_named_already_or_not_at_all() -> None:
    with pytest.raises(Refused, match="already"):
        relate(relate().facts)
    for known, reason in ((facts(), "Why."), (relate().facts, " ")):
        with pytest.raises(Refused):
            decide(
                unrelate_incident.ACTION, known, Role.DPO,
                incident=OTHER.incident_id, reason=reason, other=OTHER,
            )  # fmt: skip
