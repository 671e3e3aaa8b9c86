"""An invitation is opened under another sign-in, and processes die: all is handed over, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, event, select, text

from portal.desk.school import accepting
from portal.jobs.deliver import deliver_due, take_back_lost
from portal.models.incidents import DecisionRow
from tenants.db import open_session
from tenants.roles import Role
from tests.databases import Database, engine_of
from tests.desk.test_inviting import invite, user_of
from tests.desk.world import FRIDAY, School, make_school, make_services
from tests.faults.dying import LEASES_DIE, die, dies

pytestmark = pytest.mark.faults

QUESTIONS = 3


class LastQueue:
    """The first thing after the commit, and the last of this process."""

    def wake(self, school_ids: list[str]) -> None:
        die(school_ids)


def accept(url: str, school_id: UUID, token: str, user_ref: str) -> None:
    """Open the invitation, and die as soon as it is committed."""
    services = replace(make_services(create_engine(url)), queue=LastQueue())
    accepting.accept(services, school_id, token, user_ref)


def deliver(url: str, school_id: UUID) -> None:
    """Be a worker that dies once the second decision of what is handed over is written."""
    services, written = make_services(create_engine(url)), list[str]()

    def note(_on: object, _cursor: object, sql: str, *_: object) -> None:
        if "INSERT INTO portal_decision" in sql:
            written.append(sql)
            if len(written) == QUESTIONS - 1:
                die()

    event.listen(services.engine, "after_cursor_execute", note)
    deliver_due(services, [school_id])


@pytest.mark.clause("DBRP-5.7")
def test_what_was_given_is_handed_over_once_whoever_dies(fresh_database: Database) -> None:
    engine = engine_of(fresh_database.app_url)
    at = make_school(engine, "wormley")
    invited, token = invite(at, "A Again")
    incidents = [at.report() for _ in range(QUESTIONS)]
    due = FRIDAY + timedelta(days=3)
    for one in incidents:
        at.do("ask_question", Role.HEAD, one, text="Who?", to=invited, due_at=due)
    known = at.people[Role.STAFF]

    dies(accept, fresh_database.app_url, at.id, token, user_of(at, known))
    dies(deliver, fresh_database.app_url, at.id)
    assert [asked(at, one) for one in incidents].count(known) == 1
    with open_session(engine, at.scope) as session, session.begin():
        session.execute(text(LEASES_DIE))
    take_back_lost(at.services, FRIDAY)
    deliver_due(at.services, [at.id])

    assert [asked(at, one) for one in incidents] == [known] * QUESTIONS
    with open_session(engine, at.scope) as session:
        moved = select(DecisionRow.incident_id).where(DecisionRow.action == "hand_over")
        assert sorted(session.scalars(moved)) == sorted(incidents)
    engine.dispose()


def asked(at: School, incident: UUID) -> UUID | None:
    """Who is to answer the one question."""
    (question,) = at.facts(incident).questions
    return question.to
