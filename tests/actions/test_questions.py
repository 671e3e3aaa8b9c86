"""Questions and additions: who asks, who answers, who adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import add_information, answer_question, ask_again, ask_question
from portal.errors import NotAllowed, Refused, Stale
from portal.rules.duties import asking
from portal.rules.facts import Concern, Facts, Intake, Reporter
from portal.rules.outcome import Actor
from portal.rules.rows import Involve
from portal.rules.words import Naming, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, OPEN, PEOPLE, WENTWORTH, WORMLEY, decide, facts, who_may

LATER = NOW + timedelta(days=2)
IT = PEOPLE[Role.IT_CONTACT]
NOBODY = Actor(None)
ANONYMOUS = Intake(happened="A near thing.", reporter=Reporter(naming=Naming.ANONYMOUS))


def asked(to: UUID | None = IT, **known: Any) -> Facts:
    """An incident with one open question."""
    before = facts(Stage.INVESTIGATING, intake=ANONYMOUS, **known)
    said: dict[str, Any] = {"text": "Who has the key?", "to": to, "due_at": LATER}
    return decide(ask_question.ACTION, before, Role.HEAD, policy=WENTWORTH, **said).facts


@pytest.mark.clause("SIP-4", "DBRP-5.6")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_who_asks(stage: Stage) -> None:
    open_ = stage in OPEN
    ours = who_may(ask_question.ACTION, facts(stage), WENTWORTH)
    assert ours == ({Role.HEAD, Role.SLT, Role.DPO, Role.LEAD} if open_ else set())
    theirs = who_may(ask_question.ACTION, facts(stage), WORMLEY)
    assert theirs == ({Role.HEAD, Role.DPO, Role.LEAD} if open_ else set())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " ", "to": IT, "due_at": LATER}, "text"),
        ({"text": "Who?", "to": None, "due_at": LATER}, "to"),
        ({"text": "Who?", "to": PEOPLE[Role.SLT], "due_at": LATER}, "to"),
        ({"text": "Who?", "to": IT, "due_at": NOW}, "due_on"),
        ({"text": "Who?", "to": IT, "due_at": NOW + timedelta(days=367)}, "due_on"),
    ],
)
def test_what_is_not_asked(said: dict[str, Any], field: str) -> None:
    concerned = (Concern(PEOPLE[Role.SLT], None, NOW),)
    with pytest.raises(Refused) as refusal:
        decide(ask_question.ACTION, facts(concerns=concerned), Role.HEAD, **said)
    assert refusal.value.field == field


@pytest.mark.clause("SIP-4")
def test_the_person_asked_sees_it_is_alerted_and_owes_the_answer() -> None:
    said: dict[str, Any] = {"text": "Who has the key?", "to": IT, "due_at": LATER}
    outcome = decide(ask_question.ACTION, facts(), Role.HEAD, **said)
    assert outcome.rows == (Involve(IT, "asked"),)
    assert outcome.effects[0].people == (IT,)
    [duty] = asking.answer_question(outcome.facts, WORMLEY, Calendar("england", ()), NOW)
    assert (duty.person, duty.due_at, duty.met_at) == (IT, LATER, None)
    assert duty.subject == str(outcome.facts.questions[0].id)


def test_an_anonymous_reporter_is_asked_and_owes_nothing() -> None:
    known = asked(to=None)
    assert list(asking.answer_question(known, WENTWORTH, Calendar("england", ()), NOW)) == []


@pytest.mark.clause("SIP-4", "SIP-1-anon")
@pytest.mark.parametrize(
    ("to", "who", "may"),
    [
        (IT, Role.IT_CONTACT, True),
        (IT, Role.HEAD, True),
        (IT, Role.STAFF, False),
        (IT, NOBODY, False),
        (None, NOBODY, True),
        (None, Role.STAFF, False),
        (None, Role.LEAD, True),
    ],
)
def test_who_answers(to: UUID | None, who: Role | Actor, *, may: bool) -> None:
    known = asked(to)
    said: dict[str, Any] = {"question": known.questions[0].id, "answer": "The office."}
    if not may:
        with pytest.raises(NotAllowed):
            decide(answer_question.ACTION, known, who, policy=WENTWORTH, **said)
        return
    outcome = decide(answer_question.ACTION, known, who, policy=WENTWORTH, **said)
    assert outcome.facts.questions[0].answer == "The office."
    with pytest.raises(Refused):
        decide(answer_question.ACTION, outcome.facts, who, policy=WENTWORTH, **said)


def test_an_empty_answer_and_a_strange_question_are_refused() -> None:
    known = asked()
    tries: tuple[dict[str, Any], ...] = (
        {"question": known.questions[0].id, "answer": " "},
        {"question": UUID(int=99), "answer": "Yes."},
    )
    for said in tries:
        with pytest.raises(Refused):
            decide(answer_question.ACTION, known, Role.IT_CONTACT, policy=WENTWORTH, **said)


@pytest.mark.clause("SIP-2", "DBRP-5.21")
@pytest.mark.parametrize("stage", list(Stage))
def test_whoever_sees_it_adds_to_it_and_after_closing_somebody_is_told(stage: Stage) -> None:
    outcome = decide(add_information.ACTION, facts(stage), Role.STAFF, text="It was blue.")
    [added] = outcome.facts.intake.additions
    assert (added.by, added.after_closing) == (PEOPLE[Role.STAFF], stage is Stage.CLOSED)
    assert bool(outcome.effects) is (stage is Stage.CLOSED)
    assert outcome.facts.stage is stage


def test_nobody_in_particular_adds_only_to_an_anonymous_report() -> None:
    with pytest.raises(NotAllowed):
        decide(add_information.ACTION, facts(), NOBODY, text="Me too.")
    anonymous = replace(facts(), intake=ANONYMOUS)
    outcome = decide(add_information.ACTION, anonymous, NOBODY, text="Me too.")
    assert outcome.facts.intake.additions[0].by is None
    with pytest.raises(NotAllowed):
        decide(add_information.ACTION, facts(), Role.ADMINISTRATOR, text="Me too.")
    with pytest.raises(Refused):
        decide(add_information.ACTION, facts(), Role.STAFF, text=" ")


@pytest.mark.clause("DBRP-5.10")
@pytest.mark.parametrize(
    ("said", "effects"),
    [({"email": "it@cloud.example"}, ["outside_question"]), ({"how": "I rang Sam."}, [])],
)
def test_what_did_not_arrive_is_asked_in_another_way(
    said: dict[str, Any], effects: list[str]
) -> None:
    calendar, due_at = Calendar("england", ()), NOW + timedelta(days=1)
    first: dict[str, Any] = {
        "text": "Whose?",
        "to": None,
        "outside": "Cloud",
        "email": "x@y.example",
    }
    known = decide(ask_question.ACTION, facts(), Role.DPO, due_at=LATER, **first).facts
    assert who_may(ask_again.ACTION, known, WORMLEY) == set()
    assert list(asking.ask_again(known, WORMLEY, calendar, NOW)) == []
    astray = replace(known, questions=(replace(known.questions[0], astray_at=NOW),))
    assert who_may(ask_again.ACTION, astray, WORMLEY) == {Role.HEAD, Role.DPO, Role.LEAD}
    [duty] = asking.ask_again(astray, WORMLEY, calendar, NOW)
    assert (duty.opens_at, duty.due_at, duty.met_at) == (NOW, due_at, None)
    [question] = astray.questions
    with pytest.raises(Refused):
        decide(ask_again.ACTION, astray, Role.DPO, question=question.id)
    outcome = decide(ask_again.ACTION, astray, Role.DPO, question=question.id, **said)
    assert [each.kind for each in outcome.effects] == effects
    [duty] = asking.ask_again(outcome.facts, WORMLEY, calendar, NOW)
    assert duty.met_at == NOW
    [answer] = asking.outside_answer(outcome.facts, WORMLEY, calendar, NOW)
    assert (answer.met_at, outcome.facts.questions[0].email) == (None, said.get("email", ""))
    with pytest.raises(Stale):
        decide(ask_again.ACTION, outcome.facts, Role.DPO, question=question.id, how="Twice.")
