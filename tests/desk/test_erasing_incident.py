"""A whole incident, gone when its time is over: its counts and the audit chain stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.crypto import index_hmac
from portal.desk.school.school_duties import RECOMPARE, recompare
from portal.errors import NotFound, Refused
from portal.models.effects import EffectRow
from portal.models.incidents import IncidentRow
from portal.models.telling import RecipientRow, SubjectRow
from portal.rules.clock import cautious_start
from portal.rules.facts import Follows, Hold, People, PeopleDecision
from portal.rules.words import Answer, Naming, Outsider, PeopleChoice, Stage
from portal.store import audit, incidents, keys
from portal.store.log import erased, register, trends
from portal.store.visibility import Viewer
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, decided_and_written, send
from tests.desk.test_erasing_people import settle_what_is_owed
from tests.desk.test_notices import SOME_ALL
from tests.desk.test_school_duties import effects, owed
from tests.desk.world import FRIDAY, School
from tests.mail_sink import MailSink

Make = Callable[[str], School]
CODE = "1234567890123456"
SIX_YEARS = datetime(2032, 10, 24, 9, tzinfo=UTC)
OVER_AT = datetime(2032, 10, 23, 23, tzinfo=UTC)


def test_erased_after_its_time_and_what_comes_in_later_begins_anew(
    school: Make, smtp: MailSink
) -> None:
    at = telling.with_mail(school("wormley"), smtp)
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    closed_at = at.clock.at
    telling.known(at, incident, stage=Stage.CLOSED, closed_at=closed_at)
    settle_what_is_owed(at, incident, closed_at)
    people = replace(at.facts(incident).people, authorities_asked=())
    telling.known(at, incident, people=people)
    at.do("add_information", Role.DPO, incident, text="A letter came back.")
    assert column(at, incident).kept_until == date(2032, 10, 23)
    with pytest.raises(Refused, match="23 October 2032"):
        at.do("erase_incident", Role.DPO, incident, safeguarding_said="Nothing keeps it.")
    before = counts(at)
    assert effects(at, kind=RECOMPARE, run_after=OVER_AT, incident_id=None)

    at.clock.at = SIX_YEARS
    with open_session(at.services.engine, at.scope) as session, session.begin():
        recompare(session, at.services, at.id, None)
    assert owed(at)["erase_incidents"].opens_at == OVER_AT
    at.do("erase_people", Role.DPO, incident, holds=(Hold.CLAIM,), reason="A solicitor wrote.",
          until=date(2032, 11, 30))  # fmt: skip
    assert owed(at)["erase_incidents"].subject == "2032-11-30", "what keeps the list keeps it all"
    at.clock.at += timedelta(days=40)
    at.do("erase_incident", Role.DPO, incident, safeguarding_said="Nothing keeps it.")
    with pytest.raises(keys.Erased):
        at.facts(incident)
    assert counts(at) == before
    assert column(at, incident).erased_at == at.clock.at
    with open_session(at.services.engine, at.scope) as session:
        assert audit.verify(session, at.id).ok
        (line,) = incidents.list_incidents(session, at.scope, at.services.keyring, head(at))
        assert line.title == incidents.ERASED
        assert erased.count_notices(session, at.scope, incident) == {"waiting": SOME_ALL}
        waiting = select(EffectRow.id).where(EffectRow.state == "waiting")
        assert session.scalars(waiting.where(EffectRow.incident_id == incident)).all() == []
        assert session.scalar(select(func.count()).select_from(SubjectRow)) == 0
        assert session.scalar(select(func.count()).select_from(RecipientRow)) == SOME_ALL
    opened = register.all_of(
        at.services.engine, at.scope, at.services.keyring, head(at), at.clock.at
    )
    assert list(opened) == []
    assert at.duties(incident) == {}
    assert "erase_incidents" not in owed(at)
    with pytest.raises(NotFound):
        at.do("reopen_incident", Role.DPO, incident, reason="A parent wrote.")


def test_a_receipt_leads_on_to_what_comes_after(school: Make) -> None:
    at = school("wentworth")
    first = at.do(
        "report_incident", None, happened="A list lay in the street.", naming=Naming.ANONYMOUS,
        danger=Answer.NO, receipt_code=CODE,
    )  # fmt: skip
    hidden = at.people[Role.HEAD]
    at.do(
        "mark_concerned", Role.CHAIR, first.incident_id, persons=(hidden,), reason="They lost it."
    )
    telling.known(at, first.incident_id, stage=Stage.CLOSED, closed_at=at.clock.at)
    settle_what_is_owed(at, first.incident_id, at.clock.at)
    nobody = PeopleDecision(PeopleChoice.NOT_REQUIRED, "No risk.", at.people[Role.DPO], FRIDAY)
    telling.known(at, first.incident_id, people=People(decisions=(nobody,)))
    at.clock.at = SIX_YEARS
    at.do("erase_incident", Role.DPO, first.incident_id, safeguarding_said="Nothing keeps it.")
    assert behind(at) == first.incident_id
    with open_session(at.services.engine, at.scope) as session:
        follows = erased.find_follows(session, at.scope, None, first.incident_id)
    assert follows == Follows(first.incident_id, first.reference, concerned=(hidden,))
    again = at.do(
        "report_from_outside", None, happened="It lies there again.", what=Outsider.SOMEBODY_ELSE,
        follows=follows, receipt_code=CODE,
    )  # fmt: skip
    assert behind(at) == again.incident_id
    facts = at.facts(again.incident_id)
    assert facts.follows == follows
    assert facts.concerned == {hidden}
    assert Role.HEAD not in at.alerted(again.incident_id, "new_report")
    assert cautious_start(facts) == SIX_YEARS


def head(at: School) -> Viewer:
    return Viewer(at.people[Role.HEAD], (at.id,))


def column(at: School, incident: UUID) -> IncidentRow:
    with open_session(at.services.engine, at.scope) as session:
        return session.scalars(select(IncidentRow).where(IncidentRow.id == incident)).one()


def counts(at: School) -> object:
    """What the figures of the school's log say, of all time."""
    with open_session(at.services.engine, at.scope) as session:
        since = datetime(2020, 1, 1, tzinfo=UTC)
        return trends.trends(session, at.scope, head(at), since, SIX_YEARS, since)


def behind(at: School) -> UUID | None:
    """The incident that the code opens."""
    with open_session(at.services.engine, at.scope) as session:
        key = keys.school_key(session, at.services.keyring, at.id)
        return incidents.find_by_receipt(session, at.scope, index_hmac(key, CODE))
