"""Several reports of one matter: join, separate, withdraw; and what the DPO looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions import (
    confirm_ending,
    join_reports,
    record_containment,
    record_danger_check,
    separate_report,
    withdraw_report,
)
from portal.errors import NotAllowed, Refused
from portal.rules.clock import cautious_start, regulator_clock
from portal.rules.duties import owed
from portal.rules.ending.ended_without_dpo import Ended, waiting
from portal.rules.facts import (
    Addition,
    Awareness,
    Concern,
    DangerCheck,
    Facts,
    Intake,
    Linked,
    Reporter,
    Submission,
)
from portal.rules.outcome import Actor, Outcome
from portal.rules.rows import Hide, Unhide
from portal.rules.triage import danger
from portal.rules.triage.containing import recipients_are_safe
from portal.rules.words import (
    Answer,
    Containment,
    Ending,
    Naming,
    Route,
    Stage,
    SubmissionKind,
)
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    OPEN,
    PEOPLE,
    REPORTED,
    WENTWORTH,
    WORMLEY,
    Answers,
    alerted,
    decide,
    facts,
    who_may,
)

JOIN, SEPARATE, WITHDRAW = join_reports.ACTION, separate_report.ACTION, withdraw_report.ACTION
DONE = Containment.CONTAINED
CALENDAR = Calendar("england", ())
EARLIER = NOTICED - timedelta(days=2)


def second(**known: Any) -> Facts:
    """Another report of the school, noticed two days before."""
    known.setdefault("intake", Intake(happened="A list was seen.", noticed_at=EARLIER))
    return replace(facts(**known), incident_id=UUID(int=3), reference="INC-2026-0002")


def join(one: Facts, other: Facts, role: Role = Role.HEAD) -> Outcome:
    return decide(JOIN, one, role, incident=other.incident_id, reason="The same.", other=other)


def separate(one: Facts, other: Facts) -> Outcome:
    said: Answers = {"incident": other.incident_id, "reason": "Two lists.", "other": other}
    return decide(SEPARATE, one, Role.HEAD, **said)


def both(outcome: Outcome) -> tuple[Facts, Facts]:
    assert outcome.other is not None
    return outcome.facts, outcome.other.facts


def kinds(known: Facts) -> set[str]:
    return {duty.kind for duty in owed(known, WORMLEY, CALENDAR, NOW)}


@pytest.mark.parametrize("stage", OPEN)
def test_who_joins_and_separates(stage: Stage) -> None:
    known = facts(stage, intake=Intake(happened="A list.", told=(Role.HEAD,)))
    joined = replace(known, joined=join(known, second()).facts.joined)
    for action, at in ((JOIN, known), (SEPARATE, joined)):
        assert who_may(action, at, WORMLEY) == {Role.HEAD, Role.DPO}
        assert who_may(action, at, WENTWORTH) == {Role.HEAD, Role.SLT, Role.DPO}
    assert who_may(SEPARATE, known, WORMLEY) == set()


def test_what_another_school_is_linked_with_goes_on() -> None:
    """Its news would end at a report that goes on no more, and one report to both miss it."""
    by = PEOPLE[Role.DPO]
    there = Linked(UUID(int=7), UUID(int=8), "Hill", "INC-2026-0007", NOW, None, "One.", by, NOW)
    with pytest.raises(Refused, match="another school"):
        join(facts(), second(linked=(there,)))
    assert join(facts(linked=(there,)), second()).facts.linked == (there,)


@pytest.mark.clause("DBRP-4.5")
def test_joined_takes_the_earliest_clock_and_the_other_owes_nothing() -> None:
    one, other = both(join(facts(), second()))
    assert cautious_start(one) == EARLIER
    assert regulator_clock(one).due_at == EARLIER + timedelta(hours=72)
    assert (other.stage, other.ending) == (Stage.CLOSED, Ending.JOINED)
    assert kinds(second())
    assert kinds(other) == set()
    aware = Awareness(EARLIER, "Seen.", PEOPLE[Role.DPO], NOW)
    one, other = both(join(facts(), second(awareness=(aware,))))
    assert one.aware == aware
    assert not regulator_clock(one).cautious
    added = Addition("One more list.", None, NOW, after_closing=True)
    told = replace(other, intake=replace(other.intake, additions=(added,)))
    assert kinds(told) == {"look_at_addition"}
    (duty,) = owed(told, WORMLEY, CALENDAR, NOW)
    assert duty.what == f"Look at what came in after it was joined to {one.reference}"


@pytest.mark.clause("DBRP-4.5")
@pytest.mark.parametrize("checked", [None, NOW - timedelta(hours=1)])
def test_danger_in_a_joined_report_is_looked_at_as_soon_as_it_was_due(
    checked: datetime | None,
) -> None:
    looked = DangerCheck(safe=True, note="Rang.", by=PEOPLE[Role.DSL], at=checked or NOW)
    calm = Intake(happened="A list.", noticed_at=NOTICED, still_going_on=Answer.NO)
    one = facts(intake=calm, danger_check=looked if checked else None)
    feared = Intake(happened="A list.", danger=Answer.YES, still_going_on=Answer.YES)
    after, kept = both(join(one, second(intake=feared)))
    assert not {"danger_check", "contain"} & kinds(one)
    owing = {duty.kind: duty for duty in owed(after, WORMLEY, CALENDAR, NOW)}
    assert owing["danger_check"].due_at == REPORTED + timedelta(hours=1)
    assert owing["danger_check"].met_at is None
    assert any(duty.subject == "social_care" for duty in owed(after, WORMLEY, CALENDAR, NOW))
    assert owing["contain"].what == "Stop what INC-2026-0002 reports, and limit the harm"
    assert not recipients_are_safe(after)
    said: Answers = {"safe": True, "note": "Rang them too."}
    after = decide(record_danger_check.ACTION, after, Role.DSL, **said).facts
    assert danger.open_since(after) is None
    done = decide(record_containment.ACTION, after, Role.HEAD, what="Off.", state=DONE).facts
    assert not {"danger_check", "contain"} & {
        duty.kind for duty in owed(done, WORMLEY, CALENDAR, NOW) if duty.met_at is None
    }
    assert both(separate(after, kept))[1].intake.danger is Answer.YES


def test_a_report_whose_danger_was_looked_at_brings_none() -> None:
    looked = DangerCheck(safe=True, note="Rang.", by=PEOPLE[Role.DSL], at=NOW)
    feared = Intake(happened="A list.", danger=Answer.YES, still_going_on=Answer.NO)
    calm = Intake(happened="A list.", noticed_at=NOTICED, still_going_on=Answer.NO)
    after, _ = both(join(facts(intake=calm), second(intake=feared, danger_check=looked)))
    assert not {"danger_check", "contain"} & kinds(after)


def test_concerns_of_both_count_while_they_are_joined() -> None:
    head, chair = PEOPLE[Role.HEAD], PEOPLE[Role.CHAIR]
    one = facts(concerns=(Concern(head, None, NOW),))
    other = second(concerns=(Concern(chair, None, NOW),))
    outcome = join(one, other, Role.DPO)
    after, kept = both(outcome)
    assert after.concerned == kept.concerned == {head, chair}
    assert outcome.rows == (Hide(chair),)
    assert outcome.other is not None
    assert outcome.other.rows == (Hide(head),)
    again = separate(after, kept)
    assert again.rows == (Unhide(chair),)
    assert again.other is not None
    assert again.other.rows == (Unhide(head),)


@given(
    noticed=st.integers(-200, 3),
    stage=st.sampled_from(OPEN),
    concerned=st.frozensets(st.sampled_from([PEOPLE[Role.SLT], PEOPLE[Role.STAFF]])),
)
def test_separating_restores_both(noticed: int, stage: Stage, concerned: frozenset[UUID]) -> None:
    one = facts()
    told = Intake(happened="A list.", noticed_at=REPORTED + timedelta(hours=noticed))
    other = replace(
        second(stage=stage),
        intake=told,
        concerns=tuple(Concern(each, None, NOW) for each in sorted(concerned)),
    )
    after, kept = both(join(one, other))
    assert cautious_start(after) == min(cautious_start(one), cautious_start(other))
    assert both(separate(after, kept)) == (one, other)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (facts(), "incident"),
        (replace(second(), school_id=UUID(int=9)), "incident"),
        (second(stage=Stage.CLOSED), "incident"),
        (both(join(facts(), second()))[1], "incident"),
        (
            second(
                submissions=(
                    Submission(
                        UUID(int=5),
                        1,
                        SubmissionKind.INITIAL,
                        Route.PHONE,
                        NOW,
                        NOW,
                        PEOPLE[Role.DPO],
                    ),
                )
            ),
            "incident",
        ),
    ],
)
def test_what_cannot_be_joined(other: Facts, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        join(facts(), other)
    assert refusal.value.field == field


def test_joining_and_separating_need_a_reason_and_the_right_report() -> None:
    other = second()
    with pytest.raises(Refused) as refusal:
        decide(JOIN, facts(), Role.HEAD, incident=other.incident_id, reason=" ", other=other)
    assert refusal.value.field == "reason"
    after, _kept = both(join(facts(), other))
    with pytest.raises(Refused) as refusal:
        separate(after, other)
    assert refusal.value.field == "incident"


def test_the_dpo_looks_at_what_others_joined() -> None:
    outcome = join(facts(), second(), Role.HEAD)
    assert alerted(outcome) == {"ended_without_dpo": {Role.DPO}}
    assert [each.what for each in waiting(outcome.facts)] == [Ended.JOINED]
    assert "look_at_ending" in kinds(outcome.facts)
    assert not waiting(join(facts(), second(), Role.DPO).facts)
    with pytest.raises(Refused):
        decide(confirm_ending.ACTION, outcome.facts, Role.DPO, agree=False, reasons="Two lists.")
    agreed = decide(confirm_ending.ACTION, outcome.facts, Role.DPO, agree=True, reasons="Yes.")
    assert not waiting(agreed.facts)


REPORTER = Actor(PEOPLE[Role.STAFF], frozenset({Role.STAFF, Role.REPORTER}))


def test_withdrawing_is_a_note_and_ends_nothing() -> None:
    before = facts()
    outcome = decide(WITHDRAW, before, REPORTER, reason="I found it again.")
    assert alerted(outcome) == {"ended_without_dpo": {Role.DPO}}
    assert outcome.facts.stage is Stage.REPORTED
    assert kinds(outcome.facts) == kinds(before) | {"look_at_ending"}
    assert [each.what for each in waiting(outcome.facts)] == [Ended.WITHDRAWN]
    assert not WITHDRAW.offered(WORMLEY, outcome.facts)
    for agree in (True, False):
        looked = decide(
            confirm_ending.ACTION, outcome.facts, Role.DPO, agree=agree, reasons="Rang her."
        )
        assert not waiting(looked.facts)


@pytest.mark.parametrize("role", [Role.HEAD, Role.DPO, Role.STAFF])
def test_only_the_reporter_withdraws(role: Role) -> None:
    assert not WITHDRAW.for_whom(WORMLEY, facts(), Actor(PEOPLE[role], frozenset({role})))
    with pytest.raises(NotAllowed):
        decide(WITHDRAW, facts(), role, reason="Enough.")


def test_the_anonymous_reporter_withdraws_with_the_code_alone() -> None:
    nobody = Actor(None)
    with pytest.raises(NotAllowed):
        decide(WITHDRAW, facts(), nobody, reason="Enough.")
    anonymous = facts(
        intake=Intake(happened="A list.", reporter=Reporter(Naming.ANONYMOUS), noticed_at=NOTICED)
    )
    assert decide(WITHDRAW, anonymous, nobody, reason="A mistake.").facts.withdrawal
    with pytest.raises(Refused) as refusal:
        decide(WITHDRAW, anonymous, nobody, reason=" ")
    assert refusal.value.field == "reason"
