"""The first contacts say that they have looked at it."""

from __future__ import annotations

import pytest

from portal.actions import acknowledge_report
from portal.rules.duties import owed
from portal.rules.facts import Intake
from portal.rules.words import Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, OPEN, WENTWORTH, WORMLEY, decide, facts, who_may

ACTION = acknowledge_report.ACTION


@pytest.mark.clause("SIP-1-head")
@pytest.mark.parametrize("stage", OPEN)
def test_the_first_contacts_say_it_once(stage: Stage) -> None:
    known = facts(stage, intake=Intake(happened="A list.", told=(Role.HEAD,)))
    assert who_may(ACTION, known, WORMLEY) == {Role.HEAD}
    assert who_may(ACTION, known, WENTWORTH) == {Role.HEAD, Role.SLT}
    looked = decide(ACTION, known, Role.HEAD, note="I am ringing her.")
    assert looked.summary == "Looked at the report. I am ringing her."
    assert who_may(ACTION, looked.facts, WORMLEY) == set()
    (duty,) = [
        each
        for each in owed(looked.facts, WORMLEY, Calendar("england", ()), NOW)
        if each.kind == "look_at_report"
    ]
    assert (duty.met_at, duty.action) == (NOW, ACTION.name)


def test_not_once_it_is_closed() -> None:
    assert who_may(ACTION, facts(Stage.CLOSED), WENTWORTH) == set()
