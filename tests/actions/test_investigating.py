"""Steps, outcome report, its assessment, disciplinary record, others to consider."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actions import (
    assess_outcome,
    complete_step,
    consider_others,
    record_disciplinary,
    write_outcome_report,
)
from portal.errors import Refused
from portal.rules.also_told.considered import others
from portal.rules.duties import investigation as duties
from portal.rules.facts import Allocation, Awareness, Facts
from portal.rules.investigation.steps import open_steps
from portal.rules.responsibilities import disciplinary_readers
from portal.rules.words import Answer, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import (
    NOW,
    OPEN,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    alerted,
    classified,
    decide,
    facts,
    who_may,
)

CALENDAR = Calendar("england", ())
GIVEN = Allocation(
    lead=PEOPLE[Role.STAFF],
    direction="Find out.",
    due_at=NOW + timedelta(days=3),
    by=PEOPLE[Role.HEAD],
    at=NOW,
)
REPORT: dict[str, Any] = {"findings": "Nobody checks.", "recommendations": "Check twice."}


def allocated(severity: str = "minor", **known: Any) -> Facts:
    """Under investigation by an officer."""
    known.setdefault("classifications", (classified(severity, Answer.NOT_SURE),))
    return facts(Stage.INVESTIGATING, allocation=GIVEN, **known)


def written(by: Role = Role.LEAD, **known: Any) -> Facts:
    """With an outcome report that waits."""
    action = write_outcome_report.ACTION
    return decide(action, allocated(**known), by, policy=WENTWORTH, **REPORT).facts


@pytest.mark.clause("SIP-3", "SIP-6a", "SIP-6b")
@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("minor", {Role.LEAD}),
        ("major", {Role.LEAD, Role.HEAD, Role.SLT, Role.DPO}),
        ("critical", {Role.LEAD, Role.HEAD, Role.SLT, Role.DPO}),
    ],
)
def test_who_investigates_by_severity(severity: str, expected: set[Role]) -> None:
    for action in (complete_step.ACTION, write_outcome_report.ACTION):
        assert who_may(action, allocated(severity), WENTWORTH) == expected


def test_not_before_it_is_investigated_nor_under_a_policy_without() -> None:
    for action in (complete_step.ACTION, write_outcome_report.ACTION):
        assert who_may(action, facts(Stage.REPORTED), WENTWORTH) == set()
        assert who_may(action, facts(Stage.CLOSED), WENTWORTH) == set()
    assert who_may(write_outcome_report.ACTION, allocated(), WORMLEY) == set()


@pytest.mark.clause("DBRP-5.5")
def test_the_five_purposes_are_steps_of_the_dpo() -> None:
    clauses = [step.clause for step in open_steps(WORMLEY, facts())]
    assert clauses.count("5.5") == 5
    known = facts(Stage.INVESTIGATING)
    assert who_may(complete_step.ACTION, known, WORMLEY) == {Role.DPO, Role.LEAD}


@pytest.mark.clause("SIP-3a", "SIP-3b", "SIP-3c", "SIP-3d", "SIP-3e", "SIP-3f", "SIP-3g", "SIP-3i")
def test_every_step_is_done_or_not_appropriate_with_the_reason() -> None:
    known = allocated()
    assert [step.clause for step in open_steps(WENTWORTH, known)] == [
        f"3{c}" for c in "abcdefghijk"
    ]
    for number, step in enumerate(open_steps(WENTWORTH, known)):
        said: dict[str, Any] = {"key": step.key, "done": bool(number % 2), "note": "Because."}
        known = decide(complete_step.ACTION, known, Role.LEAD, policy=WENTWORTH, **said).facts
    assert open_steps(WENTWORTH, known) == ()
    for key, done in (("staff", False), ("nothing", True)):
        with pytest.raises(Refused):
            decide(complete_step.ACTION, known, Role.LEAD, policy=WENTWORTH, key=key, done=done)


@pytest.mark.clause("SIP-3", "SIP-3k", "SIP-7")
def test_the_outcome_report_is_due_by_the_direction_or_sooner_by_severity() -> None:
    far = replace(GIVEN, due_at=NOW + timedelta(days=90))
    for severity, allocation, days in (
        ("minor", GIVEN, 3),
        ("minor", far, 14),
        ("critical", far, 7),
    ):
        known = replace(allocated(severity), allocation=allocation)
        listed = list(duties.outcome_report(known, WENTWORTH, CALENDAR, NOW))
        assert listed[0].due_at == NOW + timedelta(days=days)
        interim = [duty.due_at for duty in listed if duty.subject == "interim"]
        assert interim == ([NOW + timedelta(hours=24)] if severity == "critical" else [])


@pytest.mark.clause("SIP-3k", "SIP-6d")
def test_the_report_needs_findings_and_recommendations() -> None:
    for said in ({**REPORT, "findings": " "}, {**REPORT, "recommendations": ""}):
        with pytest.raises(Refused):
            decide(write_outcome_report.ACTION, allocated(), Role.LEAD, policy=WENTWORTH, **said)
    interim: dict[str, Any] = {"findings": "So far nothing.", "interim": True}
    outcome = decide(
        write_outcome_report.ACTION, allocated(), Role.LEAD, policy=WENTWORTH, **interim
    )
    assert outcome.facts.outcome_reports[0].interim
    assert who_may(write_outcome_report.ACTION, outcome.facts, WENTWORTH) == {Role.LEAD}
    assert alerted(outcome) == {"outcome_report": {Role.HEAD, Role.SLT}}


@pytest.mark.clause("SIP-4d", "SIP-5e")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_who_assesses_and_when(stage: Stage) -> None:
    known = replace(written(), stage=stage)
    expected = {Role.HEAD, Role.SLT} if stage in {Stage.INVESTIGATING, Stage.REVIEWING} else set()
    assert who_may(assess_outcome.ACTION, known, WENTWORTH) == expected
    assert who_may(assess_outcome.ACTION, replace(known, outcome_reports=()), WENTWORTH) == set()


@pytest.mark.clause("SIP-4d")
def test_sent_back_with_reasons_or_accepted() -> None:
    with pytest.raises(Refused):
        decide(assess_outcome.ACTION, written(), Role.HEAD, policy=WENTWORTH, accept=False)
    with pytest.raises(Refused, match="Some steps are not recorded"):
        decide(assess_outcome.ACTION, written(), Role.HEAD, policy=WENTWORTH, accept=True)
    said: dict[str, Any] = {"accept": False, "reasons": "Who posts them?"}
    back = decide(assess_outcome.ACTION, written(), Role.HEAD, policy=WENTWORTH, **said)
    assert back.facts.stage is Stage.INVESTIGATING
    assert back.effects[0].people == (PEOPLE[Role.LEAD],)
    again = list(duties.outcome_report(back.facts, WENTWORTH, CALENDAR, NOW))
    assert [duty.occurrence for duty in again if duty.met_at is None] == [2]
    said = {"accept": True, "reasons": "Enough."}
    accepted = decide(assess_outcome.ACTION, written(), Role.HEAD, policy=WENTWORTH, **said)
    assert accepted.facts.stage is Stage.REVIEWING
    assert who_may(write_outcome_report.ACTION, accepted.facts, WENTWORTH) == set()


@pytest.mark.clause("SIP-6")
def test_nobody_assesses_their_own_report_while_somebody_else_is_there() -> None:
    own = written(Role.HEAD, severity="major")
    said: dict[str, Any] = {"accept": True, "reasons": "Mine."}
    with pytest.raises(Refused, match="somebody else"):
        decide(assess_outcome.ACTION, own, Role.HEAD, policy=WENTWORTH, **said)
    said["nobody_else"] = True
    outcome = decide(assess_outcome.ACTION, own, Role.HEAD, policy=WENTWORTH, **said)
    assert [each.action for each in outcome.facts.own_work] == ["assess_outcome"]
    assert alerted(outcome) == {"second_signature": {Role.DPO, Role.CHAIR}}
    [duty] = duties.assess_outcome(own, WENTWORTH, CALENDAR, NOW)
    assert duty.looks_at_work_of == {PEOPLE[Role.HEAD]}


@pytest.mark.clause("SIP-3h", "SIP-breach")
def test_disciplinary_action_is_begun_or_said_why_not_and_the_record_says_no_more() -> None:
    action = record_disciplinary.ACTION
    assert who_may(action, allocated(), WENTWORTH) == {Role.HEAD}
    assert who_may(action, allocated(), WORMLEY) == set()
    assert disciplinary_readers(WENTWORTH, allocated()) == {Role.HEAD, Role.HR_CONTACT}
    future = NOW.date() + timedelta(days=1)
    tries: tuple[dict[str, Any], ...] = (
        {"begun": True},
        {"begun": False},
        {"begun": True, "begun_on": future},
    )
    for said in tries:
        with pytest.raises(Refused):
            decide(action, allocated(), Role.HEAD, policy=WENTWORTH, **said)
    reasons = "An honest slip."
    outcome = decide(action, allocated(), Role.HEAD, policy=WENTWORTH, begun=False, why_not=reasons)
    assert "honest" in outcome.facts.disciplinary
    assert "honest" not in outcome.summary
    [duty] = duties.disciplinary(outcome.facts, WENTWORTH, CALENDAR, NOW)
    assert duty.met_at == NOW
    begun: dict[str, Any] = {"begun": True, "begun_on": NOW.date(), "reference": "HR 7"}
    outcome = decide(action, allocated(), Role.HEAD, policy=WENTWORTH, **begun)
    assert outcome.facts.disciplinary == "Begun on Monday 16 November 2026, reference HR 7."


@pytest.mark.clause("DBRP-5.9")
def test_everybody_on_the_list_is_considered() -> None:
    aware = Awareness(NOW, "Certain.", PEOPLE[Role.DPO], NOW)
    known = facts(Stage.INVESTIGATING, awareness=(aware,))
    assert list(duties.consider_others(facts(), WORMLEY, CALENDAR, NOW)) == []
    for point in others(WORMLEY):
        [duty] = duties.consider_others(known, WORMLEY, CALENDAR, NOW)
        assert duty.met_at is None
        said: dict[str, Any] = {"key": point.key, "told_at": None, "note": "Not needed."}
        known = decide(consider_others.ACTION, known, Role.DPO, **said).facts
    [duty] = duties.consider_others(known, WORMLEY, CALENDAR, NOW)
    assert duty.met_at == NOW
    later = NOW + timedelta(minutes=1)
    for said in ({"key": "police", "told_at": None}, {"key": "police", "told_at": later}):
        with pytest.raises(Refused):
            decide(consider_others.ACTION, known, Role.DPO, **said)
