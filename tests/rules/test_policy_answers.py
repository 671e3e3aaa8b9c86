"""What the answers of a policy change: who must look, by when, what is kept apart, who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import score_severity
from portal.rules import reminders
from portal.rules.also_told.listeners import listeners, title
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Closing, Facts, OutcomeReport, RiskAssessment
from portal.rules.in_charge import kept_apart
from portal.rules.in_charge.reaching import how_to_reach_dpo
from portal.rules.keeping import retention
from portal.rules.risk.risk_method import is_graded
from portal.rules.timescales import due
from portal.rules.words import Ending, Family, Kind, LegalRisk
from tenants.calendar import Calendar
from tenants.policy.loader import PolicyError, adopt, parse
from tenants.policy.schema import Policy
from tenants.policy.writing import blank
from tenants.roles import Role
from tests.actions.table import classified

Make = Callable[..., Facts]
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPEN = Calendar("england", ())
SOMEBODY, ANOTHER = UUID(int=7), UUID(int=8)


def own(**answers: Any) -> Policy:
    """A blank sheet with these answers; `__` for the dot of a period."""
    named = {name.replace("__", "."): answer for name, answer in answers.items()}
    return adopt(parse(blank()), named)


def duties(known: Facts, policy: Policy) -> dict[tuple[str, str], Duty]:
    """By kind and subject."""
    return {(duty.kind, duty.subject): duty for duty in owed(known, policy, OPEN, MONDAY)}


def test_each_of_those_told_owes_a_look_of_their_own(make_facts: Make) -> None:
    policy = own(first_contacts=["it_contact", "dpo"], first_look="each")
    known = make_facts(looks=((Role.IT_CONTACT, MONDAY),), looked_at=MONDAY)
    found = duties(known, policy)
    assert found["look_at_report", "it_contact"].met_at == MONDAY
    assert found["look_at_report", "dpo"].met_at is None
    assert duties(known, own())["look_at_report", ""].met_at == MONDAY


@pytest.mark.parametrize(
    ("start", "expected"),
    [("opens", 9), ("noticed", 1), ("reported", 3), ("aware", 9)],
)
def test_a_period_counts_from_what_the_policy_says(
    make_facts: Make, start: str, expected: int
) -> None:
    at = [MONDAY + timedelta(hours=number) for number in range(12)]
    known = make_facts(reported_at=at[3])
    noticed = at[1]
    known = make_facts(reported_at=at[3], intake=type(known.intake)(noticed_at=noticed))
    policy = own(timescales__answer_question={"hours": 2, "start": start})
    assert due(policy, "answer_question", at[9], OPEN, known) == at[expected] + timedelta(hours=2)


def test_a_level_of_severity_has_a_time_of_its_own(make_facts: Make) -> None:
    level = {
        "key": "high",
        "title": "High",
        "test": "Many people.",
        "leads": ["head"],
        "outcome_report_school_days": 3,
        "periods": {"contain": {"hours": 1}},
    }
    policy = own(severity_ladder=[level, {**level, "key": "low", "title": "Low", "periods": {}}])
    high = make_facts(classifications=(classified("high"),))
    low = make_facts(classifications=(classified("low"),))
    assert due(policy, "contain", MONDAY, OPEN, high) == MONDAY + timedelta(hours=1)
    assert due(policy, "contain", MONDAY, OPEN, low) == MONDAY + timedelta(hours=2)


@pytest.mark.clause("SIP-6")
def test_who_investigated_does_not_owe_the_closing(make_facts: Make) -> None:
    policy = own(
        kept_apart=[{"one": "investigate", "other": "close"}],
        closers=["head", "dpo"],
    )
    report = OutcomeReport(1, "Found", "", SOMEBODY, MONDAY)
    closing = Closing(Ending.BREACH, "", ANOTHER, MONDAY)
    known = make_facts(outcome_reports=(report,), closings=(closing,))
    assert kept_apart.makers(policy, known, "close") == {SOMEBODY}
    assert kept_apart.makers(policy, known, "investigate") == {ANOTHER}
    assert kept_apart.makers(policy, known, "review") == frozenset()
    assert duties(known, policy)["close", ""].looks_at_work_of == {SOMEBODY}


def test_who_must_be_told_is_told_on_their_occasion(make_facts: Make) -> None:
    policy = own(
        must_be_told=[
            {"who": "chair", "when": "reported", "within": {"hours": 2}},
            {"who": "trustees", "when": "high_risk", "within": {"hours": 4}},
            {"who": "local_authority", "when": "aware"},
        ]
    )
    assert [each.key for each in listeners(policy, make_facts())] == ["chair.reported"]
    risky = make_facts(risk=RiskAssessment(legal_risk=LegalRisk.HIGH, at=MONDAY))
    found = duties(risky, policy)
    trustees = found["tell_who_must", "trustees.high_risk"]
    assert (trustees.role, trustees.due_at) == (Role.HEAD, MONDAY + timedelta(hours=4))
    assert trustees.what == "Tell the trustees of the high risk to people"
    assert ("tell_who_must", "local_authority.aware") not in found
    assert title("local_authority") == "local authority"


def test_a_weakness_has_nothing_to_stop(make_facts: Make) -> None:
    weak = make_facts(kind=Kind.WEAKNESS)
    assert ("contain", "") not in duties(weak, own())
    assert ("contain", "") in duties(make_facts(), own())


def test_the_policy_says_who_reviews(make_facts: Make) -> None:
    from portal.rules.responsibilities import reviewers, reviewing_role

    policy = own(reviewers=["head", "dpo"])
    assert reviewing_role(policy, make_facts()) is Role.HEAD
    assert reviewers(policy, make_facts()) == {Role.HEAD, Role.DPO}


def test_reminders_inside_the_school_wait_for_it_to_open(make_facts: Make) -> None:
    waits, not_waits = own(reminders_wait=True), own()
    duty = Duty("classify", "Classify", Role.DPO, MONDAY, SATURDAY - timedelta(hours=2))
    for policy, expected in ((waits, False), (not_waits, True)):
        assert bool(reminders.passed(duty, policy, SATURDAY, calendar=OPEN)) is expected
    coming = reminders.next_at(duty, waits, SATURDAY, calendar=OPEN)
    again = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert coming is not None
    assert coming <= again
    urgent = Duty("x", "X", Role.DPO, MONDAY, SATURDAY, family=Family.REGULATOR)
    assert reminders.passed(urgent, waits, SATURDAY, calendar=OPEN)


def test_what_is_kept_and_reviewed_ends_on_a_day() -> None:
    policy = own(retention_years=6, contacts_retention_years=1, review_months=18)
    closed = datetime(2024, 2, 29, tzinfo=UTC).date()
    assert retention.incident_kept_until(policy, closed).isoformat() == "2030-02-28"
    assert retention.contacts_kept_until(policy, closed).isoformat() == "2025-02-28"
    assert retention.review_due(policy, closed).isoformat() == "2025-08-29"


@pytest.mark.parametrize(
    ("method", "scored", "graded"),
    [("enisa", True, False), ("five_by_five", False, True), ("factors", False, False)],
)
def test_the_policy_says_how_severity_is_worked_out(
    make_facts: Make, method: str, scored: bool, graded: bool
) -> None:
    policy, known = own(risk_method=method), make_facts()
    assert score_severity.ACTION.offered(policy, known) is scored
    assert is_graded(policy) is graded


@pytest.mark.clause("DBRP-5.0")
def test_how_an_outside_dpo_is_reached_is_said() -> None:
    outside = own(dpo="external_service", dpo_protocol="By phone, day or night.")
    assert how_to_reach_dpo(own()) == "The DPO is a member of the school’s staff."
    assert how_to_reach_dpo(outside) == (
        "The DPO is an officer of an external service. How to reach them: By phone, day or night."
    )


IMPOSSIBLE = [
    ({"first_contacts": ["head"], "first_look": "each"}, "Each of those told", "only one is told"),
    (
        {"first_look": "each", "first_contact_choice": "reporter_chooses"},
        "Each of those told",
        "the reporter chooses",
    ),
    (
        {"kept_apart": [{"one": "review", "other": "close"}]},
        "reviews the incident",
        "closes it",
    ),
    ({"kept_apart": [{"one": "close", "other": "close"}]}, "closes it", "name two tasks"),
    (
        {"controller": "trust", "last_resort": ["chair"]},
        "The trust is the controller",
        "chief executive",
    ),
    (
        {"must_be_told": [{"who": "chair"}, {"who": "chair", "within": {"hours": 2}}]},
        "chair",
        "twice",
    ),
    (
        {"timescales.decide_regulator": {"hours": 48, "start": "noticed"}},
        "decide_regulator",
        "what the law says",
    ),
    ({"reviewers": []}, "nobody reviews", "name a role"),
    ({"outcome_report": True}, "An outcome report is written", "nobody assesses it"),
]


@pytest.mark.parametrize(("answers", "one", "other"), IMPOSSIBLE)
def test_an_impossible_answer_is_refused_by_both_its_names(
    answers: dict[str, Any], one: str, other: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        adopt(parse(blank()), answers)
    sentence = " ".join(refused.value.sentences)
    assert one in sentence
    assert other in sentence
    assert adopt(parse(blank()), answers, sketch=True) != adopt(parse(blank()), {})
