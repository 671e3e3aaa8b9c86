"""One matter at several schools of a trust: linked, one clock, one report for all (DBRP-5.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import link_incident, record_shared_report, unlink_incident
from portal.errors import Refused
from portal.rules.clock import regulator_clock
from portal.rules.duties import owed
from portal.rules.facts import Awareness, Facts, Submission
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


def shared(known: Facts, report: Submission = SENT) -> Any:  # noqa: ANN401
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
    unaware = replace(THERE, awareness=(), reported_at=EARLIER)
    clock = regulator_clock(linked(other=unaware))
    assert (clock.start, clock.cautious) == (EARLIER, True)


def test_a_link_made_again_is_brought_up_to_date() -> None:
    known = linked(other=replace(THERE, awareness=()))
    assert known.aware is None
    again = linked(known)
    assert len(again.linked) == 1
    assert again.aware == AWARE[0]


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
    for wrong, reason in ((known, " "), (facts(), "x"), (shared(known).facts, "x")):
        with pytest.raises(Refused):
            undo(wrong, reason)
