"""The details of the people affected, gone when their time is over; who was told stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.errors import NotAllowed, Refused
from portal.models.telling import FileRow, RecipientRow, RecipientSubjectRow, SubjectRow
from portal.rules.facts import DangerCheck, Hold, NotReportingReview, RegulatorDecision
from portal.rules.telling.changes import CareSaid
from portal.rules.words import Channel, RegulatorChoice, Stage
from portal.store import duties
from portal.store.files import list_print_runs
from portal.store.visibility import Viewer
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, decided_and_written, deliver, made, send
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink

Make = Callable[[str], School]
GONE_BY = datetime(2027, 11, 1, tzinfo=UTC)


@pytest.fixture
def at(school: Make, smtp: MailSink) -> School:
    return telling.with_mail(school("wormley"), smtp)


def test_erased_after_a_year_unless_something_keeps_it(at: School) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    deliver(at)
    posted = [
        one for one in telling.listing(at, incident).envelopes if one.channel is Channel.LETTER
    ]
    with open_session(at.services.engine, at.scope) as session:
        (run,) = list_print_runs(session, at.scope, incident)
    assert run.name.endswith(f"-letters-1-to-{len(posted)}.pdf")
    at.do("record_posted", Role.HEAD, incident, note="First class.")
    in_care, said = telling.child(at, incident, "in_care"), CareSaid((), "The duty team")
    at.do("settle_addressee", Role.DSL, incident, person_id=in_care.id, change=said)
    version = at.facts(incident).people.list_version
    at.do("check_list", Role.DSL, incident, against="The school’s own file.", version=version)
    closed_at = at.clock.at
    telling.known(at, incident, stage=Stage.CLOSED, closed_at=closed_at)
    before = made(at, incident)
    assert any(one.email or one.postal for one in before)

    with pytest.raises(NotAllowed):
        at.do("erase_people", Role.HEAD, incident)
    with pytest.raises(Refused, match="up to and including Saturday 23 October 2027"):
        at.do("erase_people", Role.DPO, incident)
    at.clock.at = GONE_BY
    with pytest.raises(Refused, match="still open"):
        at.do("erase_people", Role.DPO, incident)  # not everybody was reached
    settle_what_is_owed(at, incident, closed_at)

    with pytest.raises(Refused, match="why"):
        at.do("erase_people", Role.DPO, incident, holds=(Hold.CLAIM,))
    at.do("erase_people", Role.DPO, incident, holds=(Hold.CLAIM,), reason="A solicitor wrote.",
          until=date(2027, 12, 31))  # fmt: skip
    assert at.duties(incident)["erase_people"].due_at == datetime(2028, 1, 31, tzinfo=UTC)
    with pytest.raises(Refused, match="31 December 2027"):
        at.do("erase_people", Role.DPO, incident)
    assert "erase_people" not in on_desk(at)
    at.clock.at = datetime(2028, 1, 1, 9, tzinfo=UTC)
    assert "erase_people" in on_desk(at)
    with pytest.raises(Refused, match="safeguarding lead"):
        at.do("erase_people", Role.DPO, incident)
    at.do("erase_people", Role.DPO, incident, safeguarding_said="Nothing keeps them.")

    erased = at.facts(incident).people.erased[0]
    assert sum(number for _, number in erased.standings) == len(SOME)
    assert erased.contacts > len(SOME)
    assert "erase_people" in at.met(incident)
    after = made(at, incident)
    assert not any(one.email or one.postal for one in after)
    assert sorted(one.name for one in after) == sorted(one.name for one in before)
    with open_session(at.services.engine, at.scope) as session:
        [left] = list_print_runs(session, at.scope, incident)
        assert (left.is_kept, left.letters, left.pages) == (False, run.letters, run.pages)
        assert set(session.scalars(select(FileRow.body))) <= {b""}
        counted = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (SubjectRow, RecipientSubjectRow, RecipientRow)
        }
    assert counted == {SubjectRow: 0, RecipientSubjectRow: 0, RecipientRow: SOME_ALL}


def on_desk(at: School) -> set[str]:
    """The kinds of what the DPO finds on their list."""
    viewer = Viewer.of(at.people[Role.DPO], [(at.id, frozenset({Role.DPO}))])
    with open_session(at.services.engine, at.scope) as session:
        found = duties.due_next(session, at.scope, viewer, at.clock.at, limit=100)
        return {row.kind for row in found}


def settle_what_is_owed(at: School, incident: UUID, when: datetime) -> None:
    """What was owed to the regulator, to people and about danger was seen to before the closing."""
    dpo, people = at.people[Role.DPO], at.facts(incident).people
    telling.known(
        at,
        incident,
        people=replace(people, unresolved=0, resolved_at=when, settled_at=when),
        danger_check=DangerCheck(False, "The family was warned.", dpo, when),
        regulator=(RegulatorDecision(RegulatorChoice.DO_NOT_REPORT, "No risk.", dpo, when),),
        not_reporting_reviews=(NotReportingReview("Looked at again: no risk.", dpo, when),),
    )
