"""Somebody from outside tells the school: received, not noticed; a processor's delay is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.actions import report_from_outside
from portal.errors import Refused
from portal.rules.clock import cautious_start, regulator_clock
from portal.rules.facts import Intake
from portal.rules.outcome import Actor, Outcome
from portal.rules.rows import Receipt
from portal.rules.words import Answer, Naming, Outsider, Source, Stage
from tenants.roles import Role
from tests.actions.table import NOW, Answers, decide, facts

ACTION = report_from_outside.ACTION
BLANK = replace(facts(), intake=Intake(), reported_at=NOW)
SAID: Answers = {"happened": "I got a letter.", "receipt_code": "1" * 16}


def told(what: Outsider = Outsider.PARENT, **said: Any) -> Outcome:
    return decide(ACTION, BLANK, Actor(None), **SAID, what=what, **said)


@pytest.mark.clause("DBRP-4.5")
@pytest.mark.parametrize("what", list(Outsider))
def test_the_arrival_starts_the_cautious_clock(what: Outsider) -> None:
    outcome = told(what, name="Ann", contact="ann@example.org", danger=Answer.NO)
    said = outcome.facts.intake
    assert (said.source, said.received_at, said.noticed_at) == (Source.OUTSIDE, NOW, None)
    assert cautious_start(outcome.facts) == NOW
    assert said.outside is not None
    assert (said.outside.what, said.outside.name) == (what, "Ann")
    assert said.reporter.naming is Naming.ANONYMOUS
    assert outcome.rows == (Receipt("1" * 16),)
    assert "Ann" not in outcome.summary
    assert outcome.facts.stage is Stage.REPORTED


@pytest.mark.clause("DBRP-5.11")
def test_a_processors_own_discovery_is_kept_and_starts_nothing() -> None:
    found_at = NOW - timedelta(hours=30)
    outcome = told(Outsider.PROCESSOR, discovered_at=found_at)
    assert outcome.facts.intake.outside is not None
    assert outcome.facts.intake.outside.discovered_at == found_at
    assert regulator_clock(outcome.facts).start == NOW
    assert "30 hours before telling the school" in outcome.summary
    other = told(Outsider.PRESS, discovered_at=found_at)
    assert other.facts.intake.outside is not None
    assert other.facts.intake.outside.discovered_at is None


@pytest.mark.parametrize(
    ("danger", "templates"),
    [
        (Answer.NO, ["new_report"]),
        (Answer.YES, ["danger", "new_report"]),
        (Answer.NOT_SURE, ["danger", "new_report"]),
    ],
)
def test_safety_comes_first(danger: Answer, templates: list[str]) -> None:
    effects = told(danger=danger).effects
    assert [each.template for each in effects] == templates
    assert effects[-1].of_new_report
    assert effects[0].to in {(Role.DSL,), ()}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"happened": " "}, "happened"),
        ({"discovered_at": NOW + timedelta(hours=1)}, "discovered_at"),
    ],
)
def test_what_is_refused(said: dict[str, str | datetime], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(ACTION, BLANK, Actor(None), **{**SAID, "what": Outsider.PROCESSOR, **said})
    assert refusal.value.field == field


def test_it_needs_a_code() -> None:
    with pytest.raises(ValueError, match="receipt code"):
        decide(ACTION, BLANK, Actor(None), happened="A list.", what=Outsider.PARENT)
