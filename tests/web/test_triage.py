"""From the report to awareness, page by page, at both schools."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.portal_app import Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words

NOTICED = ["23", "10", "2026", "4pm"]


@pytest.mark.clause("DBRP-5.3")
def test_the_head_declines_and_the_dpo_takes_it_up(wormley: Pages) -> None:
    page = words(wormley.get("wormley.head", "escalate-to-dpo"))
    assert "Decide whether the DPO takes this case" in page
    assert "Plan 5.3" in page
    assert "You owe the log with your reasons by 6:10pm today: it then goes to Ruth Adeyemi" in page
    empty = wormley.post("wormley.head", "escalate-to-dpo", answer="decline", reasons=" ")
    assert empty.status_code == 422
    assert "Say why this need not go to the data protection officer" in words(empty)
    done = wormley.does(
        "wormley.head", "escalate-to-dpo", answer="decline", reasons="Only first names."
    )
    assert "Not escalated. Your reasons have gone to Ruth Adeyemi" in done
    asked = words(wormley.get("service.dpo", "answer-declined"))
    assert "Only first names." in asked
    assert "Caroline Whitlock" in asked
    wormley.does("service.dpo", "answer-declined", answer="take_up", reasons="")
    seen = words(wormley.get("wormley.head", ""))
    assert "The data protection officer has taken this up" in seen


@pytest.mark.clause("DBRP-5.4")
def test_the_head_escalates_without_a_word(wormley: Pages) -> None:
    done = wormley.does("wormley.head", "escalate-to-dpo", answer="escalate")
    assert "Escalated. Ruth Adeyemi has been alerted." in done


def test_what_was_typed_is_kept_beside_the_error(wormley: Pages) -> None:
    reply = wormley.post("wormley.head", "escalate-to-dpo", reasons="I am not certain.")
    assert reply.status_code == 422
    assert "I am not certain." in reply.data.decode()
    assert "Choose what you decide" in words(reply)


def test_without_a_gate_there_is_help_to_ask_for_and_nothing_to_decline(wentworth: Pages) -> None:
    page = words(wentworth.get("wentworth.head", "escalate-to-dpo"))
    assert "Ask the data protection officer for help" in page
    assert "Do not escalate" not in page
    assert wentworth.get("wentworth.head", "decline-escalation").status_code == 403
    wentworth.does("wentworth.slt", "escalate-to-dpo", reasons="We need advice.")


def test_staff_may_not_and_others_find_nothing(wormley: Pages) -> None:
    assert wormley.get("wormley.teacher", "escalate-to-dpo").status_code == 403
    assert wormley.post("wormley.teacher", "classify").status_code == 403
    for stranger in ("wentworth.head", "council.officer", "wormley.teacher2"):
        for page in ("escalate-to-dpo", "declare-aware", "classify"):
            assert wormley.get(stranger, page).status_code == 404, (stranger, page)
            assert wormley.post(stranger, page).status_code == 404, (stranger, page)


def test_a_page_that_somebody_else_has_overtaken(wormley: Pages) -> None:
    wormley.get("wormley.head", "escalate-to-dpo")
    wormley.does("service.dpo", "escalate-to-dpo")
    late = wormley.post("wormley.head", "escalate-to-dpo", answer="decline", reasons="No need.")
    assert late.status_code == 409
    assert "Somebody else was quicker" in words(late)
    opened = wormley.get("wormley.head", "escalate-to-dpo")
    assert (opened.status_code, "not open now" in words(opened)) == (409, True)
    assert len(wormley.facts.escalations) == 1


def test_a_form_posted_twice_is_one_decision(wormley: Pages) -> None:
    page = BeautifulSoup(wormley.get("wormley.head", "record-containment").data, "html.parser")
    key = page.select_one("input[name=once]")
    assert key is not None
    said = {"once": key["value"], "what": "Recalled it.", "state": "ongoing"}
    first = wormley.post("wormley.head", "record-containment", **said)
    second = wormley.post("wormley.head", "record-containment", **said)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(wormley.facts.containment) == 1


@pytest.mark.clause("SIP-5a")
def test_the_ladder_is_shown_with_its_tests_only_where_there_is_one(
    wentworth: Pages, wormley: Pages
) -> None:
    ladder = words(wentworth.get("wentworth.slt", "classify"))
    assert "Major" in ladder
    assert "Special category data, 100 people or more" in ladder
    plan = words(wormley.get("service.dpo", "classify"))
    assert "How severe is it?" not in plan


@pytest.mark.clause("SIP-4c", "SIP-5a", "SIP-5b")
def test_wentworth_classifies_verifies_and_allocates(wentworth: Pages, demo: Demo) -> None:
    answers = {"kind": "near_miss", "personal_data": "yes", "causes": ["human_error"]}
    missing = wentworth.post("wentworth.head", "classify", **answers)
    assert missing.status_code == 422
    wentworth.does("wentworth.head", "classify", severity="minor", **answers)
    again = wentworth.post("wentworth.slt", "classify", severity="moderate", **answers)
    assert "Say what has changed" in words(again)
    wentworth.does("wentworth.slt", "verify-details", note="Asked the office.")
    nobody = wentworth.post(
        "wentworth.head",
        "allocate-investigation",
        how="officer",
        direction="Find out how.",
        due_on=["6", "11", "2026"],
    )
    assert "Choose who investigates" in words(nobody)
    officer = demo.people["wentworth.teacher2"]
    wentworth.does(
        "wentworth.head",
        "allocate-investigation",
        how="officer",
        lead=str(officer),
        direction="Find out how.",
        due_on=["6", "11", "2026"],
    )
    assert wentworth.facts.lead == officer
    assert wentworth.get("wentworth.teacher2", "").status_code == 200
    assert wentworth.get("wentworth.teacher2", "record-containment").status_code == 200


@pytest.mark.clause("SIP-6", "SIP-6a")
def test_critical_is_led_in_person_and_independence_is_declared(
    wentworth: Pages, demo: Demo
) -> None:
    wentworth.does(
        "wentworth.head",
        "classify",
        kind="confirmed",
        severity="critical",
        personal_data="yes",
        causes=["attack"],
    )
    page = words(wentworth.get("wentworth.slt", "allocate-investigation"))
    assert "Somebody else, whom I ask to" not in page
    assert "leads the investigation in person" in page
    said = {"how": "myself", "due_on": ["30", "10", "2026"]}
    undeclared = wentworth.post("wentworth.slt", "allocate-investigation", **said)
    assert "declare that it does not concern" in words(undeclared)
    wentworth.does("wentworth.slt", "allocate-investigation", independent="y", **said)
    assert wentworth.facts.lead == demo.people["wentworth.slt"]
    unsaid = wentworth.post("wentworth.head", "allocate-investigation", due_on=said["due_on"])
    assert unsaid.status_code == 422
    assert "There is a problem" in words(unsaid)


def test_danger_is_recorded_by_the_safeguarding_lead(wormley: Pages) -> None:
    page = words(wormley.get("wormley.dsl", "record-danger-check"))
    assert "Protecting somebody waits for nothing" in page
    said = {"found": "danger", "told": ["police", "family"], "note": "A new phone was given."}
    wormley.does("wormley.dsl", "record-danger-check", done_at=NOTICED, **said)
    assert not wormley.facts.danger_check.safe
    ahead = ["24", "10", "2026", "4pm"]
    future = wormley.post("wormley.dsl", "record-danger-check", done_at=ahead, **said)
    assert "must be in the past" in words(future)


def test_whoever_is_marked_sees_nothing_more(wormley: Pages, demo: Demo) -> None:
    person = str(demo.people["wormley.head"])
    done = wormley.does("wormley.teacher", "mark-concerned", person=person, reason="They did it.")
    assert "They see nothing of this incident" in done
    for page in ("", "escalate-to-dpo", "mark-concerned"):
        assert wormley.get("wormley.head", page).status_code == 404
    home = words(wormley.client("wormley.head").get("/"))
    assert wormley.facts.reference not in home
    wormley.does("wormley.chair", "remove-concern", person=person, reason="It was another.")
    assert wormley.get("wormley.head", "").status_code == 200


def test_to_mark_oneself_leads_home(wormley: Pages, demo: Demo) -> None:
    person = str(demo.people["wormley.head"])
    reply = wormley.post("wormley.head", "mark-concerned", person=person, reason="I sent it.")
    assert (reply.status_code, reply.location) == (303, "/")


def test_a_person_who_is_not_on_the_list_is_not_marked(wormley: Pages) -> None:
    reply = wormley.post("wormley.head", "mark-concerned", person="nobody", reason="I sent it.")
    assert reply.status_code == 422


def test_one_of_the_dpo_service_is_all_of_it(wormley: Pages, demo: Demo) -> None:
    person = str(demo.people["service.dpo"])
    wormley.does("wormley.head", "mark-concerned", person=person, reason="Their own mistake.")
    assert wormley.get("service.dpo", "").status_code == 404
    assert wormley.get("service.deputy", "").status_code == 404


@pytest.mark.clause("DBRP-4.2")
def test_aware_since_when_and_why(wormley: Pages) -> None:
    page = wormley.get("service.dpo", "declare-aware")
    assert "Counted cautiously from then" in words(page)
    boxes = BeautifulSoup(page.data, "html.parser").find_all("input", {"name": "aware_at"})
    assert [box["value"] for box in boxes[:4]] == ["23", "10", "2026", "16:10"]
    none = {"answer": "no_breach", "reason": "It was the council’s."}
    assert "Choose what it was instead" in words(
        wormley.post("service.dpo", "declare-aware", **none)
    )
    later = ["23", "10", "2026", "5pm"]
    wormley.client("service.dpo")
    said = {"answer": "breach", "reason": "It has left the school."}
    nothing = wormley.post("service.dpo", "declare-aware", aware_at=["", "", "", ""], **said)
    assert "Enter since when the school knows" in words(nothing)
    future = wormley.post("service.dpo", "declare-aware", aware_at=later, **said)
    assert "must be in the past" in words(future)
    done = wormley.does(
        "service.dpo", "declare-aware", aware_at=["23", "10", "2026", "4:10pm"], **said
    )
    assert "The 72 hours run from the moment you gave" in done
    assert "due Mon 26 Oct, 3:10pm" in done or "3:10pm" in done
    moved = wormley.does(
        "service.dpo", "move-awareness", aware_at=NOTICED, reason="The teacher was sure at four."
    )
    assert "Both moments stay in view" in moved
    assert len(wormley.facts.awareness) == 2


def test_later_than_the_cautious_start_asks_why(wormley: Pages, clock: MovingClock) -> None:
    clock.pass_by(hours=3)
    said = {"answer": "breach", "reason": "A parent rang.", "aware_at": ["23", "10", "2026", "6pm"]}
    asked = wormley.post("service.dpo", "declare-aware", **said)
    assert "say what was not certain until the moment you give" in words(asked)
    wormley.does("service.dpo", "declare-aware", why_later="Nobody knew if it was sent.", **said)


def test_no_breach_without_the_dpo_waits_for_the_dpo(wormley: Pages) -> None:
    none = {"answer": "no_breach", "because": "mistaken", "reason": "A test message."}
    wormley.does("wormley.head", "declare-aware", **none)
    assert "72 hours" in words(wormley.get("wormley.head", ""))
    page = words(wormley.get("service.dpo", "confirm-ending"))
    assert "joined wrongly" not in page
    assert "A test message." in page
    wormley.does("service.dpo", "confirm-ending", agree="take_up", reasons="It had real names.")
    assert wormley.facts.no_breach_at is None
    wormley.does("wormley.head", "record-no-breach", because="mistaken", reason="Really a test.")
    wormley.does("service.dpo", "confirm-ending", agree="agree", reasons="I have seen it.")
    assert wormley.facts.dpo_confirmed_at is not None
