"""The demonstration's stories on a fresh database: where each stands, and who owes what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.desk.school.school_duties import RECOMPARE
from portal.host import Services
from portal.jobs.schedule import tick
from portal.models.duties import DutyRow
from portal.models.effects import EffectRow
from portal.models.incidents import IncidentRow
from portal.notices.mailer import SmtpMailer
from portal.rules.facts import Facts
from portal.rules.tracks import PeopleTrack, RegulatorTrack, people_track, regulator_track
from portal.rules.words import Stage
from portal.store import audit, incidents, submissions
from standalone.demo import cast
from standalone.demo.people import CHILDREN
from standalone.demo.stories import load_stories
from standalone.mailbox import Caught
from tenants.db import Scope, open_session
from tenants.roles import Role
from tests.mail_sink import MailSink
from tests.portal_app import FRIDAY, Demo, MovingClock

BOTH = Scope.of(*(school.id for school in cast.SCHOOLS))
BY_EMAIL = 6
Told = dict[str, Facts]
Owed = dict[str, dict[str, set[str]]]


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `make run` catches mail."""
    return tmp_path_factory.mktemp("mailbox")


@pytest.fixture(scope="module")
def services(portal_app: Flask, mailbox: Path) -> Iterator[Services]:
    """The portal on the Friday of the stories, once they have been told."""
    portal_app.config["MAILBOX_FOLDER"] = str(mailbox)
    with portal_app.app_context():
        found = portal_app.extensions["portal"].services()
        MovingClock(found.engine).move_to(FRIDAY)
        load_stories(found)
        yield found


@pytest.fixture(scope="module")
def told(services: Services) -> Told:
    """What is on record, by the first word of the title."""
    with open_session(services.engine, BOTH) as session:
        ids = session.scalars(sa.select(IncidentRow.id)).all()
        every = [
            incidents.get_incident(session, BOTH, services.keyring, None, each).facts
            for each in ids
        ]
    return {facts.intake.title.split()[0]: facts for facts in every}


@pytest.fixture(scope="module")
def owed(services: Services, told: Told, demo: Demo) -> Owed:
    """The open duties: story → role, or person where it is owed by one → kinds."""
    names, found = {person: name for name, person in demo.people.items()}, {}
    with open_session(services.engine, BOTH) as session:
        for word, facts in told.items():
            by_role: dict[str, set[str]] = defaultdict(set)
            rows = session.scalars(sa.select(DutyRow).filter_by(incident_id=facts.incident_id))
            for row in rows:
                if row.met_at is None and row.lapsed_at is None:
                    by_role[names[row.person_id] if row.person_id else row.role].add(row.kind)
            found[word] = dict(by_role)
    return found


def test_each_story_stands_at_another_point(told: Told) -> None:
    assert {
        word: (facts.stage, regulator_track(facts), people_track(facts))
        for word, facts in told.items()
    } == {
        "Spreadsheet": (
            Stage.INVESTIGATING, RegulatorTrack.TO_BE_REPORTED, PeopleTrack.TO_BE_TOLD,
        ),
        "Support": (Stage.CLOSED, RegulatorTrack.COMPLETE, PeopleTrack.TOLD),
        "Swimming": (Stage.REPORTED, RegulatorTrack.UNDECIDED, PeopleTrack.UNDECIDED),
        "Letters": (Stage.CLOSED, RegulatorTrack.UNDECIDED, PeopleTrack.UNDECIDED),
        "Somebody": (Stage.INVESTIGATING, RegulatorTrack.UNDECIDED, PeopleTrack.UNDECIDED),
    }  # fmt: skip


def test_head_dpo_and_dsl_each_have_something_to_do(owed: Owed) -> None:
    assert owed["Spreadsheet"] == {
        Role.HEAD: {"give_opinion"},
        Role.DSL: {"check_list"},
        Role.DPO: {"submit_to_regulator", "complete_log", "send_notices"},
        "wormley.it": {"answer_question"},
    }
    assert owed["Support"] == {"wormley.deputy": {"improvement"}, Role.DPO: {"erase_people"}}
    assert owed["Swimming"][Role.DPO] >= {"look_at_declined"}
    assert owed["Letters"] == {}
    assert owed["Somebody"][Role.HEAD] >= {"decide_regulator", "decide_people"}


def test_214_are_imported_and_some_questions_are_open(told: Told) -> None:
    people = told["Spreadsheet"].people
    assert people.imported == CHILDREN
    assert 0 < people.unresolved < 10


def test_the_finished_one_was_really_sent_and_its_reports_are_documents(
    services: Services, told: Told
) -> None:
    facts = told["Support"]
    with open_session(services.engine, BOTH) as session:
        key = submissions.get_submission(
            session, BOTH, services.keyring, facts.submissions[0].id
        ).key
        made = [submissions.find_pdf(session, BOTH, key, each.id) for each in facts.submissions]
    assert [pdf[:5] for pdf in made if pdf] == [b"%PDF-"] * 2
    assert (facts.people.waiting, facts.people.unresolved) == (0, 0)
    assert [each.done_at is None for each in facts.improvements] == [False, True]


def test_mail_was_caught_when_it_was_sent(services: Services, mailbox: Path) -> None:
    caught = [Caught.read(file) for file in sorted(mailbox.glob("*.eml"))]
    assert 40 < len(caught) < 80
    sent = [mail.sent_at for mail in caught if mail.sent_at]
    assert sent == sorted(sent)
    assert sent[-1] <= FRIDAY
    assert sum("important message" in str(mail.message["Subject"]) for mail in caught) == BY_EMAIL


def test_nothing_old_is_mailed_at_the_start_but_what_is_owed_now(
    services: Services, smtp: MailSink
) -> None:
    with open_session(services.engine, BOTH) as session:
        told = sa.select(EffectRow).where(EffectRow.kind != RECOMPARE)
        effects = session.scalars(told).all()
    by_mail = {each.state for each in effects if not each.data.get("second_channel")}
    assert by_mail == {"sent"}
    assert {each.state for each in effects} <= {"sent", "stopped"}
    settings = replace(services.settings, mail_host=smtp.host, mail_port=smtp.port)
    tick(replace(services, settings=settings, mailer=SmtpMailer(settings)), workers=False)
    assert 0 < len(smtp.caught) < 20
    assert all("INC-2026-000" in mail.message["Subject"] for mail in smtp.caught)


def test_the_audit_holds_and_the_stories_are_told_once(services: Services, demo: Demo) -> None:
    before = audit.verify_all(services.engine)
    assert all(found.ok for found in before.values())
    load_stories(services)
    assert audit.verify_all(services.engine) == before
