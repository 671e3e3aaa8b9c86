"""A report that was begun and left: who hears of it, and that it is forgotten in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.desk import drafts
from portal.jobs.schedule import tick
from portal.models.effects import EffectRow
from tenants.db import open_session
from tenants.roles import Role
from tests.desk.world import School

Make = Callable[[str], School]


def told(at: School) -> dict[str, set[Role]]:
    """Template of each alert that waits → the roles of those it goes to."""
    roles = {person: role for role, person in reversed(at.people.items())}
    found: dict[str, set[Role]] = {}
    with open_session(at.services.engine, at.scope) as session:
        for row in session.scalars(select(EffectRow)):
            if row.person_id:
                found.setdefault(row.template, set()).add(roles[row.person_id])
    return found


def pass_by(at: School, minutes: int) -> dict[str, set[Role]]:
    at.clock.at += timedelta(minutes=minutes)
    for _twice in range(2):
        tick(at.services)
    return told(at)


@pytest.mark.clause("SIP-1")
def test_its_reporter_is_asked_to_finish_and_then_the_first_contacts_know(school: Make) -> None:
    at = school("wentworth")
    reporter = at.people[Role.STAFF]
    draft = drafts.Draft(uuid4(), "report", {})
    draft = drafts.save(at.services, at.id, reporter, draft, {"what": {"happened": ["A list."]}})
    assert pass_by(at, 50) == {}
    drafts.save(at.services, at.id, reporter, draft, {"when": {"noticed": ["now"]}})
    assert pass_by(at, 50) == {}, "it was saved meanwhile"
    about = {"who": {"about": [str(at.people[Role.SLT])]}}
    drafts.save(at.services, at.id, reporter, draft, about)
    assert pass_by(at, 61) == {"finish_report": {Role.STAFF}}
    assert pass_by(at, 120) == {"finish_report": {Role.STAFF}}
    contacts = {Role.HEAD, Role.DEPUTY_HEAD}
    assert pass_by(at, 60) == {"finish_report": {Role.STAFF}, "report_begun": contacts}
    assert pass_by(at, 6000)["report_begun"] == contacts


def test_what_is_sent_or_deleted_or_hardly_begun_reminds_nobody(school: Make) -> None:
    at = school("wentworth")
    head = at.people[Role.HEAD]
    drafts.save(
        at.services,
        at.id,
        head,
        drafts.Draft(uuid4(), "report", {}),
        {"how": {"naming": ["named"]}},
    )
    gone = drafts.save(
        at.services,
        at.id,
        at.people[Role.STAFF],
        drafts.Draft(uuid4(), "report", {}),
        {"what": {"happened": ["A list."]}},
    )
    drafts.discard(at.services, at.id, at.people[Role.STAFF], gone.id)
    assert pass_by(at, 600) == {}


def test_after_three_months_it_is_forgotten_and_its_writer_was_warned(school: Make) -> None:
    """Nobody else can open it, so nobody else could erase it (UK GDPR Article 5(1)(e))."""
    at = school("wentworth")
    reporter, days = at.people[Role.STAFF], 24 * 60
    draft = drafts.Draft(uuid4(), "report", {})
    draft = drafts.save(at.services, at.id, reporter, draft, {"what": {"happened": ["A list."]}})
    assert "report_forgotten" not in pass_by(at, 75 * days)
    assert pass_by(at, days)["report_forgotten"] == {Role.STAFF}
    pass_by(at, 13 * days)
    assert find(at, reporter) == draft.answers
    drafts.save(at.services, at.id, reporter, draft, {"when": {"noticed": ["now"]}})
    pass_by(at, 2 * days)
    assert "when" in find(at, reporter), "they went on: the time begins anew"
    pass_by(at, 76 * days)
    pass_by(at, 14 * days)
    assert find(at, reporter) == {}


def find(at: School, reporter: UUID) -> drafts.Answers:
    with open_session(at.services.engine, at.scope) as session:
        return drafts.unfinished(session, at.services.keyring, at.id, reporter, "report").answers
