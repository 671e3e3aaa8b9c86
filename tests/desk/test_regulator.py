"""The 72 hours through the desk: declared, moved, late by a second, followed up, decided again."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.desk import drafts
from portal.errors import NotAllowed, Refused
from portal.models.effects import EffectRow
from portal.rules.facts import Facts, LogAnswer, Submission
from portal.rules.words import LegalRisk, RegulatorChoice, RiskFactor, Route, Stage
from portal.store import audit, submissions
from tenants.calendar import UK
from tenants.db import open_session, uuid7
from tenants.roles import Role
from tests.desk.world import FRIDAY, School

Make = Callable[[str], School]
REPORT: dict[str, Any] = {"choice": RegulatorChoice.REPORT, "reasons": "A high risk is likely."}


def freeze(facts: Facts, report: Submission) -> bytes:
    return json.dumps([facts.reference, report.number]).encode()


def send(at: School, incident: UUID, role: Role = Role.DPO, **said: Any) -> Any:
    said = {
        "submission_id": uuid7(),
        "route": Route.WEB_FORM,
        "freeze": freeze,
        "reason": "It cannot wait.",
        **said,
    }
    action = "submit_follow_up" if at.facts(incident).submissions else "submit_initial"
    return at.do(action, role, incident, **said)


def aware(at: School, when: datetime) -> UUID:
    """A case that the DPO has declared the school aware of."""
    at.clock.at = when
    incident = at.report(told=(Role.DPO,))
    at.do("declare_aware", Role.DPO, incident, aware_at=when, reason="The sent mail was seen.")
    return incident


@pytest.mark.clause("DBRP-1.4", "DBRP-4.1")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (datetime(2026, 3, 27, 10, tzinfo=UK), datetime(2026, 3, 30, 11, tzinfo=UK)),
        (datetime(2026, 10, 23, 10, tzinfo=UK), datetime(2026, 10, 26, 9, tzinfo=UK)),
        (datetime(2026, 12, 24, 16, 30, tzinfo=UK), datetime(2026, 12, 27, 16, 30, tzinfo=UK)),
        (datetime(2027, 3, 25, 15, 45, tzinfo=UK), datetime(2027, 3, 28, 16, 45, tzinfo=UK)),
    ],
    ids=["into summer time", "out of summer time", "Christmas", "Easter"],
)
def test_72_elapsed_hours(school: Make, start: datetime, due: datetime) -> None:
    at = school("wormley")
    at.clock.at = datetime(2026, 9, 7, 9, tzinfo=UTC)  # the policy is in force from September
    start = start.astimezone(UTC)
    if start < at.clock.at:
        incident = at.report(told=(Role.DPO,), noticed_at=start)
    else:
        incident = aware(at, start)
    duty = at.duties(incident)["submit_to_regulator"]
    assert duty.due_at == due.astimezone(UTC)
    assert duty.cautious is (at.facts(incident).aware is None)


@pytest.mark.clause("DBRP-1.4")
def test_cautious_until_aware_then_moved_only_later_and_both_kept(school: Make) -> None:
    at = school("wormley")
    noticed = FRIDAY - timedelta(hours=5)
    incident = at.report(told=(Role.DPO,), noticed_at=noticed)
    duty = at.duties(incident)["submit_to_regulator"]
    assert (duty.due_at, duty.cautious) == (noticed + timedelta(hours=72), True)
    at.do("declare_aware", Role.DPO, incident, aware_at=noticed, reason="The mail was seen.")
    at.do("move_awareness", Role.DPO, incident, aware_at=FRIDAY, reason="Only then certain.")
    duty = at.duties(incident)["submit_to_regulator"]
    assert (duty.due_at, duty.cautious) == (FRIDAY + timedelta(hours=72), False)
    assert [each.aware_at for each in at.facts(incident).awareness] == [noticed, FRIDAY]
    assert {"assess_risk", "decide_regulator"} <= set(at.duties(incident))


@pytest.mark.clause("DBRP-5.15")
@pytest.mark.parametrize("seconds", [0, 1])
def test_in_time_to_the_second(school: Make, seconds: int) -> None:
    at = school("wormley")
    incident = aware(at, FRIDAY)
    made_at = FRIDAY + timedelta(hours=72, seconds=seconds)
    at.clock.at = made_at + timedelta(days=1)  # recorded a day later: that is not what counts
    at.do("submit_initial", Role.DPO, incident, done_at=made_at, submission_id=uuid7(),
          route=Route.PHONE, freeze=freeze, reason="Rung at once.")  # fmt: skip
    assert ("late_reasons" in at.duties(incident)) is bool(seconds)
    assert "submit_to_regulator" in at.met(incident)


def test_the_future_and_the_wrong_person_are_refused(school: Make) -> None:
    at = school("wormley")
    incident = aware(at, FRIDAY)
    with pytest.raises(Refused, match="past"):
        at.do("submit_initial", Role.DPO, incident, done_at=FRIDAY + timedelta(seconds=1),
              submission_id=uuid7(), route=Route.PHONE, freeze=freeze)  # fmt: skip
    for role in (Role.SLT, Role.STAFF, Role.DSL):
        with pytest.raises(NotAllowed):
            send(at, incident, role)


@pytest.mark.clause("DBRP-4.4", "DBRP-5.13")
def test_what_is_promised_is_owed_until_it_is_sent(school: Make) -> None:
    at = school("wormley")
    incident = aware(at, FRIDAY)
    promised = FRIDAY + timedelta(days=10)
    send(at, incident, unknown=("records",), promised_at=promised)
    assert at.duties(incident)["promised_follow_up"].due_at == promised
    assert {"get_reference", "complete_log"} <= set(at.duties(incident))
    assert "decide_regulator" in at.met(incident)  # the report has answered it
    at.clock.at = FRIDAY + timedelta(days=2)
    send(at, incident)
    assert "promised_follow_up" not in at.duties(incident)
    with open_session(at.services.engine, at.scope) as session:
        assert audit.verify(session, at.id).ok


def test_snapshot_and_pdf_job_are_of_one_commit_and_sent_twice_is_one(school: Make) -> None:
    at, once, report_id = school("wormley"), uuid7(), uuid7()
    incident = aware(at, FRIDAY)

    def press(_: int) -> bool:
        said: dict[str, Any] = {
            "submission_id": report_id,
            "route": Route.WEB_FORM,
            "freeze": freeze,
        }
        done = at.do("submit_initial", Role.DPO, incident, once=once, reason="Now.", **said)
        return done.repeated

    with ThreadPoolExecutor(3) as crowd:
        assert sorted(crowd.map(press, range(3))) == [False, True, True]
    with open_session(at.services.engine, at.scope) as session:
        stored = submissions.get_submission(session, at.scope, at.services.keyring, report_id)
        effects = session.scalars(select(EffectRow).where(EffectRow.kind == "submission_pdf"))
        assert [row.subject_id for row in effects] == [report_id]
        pdf = submissions.find_pdf(session, at.scope, stored.key, report_id)
    assert json.loads(stored.snapshot) == [at.facts(incident).reference, 1]
    assert pdf is None


@pytest.mark.parametrize("table", ["portal_submission", "portal_submission_pdf"])
def test_the_database_lets_nobody_edit_what_was_sent(school: Make, table: str) -> None:
    at = school("wormley")
    incident = aware(at, FRIDAY)
    send(at, incident)
    report_id = at.facts(incident).submissions[0].id
    with open_session(at.services.engine, at.scope) as session, session.begin():
        submissions.keep_pdf(session, at.scope, at.services.keyring, report_id, b"%PDF first")
        submissions.keep_pdf(session, at.scope, at.services.keyring, report_id, b"%PDF second")
        stored = submissions.get_submission(session, at.scope, at.services.keyring, report_id)
        assert submissions.find_pdf(session, at.scope, stored.key, report_id) == b"%PDF first"
    for change in (f"update {table} set id = id", f"delete from {table}"):  # noqa: S608 - a table of ours
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            open_session(at.services.engine, at.scope) as session,
            session.begin(),
        ):
            session.execute(text(change))


@pytest.mark.clause("DBRP-5.21")
def test_not_reporting_ends_the_clock_and_a_reversal_starts_it_again(school: Make) -> None:
    at = school("wormley")
    incident = aware(at, FRIDAY)
    at.do("decide_regulator", Role.DPO, incident, choice=RegulatorChoice.DO_NOT_REPORT,
          reasons="Deleted unread.")  # fmt: skip
    assert "submit_to_regulator" not in at.duties(incident)
    assert at.duties(incident)["review_not_reporting"].due_at == FRIDAY + timedelta(days=30)
    at.clock.at = FRIDAY + timedelta(days=9)
    at.do("decide_regulator", Role.DPO, incident, **REPORT)
    assert at.duties(incident)["submit_to_regulator"].due_at == at.clock.at + timedelta(hours=24)
    send(at, incident)
    assert "late_reasons" in at.duties(incident)
    assert at.facts(incident).aware is not None


@pytest.mark.clause("SIP-6c", "SIP-dpo")
def test_head_decides_dpo_advises_and_nothing_waits(school: Make) -> None:
    at = school("wentworth")
    incident = aware(at, FRIDAY)
    assert at.duties(incident)["decide_regulator"].role == Role.HEAD
    assert at.duties(incident)["advise_regulator"].role == Role.DPO
    at.do("decide_regulator", Role.HEAD, incident, **REPORT)
    assert at.alerted(incident, "regulator_decided") == {Role.DPO}, "the Head decided it"
    assert {"advise_regulator", "tell_who_must"} <= set(at.duties(incident))
    at.do("advise_regulator", Role.DPO, incident, recommends=None, advice="None needed.")
    at.do("record_told", Role.HEAD, incident, who=Role.CHAIR, how="By phone")
    assert {"advise_regulator", "tell_who_must"} <= at.met(incident)
    with pytest.raises(NotAllowed):
        at.do("decide_regulator", Role.DPO, incident, **REPORT)


@pytest.mark.clause("DBRP-3.2", "DBRP-5.18")
def test_risk_and_log_are_stored_and_met(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.DPO,), what_data="Medical notes")
    at.do("assess_risk", Role.DPO, incident, factors=dict.fromkeys(RiskFactor, ""),
          legal_risk=LegalRisk.HIGH, reason="Children.")  # fmt: skip
    at.do("declare_aware", Role.DPO, incident, aware_at=FRIDAY, reason="Certain.")
    assert "assess_risk" in at.met(incident)
    headings = ("team_notified", "responsible", "contained", "whose_data", "report_to_ico",
                "people_told", "police", "other_steps", "press", "prevention", "records",
                "people", "occurred", "remedy")  # fmt: skip
    answers = tuple(LogAnswer(key, "", not_yet_known=True) for key in headings)
    at.do("complete_log", Role.DPO, incident, answers=answers)
    assert "complete_log" in at.met(incident)
    assert at.duties(incident)["complete_log"].occurrence == 2
    assert at.facts(incident).stage is not Stage.CLOSED


def test_a_crash_before_the_commit_loses_nothing_and_leaves_nothing_half_done(school: Make) -> None:
    at = school("wormley")
    incident = aware(at, FRIDAY)

    def draft() -> drafts.Draft:
        with open_session(at.services.engine, at.scope) as session:
            mine = (at.services.keyring, at.id, at.people[Role.DPO], "submission-1", incident)
            return drafts.unfinished(session, *mine)

    drafts.save(at.services, at.id, at.people[Role.DPO], draft(), {"people": {"text": "214"}})

    def crash(_facts: Facts, _report: Submission) -> bytes:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        send(at, incident, freeze=crash)
    assert at.facts(incident).submissions == ()
    assert "submit_to_regulator" in at.duties(incident)
    assert at.alerted(incident, "submitted") == set()
    assert draft().answers == {"people": {"text": "214"}}
    send(at, incident)
    assert at.alerted(incident, "submitted") == {Role.HEAD}
