"""Two people act at the same moment: both learn what became of it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, Step, perform_all
from portal.desk.school import policy_requests
from portal.desk.school.administration import alter, alter_within
from portal.errors import PortalError, Refused, Stale
from portal.rules.school.requests import Kind
from portal.store import audit, incidents
from tenants import people
from tenants.db import open_session
from tenants.permissions import Permission
from tenants.policy_requests import PolicyRequest
from tenants.roles import Role
from tests.desk.world import School

Make = Callable[[str], School]
Doing = Callable[[], object]


def at_once(*deeds: Doing) -> list[type[PortalError] | None]:
    """Do them together; for each, how it was refused, or None where it was done."""
    ready = Barrier(len(deeds))

    def run(deed: Doing) -> type[PortalError] | None:
        ready.wait()
        try:
            deed()
        except PortalError as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.clause("DBRP-5.3")
def test_of_two_opposite_decisions_one_stands_and_the_other_is_told(
    school: Make,
) -> None:
    wormley = school("wormley")
    found = wormley.report()
    became = at_once(
        lambda: wormley.do("escalate_to_dpo", Role.HEAD, found, seen=1),
        lambda: wormley.do("decline_escalation", Role.HEAD, found, seen=1, reasons="Only names."),
    )
    assert sorted(map(str, became)) == sorted(map(str, (None, Stale)))
    assert len(wormley.facts(found).escalations) == 1


@pytest.mark.clause("SIP-4")
def test_a_question_is_answered_once(school: Make) -> None:
    wormley = school("wormley")
    found = wormley.report()
    due_at = wormley.clock.at.replace(day=30)
    asked = wormley.people[Role.IT_CONTACT]
    wormley.do("ask_question", Role.DPO, found, text="Who has it?", to=asked, due_at=due_at)
    (question,) = wormley.facts(found).questions
    became = at_once(
        *(
            lambda text=text: wormley.do(
                "answer_question", Role.IT_CONTACT, found, question=question.id, answer=text
            )
            for text in ("Nobody.", "Everybody.")
        )
    )
    assert sorted(map(str, became)) == sorted(map(str, (None, Stale)))
    (answered,) = wormley.facts(found).questions
    assert answered.answer in {"Nobody.", "Everybody."}


def test_what_both_add_is_kept(school: Make) -> None:
    wormley = school("wormley")
    found = wormley.report()
    once = UUID(int=77)
    notes = [f"Note {number}" for number in range(4)]
    became = at_once(
        *(lambda text=text: wormley.do("add_note", Role.DPO, found, text=text) for text in notes),
        *(lambda: wormley.do("add_note", Role.DPO, found, once=once, text="Once.") for _ in "ab"),
    )
    assert became == [None] * 6
    assert sorted(each.text for each in wormley.facts(found).notes) == [*notes, "Once."]


def test_a_decision_and_a_change_of_people_do_not_wait_for_each_other_for_ever(
    school: Make,
) -> None:
    """The decision holds its incident first and the school at last; the change the school first."""
    at = school("wormley")
    found = at.report()
    add = partial(
        people.add_person,
        organisation_id=at.id,
        name="Ann New",
        email="ann@example.org",
        role=Role.STAFF,
        from_on=at.clock.at.date(),
    )
    with (
        ThreadPoolExecutor(1) as pool,
        open_session(at.services.engine, at.scope) as session,
        session.begin(),
    ):
        incidents.lock_incident(session, at.scope, at.services.keyring, found)
        changing = pool.submit(alter, at.services, at.id, Permission.KEEP_PEOPLE, add, by=None)
        assert changing.result(timeout=30).what == "add_person"


@pytest.mark.clause("SIP-change")
def test_what_goes_with_a_decision_is_made_with_it_or_neither_is(school: Make) -> None:
    at = school("wormley")
    found = at.report()
    head = at.people[Role.HEAD]
    action = actions()["acknowledge_report"]
    step = Step(action, Deed(at.id, head, found), lambda _before: action.said())

    def proposed(session: Session, now: datetime) -> None:
        ask = partial(
            policy_requests.ask,
            school_id=at.id,
            kind=Kind.PROPOSAL,
            clause="",
            what="Two people look.",
            why="It happened.",
            by=head,
            now=now,
        )
        alter_within(session, at.id, Permission.ASK_ABOUT_POLICY, ask, by=head, now=now)

    def refused(session: Session, now: datetime) -> None:
        proposed(session, now)
        raise Refused("Not today")

    def requests() -> int:
        with open_session(at.services.engine, at.scope) as session:
            assert audit.verify(session, at.id).ok
            return len(session.scalars(select(PolicyRequest)).all())

    with pytest.raises(Refused):
        perform_all(at.services, [step], refused)
    assert (at.facts(found).looked_at, requests()) == (None, 0)
    perform_all(at.services, [step], proposed)
    assert at.facts(found).looked_at is not None
    assert requests() == 1
