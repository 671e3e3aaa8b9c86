"""Report → alert: the mechanisms of the desk, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from portal.errors import NotAllowed, NotFound, Refused, Stale
from portal.rules.words import Answer, Naming, Stage
from portal.store import audit
from tenants.db import open_session, uuid7
from tenants.roles import Role
from tests.desk.world import FRIDAY, School, adopt_variant

Make = Callable[[str], School]


@pytest.mark.clause("SIP-1-head")
def test_every_head_and_slt_is_alerted(school: Make) -> None:
    at = school("wentworth")
    incident = at.report()
    assert {Role.HEAD, Role.SLT} <= at.alerted(incident, "new_report")


@pytest.mark.clause("DBRP-5.1")
def test_the_reporter_chooses_and_the_dpo_is_told_of_every_report(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    assert at.alerted(incident, "new_report") == {Role.HEAD, Role.DPO}


def test_persons_concerned_are_not_alerted_but_whoever_owes_it_instead(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,), about=(at.people[Role.HEAD],))
    assert at.alerted(incident, "new_report") == {Role.DEPUTY_HEAD, Role.DPO, Role.CHAIR}


def test_danger_alerts_the_safeguarding_lead(school: Make) -> None:
    at = school("wormley")
    incident = at.report(danger=Answer.YES)
    assert at.alerted(incident, "danger") == {Role.DSL}
    assert at.duties(incident)["danger_check"].due_at == FRIDAY + timedelta(hours=1)


def test_numbers_are_given_per_school_without_gaps_under_competition(school: Make) -> None:
    at, other = school("wormley"), school("wormley")
    with ThreadPoolExecutor(8) as crowd:
        ids = list(crowd.map(lambda _: at.report(), range(8)))
    references = sorted(at.facts(ident).reference for ident in ids)
    assert references == [f"INC-2026-{n:04d}" for n in range(1, 9)]
    assert other.facts(other.report()).reference == "INC-2026-0001"
    with open_session(at.services.engine, at.scope) as session:
        assert audit.verify(session, at.id).ok


@pytest.mark.clause("SIP-6")
def test_numbers_do_not_tell_the_person_concerned_of_a_report(school: Make) -> None:
    at = school("wormley")
    about_the_head = {"told": (Role.HEAD,), "about": (at.people[Role.HEAD],)}
    said: list[dict[str, Any]] = [{}, about_the_head, {}, about_the_head, {}]
    numbers = [int(at.facts(at.report(**one)).reference[-4:]) for one in said]
    assert numbers[::2] == [1, 2, 3]
    assert all(number >= 5000 for number in numbers[1::2])


def test_a_form_posted_twice_is_one_report(school: Make) -> None:
    at, once = school("wormley"), uuid7()
    said: dict[str, Any] = {"happened": "A list went astray."}
    first = at.do("report_incident", Role.STAFF, once=once, **said)
    again = at.do("report_incident", Role.STAFF, once=once, **said)
    assert again.incident_id == first.incident_id
    assert again.repeated
    assert not first.repeated


def test_a_form_posted_twice_at_once_is_one_report(school: Make) -> None:
    at, once = school("wormley"), uuid7()
    with ThreadPoolExecutor(4) as crowd:
        done = list(
            crowd.map(
                lambda _: at.do("report_incident", Role.STAFF, once=once, happened="Lost."),
                range(4),
            )
        )
    assert len({performed.incident_id for performed in done}) == 1


def test_the_future_is_refused(school: Make) -> None:
    at = school("wormley")
    with pytest.raises(Refused) as refusal:
        at.report(noticed_at=FRIDAY + timedelta(minutes=1))
    assert refusal.value.field == "noticed_at"


@pytest.mark.clause("SIP-1-anon")
def test_anonymous_where_the_policy_offers_it(school: Make) -> None:
    said: dict[str, Any] = {
        "happened": "A near thing.",
        "naming": Naming.ANONYMOUS,
        "receipt_code": "1234",
    }
    at = school("wentworth")
    incident = at.do("report_incident", None, **said).incident_id
    assert at.facts(incident).intake.reporter.person_id is None
    with pytest.raises(Refused):
        school("wormley").do("report_incident", None, **said)


@pytest.mark.clause("DBRP-5.3")
def test_the_head_declines_and_the_dpo_takes_it_up(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    assert "decide_escalation" in at.duties(incident)
    at.do("decline_escalation", Role.HEAD, incident, reasons="Only names.")
    assert at.alerted(incident, "declined") == {Role.DPO}
    assert {"look_at_declined", "complete_declined_log"} <= set(at.duties(incident))
    with pytest.raises(Stale):
        at.do("decline_escalation", Role.HEAD, incident, reasons="Again.")
    at.do("answer_declined", Role.DPO, incident, take_up=True)
    assert at.facts(incident).stage is Stage.INVESTIGATING
    assert {"decide_escalation", "look_at_declined"} <= at.met(incident)
    assert "complete_declined_log" not in at.duties(incident)


@pytest.mark.clause("SIP-doc")
def test_an_incident_keeps_the_policy_under_which_it_was_reported(school: Make) -> None:
    at = school("wormley")
    before = at.report(told=(Role.HEAD,))
    tomorrow = FRIDAY + timedelta(days=1)
    adopt_variant(at.services.engine, at.id, "wentworth", tomorrow.date())
    at.clock.at = tomorrow
    assert "decide_escalation" not in at.duties(at.report())
    at.do("decline_escalation", Role.HEAD, before, reasons="Only names.")
    assert "look_at_declined" in at.duties(before)


def test_two_people_deciding_at_once_make_one_decision(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))

    def decide(action: str) -> str:
        said: dict[str, Any] = {"reasons": "Because."}
        try:
            at.do(action, Role.HEAD, incident, **said)
        except Stale:
            return "stale"
        return "done"

    with ThreadPoolExecutor(2) as crowd:
        results = list(crowd.map(decide, ["decline_escalation", "decline_escalation"]))
    assert sorted(results) == ["done", "stale"]


def test_staff_may_not_decide_and_another_school_is_not_found(school: Make) -> None:
    at, other = school("wormley"), school("wormley")
    incident = at.report()
    with pytest.raises(NotAllowed):
        at.do("decline_escalation", Role.STAFF, incident, reasons="No.")
    with pytest.raises(NotFound):
        other.do("decline_escalation", Role.HEAD, incident, reasons="No.")
