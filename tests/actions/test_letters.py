"""What the regulator writes, what is answered, and reports that go astray."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    answer_regulator,
    decide_people,
    record_letter,
    settle_delivery,
    submit_follow_up,
    submit_initial,
    take_legal_advice,
)
from portal.actions.settle_delivery import Settled
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import (
    ContainmentStep,
    Facts,
    People,
    PeopleDecision,
    Review,
    Submission,
)
from portal.rules.from_record import FILLERS, Record
from portal.rules.outcome import Outcome
from portal.rules.risk.legal_risk import obligations
from portal.rules.telling.agreeing import obliged
from portal.rules.tracks import RegulatorTrack, regulator_track
from portal.rules.words import (
    ANY_STAGE,
    Containment,
    Delivery,
    LetterKind,
    PeopleChoice,
    Route,
    Stage,
    SubmissionKind,
)
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, WORMLEY, alerted, decide, facts, who_may

DPO = PEOPLE[Role.DPO]
LATER = NOW + timedelta(days=3)


def report(number: int = 1, **more: Any) -> Submission:
    return Submission(
        UUID(int=number), number, SubmissionKind.INITIAL, Route.EMAIL, NOW, NOW, DPO, **more
    )


def reported(stage: Stage = Stage.INVESTIGATING, **more: Any) -> Facts:
    return facts(stage, submissions=(report(**more),))


def wrote(known: Facts, kind: LetterKind, **said: Any) -> Outcome:
    said = {"text": "Tell us more.", "received_at": NOW, **said}
    return decide(record_letter.ACTION, known, Role.HEAD, now=LATER, kind=kind, **said)


def owing(known: Facts) -> dict[str, Duty]:
    return {d.kind: d for d in owed(known, WORMLEY, Calendar(), LATER) if d.met_at is None}


@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_who_may_do_what_at_any_stage(stage: Stage) -> None:
    bare, waiting = facts(stage), wrote(reported(stage), LetterKind.QUESTION).facts
    astray = reported(stage, delivery=Delivery.FAILED)
    assert who_may(record_letter.ACTION, bare, WORMLEY) == {Role.DPO, Role.HEAD}
    assert who_may(answer_regulator.ACTION, bare, WORMLEY) == set()
    assert who_may(answer_regulator.ACTION, waiting, WORMLEY) == {Role.DPO}
    assert who_may(settle_delivery.ACTION, bare, WORMLEY) == set()
    assert who_may(settle_delivery.ACTION, astray, WENTWORTH) == {Role.DPO}
    assert who_may(take_legal_advice.ACTION, bare, WORMLEY) == {Role.DPO, Role.HEAD}


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_stands_on_record_and_is_told(kind: LetterKind) -> None:
    outcome = wrote(reported(), kind)
    assert outcome.facts.regulator_letters[-1].kind is kind
    assert alerted(outcome) == {"regulator_wrote": {Role.HEAD, Role.DPO}}
    assert ("answer_regulator" in owing(outcome.facts)) is (kind is LetterKind.QUESTION)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"received_at": LATER + timedelta(seconds=1)}, "received_at"),
        ({"answer_by": NOW - timedelta(days=1)}, "answer_by"),
        ({"actions": ("Encrypt it",), "due_on": LATER.date()}, "owner"),
        ({"actions": ("Encrypt it",), "owner": DPO}, "due_on"),
    ],
)
def test_what_a_letter_must_say(said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        wrote(reported(), LetterKind.ADVICE, **said)
    assert refused.value.field == field


def test_a_question_is_owed_by_its_date_until_it_is_answered() -> None:
    by = NOW + timedelta(days=10)
    asked = wrote(reported(), LetterKind.QUESTION, answer_by=by).facts
    assert owing(asked)["answer_regulator"].due_at == by
    letter = asked.regulator_letters[0].id
    undated = wrote(reported(), LetterKind.QUESTION).facts
    assert owing(undated)["answer_regulator"].due_at == NOW + timedelta(days=14)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"letter": UUID(int=9), "answer": "Yes."}, "letter"),
        ({"letter": letter, "answer": " "}, "answer"),
    )
    for said, field in wrong:
        with pytest.raises(Refused) as refused:
            decide(answer_regulator.ACTION, asked, Role.DPO, now=LATER, **said)
        assert refused.value.field == field
    yes: dict[str, Any] = {"letter": letter, "answer": "Yes."}
    with pytest.raises(Refused, match="after the question"):
        decide(answer_regulator.ACTION, asked, Role.DPO, now=NOW - timedelta(seconds=1), **yes)
    done = decide(answer_regulator.ACTION, asked, Role.DPO, now=LATER, **yes).facts
    assert "answer_regulator" not in owing(done)


@pytest.mark.clause("DBRP-A1.21", "DBRP-A1.22")
def test_advice_becomes_actions_and_stands_in_the_log() -> None:
    doing = ("Encrypt attachments", "Train the office")
    advised = wrote(
        reported(),
        LetterKind.ADVICE,
        text="Encrypt attachments.",
        actions=doing,
        owner=PEOPLE[Role.IT_CONTACT],
        due_on=LATER.date(),
    )
    assert tuple(each.what for each in advised.facts.improvements) == doing
    assert "improvement" in owing(advised.facts)
    fined = wrote(advised.facts, LetterKind.REPRIMAND, text="Reprimanded in public.").facts
    record = Record(fined, lambda _: "somebody")
    assert "Encrypt attachments." in FILLERS["ico_advice"](record)
    assert "Reprimanded" not in FILLERS["ico_advice"](record)
    assert "Reprimanded in public." in FILLERS["sanctions"](record)


@pytest.mark.clause("DBRP-5.20")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_an_order_overrides_a_decision_not_to_tell(stage: Stage) -> None:
    no = PeopleDecision(PeopleChoice.NOT_REQUIRED, "Deleted unread.", DPO, NOW)
    before = replace(reported(stage), people=People(decisions=(no,)))
    assert "send_notices" not in owing(before)
    ordered = wrote(before, LetterKind.ORDER, text="Tell them.").facts
    assert ordered.people_decision is not None
    assert ordered.people_decision.choice is PeopleChoice.REQUIRED_BY_REGULATOR
    assert ordered.people.decisions[0] == no
    assert owing(ordered)["send_notices"].due_at == LATER + timedelta(hours=24)
    for choice, words in (
        (PeopleChoice.NOT_REQUIRED, "no decision here overrides"),
        (PeopleChoice.TRANSPARENCY, "has ordered you"),
    ):
        with pytest.raises(Refused, match=words):
            decide(decide_people.ACTION, ordered, Role.DPO, choice=choice, reasons="We like to.")
    publicly: dict[str, Any] = {"choice": PeopleChoice.PUBLICLY, "reasons": "The order says so."}
    told = decide(decide_people.ACTION, ordered, Role.DPO, **publicly).facts
    assert obliged(told), "nothing may hold it up"
    assert obligations(told).tell_people


def test_the_reference_in_a_letter_ends_the_wait_for_it() -> None:
    assert "get_reference" in owing(reported())
    got = wrote(reported(), LetterKind.ACKNOWLEDGEMENT, reference="IC-1").facts
    assert got.submissions[0].reference == "IC-1"
    assert "get_reference" not in owing(got)


@pytest.mark.clause("DBRP-5.21")
def test_a_letter_after_closing_is_looked_at() -> None:
    assert "look_at_addition" in owing(wrote(reported(Stage.CLOSED), LetterKind.ADVICE).facts)
    assert "look_at_addition" not in owing(wrote(reported(), LetterKind.ADVICE).facts)


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.parametrize("delivery", [Delivery.FAILED, Delivery.UNCERTAIN])
def test_what_went_astray_has_told_nobody_until_it_is_settled(delivery: Delivery) -> None:
    astray = reported(delivery=delivery)
    duties = owing(astray)
    assert duties["submit_to_regulator"].action == "settle_delivery"
    assert duties["settle_delivery"].due_at == NOW + timedelta(hours=1)
    assert regulator_track(astray) is RegulatorTrack.TO_BE_REPORTED
    for what, told_at in (
        ({"what": Settled.AGAIN}, LATER),
        ({"what": Settled.ARRIVED}, NOW),
        ({"what": Settled.ANOTHER_WAY, "route": Route.PHONE}, LATER),
    ):
        outcome = decide(
            settle_delivery.ACTION,
            astray,
            Role.DPO,
            now=LATER,
            submission_id=astray.submissions[0].id,
            **what,
        )
        (settled,) = outcome.facts.submissions
        assert (settled.told_at, settled.astray) == (told_at, False)
        assert not {"submit_to_regulator", "settle_delivery"} & set(owing(outcome.facts))
        again = what["what"] is Settled.AGAIN
        assert [each.kind for each in outcome.effects] == ["regulator_mail"] * again


@pytest.mark.parametrize(
    ("said", "now", "field"),
    [
        ({"submission_id": UUID(int=9), "what": Settled.AGAIN}, LATER, "submission_id"),
        ({"submission_id": UUID(int=1), "what": Settled.ANOTHER_WAY}, LATER, "route"),
        (
            {"submission_id": UUID(int=1), "what": Settled.ARRIVED},
            NOW - timedelta(seconds=1),
            "done_at",
        ),
    ],
)
def test_what_settling_must_say(said: dict[str, Any], now: Any, field: str) -> None:
    astray = reported(delivery=Delivery.FAILED)
    with pytest.raises(Refused) as refused:
        decide(settle_delivery.ACTION, astray, Role.DPO, now=now, **said)
    assert refused.value.field == field


def test_the_portal_mails_it_and_the_promised_days_are_owed_one_by_one() -> None:
    soon, late = LATER + timedelta(days=2), LATER + timedelta(days=9)
    sent = decide(
        submit_initial.ACTION,
        facts(),
        Role.DPO,
        submission_id=UUID(int=7),
        route=Route.EMAIL,
        by_portal=True,
        freeze=lambda _facts, _report: b"{}",
        reason="Now.",
        unknown=("records", "people", "causes"),
        promised_at=late,
        promises=(("people", soon),),
    )
    (made,) = sent.facts.submissions
    assert made.delivery is Delivery.WAITING
    assert [each.kind for each in sent.effects] == ["regulator_mail", "submission_pdf", "alert"]
    owed_by = sorted(
        duty.due_at
        for duty in owed(sent.facts, WORMLEY, Calendar(), LATER)
        if duty.kind == "promised_follow_up"
    )
    assert owed_by == [soon, late]


@pytest.mark.clause("DBRP-5.14")
def test_a_report_is_withdrawn_with_a_reason_and_nothing_waits_after_it() -> None:
    said: dict[str, Any] = {
        "submission_id": UUID(int=8),
        "route": Route.EMAIL,
        "freeze": lambda _facts, _report: b"{}",
        "kind": SubmissionKind.WITHDRAWAL,
        "unknown": ("records",),
    }
    with pytest.raises(Refused) as refused:
        decide(submit_follow_up.ACTION, reported(), Role.DPO, now=LATER, **said)
    assert refused.value.field == "explanation"
    gone = decide(
        submit_follow_up.ACTION, reported(), Role.DPO, now=LATER, explanation="Twice.", **said
    ).facts
    assert regulator_track(gone) is RegulatorTrack.WITHDRAWN
    assert not {"promised_follow_up", "get_reference"} & set(owing(gone))


@pytest.mark.clause("DBRP-A1-unsure")
def test_legal_advice_stands_beside_the_decision_and_holds_up_nothing() -> None:
    with pytest.raises(Refused) as refused:
        decide(take_legal_advice.ACTION, facts(), Role.HEAD, whom=" ")
    assert refused.value.field == "whom"
    asked = decide(take_legal_advice.ACTION, facts(), Role.HEAD, whom="The county’s lawyers")
    assert "awaited" in asked.summary
    before, after = owing(facts()), owing(asked.facts)
    assert after["submit_to_regulator"] == before["submit_to_regulator"]


@pytest.mark.clause("DBRP-A1-NB2")
def test_what_was_reported_gets_the_longer_audit_and_the_log_its_summary() -> None:
    told = PeopleDecision(PeopleChoice.NOT_REQUIRED, "Deleted unread.", DPO, NOW)
    stopped = ContainmentStep("Recalled.", DPO, NOW, Containment.CONTAINED)
    known = replace(reported(), people=People(decisions=(told,)), containment=(stopped,))
    assert owing(known)["review_incident"].what == "Review in full what was reported to the ICO"
    review = Review((("response", "Recall took an hour: rehearse it."),), "", DPO, LATER)
    record = Record(replace(known, review=review), lambda _: "somebody")
    assert "Recall took an hour: rehearse it." in FILLERS["prevention"](record)
