"""A child in care: the authority is written to first, and asked again where it does not answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.rules.changes import CareSaid
from portal.rules.duties.people import ASK_AUTHORITY, ASK_DUTY_TEAM, hear_from_authority
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, child
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink

Make = Callable[[str], School]


@pytest.fixture
def at(school: Make, smtp: MailSink) -> School:
    return telling.with_mail(school("wormley"), smtp)


@pytest.mark.clause("DBRP-5.16")
def test_an_authority_that_does_not_answer_is_asked_through_its_duty_team(at: School) -> None:
    incident = telling.decided_and_written(at, SOME)
    assert "hear_from_authority" not in at.duties(incident)
    telling.send(at, incident, SOME_ALL)
    duty = at.duties(incident)["hear_from_authority"]
    assert duty.owners == [at.people[Role.DSL]]
    assert duty.due_at == at.clock.at + timedelta(hours=24)

    facts, asked_at = at.facts(incident), at.clock.at
    for hours, what in ((23, ASK_AUTHORITY), (24, ASK_DUTY_TEAM)):
        now = asked_at + timedelta(hours=hours)
        (owed,) = hear_from_authority(facts, Policy(), Calendar("england"), now)
        assert (owed.role, owed.what) == (Role.DSL, what)

    found = child(at, incident, "in_care")
    said = CareSaid((), "The duty team")
    at.do("settle_addressee", Role.DSL, incident, person_id=found.id, change=said)
    assert "hear_from_authority" in at.met(incident)
    assert "hear_from_authority" not in at.duties(incident)
