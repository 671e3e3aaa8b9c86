"""Ask a recipient to delete it, and record that they confirmed; never past a danger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import ask_for_deletion, confirm_deletion
from portal.errors import Refused
from portal.rules.facts import DangerCheck, Facts, Intake
from portal.rules.triage.containing import unconfirmed
from portal.rules.words import Answer, Stage
from tenants.roles import Role
from tests.actions.table import NOW, OPEN, PEOPLE, WORMLEY, Answers, decide, facts, who_may

ASK, CONFIRM = ask_for_deletion.ACTION, confirm_deletion.ACTION
ONE = UUID(int=71)
SAID: Answers = {"id": ONE, "recipient": "A parent", "what": "The list."}


def reported(danger: Answer = Answer.NO, **known: Any) -> Facts:
    told = (Role.HEAD,)
    return facts(intake=Intake(happened="A list.", danger=danger, told=told), **known)


@pytest.mark.clause("DBRP-5.8")
@pytest.mark.parametrize("stage", OPEN)
def test_who_asks(stage: Stage) -> None:
    who = {Role.HEAD, Role.DPO, Role.LEAD, Role.IT_CONTACT}
    known = facts(stage, intake=Intake(happened="A list.", told=(Role.HEAD,)))
    assert who_may(ASK, known, WORMLEY) == who
    assert who_may(CONFIRM, known, WORMLEY) == set()
    asked = decide(ASK, known, Role.HEAD, **SAID).facts
    assert who_may(CONFIRM, asked, WORMLEY) == who
    assert who_may(ASK, facts(Stage.CLOSED), WORMLEY) == set()


@pytest.mark.clause("DBRP-5.9")
def test_asked_then_confirmed() -> None:
    asked = decide(ASK, reported(), Role.HEAD, **SAID)
    assert "A parent" not in asked.summary
    assert [each.recipient for each in unconfirmed(asked.facts)] == ["A parent"]
    done = decide(CONFIRM, asked.facts, Role.DPO, deletion=ONE, how="By e-mail.")
    assert not unconfirmed(done.facts)
    assert done.facts.deletions[0].how == "By e-mail."
    assert done.facts.deletions[0].confirmed_at == NOW
    assert not done.facts.contained
    before = decide(ASK, reported(), Role.HEAD, now=NOW + timedelta(minutes=1), **SAID).facts
    with pytest.raises(Refused, match="They were asked on") as refusal:
        decide(CONFIRM, before, Role.DPO, deletion=ONE, how="By e-mail.")
    assert refusal.value.field == "done_at"


@pytest.mark.parametrize(
    ("said", "field"), [({"recipient": " "}, "recipient"), ({"what": ""}, "what")]
)
def test_who_and_what_are_needed(said: Answers, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(ASK, reported(), Role.HEAD, **{**SAID, **said})
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"deletion": UUID(int=9), "how": "Rang."}, "deletion"),
        ({"deletion": ONE, "how": ""}, "how"),
    ],
)
def test_a_confirmation_says_which_and_how(said: Answers, field: str) -> None:
    asked = decide(ASK, reported(), Role.HEAD, **SAID).facts
    with pytest.raises(Refused) as refusal:
        decide(CONFIRM, asked, Role.HEAD, **said)
    assert refusal.value.field == field


@pytest.mark.parametrize("danger", [Answer.YES, Answer.NOT_SURE])
def test_no_recipient_is_asked_while_somebody_could_be_in_danger(danger: Answer) -> None:
    with pytest.raises(Refused) as refusal:
        decide(ASK, reported(danger), Role.HEAD, **SAID)
    assert refusal.value.field == "safeguarding_agreed"
    decide(ASK, reported(danger), Role.HEAD, **SAID, safeguarding_agreed=True)
    safe = DangerCheck(safe=True, note="Rang.", by=PEOPLE[Role.DSL], at=NOW)
    decide(ASK, reported(danger, danger_check=safe), Role.HEAD, **SAID)
