"""Reports to the regulator: never stopped, late to the second, followed up as promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    assess_risk,
    confirm_ending,
    record_late_reasons,
    record_no_breach,
    record_reference,
    submit_follow_up,
    submit_initial,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.breach_log import filled
from portal.rules.facts import (
    Awareness,
    BreachLog,
    Facts,
    LogAnswer,
    RegulatorDecision,
    Submission,
)
from portal.rules.outcome import Outcome
from portal.rules.rows import FrozenSubmission
from portal.rules.tracks import RegulatorTrack, regulator_track
from portal.rules.words import (
    ANY_STAGE,
    LegalRisk,
    RegulatorChoice,
    RiskFactor,
    Route,
    Stage,
    SubmissionKind,
)
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOTICED, NOW, PEOPLE, WENTWORTH, WORMLEY, decide, facts, who_may

DPO = PEOPLE[Role.DPO]
DECIDED = RegulatorDecision(RegulatorChoice.REPORT, "A risk.", DPO, NOTICED)
READY = {
    "awareness": (Awareness(NOTICED, "Seen.", DPO, NOTICED),),
    "regulator": (DECIDED,),
    "log": BreachLog((LogAnswer("details", "A list."),), DPO, NOTICED),
}
DUE = NOTICED + timedelta(hours=72)


def freeze(known: Facts, report: Submission) -> bytes:
    return f"{known.reference} {report.number}".encode()


def ready(**known: Any) -> Facts:
    return facts(Stage.INVESTIGATING, **{**READY, **known})


def send(known: Facts, now: datetime = NOW, **said: Any) -> Outcome:
    action = submit_follow_up.ACTION if known.submissions else submit_initial.ACTION
    said = {"submission_id": UUID(int=7), "route": Route.WEB_FORM, "freeze": freeze, **said}
    return decide(action, known, Role.DPO, now=now, **said)


def open_duties(known: Facts) -> dict[str, Duty]:
    listed = owed(known, WORMLEY, Calendar(), NOW)
    return {duty.kind: duty for duty in listed if duty.met_at is None}


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_nothing_stops_a_report(stage: Stage) -> None:
    bare = facts(stage)
    assert who_may(submit_initial.ACTION, bare, WORMLEY) == {Role.DPO}
    assert who_may(submit_initial.ACTION, bare, WENTWORTH) == {Role.DPO}
    assert who_may(submit_follow_up.ACTION, bare, WORMLEY) == set()
    sent = send(bare, reason="The ICO was rung at once.")
    assert sent.facts.first_report is not None


@pytest.mark.clause("DBRP-5.18")
@pytest.mark.parametrize(
    ("known", "findings"),
    [(ready(regulator=()), 0), (ready(log=BreachLog()), 0), (ready(), 1)],
    ids=["no decision", "log not complete", "personal data"],
)
def test_one_line_of_reason_is_asked(known: Facts, findings: int) -> None:
    with pytest.raises(Refused) as refusal:
        send(known, findings=findings)
    assert refusal.value.field == "reason"
    assert send(known, findings=findings, reason="It cannot wait.").facts.submissions
    assert send(ready()).facts.submissions


@pytest.mark.clause("DBRP-5.21", "DBRP-A1.18", "DBRP-A1.23")
@pytest.mark.parametrize("before", [None, *RegulatorChoice])
def test_a_report_without_a_decision_or_against_one_is_that_decision(
    before: RegulatorChoice | None,
) -> None:
    decided = () if before is None else (replace(DECIDED, choice=before),)
    sent = send(ready(regulator=decided), reason="The ICO was rung at once.").facts
    last = sent.regulator_decision
    assert last is not None
    assert (last.choice, last.reasons) == (
        (RegulatorChoice.REPORT, "A risk.")
        if before is RegulatorChoice.REPORT
        else (RegulatorChoice.REPORT, "The ICO was rung at once.")
    )
    open_ = open_duties(sent)
    assert "tell_who_must" in open_  # the chair, of the decision to report
    assert not open_.keys() & {"review_not_reporting", "other_controller_reported", "decide_again"}
    log = {line.key: line.text for line in filled(sent, WORMLEY, lambda _one: "the DPO")}
    assert log["report_to_ico"].startswith("Yes, decided by the DPO")
    assert log["why_not_reported"] == "Does not apply: it is reported."


@pytest.mark.clause("DBRP-1.4", "DBRP-5.15")
@pytest.mark.parametrize(("second", "late"), [(0, False), (1, True)])
def test_late_by_a_second_needs_reasons_but_never_waits_for_them(
    second: int,
    late: bool,
) -> None:
    sent = send(ready(), DUE + timedelta(seconds=second)).facts
    assert ("late_reasons" in open_duties(sent)) is late
    assert (who_may(record_late_reasons.ACTION, sent, WORMLEY) == {Role.DPO}) is late
    if late:
        assert open_duties(sent)["late_reasons"].due_at == DUE + timedelta(seconds=1)
        told = decide(record_late_reasons.ACTION, sent, Role.DPO, reasons="Half term.").facts
        assert "late_reasons" not in open_duties(told)


@pytest.mark.clause("DBRP-1.4", "DBRP-5.15")
def test_a_report_is_not_made_before_anybody_noticed() -> None:
    early = NOTICED - timedelta(minutes=1)
    with pytest.raises(Refused) as refusal:
        send(ready(), early)
    assert refusal.value.field == "done_at"
    assert send(ready(), NOTICED).facts.submissions
    known_sooner = (Awareness(early, "It was seen sooner.", DPO, NOTICED),)
    assert send(ready(awareness=known_sooner), early).facts.submissions
    nobody_knows_when = replace(facts().intake, noticed_at=None)
    assert send(ready(intake=nobody_knows_when), early).facts.submissions


@pytest.mark.clause("DBRP-5.15")
def test_reasons_given_with_the_report_leave_nothing_owed() -> None:
    at_once = send(ready(), DUE + timedelta(hours=1), late_reasons="Half term.").facts
    assert "late_reasons" not in open_duties(at_once)
    in_time = send(ready(), late_reasons="Typed all the same.").facts
    assert in_time.submissions[0].late_reasons == ""


@pytest.mark.clause("DBRP-4.4", "DBRP-5.13")
def test_what_is_left_open_is_owed_on_the_day_promised_until_nothing_is() -> None:
    promised = NOW + timedelta(days=5)
    sent = send(ready(), unknown=("records",), promised_at=promised).facts
    assert open_duties(sent)["promised_follow_up"].due_at == promised
    later = NOW + timedelta(days=3)
    again = send(sent, later, unknown=("people",)).facts
    duty = open_duties(again)["promised_follow_up"]
    assert (duty.occurrence, duty.due_at) == (2, later + timedelta(days=14))
    done = send(again, later + timedelta(days=1)).facts
    assert "promised_follow_up" not in open_duties(done)
    assert [report.number for report in done.submissions] == [1, 2, 3]


@pytest.mark.clause("DBRP-5.14")
def test_no_breach_after_all_is_told_within_three_school_days() -> None:
    sent = send(ready()).facts
    found = NOW + timedelta(days=1)
    over = facts(
        Stage.INVESTIGATING,
        **{**READY, "submissions": sent.submissions, "no_breach_at": found},
    )
    assert open_duties(over)["regulator_not_a_breach"].due_at == found + timedelta(days=3)
    more = send(over, found + timedelta(minutes=30)).facts
    assert "regulator_not_a_breach" in open_duties(more), "more about it does not say so"
    told = send(over, found + timedelta(hours=1), kind=SubmissionKind.NOT_A_BREACH,
                explanation="It was a test list.").facts  # fmt: skip
    assert "regulator_not_a_breach" not in open_duties(told)


def test_a_follow_up_is_of_its_own_kind_and_comes_afterwards() -> None:
    sent = send(ready()).facts
    with pytest.raises(Refused, match="after the report before it"):
        send(sent, NOW - timedelta(minutes=1))
    with pytest.raises(Refused, match="what kind"):
        send(sent, kind=SubmissionKind.INITIAL)


def test_a_reference_may_be_awaited() -> None:
    sent = send(ready()).facts
    assert open_duties(sent)["get_reference"].due_at == NOW + timedelta(days=7)
    got = decide(record_reference.ACTION, sent, Role.DPO, reference=" IC-123456-A1B2 ").facts
    assert got.submissions[0].reference == "IC-123456-A1B2"
    assert "get_reference" not in open_duties(got)
    assert "get_reference" not in open_duties(send(ready(), reference="by phone, no 7").facts)


@pytest.mark.parametrize(("own", "kept"), [("", "IC-1"), ("IC-2", "IC-2")])
def test_a_follow_up_is_under_the_reference_of_the_report_before_unless_it_got_its_own(
    own: str, kept: str
) -> None:
    sent = send(ready(), reference="IC-1").facts
    assert send(sent, reference=own).facts.submissions[-1].reference == kept


def test_each_report_is_frozen_and_its_pdf_follows() -> None:
    sent = send(ready())
    (row,) = sent.rows
    assert row == FrozenSubmission(UUID(int=7), 1, SubmissionKind.INITIAL, b"INC-2026-0001 1")
    assert [effect.kind for effect in sent.effects] == ["submission_pdf", "alert"]
    assert sent.effects[0].subject == UUID(int=7)


NO_MORE = {"kind": SubmissionKind.NOT_A_BREACH, "explanation": "Nobody could open it."}
FIVE, SIX, SEVEN = (NOW + timedelta(hours=hours) for hours in (5, 6, 7))


@pytest.mark.clause("DBRP-5.14")
def test_told_of_no_breach_the_ico_hears_that_it_was_one_after_all() -> None:
    found = decide(record_no_breach.ACTION, send(ready()).facts, Role.DPO, now=FIVE, reason="No.")
    none = send(found.facts, SIX, **NO_MORE).facts
    assert "decide_again" not in open_duties(none)
    none = send(none, SIX).facts  # an answer to the ICO meanwhile says nothing of a breach
    undone = decide(confirm_ending.ACTION, none, Role.DPO, now=SEVEN, agree=False, reasons="It is.")
    owing = open_duties(undone.facts)["decide_again"]
    assert (owing.what, owing.action, owing.due_at) == (
        "Tell the ICO that it was a breach after all",
        "submit_follow_up",
        SEVEN + timedelta(hours=24),
    )
    assert regulator_track(undone.facts) is RegulatorTrack.MORE_TO_FOLLOW
    told = send(undone.facts, SEVEN).facts
    assert "decide_again" not in open_duties(told)
    assert regulator_track(told) is RegulatorTrack.COMPLETE
    again = decide(record_no_breach.ACTION, undone.facts, Role.DPO, now=SEVEN, reason="No.").facts
    assert not open_duties(again).keys() & {"decide_again", "regulator_not_a_breach"}


@pytest.mark.clause("DBRP-5.21")
@pytest.mark.parametrize(
    ("before", "answers", "since"),
    [
        (LegalRisk.UNLIKELY, (LegalRisk.UNLIKELY,), None),
        (LegalRisk.UNLIKELY, (LegalRisk.RISK,), SIX),
        (LegalRisk.RISK, (), None),
        (LegalRisk.RISK, (LegalRisk.RISK,), SIX),  # as it stood before: found again all the same
        (LegalRisk.UNLIKELY, (LegalRisk.RISK, LegalRisk.HIGH), SIX),  # higher puts nothing off
        (LegalRisk.HIGH, (LegalRisk.RISK, LegalRisk.RISK), SIX),
        (LegalRisk.HIGH, (LegalRisk.RISK, LegalRisk.UNLIKELY), None),
        (LegalRisk.RISK, (LegalRisk.UNLIKELY, LegalRisk.RISK), SEVEN),
    ],
)
def test_what_was_withdrawn_is_reported_again_once_a_risk_is_found(
    before: LegalRisk, answers: tuple[LegalRisk, ...], since: datetime | None
) -> None:
    said: dict[str, Any] = {"factors": dict.fromkeys(RiskFactor, ""), "reason": "Found."}
    known = decide(
        assess_risk.ACTION, send(ready()).facts, Role.DPO, legal_risk=before, **said
    ).facts
    back = {"kind": SubmissionKind.WITHDRAWAL, "explanation": "Below the threshold."}
    found = send(known, FIVE, **back).facts
    for at, answer in zip((SIX, SEVEN), answers, strict=False):
        found = decide(assess_risk.ACTION, found, Role.DPO, now=at, legal_risk=answer, **said).facts
    owing = open_duties(found).get("decide_again")
    assert (owing.opens_at if owing else None) == since
    again, later = send(found, SEVEN).facts, SEVEN + timedelta(hours=1)
    said["legal_risk"] = LegalRisk.HIGH
    higher = decide(assess_risk.ACTION, again, Role.DPO, now=later, **said).facts
    for known in (again, higher):  # reported again, it stands
        assert "decide_again" not in open_duties(known)


@pytest.mark.clause("DBRP-5.14")
def test_what_the_ico_was_told_to_be_no_breach_is_recorded_as_none() -> None:
    told = send(send(ready()).facts, FIVE, **NO_MORE).facts
    owing = open_duties(told)["establish_breach"]
    assert (owing.subject, owing.action) == ("as_told", "record_no_breach")
    closed = replace(told, stage=Stage.CLOSED, closed_at=FIVE)
    assert open_duties(closed)["establish_breach"].action == "reopen_incident"
    found = decide(record_no_breach.ACTION, told, Role.DPO, now=SIX, reason="No.").facts
    assert not open_duties(found).keys() & {"establish_breach", "regulator_not_a_breach"}
