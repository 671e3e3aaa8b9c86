"""How many statements a page takes: few, and no more when there is more to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.models.duties import DutyRow
from portal.models.incidents import DecisionRow
from portal.store.documents import seal_text
from portal.store.keys import incident_key
from tenants.db import Scope, open_session, uuid7
from tests.databases import Database
from tests.portal_app import ClientFor, Demo
from tests.statements import noted
from tests.web.test_reporting import ANSWERS, START

CLOCK = "portal_test_clock"
"""Production's clock asks no database."""


@pytest.fixture
def counted(portal_app: Flask) -> Iterator[list[str]]:
    """The statements so far."""
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    with noted(engine) as seen:
        yield seen


def fill(client: FlaskClient) -> str:
    """Answer every question, whatever was answered before; the address of the check page."""
    for step, answers in ANSWERS.items():
        assert client.post(f"{START}{step}", data=answers).status_code == 303
    return f"{START}check"


@contextmanager
def at_most(number: int, statements: list[str]) -> Iterator[None]:
    """What happens here takes no more statements than this."""
    statements.clear()
    yield
    asked = [statement for statement in statements if CLOCK not in statement]
    taken = "\n".join(" ".join(statement.split())[:120] for statement in asked)
    assert len(asked) <= number, f"{len(asked)} statements, {number} at most:\n{taken}"


@pytest.mark.parametrize("step", ["what", "when", "danger", "whose"])
def test_a_question_is_four_statements_and_its_answer_one_more(
    client_for: ClientFor, counted: list[str], step: str
) -> None:
    client = client_for("wormley.teacher")
    fill(client)
    with at_most(4, counted):  # user, roles, school with its policy, draft with its key
        assert client.get(f"{START}{step}").status_code == 200
    with at_most(5, counted):
        assert client.post(f"{START}{step}", data=ANSWERS[step]).status_code == 303


def test_who_is_told_takes_the_people_as_well(client_for: ClientFor, counted: list[str]) -> None:
    client = client_for("wormley.teacher")
    fill(client)
    with at_most(5, counted):
        assert client.get(f"{START}who").status_code == 200
    with at_most(6, counted):
        assert client.post(f"{START}who", data=ANSWERS["who"]).status_code == 303


def report(client: FlaskClient) -> str:
    """Send a report; the address of the page that says so."""
    sent = client.post(fill(client))
    assert sent.status_code == 303
    return str(sent.location)


def test_sending_a_report(client_for: ClientFor, counted: list[str]) -> None:
    client = client_for("wormley.teacher")
    report(client)
    check = fill(client)
    with at_most(5, counted):
        assert client.get(check).status_code == 200
    with at_most(27, counted):
        assert client.post(check).status_code == 303


def test_an_incident(client_for: ClientFor, counted: list[str]) -> None:
    incident = report(client_for("wormley.teacher")).rsplit("/", 1)[1]
    head = client_for("wormley.head")
    with at_most(14, counted):
        assert head.get(f"/wormley/incidents/{incident}/").status_code == 200


def statements(counted: list[str], client: FlaskClient, page: str) -> int:
    """How many the page takes, once everything that is kept in memory is there."""
    client.get(page)
    counted.clear()
    assert client.get(page).status_code == 200
    return sum(CLOCK not in statement for statement in counted)


@pytest.fixture
def owner(demo_database: Database) -> Iterator[sa.Engine]:
    """For filling tables fast."""
    engine = sa.create_engine(demo_database.owner_url)
    yield engine
    engine.dispose()


def test_more_duties_take_no_more_statements(
    client_for: ClientFor, counted: list[str], owner: sa.Engine
) -> None:
    report(client_for("wormley.teacher"))
    head = client_for("wormley.head")
    before = statements(counted, head, "/")
    names = [column.name for column in sa.inspect(DutyRow).columns]
    fresh = {"id": "gen_random_uuid()", "occurrence": "d.occurrence + n"}
    copied = ", ".join(fresh.get(name, f"d.{name}") for name in names)
    with owner.begin() as connection:
        connection.execute(
            sa.text(
                f"insert into portal_duty ({', '.join(names)}) "  # noqa: S608 - our own columns
                f"select {copied} from (select * from portal_duty limit 1) d, "
                "generate_series(1, 25) n"
            )
        )
    assert statements(counted, head, "/") == before <= 10


def test_two_thousand_entries_take_no_more_than_fifty(
    portal_app: Flask, client_for: ClientFor, demo: Demo, counted: list[str]
) -> None:
    incident = UUID(report(client_for("wormley.teacher")).rsplit("/", 1)[1])
    head, page = client_for("wormley.head"), f"/wormley/incidents/{incident}/"
    before = statements(counted, head, page)
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    school_id = demo.schools["wormley"]
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        key = incident_key(session, services.keyring, school_id, incident)
        first = session.scalars(sa.select(DecisionRow).filter_by(incident_id=incident)).one()
        kept = {name: getattr(first, name) for name in sa.inspect(DecisionRow).columns.keys()}  # noqa: SIM118 - no mapping
        for _ in range(2000):
            entry = uuid7()
            summary = seal_text(
                key, "Something more.", table="portal_decision", column="summary", row=entry
            )
            session.add(DecisionRow(**kept | {"id": entry, "summary": summary, "once": None}))
    assert statements(counted, head, page) <= before + 1
    assert head.get(page).text.count("Something more.") <= 50


def test_more_incidents_take_no_more_statements(client_for: ClientFor, counted: list[str]) -> None:
    teacher = client_for("wormley.teacher")
    report(teacher)
    head = client_for("wormley.head")
    before = statements(counted, head, "/wormley/incidents/")
    for _ in range(3):
        report(teacher)
    assert statements(counted, head, "/wormley/incidents/") == before <= 6


def test_more_schools_take_no_more_statements(
    client_for: ClientFor, counted: list[str], owner: sa.Engine
) -> None:
    report(client_for("wormley.teacher"))
    officer = client_for("service.dpo")
    before = statements(counted, officer, "/")
    with owner.begin() as connection:
        connection.execute(sa.text(SCHOOLS))
        connection.execute(sa.text(LOOKED_AFTER))
    assert statements(counted, officer, "/") == before <= 9


SCHOOLS = """
insert into tenants_organisation (id, kind, name, slug, nation)
select gen_random_uuid(), 'school', 'School ' || n, 'more-' || n, o.nation
  from tenants_organisation o, generate_series(1, 500) n
 where o.slug = 'wormley'
"""
LOOKED_AFTER = """
insert into tenants_oversight (school_id, id, overseer_id, kind, from_on, until_on)
select s.id, gen_random_uuid(), w.overseer_id, w.kind, w.from_on, w.until_on
  from tenants_organisation s, tenants_oversight w
  join tenants_organisation o on o.id = w.school_id and o.slug = 'wormley'
 where s.slug like 'more-%' and w.kind = 'dpo_service'
"""


def test_the_health_of_more_schools_takes_no_more_statements(
    client_for: ClientFor, counted: list[str], owner: sa.Engine
) -> None:
    service = client_for("service.dpo")
    before = statements(counted, service, "/health-of-schools/")
    with owner.begin() as connection:
        connection.execute(sa.text(SCHOOLS.replace("more-", "also-")))
        connection.execute(sa.text(LOOKED_AFTER.replace("more-", "also-")))
    assert statements(counted, service, "/health-of-schools/") <= before <= 17
    shown = service.get("/health-of-schools/?page=2").text
    assert shown.count("/manage/") == 25


@pytest.mark.parametrize(
    ("page", "most"), [("", 17), ("calendar/", 19), ("contacts/", 21), ("registers/", 8)]
)
def test_a_page_of_administration(
    client_for: ClientFor, counted: list[str], page: str, most: int
) -> None:
    office = client_for("wormley.office")
    assert statements(counted, office, f"/wormley/manage/{page}") <= most
