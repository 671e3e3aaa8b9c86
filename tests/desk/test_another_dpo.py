"""Another data protection officer is named while incidents run (DBRP-1.9, 5.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.school.administration import alter
from portal.models.effects import EffectRow
from portal.notices.alerts import compose_alert
from portal.notices.answering import officer
from portal.rules.telling.envelope import Sender
from portal.store.school.facts import get_school_facts
from tenants import schools
from tenants.absences import record_absence
from tenants.db import Scope, open_session
from tenants.models import Oversight
from tenants.oversight import end_oversight
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, decided_and_written, deliver, send
from tests.desk.test_leaving import settle
from tests.desk.test_notices import SOME_ALL, SOME_EMAILS
from tests.desk.world import School, adopt_variant
from tests.mail_sink import MailSink

Make = Callable[[str], School]
BEFORE = Sender(
    school="Wormley School",
    address=("Church Lane",),
    phone="01632 960000",
    from_email="incidents@example.org",
    dpo_name="Dee Officer",
    dpo_email="dpo@example.org",
    dpo_phone="01632 960002",
    signed_name="head person",
    signed_title="Headteacher",
)


def name(at: School, person: UUID, *, service: UUID | None = None) -> None:
    """The Head names another DPO from today on."""
    now = at.clock.now()
    apply = partial(
        schools.appoint_dpo,
        school_id=at.id,
        name="Nora Next",
        email="next@example.org",
        phone="01632 960003",
        from_on=now.date(),
        person_id=person,
        service_id=service,
        today=now.date(),
        named_at=now,
    )
    also = Scope.of(service) if service else None
    by = at.people[Role.HEAD]
    alter(at.services, at.id, Permission.APPOINT_DPO, apply, by=by, scope=also)
    settle(at)


def told(at: School, template: str) -> set[UUID | None]:
    """Who is to be alerted of this, of no incident."""
    with open_session(at.services.engine, at.scope) as session:
        found = select(EffectRow.person_id).where(EffectRow.template == template)
        return {*session.scalars(found)}


@pytest.mark.clause("DBRP-5.7")
def test_the_silence_of_one_dpo_is_not_counted_against_the_next(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.DPO,))
    old, new = at.people[Role.DPO], at.people[Role.HR_CONTACT]
    at.clock.at += timedelta(hours=5)
    name(at, new)
    assert {*at.duties(incident)["submit_to_regulator"].owners} == {new}
    assert Role.HR_CONTACT in at.alerted(incident, "moved")
    assert (told(at, "dpo_now"), told(at, "dpo_no_more")) == ({new}, {old})
    at.clock.at += timedelta(hours=4)
    name(at, new)  # with another number: they have still been silent
    assert new not in at.duties(incident)["submit_to_regulator"].owners


def test_the_printed_sheet_is_out_of_date_from_the_day_on_which_another_is_named(
    school: Make,
) -> None:
    at, changed = school("wormley"), []
    for _ in range(2):
        with open_session(at.services.engine, at.scope) as session:
            facts = get_school_facts(session, at.scope, at.id, at.clock.now())
        changed.append(facts.in_charge_since)
        name(at, at.people[Role.HR_CONTACT])
    assert changed == [date(2026, 9, 1), at.clock.now().date()]


def test_a_mail_that_still_waits_does_not_reach_who_has_left_with_their_service(
    school: Make,
) -> None:
    at = school("wormley")
    incident, old = at.report(told=(Role.DPO,)), at.people[Role.DPO]
    name(at, at.people[Role.HR_CONTACT])
    with open_session(at.services.engine, at.scope) as session:
        service = session.scalars(select(Oversight.overseer_id)).one()
    ends = partial(end_oversight, school_id=at.id, overseer_id=service)
    yesterday = at.clock.now().date() - timedelta(days=1)
    apply = partial(ends, until_on=yesterday)
    alter(at.services, at.id, Permission.GRANT_OVERSIGHT, apply, by=None)
    with open_session(at.services.engine, at.scope) as session:
        waiting = session.scalars(select(EffectRow).where(EffectRow.person_id == old)).all()
        mails = {row.template: compose_alert(session, at.services, row) for row in waiting}  # type: ignore[arg-type]  # read alike
        of_incident = {row.template for row in waiting if row.incident_id == incident}
    assert of_incident
    assert not any(mails[one] for one in of_incident)
    assert mails["dpo_no_more"], "of this they are told all the same"


@pytest.mark.clause("DBRP-5.16.1-4")
def test_a_notice_names_the_dpo_of_the_day_on_which_it_leaves(school: Make, smtp: MailSink) -> None:
    """A parent's reply goes to nobody who has nothing to do with the school any more."""
    at = telling.with_mail(school("wormley"), smtp)
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL, sender=BEFORE)
    name(at, at.people[Role.HR_CONTACT])
    deliver(at)
    notices = [one for one in smtp.caught if "<notice." in one.message["Message-ID"]]
    assert len(notices) == SOME_EMAILS
    assert {one.message["Reply-To"] for one in notices} == {"Nora Next <next@example.org>"}
    kept = {one.sender.dpo_name for one in telling.made(at, incident) if one.sender}
    assert kept == {"Nora Next"}


def test_a_mail_names_who_stands_in_under_the_policy_of_its_incident(school: Make) -> None:
    at = school("wormley")
    incident, now = at.report(told=(Role.DPO,)), at.clock.now()
    adopt_variant(at.services.engine, at.id, "wormley", now.date(), dpo_stand_ins=["head"])
    gone = partial(record_absence, school_id=at.id, person_id=at.people[Role.DPO], from_at=now)
    apply = partial(gone, until_at=None, review_on=now.date())
    alter(at.services, at.id, Permission.RECORD_ABSENCE, apply, by=at.people[Role.HEAD])

    def to_ring(about: UUID | None) -> str:
        effect = SimpleNamespace(school_id=at.id, incident_id=about)
        with open_session(at.services.engine, at.scope) as session:
            return officer(session, at.services, effect, now).to_ring  # type: ignore[arg-type]  # all that it reads

    assert to_ring(None).startswith("head person")
    assert to_ring(incident).startswith("deputy person")
