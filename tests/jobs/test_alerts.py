"""Alerts and reminders from the desk to a real mail server."""

import ast
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import select, update

import portal
from portal.desk.school.administration import alter
from portal.host import Services
from portal.jobs.deliver import deliver_due
from portal.jobs.schedule import tick
from portal.models.effects import EffectRow
from portal.models.incidents import ConcernRow
from portal.models.reminders import ReminderRow
from portal.rules.school.facts import Checked
from portal.rules.words import Answer
from tenants.absences import record_absence
from tenants.db import open_session
from tenants.models import Person
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.test_school_duties import check
from tests.desk.world import School
from tests.mail_sink import MailSink

FOLDER = Path(portal.__file__).parent
MAIL_TEXTS = FOLDER / "templates" / "portal" / "mail"
TELLING = ("actions/*.py", "desk/**/*.py", "rules/**/*.py")
"""Where what is sent is decided."""


def effects(school: School) -> list[EffectRow]:
    with open_session(school.services.engine, school.scope) as session:
        return list(session.scalars(select(EffectRow)))


def texts(smtp: MailSink) -> list[str]:
    return [mail.message.get_content().replace("\r\n", "\n") for mail in smtp.caught]


def tick_here(services: Services) -> None:
    assert tick(services, workers=False)


@pytest.mark.clause("DBRP-5.1")
def test_a_report_alerts_its_first_contacts_without_saying_what_happened(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    incident = at.report(happened="Amira Khan's record went to canary-x7q.", danger=Answer.NO)
    deliver_due(at.services, [at.id])
    assert smtp.caught
    assert {row.state for row in effects(at)} == {"sent"}
    for mail, text in zip(smtp.caught, texts(smtp), strict=True):
        assert len(mail.recipients) == 1
        assert mail.message["Subject"] == "New report: INC-2026-0001"
        assert mail.message["Auto-Submitted"] == "auto-generated"
        first, *_ = text.splitlines()
        assert first == "Please look at the report INC-2026-0001 now."
        assert text.count("https://") == 1
        assert f"/incidents/{incident}\n" in text
        assert "Dee Officer" in text
        assert "Friday 23 October 2026, 4:10pm (UK time)" in text
        assert "Amira" not in text + mail.message["Subject"]
        assert "canary" not in text


def test_where_the_schools_mail_is_hit_the_second_channel_is_used_as_well(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    with open_session(at.services.engine, at.scope) as session, session.begin():
        known = update(Person).where(Person.id == at.people[Role.HEAD])
        session.execute(known.values(second_email="head@elsewhere.example"))
    at.report(danger=Answer.NO, systems_affected=True, told=(Role.HEAD,))
    deliver_due(at.services, [at.id])
    sent = [address for mail in smtp.caught for address in mail.recipients]
    assert sent.count("head@elsewhere.example") == 1
    assert len(sent) == len(set(sent))
    assert {row.state for row in effects(at)} == {"sent"}, "who has no second one gets none"
    smtp.caught.clear()
    at.report(danger=Answer.NO, told=(Role.HEAD,))
    deliver_due(at.services, [at.id])
    assert all("head@elsewhere.example" not in mail.recipients for mail in smtp.caught)


def test_a_second_copy_says_so_and_has_the_same_message_id(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    at.report(danger=Answer.YES)
    deliver_due(at.services, [at.id])
    first = {mail.message["Message-ID"] for mail in smtp.caught}
    assert len(first) == len(smtp.caught)
    smtp.caught.clear()
    with open_session(at.services.engine, at.scope) as session, session.begin():
        session.execute(update(EffectRow).values(state="waiting", data={"again": True}))
    deliver_due(at.services, [at.id])
    assert {mail.message["Message-ID"] for mail in smtp.caught} == first
    assert all("You may have had this message before" in text for text in texts(smtp))


def test_nobody_whom_the_incident_concerns_by_then_is_alerted(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    incident = at.report(danger=Answer.NO)
    people = {row.person_id for row in effects(at)}
    with open_session(at.services.engine, at.scope) as session, session.begin():
        session.add_all(
            ConcernRow(school_id=at.id, incident_id=incident, person_id=person) for person in people
        )
    deliver_due(at.services, [at.id])
    assert smtp.caught == []
    assert {row.state for row in effects(at)} == {"stopped"}


def test_a_reminder_names_the_duty_its_time_and_its_clause(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    incident = at.report()
    deliver_due(at.services, [at.id])
    smtp.caught.clear()
    duty = at.duties(incident)["look_at_report"]
    at.clock.at = duty.due_at + timedelta(minutes=1)
    tick_here(at.services)
    about = [text for text in texts(smtp) if f"{duty.what}.\n" in text]
    assert about
    assert all("It was due by Friday 23 October 2026" in text for text in about)
    assert all(duty.cite in text for text in about)


def test_each_step_is_sent_once_however_often_timers_run(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    at.report()
    at.clock.at += timedelta(hours=30)
    tick_here(at.services)
    sent = len(smtp.caught)
    for _ in range(3):
        tick_here(at.services)
    assert len(smtp.caught) == sent > 0


@pytest.mark.clause("SIP-7")
def test_a_missed_timer_is_caught_up_with_one_mail_to_each_person(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    at.report()
    at.clock.at += timedelta(days=4)
    tick_here(at.services)
    reminders = [row for row in effects(at) if row.template == "reminder"]
    assert len({row.person_id for row in reminders}) == len(reminders)
    with open_session(at.services.engine, at.scope) as session:
        steps = list(session.scalars(select(ReminderRow)))
    assert len(steps) > len(reminders)
    told = [(step.duty_id, step.person_id) for step in steps if step.effect_id is not None]
    assert len(told) == len(set(told)), "of each duty the latest step alone"
    assert {step.effect_id for step in steps} - {None} == {row.id for row in reminders}
    assert any("could not be sent in time" in text for text in texts(smtp))


def test_nothing_is_sent_for_a_duty_met_meanwhile(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    looked_at = at.report(danger=Answer.NO, still_going_on=Answer.NO)
    goes_on = at.report(danger=Answer.NOT_SURE)
    look = at.duties(goes_on)["look_at_report"]
    smtp.refuse(permanently=False)
    at.clock.at = look.due_at + timedelta(minutes=1)
    tick_here(at.services)
    smtp.accept()
    for incident in (looked_at, goes_on):
        at.do("escalate_to_dpo", Role.HEAD, incident, reasons="Many pupils.")
        assert "look_at_report" in at.met(incident)
    at.clock.at += timedelta(hours=1)
    smtp.caught.clear()
    deliver_due(at.services, [at.id])
    overdue = [mail for mail in smtp.caught if "verdue" in mail.message["Subject"]]
    assert overdue, "what else was to be said is said"
    assert not [text for text in texts(smtp) if f"{look.what}.\n" in text]
    states = {
        row.state for row in effects(at) if row.template == "reminder" and row.error == "NotNeeded"
    }
    assert states == {"stopped"}


def test_every_alert_that_the_code_names_has_a_text() -> None:
    named = set()
    for source in chain.from_iterable(map(FOLDER.glob, TELLING)):
        for node in ast.walk(ast.parse(source.read_text())):
            match node:
                case ast.keyword(arg="template", value=ast.Constant(value=str(name))):
                    named.add(name)
    assert {"new_report", "reminder"} <= named
    assert {name for name in named if not (MAIL_TEXTS / f"{name}.txt").exists()} == set()


@pytest.mark.clause("SIP-dpo")
def test_while_the_officer_is_away_every_alert_names_who_stands_in(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    """Whoever reads it rings somebody who is there; nobody whom the incident concerns."""
    at = desk()
    away = partial(
        record_absence,
        school_id=at.id,
        person_id=at.people[Role.DPO],
        from_at=at.clock.at,
        until_at=at.clock.at + timedelta(days=2),
    )
    alter(at.services, at.id, Permission.RECORD_ABSENCE, away, by=at.people[Role.DPO])
    at.report(danger=Answer.NO)
    deliver_due(at.services, [at.id])
    assert smtp.caught
    assert all("Dee Officer. Away at the moment; deputy person" in text for text in texts(smtp))
    smtp.caught.clear()
    at.clock.at += timedelta(days=3)
    at.report(danger=Answer.NO)
    deliver_due(at.services, [at.id])
    assert smtp.caught
    assert not any("Away at the moment" in text for text in texts(smtp))


@pytest.mark.clause("DBRP-5.7")
def test_who_steps_in_is_told_by_the_worker_and_a_school_duty_links_to_its_page(
    desk: Callable[[], School], smtp: MailSink
) -> None:
    at = desk()
    incident = at.report(told=(Role.HEAD,), danger=Answer.NO)
    begins = at.clock.at + timedelta(minutes=30)
    away = partial(
        record_absence,
        school_id=at.id,
        person_id=at.people[Role.HEAD],
        from_at=begins,
        until_at=begins + timedelta(days=2),
    )
    alter(at.services, at.id, Permission.RECORD_ABSENCE, away, by=at.people[Role.HEAD])
    deliver_due(at.services, [at.id])
    before = len(smtp.caught)
    at.clock.at = begins
    deliver_due(at.services, [at.id])
    told = [text for text in texts(smtp)[before:] if "have moved to you" in text]
    assert len([text for text in told if f"/incidents/{incident}" in text]) == 1
    at.clock.at = begins + timedelta(days=40)
    tick_here(at.services)
    deliver_due(at.services, [at.id])
    several = next(text for text in texts(smtp) if "1. Check that the emergency" in text)
    assert "https://portal.example.org/\n" in several, "home lists what is due"
    assert "default" not in several
    assert "2 things overdue: Wormley School" in {mail.message["Subject"] for mail in smtp.caught}
    smtp.caught.clear()
    check(at, Checked.OFFLINE_SHEET)
    at.clock.at += timedelta(days=3, hours=1)
    tick_here(at.services)
    one = next(text for text in texts(smtp) if text.startswith("Check that the emergency"))
    assert "/duties/" in one
    assert "\n\n\n" not in one
    others = [
        text for text in texts(smtp) if text.startswith("Please see that this is done: check")
    ]
    assert others
    assert all("Somebody else owes it." in text for text in others)
