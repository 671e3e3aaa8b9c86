"""One matter at several schools of a trust: linked, one clock, one report for all (DBRP-5.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import follow_linked, link_incident, record_shared_report, unlink_incident
from portal.desk import can
from portal.errors import Refused, Stale
from portal.rules.clock import cautious_start_here, regulator_clock
from portal.rules.duties import owed
from portal.rules.facts import Awareness, Facts, Submission
from portal.rules.outcome import Actor
from portal.rules.reporting.linked import covered_by, not_linked_yet, passed_on
from portal.rules.rows import FrozenSubmission
from portal.rules.words import ANY_STAGE, Delivery, Route, Stage, SubmissionKind
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOTICED, NOW, PEOPLE, REPORTED, WENTWORTH, decide, facts, who_may

TRUST = WENTWORTH.model_copy(update={"controller": "trust"})
DPO = PEOPLE[Role.DPO]
EARLIER = NOTICED - timedelta(hours=6)
AWARE = (Awareness(EARLIER, "Seen there.", DPO, EARLIER, by_dpo=True),)
THERE = replace(
    facts(awareness=AWARE),
    school_id=UUID(int=77),
    incident_id=UUID(int=78),
    reference="INC-2026-0007",
    reported_at=REPORTED,
)
SENT = Submission(
    id=UUID(int=79),
    number=1,
    kind=SubmissionKind.INITIAL,
    route=Route.WEB_FORM,
    done_at=NOW,
    recorded_at=NOW,
    by=DPO,
    reference="IC-1",
    reference_at=NOW,
)


def linked(known: Facts | None = None, **said: Any) -> Facts:
    answers = {
        "incident": THERE.incident_id,
        "school": "Hill School",
        "reason": "The same supplier.",
        "other": THERE,
        **said,
    }
    return decide(link_incident.ACTION, known or facts(), Role.DPO, policy=TRUST, **answers).facts


def shared(known: Facts, report: Submission = SENT) -> Any:
    return decide(
        record_shared_report.ACTION,
        known,
        Role.DPO,
        policy=TRUST,
        submission_id=UUID(int=80),
        incident=THERE.incident_id,
        report=report,
        snapshot=b"{}",
    )


@pytest.mark.clause("DBRP-5.10")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_only_the_trusts_dpo_and_only_where_the_trust_is_controller(stage: Stage) -> None:
    assert who_may(link_incident.ACTION, facts(stage), TRUST) == {Role.DPO}
    assert who_may(link_incident.ACTION, facts(stage), WENTWORTH) == set()
    with_link = replace(facts(stage), linked=linked().linked)
    assert who_may(record_shared_report.ACTION, with_link, TRUST) == {Role.DPO}
    assert who_may(record_shared_report.ACTION, with_link, WENTWORTH) == set()
    assert who_may(record_shared_report.ACTION, facts(stage), TRUST) == set()


@pytest.mark.clause("DBRP-4.2", "DBRP-5.11")
def test_what_anybody_in_the_trust_knew_counts() -> None:
    clock = regulator_clock(linked())
    assert (clock.start, clock.cautious) == (EARLIER, False)
    told = decide(
        link_incident.ACTION, facts(), Role.DPO, policy=TRUST,
        incident=THERE.incident_id, school="Hill School", reason="One supplier.", other=THERE,
    )  # fmt: skip
    assert {each.template for each in told.effects} == {"aware"}
    unaware = replace(THERE, awareness=(), reported_at=EARLIER)
    clock = regulator_clock(linked(other=unaware))
    assert (clock.start, clock.cautious) == (EARLIER, True)


def test_a_link_made_again_is_brought_up_to_date() -> None:
    known = linked(other=replace(THERE, awareness=()))
    assert known.aware is None
    again = linked(known)
    assert len(again.linked) == 1
    assert (again.aware and again.aware.aware_at) == EARLIER


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"other": replace(THERE, school_id=facts().school_id)}, "incident"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_linked(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        linked(**wrong)
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-1.4", "DBRP-5.11")
def test_one_report_is_the_report_of_both_with_the_same_snapshot() -> None:
    outcome = shared(linked())
    (report,) = outcome.facts.submissions
    assert (report.shared_from, report.done_at, report.reference) == (SENT.id, NOW, "IC-1")
    assert outcome.rows == (FrozenSubmission(report.id, 1, SubmissionKind.INITIAL, b"{}"),)
    open_ = {
        duty.kind for duty in owed(outcome.facts, TRUST, Calendar(), NOW) if duty.met_at is None
    }
    assert not open_ & {"submit_to_regulator", "get_reference", "late_reasons"}
    with pytest.raises(Refused, match="already"):
        shared(outcome.facts)


def test_a_report_of_another_matter_or_one_that_went_astray_covers_nothing() -> None:
    with pytest.raises(Refused):
        shared(facts())
    with pytest.raises(Refused):
        shared(linked(), replace(SENT, delivery=Delivery.FAILED))


def test_a_link_is_undone_with_a_reason_while_no_report_covers_both() -> None:
    known = linked()

    def undo(known: Facts, reason: str = "Another supplier.") -> Facts:
        said: dict[str, Any] = {"incident": THERE.incident_id, "reason": reason}
        return decide(unlink_incident.ACTION, known, Role.DPO, policy=TRUST, **said).facts

    assert regulator_clock(undo(known)) == regulator_clock(facts())
    assert who_may(unlink_incident.ACTION, known, TRUST) == {Role.DPO}
    assert who_may(unlink_incident.ACTION, facts(), TRUST) == set()
    made_before = shared(known, replace(SENT, done_at=EARLIER)).facts
    again = linked(made_before, other=replace(THERE, awareness=()))
    for wrong, reason in ((known, " "), (facts(), "x"), (made_before, "x"), (again, "x")):
        with pytest.raises(Refused):
            undo(wrong, reason)


def followed(known: Facts, other: Facts = THERE) -> Any:
    said = follow_linked.FollowLinked(other.incident_id, other)
    return follow_linked.decide(known, TRUST, Actor(None), said, NOW)


def test_nobody_presses_a_button_to_follow_and_nobody_could() -> None:
    known = linked()
    assert who_may(follow_linked.ACTION, known, TRUST) == set()
    assert can.holds_role_for(follow_linked.ACTION, known, TRUST, Actor(None))
    assert not can.holds_role_for(link_incident.ACTION, known, TRUST, Actor(None))


@pytest.mark.clause("DBRP-4.2", "DBRP-5.10")
def test_awareness_travels_once_without_its_words_and_is_never_held_by_its_echo() -> None:
    known = linked(other=replace(THERE, awareness=()))
    outcome = followed(known)
    found = outcome.facts.aware
    assert replace(found, reason="Seen there.") == AWARE[0]
    assert "INC-2026-0007 of Hill School" in outcome.summary
    assert "Seen there." not in outcome.summary + found.reason, "it may name people of that school"
    assert {each.template for each in outcome.effects} == {"aware"}
    with pytest.raises(Stale):
        followed(outcome.facts)
    assert (passed_on(outcome.facts) or ())[:2] == (cautious_start_here(facts()), None)
    moved = replace(THERE, awareness=())
    back = followed(outcome.facts, moved).facts
    assert back.aware is None
    assert regulator_clock(back).cautious


NONE_THERE = replace(THERE, no_breach_at=NOW, no_breach_by_dpo=True)


@pytest.mark.clause("DBRP-5.10", "DBRP-5.14")
def test_what_ended_there_counts_no_more_until_it_is_undone() -> None:
    outcome = followed(linked(), NONE_THERE)
    assert regulator_clock(outcome.facts) == regulator_clock(facts())
    assert (outcome.effects, "no breach" in outcome.summary) == ((), True)
    assert linked(other=NONE_THERE).linked == outcome.facts.linked
    again = followed(outcome.facts)
    assert (again.facts, again.summary.count("after all")) == (linked(), 1)
    late = shared(linked()).facts
    assert regulator_clock(followed(late, NONE_THERE).facts) == regulator_clock(late)


def test_nobody_is_told_of_a_breach_where_it_is_none() -> None:
    known = linked(other=replace(THERE, awareness=()))
    none_here = replace(known, no_breach_at=NOW, no_breach_by_dpo=True)
    assert followed(none_here).effects == ()


@pytest.mark.clause("DBRP-5.11", "DBRP-5.14")
@pytest.mark.parametrize("kind", SubmissionKind)
def test_one_schools_no_breach_ends_nothing_at_another(kind: SubmissionKind) -> None:
    ends = kind in {SubmissionKind.NOT_A_BREACH, SubmissionKind.WITHDRAWAL}
    assert bool(covered_by(linked(), kind)) is not ends
    assert bool(covered_by(linked(other=NONE_THERE), kind)) is ends


@pytest.mark.parametrize(
    ("there", "here", "alerts"),
    [
        (Delivery.SENT, Delivery.SENT, set()),
        (Delivery.FAILED, Delivery.FAILED, {"report_astray"}),
        (Delivery.UNCERTAIN, Delivery.UNCERTAIN, {"report_astray"}),
    ],
)
def test_what_becomes_of_a_shared_report_travels(
    there: Delivery, here: Delivery, alerts: set[str]
) -> None:
    waiting = replace(SENT, delivery=Delivery.WAITING, reference="", reference_at=None)
    known = shared(linked(), waiting).facts
    assert known.submissions[0].delivery is Delivery.WAITING
    made = replace(THERE, submissions=(replace(SENT, delivery=there),))
    outcome = followed(known, made)
    assert outcome.facts.submissions[0].delivery is here
    assert outcome.facts.submissions[0].reference == "IC-1"
    assert {each.template for each in outcome.effects} == alerts


def test_what_was_settled_here_stays_settled() -> None:
    known = shared(linked()).facts
    made = replace(THERE, submissions=(replace(SENT, delivery=Delivery.FAILED),))
    with pytest.raises(Stale):
        followed(known, made)


def test_only_what_is_ones_own_is_passed_on() -> None:
    assert passed_on(facts()) is None
    before = passed_on(linked())
    assert before == passed_on(replace(linked(), looked_at=NOW))
    assert before != passed_on(replace(linked(), awareness=AWARE))
    assert before == passed_on(shared(linked()).facts)


def test_a_third_school_is_linked_with_both() -> None:
    third = replace(THERE, school_id=UUID(int=87), incident_id=UUID(int=88))
    here = linked()
    back = replace(THERE, linked=(replace(here.linked[0], incident_id=here.incident_id),))
    pairs = [(one.school_id, other.school_id) for one, other in not_linked_yet((here, back, third))]
    ours, theirs, new = here.school_id, THERE.school_id, third.school_id
    assert sorted(pairs) == sorted([(ours, new), (theirs, new), (new, ours), (new, theirs)])
    same_school = replace(third, school_id=here.school_id)
    assert not_linked_yet((here, same_school)) == ()
