from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from portal.rules.ending.breach_log import NOT_YET_KNOWN, LogLine, LogSource, filled, missing
from portal.rules.ending.breach_log import not_yet_known as come_back_to
from portal.rules.facts import (
    Awareness,
    BreachLog,
    ContainmentStep,
    Facts,
    FromOutside,
    Improvement,
    Intake,
    LogAnswer,
    People,
    PeopleDecision,
    RegulatorDecision,
    Reporter,
    RiskAssessment,
    Submission,
)
from portal.rules.words import (
    Answer,
    Containment,
    LegalRisk,
    Naming,
    Outsider,
    PeopleChoice,
    RegulatorChoice,
    RiskFactor,
    Route,
    SubmissionKind,
)
from tenants.policy.loader import adopt, load_variant
from tenants.roles import Role

POLICY = adopt(load_variant("wormley"), {})
DPO, HEAD, TEACHER = (UUID(int=number) for number in (11, 12, 13))
NAMES = {DPO: "Chris Williams (DPO)", HEAD: "Sarah Okafor (Headteacher)", TEACHER: "Jo Bell"}
AWARE_AT = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)


def submission(done_at: datetime, reference: str = "") -> Submission:
    return Submission(
        id=UUID(int=77),
        number=1,
        kind=SubmissionKind.INITIAL,
        route=Route.WEB_FORM,
        done_at=done_at,
        recorded_at=done_at,
        by=DPO,
        reference=reference,
    )


@pytest.fixture
def facts() -> Facts:
    at = AWARE_AT + timedelta(hours=2)
    return Facts(
        school_id=UUID(int=1),
        incident_id=UUID(int=2),
        reference="INC-2026-0042",
        reported_at=datetime(2026, 10, 23, 8, 30, tzinfo=UTC),
        intake=Intake(
            happened="A list went to a mailing list.\nIt was attached by mistake.",
            title="List sent to the wrong people",
            reporter=Reporter(Naming.NAMED, TEACHER, "Jo Bell", "Teacher, year 3"),
            noticed_at=datetime(2026, 10, 23, 8, 15, tzinfo=UTC),
            occurred="Friday 23 October 2026, 9am",
            whose="214 pupils",
            what_data="Names, dates of birth, medical notes",
            people_estimate="about 200",
            told=(Role.HEAD,),
        ),
        awareness=(Awareness(AWARE_AT, "The sent mail was seen.", DPO, AWARE_AT),),
        containment=(
            ContainmentStep("Recalled the mail", HEAD, at),
            ContainmentStep("All confirmed deletion", HEAD, at, Containment.CONTAINED),
        ),
        risk=RiskAssessment(
            ((RiskFactor.SEVERITY_OF_CONSEQUENCES, "Distress; stigma."),),
            LegalRisk.HIGH,
            "Health data of young children.",
            DPO,
            at,
        ),
        regulator=(RegulatorDecision(RegulatorChoice.REPORT, "High risk.", DPO, at),),
        submissions=(submission(AWARE_AT + timedelta(hours=72), reference="IC-123456-A1B2"),),
        people=People(
            (PeopleDecision(PeopleChoice.OBLIGED, "High risk.", DPO, at),), imported=214, sent_at=at
        ),
        improvements=(Improvement(UUID(int=5), "Lock lists", HEAD, date(2026, 12, 1), DPO, at),),
        disciplinary="begun",
        log=BreachLog(by=DPO, completed_at=at),
    )


def line(facts: Facts, key: str) -> LogLine:
    return next(each for each in filled(facts, POLICY, NAMES.__getitem__) if each.key == key)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        pytest.param(key, said, marks=pytest.mark.clause(f"DBRP-{clause}"), id=clause)
        for clause, key, said in (
            ("A1.01", "completed_at", "Friday 23 October 2026, 12:00pm"),
            ("A1.02", "completed_by", "Chris Williams (DPO)"),
            ("A1.03", "description", "List sent to the wrong people"),
            ("A1.04", "reported_by", "Jo Bell, Teacher, year 3"),
            ("A1.05", "reported_at", "Friday 23 October 2026, 9:30am"),
            ("A1.06", "reported_to", "Headteacher"),
            ("A1.09", "details", "It was attached by mistake."),
            ("A1.11", "contained", "Contained (Friday 23 October 2026, 12:00pm)"),
            ("A1.13", "whose_data", "214 pupils"),
            ("A1.14", "data_types", "Names, dates of birth, medical notes"),
            ("A1.15", "special_data", "Special category data: health or medical notes"),
            ("A1.16", "likely_risk", "A high risk is likely. Health data of young children."),
            ("A1.17", "high_risk", "Yes."),
            ("A1.18", "report_to_ico", "Yes, decided by Chris Williams (DPO)"),
            ("A1.19", "reason_for_delay", "Not late: the school became aware on Friday"),
            ("A1.20", "ico_report", "by Chris Williams (DPO), within 72 hours"),
            ("A1.23", "why_not_reported", "Does not apply: it is reported."),
            (
                "A1.24",
                "people_told",
                "They must be told: a high risk is likely, decided by Chris Williams (DPO)",
            ),
            ("A1.25", "why_not_told", "Does not apply: they are told."),
            ("A1.29", "prevention", "Lock lists – Sarah Okafor (Headteacher), by Tuesday 1 Dec"),
        )
    ],
)
def test_the_record_fills_the_heading(key: str, said: str, facts: Facts) -> None:
    found = line(facts, key)

    assert said in found.text
    assert found.source is LogSource.RECORD


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, marks=pytest.mark.clause(f"DBRP-{clause}"), id=clause)
        for clause, key in (
            ("A1.10", "responsible"),
            ("A1.12", "more_needed"),
            ("A1.21", "ico_advice"),
            ("A1.22", "sanctions"),
            ("A1.26", "police"),
            ("A1.27", "other_steps"),
            ("A1.28", "press"),
        )
    ],
)
def test_what_the_record_cannot_know_is_asked(key: str, facts: Facts) -> None:
    asked = replace(facts, log=BreachLog((LogAnswer(key, "As agreed."),)))

    assert line(facts, key).source is LogSource.MISSING
    assert line(asked, key).text == "As agreed."
    assert line(asked, key).source is LogSource.ASKED


@pytest.mark.parametrize("number", range(1, 30))
def test_the_29_headings_come_in_the_order_of_the_appendix(number: int, facts: Facts) -> None:
    lines = filled(facts, POLICY, NAMES.__getitem__)

    assert lines[number - 1].clause == f"A1.{number:02}"


@pytest.mark.clause("DBRP-A1.04")
@pytest.mark.parametrize(
    ("naming", "said"), [(Naming.PROTECTED, "Name protected"), (Naming.ANONYMOUS, "Anonymous")]
)
def test_a_kept_name_stands_nowhere_in_the_log(naming: Naming, said: str, facts: Facts) -> None:
    hidden = replace(facts.intake, reporter=replace(facts.intake.reporter, naming=naming))
    lines = filled(replace(facts, intake=hidden), POLICY, NAMES.__getitem__)

    assert next(each.text for each in lines if each.key == "reported_by") == said
    assert not any("Jo Bell" in each.text for each in lines)


@pytest.mark.clause("DBRP-A1.04")
@pytest.mark.parametrize(
    ("outside", "said"),
    [
        (FromOutside(Outsider.PARENT, "Zoë Lane"), "Zoë Lane, parent or carer"),
        (FromOutside(Outsider.PRESS, " "), "Anonymous, journalist"),
        (FromOutside(Outsider.SOMEBODY_ELSE), "Anonymous"),
    ],
)
def test_whoever_wrote_from_outside_is_named_as_they_said(
    outside: FromOutside, said: str, facts: Facts
) -> None:
    intake = replace(facts.intake, reporter=Reporter(Naming.ANONYMOUS), outside=outside)
    assert line(replace(facts, intake=intake), "reported_by").text == said


@pytest.mark.clause("DBRP-A1.11")
@pytest.mark.parametrize(
    ("going_on", "said"),
    [(Answer.YES, "Still going on when"), (Answer.NO, "No longer going on"), (Answer.NOT_SURE, "")],
)
def test_whether_it_goes_on_is_not_asked_where_the_report_said(
    going_on: Answer, said: str, facts: Facts
) -> None:
    new = replace(facts, intake=replace(facts.intake, still_going_on=going_on), containment=())
    assert said in line(new, "contained").text


@pytest.mark.clause("DBRP-A1.19")
@pytest.mark.clause("DBRP-A1.20")
def test_a_second_too_late_asks_for_reasons(facts: Facts) -> None:
    late = submission(AWARE_AT + timedelta(hours=72, seconds=1))
    told = replace(late, late_reasons="The office was closed.")

    assert (
        "under 1 min after the 72 hours"
        in line(replace(facts, submissions=(late,)), "ico_report").text
    )
    assert line(replace(facts, submissions=(late,)), "reason_for_delay").text == ""
    assert line(replace(facts, submissions=(told,)), "reason_for_delay").text == (
        "The office was closed."
    )


@pytest.mark.clause("DBRP-A1.23")
@pytest.mark.clause("DBRP-A1.25")
def test_reasons_for_not_reporting_and_not_telling(facts: Facts) -> None:
    kept = replace(
        facts,
        regulator=(RegulatorDecision(RegulatorChoice.DO_NOT_REPORT, "Encrypted.", DPO, AWARE_AT),),
        people=People((PeopleDecision(PeopleChoice.NOT_REQUIRED, "No risk.", DPO, AWARE_AT),)),
        submissions=(),
    )

    assert line(kept, "why_not_reported").text == "Encrypted. The decision is kept under review."
    assert line(kept, "why_not_told").text == "No risk."
    for key in ("reason_for_delay", "ico_report"):
        assert line(kept, key).text == "Does not apply: it is not reported."


@pytest.mark.clause("DBRP-A1.29")
def test_what_is_disciplinary_is_recorded_separately(facts: Facts) -> None:
    text = line(replace(facts, disciplinary="A warning was given"), "prevention").text

    assert "Disciplinary: recorded separately." in text
    assert "warning" not in text


def test_clocks_and_numbers_are_in_the_log(facts: Facts) -> None:
    assert line(facts, "occurred").text == "Friday 23 October 2026, 9am"
    assert line(facts, "discovered").text == "Friday 23 October 2026, 9:15am"
    moved = replace(facts.awareness[-1], aware_at=AWARE_AT - timedelta(hours=2))
    earlier = replace(facts, awareness=(*facts.awareness, moved))
    assert line(earlier, "discovered").text == "Friday 23 October 2026, 8:00am"
    assert line(facts, "aware").text.startswith("Friday 23 October 2026, 10:00am. The sent mail")
    assert line(facts, "people").text == "214"
    assert line(facts, "records").source is LogSource.MISSING


def test_an_answer_by_hand_is_added_and_hides_nothing(facts: Facts) -> None:
    both = replace(facts, log=BreachLog((LogAnswer("whose_data", "And two teachers."),)))

    assert line(both, "whose_data").text == "214 pupils\n\nAnd two teachers."


@pytest.mark.clause("DBRP-5.18")
def test_not_yet_known_is_an_answer_that_is_asked_again(facts: Facts) -> None:
    before = filled(facts, POLICY, NAMES.__getitem__)
    answered = tuple(LogAnswer(each.key, "", not_yet_known=True) for each in missing(before))
    after = filled(replace(facts, log=BreachLog(answered)), POLICY, NAMES.__getitem__)

    assert {each.key for each in missing(before)} >= {"records", "police"}
    assert missing(after) == ()
    assert {each.key for each in come_back_to(after)} == {each.key for each in missing(before)}
    assert all(each.text == NOT_YET_KNOWN for each in come_back_to(after))


@pytest.mark.clause("DBRP-A1-any")
def test_a_report_alone_already_has_a_log(facts: Facts) -> None:
    bare = Facts(facts.school_id, facts.incident_id, facts.reference, facts.reported_at)
    lines = filled(bare, POLICY, NAMES.__getitem__)

    assert len(lines) == 37
    assert next(each for each in lines if each.key == "reported_at").text
