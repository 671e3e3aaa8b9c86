"""A child in care: the authority is written to first, and asked again where it does not answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from portal.rules.duties.people import ASK_AUTHORITY, ASK_DUTY_TEAM, hear_from_authority
from portal.rules.telling.addressees import Named
from portal.rules.telling.care import still_asked
from portal.rules.telling.changes import AffectedAfterAll, CareSaid, NotAffected
from portal.rules.telling.on_way import MORE_TO_TELL
from portal.rules.words import Channel
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, child
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.rules.families import TODAY, pupil

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


@pytest.mark.clause("DBRP-5.16-age")
@pytest.mark.parametrize("notices_have_arrived", [True, False])
def test_whom_the_authority_names_later_is_owed_a_notice_too(
    at: School, smtp: MailSink, notices_have_arrived: bool
) -> None:
    """Neither before nor after its own notice has arrived does the child drop off the list."""
    incident = telling.decided_and_written(at, SOME)
    telling.send(at, incident, SOME_ALL)
    if notices_have_arrived:
        telling.deliver(at)
    found = child(at, incident, "in_care")
    named = next(contact for contact in found.contacts if contact.email)
    said = CareSaid((named.id,), "The social worker", Channel.EMAIL)
    at.do("settle_addressee", Role.DSL, incident, person_id=found.id, change=said)
    telling.deliver(at)
    assert standing_of(at, incident, found.id) == ("unresolved", MORE_TO_TELL)
    assert "resolve_unreached" in at.duties(incident)

    before = len(smtp.sent_to(named.email))
    check(at, incident)
    telling.send(at, incident, 1, why_not_waited="It has named them now.")
    assert standing_of(at, incident, found.id) == ("to_be_told", "")
    telling.deliver(at)
    assert standing_of(at, incident, found.id) == ("told", "")
    assert len(smtp.sent_to(named.email)) == before + 1


def test_whom_the_authority_names_later_can_be_told_by_word_or_taken_back(at: School) -> None:
    incident = telling.decided_and_written(at, SOME)
    telling.send(at, incident, SOME_ALL)
    telling.deliver(at)
    found = child(at, incident, "in_care")
    named = CareSaid((found.contacts[0].id,), "The social worker")
    at.do("settle_addressee", Role.DSL, incident, person_id=found.id, change=named)
    taken_back = CareSaid((), "The social worker")
    at.do("settle_addressee", Role.DSL, incident, person_id=found.id, change=taken_back)
    assert standing_of(at, incident, found.id) == ("told", "")
    at.do("settle_addressee", Role.DSL, incident, person_id=found.id, change=named)
    for change in (NotAffected("Not in the file."), AffectedAfterAll("In the second file.")):
        at.do("settle_addressee", Role.DSL, incident, person_id=found.id, change=change)
    assert standing_of(at, incident, found.id) == ("unresolved", MORE_TO_TELL)
    at.do("resolve_unreached", Role.DPO, incident, person_id=found.id, how="by_phone", note="Rang.")
    assert standing_of(at, incident, found.id) == ("told", "by_phone")


def standing_of(at: School, incident: UUID, one: UUID) -> tuple[str, str]:
    stored = telling.listing(at, incident).stored[one]
    return stored.standing, stored.reason


def check(at: School, incident: UUID) -> None:
    version = at.facts(incident).people.list_version
    at.do("check_list", Role.DSL, incident, against="The school’s own file.", version=version)


@pytest.mark.parametrize(("age", "asked"), [(17, True), (18, False)])
def test_no_authority_is_asked_about_an_adult(age: int, asked: bool) -> None:
    one = pupil(age=age, in_care=True, authority=Named("Fox", "fox@council.example.org"))
    assert still_asked(one, TODAY) is asked
