"""What helps first, by what went wrong; and when a recipient is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.rules.facts import DangerCheck, Facts, Intake
from portal.rules.triage.causes import SUB_CAUSES
from portal.rules.triage.first_steps import ASK, KEEP, LEAVE_ALONE, MOST_URGENT, first_steps
from portal.rules.words import Answer
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, classified, facts

SUBS = [key for subs in SUB_CAUSES.values() for key in subs]
FOUND = DangerCheck(False, "An address.", PEOPLE[Role.DSL], NOW)


def went_wrong(*subs: str, danger: Answer = Answer.NO, **known: Any) -> Facts:
    """An incident of these causes."""
    said = Intake(happened="A list went astray.", danger=danger, **known)
    return facts(intake=said, classifications=(replace(classified(), sub_causes=subs),))


@pytest.mark.clause("DBRP-5.5")
@pytest.mark.parametrize("sub", SUBS)
def test_each_way_in_which_it_goes_wrong_has_first_steps_of_its_own(sub: str) -> None:
    steps = first_steps(went_wrong(sub))
    assert len(steps) > 1
    assert steps[-1] == KEEP


@pytest.mark.parametrize(
    ("sub", "word"),
    [
        ("wrong_recipient", "Recall"),
        ("lost_device", "wipe the device"),
        ("stolen_paper", "crime reference"),
        ("ransomware", "do not switch it off"),
        ("account_taken_over", "two-step sign-in"),
        ("published", "Take it down now"),
        ("verbal", "who was there"),
        ("deleted", "backup"),
        ("supplier_failed", "Ring the supplier"),
    ],
)
def test_what_helps(sub: str, word: str) -> None:
    assert word in " ".join(first_steps(went_wrong(sub)))


@pytest.mark.parametrize("sub", [*SUBS, ""])
def test_nobody_is_asked_to_delete_while_somebody_could_be_in_danger(sub: str) -> None:
    subs = (sub,) if sub else ()
    for known in (
        went_wrong(*subs, danger=Answer.NOT_SURE),
        went_wrong(*subs, danger=Answer.YES),
        replace(went_wrong(*subs), danger_check=FOUND),
    ):
        assert ASK not in first_steps(known)
    asked = ASK in first_steps(went_wrong(*subs))
    left = LEAVE_ALONE in first_steps(went_wrong(*subs, danger=Answer.YES))
    assert asked is left


def test_before_anybody_has_said_what_went_wrong_the_most_urgent_is_said() -> None:
    steps = first_steps(facts(intake=Intake(happened="Something.", danger=Answer.NO)))
    assert len(steps) == len(MOST_URGENT) + 2
    hit = first_steps(went_wrong(systems_affected=True))
    assert any("do not switch it off" in step for step in hit)
