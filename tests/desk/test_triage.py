"""Wormley and Wentworth from the report to awareness: duties, alerts and who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.errors import NotAllowed, Refused, Stale
from portal.rules.clock import regulator_clock
from portal.rules.words import Answer, Cause, Containment, Kind, Stage
from portal.store import audit
from tenants.db import open_session
from tenants.roles import Role
from tests.desk.world import FRIDAY, School

Make = Callable[[str], School]
Answers = dict[str, Any]
DAY = timedelta(hours=24)
WEEK_LATER = FRIDAY + timedelta(days=7)
CLASSIFIED: Answers = {
    "kind": Kind.CONFIRMED,
    "personal_data": Answer.YES,
    "causes": (Cause.HUMAN_ERROR,),
}


@pytest.mark.clause("DBRP-5.3", "DBRP-5.4", "DBRP-4.2")
def test_wormley_up_to_awareness(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,), danger=Answer.NO, still_going_on=Answer.YES)
    owed = at.duties(incident)
    assert owed["decide_escalation"].due_at == FRIDAY + timedelta(hours=4)
    assert owed["establish_breach"].due_at == FRIDAY + DAY
    assert owed["establish_breach"].role == Role.HEAD
    assert owed["classify"].role == Role.DPO

    at.clock.at += timedelta(minutes=20)
    at.do("escalate_to_dpo", Role.HEAD, incident)
    assert at.alerted(incident, "escalated") == {Role.DPO}
    assert {"look_at_report", "decide_escalation"} <= at.met(incident)
    assert at.duties(incident)["establish_breach"].role == Role.LEAD
    with pytest.raises(Stale):
        at.do("decline_escalation", Role.HEAD, incident, reasons="Too late.")

    at.do("classify", Role.DPO, incident, **CLASSIFIED)
    at.do(
        "record_containment",
        Role.DPO,
        incident,
        what="All eight confirmed deletion.",
        state=Containment.CONTAINED,
    )
    assert {"classify", "contain"} <= at.met(incident)

    at.clock.at += timedelta(hours=2)
    reason = "The list reached eight parents."
    at.do("declare_aware", Role.DPO, incident, aware_at=FRIDAY, reason=reason)
    assert at.alerted(incident, "aware") == {Role.HEAD, Role.DSL, Role.IT_CONTACT}
    assert "establish_breach" in at.met(incident)
    facts = at.facts(incident)
    assert facts.stage is Stage.INVESTIGATING
    assert regulator_clock(facts).due_at == FRIDAY + timedelta(hours=72)
    with open_session(at.services.engine, at.scope) as session:
        assert audit.verify(session, at.id).ok


@pytest.mark.clause("DBRP-4.3")
def test_to_find_out_whether_it_is_a_breach_is_owed_and_met_by_either_answer(school: Make) -> None:
    at = school("wormley")
    answers: tuple[tuple[str, Answers], ...] = (
        ("declare_aware", {"aware_at": FRIDAY, "reason": "Seen."}),
        ("record_no_breach", {"reason": "A test message."}),
    )
    for action, said in answers:
        incident = at.report(told=(Role.DPO,))
        assert at.duties(incident)["establish_breach"].due_at == FRIDAY + DAY
        at.do(action, Role.DPO, incident, **said)
        assert "establish_breach" in at.met(incident)


def test_no_breach_by_the_head_waits_for_the_dpo(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    at.do("record_no_breach", Role.HEAD, incident, reason="A test message.")
    assert at.alerted(incident, "ended_without_dpo") == {Role.DPO}
    look = at.duties(incident)["look_at_ending"]
    assert (look.role, look.family, look.due_at) == (Role.DPO, "regulator", FRIDAY + DAY)
    at.do("confirm_ending", Role.DPO, incident, agree=False, reasons="It had real names.")
    assert "look_at_ending" not in at.duties(incident)
    assert "establish_breach" in at.duties(incident)
    assert at.alerted(incident, "taken_up") == {Role.HEAD}
    at.do("record_no_breach", Role.HEAD, incident, reason="Really a test.")
    assert "look_at_ending" in at.duties(incident)
    at.do("confirm_ending", Role.DPO, incident, agree=True, reasons="I have seen it.")
    assert "look_at_ending" in at.met(incident)


def test_no_personal_data_ends_the_search_for_a_breach_once_the_dpo_agrees(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    said: Answers = {**CLASSIFIED, "personal_data": Answer.NO, "reason": "A lost key."}
    at.do("classify", Role.HEAD, incident, **said)
    assert {"establish_breach", "look_at_ending"} <= set(at.duties(incident))
    at.do("confirm_ending", Role.DPO, incident, agree=True, reasons="A key it was.")
    assert not {"establish_breach", "look_at_ending"} & set(at.duties(incident))


@pytest.mark.clause("SIP-4c", "SIP-5a", "SIP-5b")
def test_wentworth_near_miss_up_to_the_officer(school: Make) -> None:
    at = school("wentworth")
    incident = at.report(kind=Kind.NEAR_MISS, danger=Answer.NO)
    assert at.duties(incident)["classify"].role == Role.HEAD
    said: Answers = {**CLASSIFIED, "kind": Kind.NEAR_MISS, "severity": "minor"}
    at.do("classify", Role.HEAD, incident, **said)
    assert {"verify_details", "allocate_investigation"} <= set(at.duties(incident))
    at.do("verify_details", Role.SLT, incident)
    assert "verify_details" in at.met(incident)
    officer = at.people[Role.IT_CONTACT]
    assert not at.sees(incident, Role.IT_CONTACT)
    with pytest.raises(NotAllowed):
        at.do("record_no_breach", Role.IT_CONTACT, incident, reason="No.")
    direction: Answers = {"direction": "Find out how.", "due_at": WEEK_LATER}
    at.do("allocate_investigation", Role.HEAD, incident, lead=officer, **direction)
    assert "allocate_investigation" in at.met(incident)
    assert at.alerted(incident, "allocated") == {Role.IT_CONTACT}
    assert at.facts(incident).stage is Stage.INVESTIGATING
    assert at.sees(incident, Role.IT_CONTACT)
    at.do("record_no_breach", Role.IT_CONTACT, incident, reason="It was caught in time.")


@pytest.mark.clause("SIP-6", "SIP-6a")
def test_wentworth_critical_is_led_by_senior_leaders_with_the_dpo(school: Make) -> None:
    at = school("wentworth")
    incident = at.report()
    at.do("classify", Role.SLT, incident, severity="minor", **CLASSIFIED)
    minor: Answers = {
        "lead": at.people[Role.IT_CONTACT],
        "direction": "Look.",
        "due_at": WEEK_LATER,
    }
    at.do("allocate_investigation", Role.HEAD, incident, **minor)
    risen: Answers = {"severity": "critical", "reason": "It was an attack."}
    at.do("classify", Role.SLT, incident, **CLASSIFIED, **risen)
    assert "allocate_investigation" in at.duties(incident)
    with pytest.raises(Refused):
        at.do("allocate_investigation", Role.HEAD, incident, independent=True, **minor)
    own: Answers = {"lead": at.people[Role.SLT], "due_at": WEEK_LATER, "independent": True}
    at.do("allocate_investigation", Role.SLT, incident, **own)
    assert at.alerted(incident, "joined") == {Role.DPO}
    assert "allocate_investigation" not in at.duties(incident)
    assert at.facts(incident).lead == at.people[Role.SLT]
    at.do("allocate_investigation", Role.SLT, incident, **own)


def test_whoever_is_marked_leads_no_longer_and_sees_nothing(school: Make) -> None:
    at = school("wentworth")
    incident = at.report()
    at.do("classify", Role.HEAD, incident, severity="minor", **CLASSIFIED)
    officer = at.people[Role.IT_CONTACT]
    led: Answers = {"lead": officer, "direction": "Look.", "due_at": WEEK_LATER}
    at.do("allocate_investigation", Role.HEAD, incident, **led)
    at.do("mark_concerned", Role.DPO, incident, persons=(officer,), reason="They sent it.")
    assert not at.sees(incident, Role.IT_CONTACT)
    assert "allocate_investigation" in at.duties(incident)
    with pytest.raises(Refused):
        at.do("allocate_investigation", Role.HEAD, incident, **led)
    at.do("remove_concern", Role.DPO, incident, persons=(officer,), reason="They did not.")
    assert at.sees(incident, Role.IT_CONTACT)
    at.do("mark_concerned", Role.DPO, incident, persons=(officer,), reason="They did, after all.")
    assert not at.sees(incident, Role.IT_CONTACT)


def test_marked_as_the_head_the_chair_is_told_and_may_look(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    assert not at.sees(incident, Role.CHAIR)
    head = at.people[Role.HEAD]
    at.do("mark_concerned", Role.HEAD, incident, persons=(head,), reason="I sent it.")
    assert at.alerted(incident, "news") == {Role.DEPUTY_HEAD, Role.DPO, Role.CHAIR}
    assert at.sees(incident, Role.CHAIR)
    with pytest.raises(NotAllowed):
        at.do("escalate_to_dpo", Role.HEAD, incident)
    at.do("remove_concern", Role.CHAIR, incident, persons=(head,), reason="Another sent it.")
    assert Role.HEAD in at.alerted(incident, "news"), "the Head learns that it is theirs again"


def test_whose_mark_is_removed_is_told_of_the_question_that_is_theirs_again(school: Make) -> None:
    at = school("wormley")
    incident, officer = at.report(), at.people[Role.IT_CONTACT]
    at.do("ask_question", Role.DPO, incident, text="Who?", to=officer, due_at=WEEK_LATER)
    at.do("mark_concerned", Role.DPO, incident, persons=(officer,), reason="They sent it.")
    assert officer not in at.duties(incident)["answer_question"].owners
    assert not at.alerted(incident, "moved"), "the DPO marked them, and knows"
    at.do("remove_concern", Role.CHAIR, incident, persons=(officer,), reason="They did not.")
    assert at.duties(incident)["answer_question"].owners == [officer]
    assert at.alerted(incident, "moved") == {Role.IT_CONTACT}


def test_danger_found_alerts_head_and_dpo_at_night_and_meets_the_duty(school: Make) -> None:
    at = school("wormley")
    at.clock.at = FRIDAY + timedelta(hours=10)
    incident = at.report(danger=Answer.NOT_SURE, told=(Role.HEAD,))
    check = at.duties(incident)["danger_check"]
    assert check.due_at == at.clock.at + timedelta(hours=1)
    done = at.clock.at
    at.clock.at += timedelta(minutes=30)
    said: Answers = {"safe": False, "note": "The family has moved to a safe place."}
    at.do("record_danger_check", Role.DSL, incident, done_at=done, **said)
    assert at.alerted(incident, "danger_found") == {Role.HEAD, Role.DPO}
    assert "danger_check" in at.met(incident)
    assert at.facts(incident).danger_check is not None


def test_not_contained_after_all_is_owed_again(school: Make) -> None:
    at = school("wormley")
    incident = at.report()
    for state, owed in (
        (Containment.CONTAINED, False),
        (Containment.ONGOING, True),
        (Containment.AS_FAR_AS_POSSIBLE, False),
    ):
        at.do("record_containment", Role.HEAD, incident, what="A step.", state=state)
        assert ("contain" in at.duties(incident)) is owed
