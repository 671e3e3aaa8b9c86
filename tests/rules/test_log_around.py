"""What the log knows of others: who is responsible, and who else was told or asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.rules.ending.breach_log import LogSource, filled
from portal.rules.facts import (
    Awareness,
    BreachLog,
    Classification,
    Concern,
    Considered,
    ControllerTold,
    Escalation,
    Facts,
    Imported,
    Intake,
    Joined,
    LogAnswer,
    OtherReport,
    OtherTold,
    People,
    PeopleDecision,
    RegulatorDecision,
    WhoTells,
)
from portal.rules.facts.sorting import Responsibility
from portal.rules.words import Answer, Escalated, Kind, PeopleChoice, RegulatorChoice, Responsible
from tenants.policy.loader import adopt, load_variant
from tenants.roles import Role

AT = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)
HEAD = UUID(int=12)
POLICY = adopt(load_variant("wormley"), {})


def log(**known: object) -> dict[str, tuple[str, LogSource]]:
    facts = Facts(UUID(int=1), UUID(int=2), "INC-2026-0042", AT, **known)  # type: ignore[arg-type]  # fields by name
    return {line.key: (line.text, line.source) for line in filled(facts, POLICY, lambda _: "Head")}


def considered(key: str, *, told: bool, reference: str = "", note: str = "") -> Considered:
    return Considered(key, AT if told else None, reference, note, HEAD, AT)


@pytest.mark.clause("DBRP-A1.10")
@pytest.mark.parametrize(
    ("who", "name", "text"),
    [
        (Responsible.SCHOOL, "", "The school, as data controller."),
        (Responsible.PROCESSOR, "Lunch Ltd", "A processor: Lunch Ltd."),
        (Responsible.JOINT_CONTROLLER, "The trust", "A joint controller: The trust."),
        (Responsible.NOT_YET_KNOWN, "", ""),
    ],
)
def test_who_is_responsible_is_as_classified(who: Responsible, name: str, text: str) -> None:
    found = Classification(
        Kind.CONFIRMED, None, Answer.YES, (), (), HEAD, AT, responsible=Responsibility(who, name)
    )
    said, source = log(classifications=(found,))["responsible"]
    assert said == text
    assert source is (LogSource.RECORD if text else LogSource.MISSING)


@pytest.mark.clause("DBRP-A1.26")
@pytest.mark.clause("DBRP-A1.28")
@pytest.mark.parametrize(
    ("key", "body"), [("police", "police"), ("police", "police_scotland"), ("press", "press")]
)
def test_police_and_press_are_answered_by_what_was_considered(key: str, body: str) -> None:
    known = considered(body, told=True, reference="CR/1", note="By phone.")
    told = log(considered=(known,))[key]
    assert told == (
        "Told Friday 23 October 2026, 10:00am, reference CR/1. By phone.", LogSource.RECORD
    )  # fmt: skip
    not_told = log(considered=(considered(body, told=False, note="No offence."),))[key]
    assert not_told == ("Not told. No offence.", LogSource.RECORD)
    assert log()[key] == ("", LogSource.MISSING)


@pytest.mark.clause("DBRP-A1.27")
def test_other_steps_are_everybody_else_who_was_considered_as_last_recorded() -> None:
    entries = (
        considered("insurers", told=False, note="Asked the broker."),
        considered("police", told=True),
        considered("insurers", told=True, reference="P-1"),
        considered("local_authority", told=False, note="Not theirs."),
    )
    said, source = log(considered=entries)["other_steps"]
    assert said.splitlines() == [
        "The school’s insurers: Told Friday 23 October 2026, 10:00am, reference P-1.",
        "The local authority: Not told. Not theirs.",
    ]
    assert source is LogSource.RECORD


LATER = AT + timedelta(hours=1)


@pytest.mark.clause("DBRP-A1.06", "DBRP-A1.07")
@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "Headteacher, Data protection officer"),
        ({"concerns": (Concern(HEAD, None, LATER),)}, "Headteacher, Data protection officer"),
        ({"concerns": (Concern(HEAD, None, AT),)}, ""),  # others were told in their place
        ({"imported": Imported(UUID(int=9), 7, HEAD, LATER)}, ""),
    ],
)
def test_who_was_told_is_not_asked_where_the_reporter_chose_nobody(
    known: dict[str, object], said: str
) -> None:
    """As of every report from outside, and of what comes by mail."""
    found = log(**known)
    assert found["reported_to"] == (said, LogSource.RECORD if said else LogSource.MISSING)
    when = "Yes, with the report on Friday 23 October 2026, 10:00am." if said else ""
    assert found["dpo_informed"][0] == when


@pytest.mark.clause("DBRP-A1.07", "DBRP-5.3")
@pytest.mark.parametrize("told", [(Role.HEAD,), (Role.DPO,), (Role.HEAD, Role.DPO)])
def test_the_dpo_is_informed_with_the_report_whomever_it_went_to(told: tuple[Role, ...]) -> None:
    at_once = "Yes, with the report on Friday 23 October 2026, 10:00am."
    no = Escalation(Escalated.DECLINED, HEAD, LATER, "Recalled unread.")
    declined = (
        "The Headteacher decided not to escalate it, on Friday 23 October 2026, 11:00am. "
        "Reasons: Recalled unread."
    )
    intake, about = Intake(told=told), (Concern(HEAD, None, AT),)
    assert log(intake=intake)["dpo_informed"][0] == at_once
    said = log(intake=intake, escalations=(no,))["dpo_informed"][0]
    assert said == f"{at_once} {declined}"
    if Role.DPO not in told:  # who was told instead of whom it is about is not known
        known = log(intake=intake, escalations=(no,), concerns=about)
        assert known["dpo_informed"][0] == f"Yes. {declined}"


@pytest.mark.clause("DBRP-4.6")
def test_nobody_is_asked_of_a_near_miss_what_only_a_breach_has() -> None:
    told = ("Does not apply: no personal data was compromised.", LogSource.RECORD)
    missing = ("", LogSource.MISSING)
    by_hand = BreachLog((LogAnswer("likely_risk", "A fright."),))
    unclear = log()
    nothing = log(no_breach_at=AT, no_breach_by_dpo=True)
    answered = log(no_breach_at=AT, no_breach_by_dpo=True, log=by_hand)

    for key in ("aware", "likely_risk", "report_to_ico", "people_told", "people"):
        assert (unclear[key], nothing[key]) == (missing, told)
    assert nothing["occurred"] == missing
    assert answered["likely_risk"] == ("A fright.", LogSource.ASKED)
    assert log(no_breach_at=AT)["aware"] == missing


@pytest.mark.parametrize(
    ("listed", "said", "shown"),
    [
        (0, "", ""),
        (0, "about 70", "about 70"),
        (214, "about 200", "214"),
        (30, "40 staff and 30 pupils", "30 are listed; the report said ‘40 staff and 30 pupils’"),
        (30, "1,200", "30 are listed; the report said ‘1,200’"),
        (30, "a class", "30"),
    ],
)
def test_a_list_that_is_not_whole_hides_nobody(listed: int, said: str, shown: str) -> None:
    known = log(intake=Intake(people_estimate=said), people=People(imported=listed))
    assert known["people"][0] == shown


THEIRS = RegulatorDecision(RegulatorChoice.ANOTHER_REPORTS, "Agreed.", HEAD, AT, "The trust")
REPORTED = AT + timedelta(hours=70)
AWARE = Awareness(AT, "Seen.", HEAD, LATER)


@pytest.mark.clause("DBRP-5.11", "DBRP-A1.18", "DBRP-A1.19", "DBRP-A1.20", "DBRP-A1.23")
@pytest.mark.parametrize(
    ("reported_at", "told", "delay"),
    [
        (None, "", ""),
        (
            REPORTED,
            "By The trust: Monday 26 October 2026, 7:00am, within 72 hours. Reference: IC-1.",
            "Does not apply: not late.",
        ),
        (
            REPORTED + timedelta(hours=3),
            (
                "By The trust: Monday 26 October 2026, 10:00am, 1 h 00 min after the 72 hours. "
                "Reference: IC-1."
            ),
            "",
        ),
    ],
)
def test_what_another_controller_reported_is_not_typed_again(
    reported_at: datetime | None, told: str, delay: str
) -> None:
    theirs = OtherReport(reported_at, "IC-1", HEAD, LATER) if reported_at else None
    said = log(awareness=(AWARE,), regulator=(THEIRS,), other_report=theirs)
    assert said["report_to_ico"][0].startswith("Another controller reports (The trust), decided by")
    assert said["why_not_reported"][0] == "Does not apply: it is reported by The trust."
    assert (said["ico_report"][0], said["reason_for_delay"][0]) == (told, delay)


@pytest.mark.clause("DBRP-5.11", "DBRP-A1.24")
def test_who_tells_the_people_is_as_agreed_and_how_as_confirmed() -> None:
    obliged = PeopleDecision(PeopleChoice.OBLIGED, "", HEAD, AT)
    agreed = WhoTells(theirs=True, other="The trust", agreed="By phone.", by=HEAD, at=AT)
    done = OtherTold(LATER, "40 letters.", HEAD, LATER)
    said, _source = log(people=People(decisions=(obliged,)), who_tells=agreed, other_told=done)[
        "people_told"
    ]
    assert said.split("\n\n")[1:] == [
        "The trust tells them. By phone.",
        "It told them on Friday 23 October 2026, 11:00am. 40 letters.",
    ]


@pytest.mark.clause("DBRP-A1.24")
@pytest.mark.parametrize(
    ("left", "more"),
    [
        (0, ""),
        (1, " 1 of the people affected is still to be reached."),
        (7, " 7 of the people affected are still to be reached."),
    ],
)
def test_that_notices_went_out_is_not_said_of_those_who_could_not_be_told(
    left: int, more: str
) -> None:
    obliged = PeopleDecision(PeopleChoice.OBLIGED, "", HEAD, AT)
    people = People(decisions=(obliged,), imported=9, sent_at=AT, unresolved=left)
    printed, _source = log(people=people)["people_told"]
    assert printed.split("\n\n")[1:] == [
        "Notices to them have been made, and none has left yet." + more
    ]
    said, _source = log(people=replace(people, left_at=LATER))["people_told"]
    went = "Notices went out from Friday 23 October 2026, 11:00am, by e-mail or letter."
    assert said.split("\n\n")[1:] == [went + more]


@pytest.mark.clause("DBRP-A1.08")
def test_awareness_of_a_report_that_was_joined_is_not_typed_again() -> None:
    joined = Joined(UUID(int=3), "INC-2026-0041", AT, AWARE, (), HEAD, LATER)
    said = log(joined=(joined,))
    assert said["aware"][0] == "Friday 23 October 2026, 10:00am. Seen."
    assert said["team_notified"][0] == "Yes, on Friday 23 October 2026, 11:00am."


def test_what_is_held_for_another_is_said_to_be_theirs_to_decide() -> None:
    elm = Responsibility(Responsible.FOR_ANOTHER, "Elm School")
    found = Classification(Kind.CONFIRMED, None, Answer.YES, (), (), HEAD, AT, responsible=elm)
    left = RegulatorDecision(RegulatorChoice.ANOTHER_REPORTS, "Theirs.", HEAD, AT, "Elm School")
    told = ControllerTold(AT, "Its head, by phone.", HEAD, AT)
    said = log(classifications=(found,), regulator=(left,), controller_told=(told,))
    assert said["responsible"][0].endswith("10:00am. Its head, by phone.")
    assert said["report_to_ico"][0].startswith("Left to Elm School, whose data it is, decided by")
    theirs = "For Elm School to decide, whose data it is."
    for key in ("reason_for_delay", "ico_report", "people_told", "why_not_told"):
        assert said[key][0] == theirs
    assert said["why_not_reported"][0].startswith("Does not apply: Elm School decides")
