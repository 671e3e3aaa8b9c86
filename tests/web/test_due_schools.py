"""'Due to the ICO' and the diary feed of a service with 500 schools: bounded, and in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.models.duties import DutyRow
from portal.models.incidents import IncidentRow
from portal.store import keys
from portal.store.documents import seal_facts, seal_text
from portal.web.ico.diary import MOST
from portal.web.ico.due import PAGE
from tenants import directory
from tenants.db import Scope, open_session, uuid7
from tests.databases import Database
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.test_budgets import LOOKED_AFTER, SCHOOLS, at_most, counted
from tests.web.test_due import DUE, MINE, events, make

__all__ = ["counted"]

MANY = 500
ADOPTED = """
insert into tenants_adoption select * from (
  select (jsonb_populate_record(a, jsonb_build_object('school_id', s.id))).*
    from tenants_adoption a
    join tenants_organisation o on o.id = a.school_id and o.slug = 'wormley'
    cross join tenants_organisation s
   where s.slug like 'more-%'
) made
"""


@pytest.fixture(scope="module")
def schools(portal_app: Flask, demo_database: Database) -> None:
    """So many schools more, with a policy."""
    owner = sa.create_engine(demo_database.owner_url)
    with owner.begin() as connection:
        for statement in (SCHOOLS, LOOKED_AFTER, ADOPTED):
            connection.execute(sa.text(statement))
    owner.dispose()


@pytest.fixture
def service(
    schools: None, portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> FlaskClient:
    """Somebody who looks after 500 schools, each with a report that is due."""
    made = Pages(portal_app, client_for, demo, "wormley")
    fill(made)
    return made.client("service.dpo")


def fill(at: Pages) -> None:
    """At each school the same incident, due some minutes after the one before, cautiously."""
    services, facts = at.services, at.facts
    related = directory.relations(services.engine, at.demo.people["service.dpo"], FRIDAY)
    others = sorted(one.school_id for one in related if one.slug.startswith("more-"))
    assert len(others) == MANY
    with open_session(services.engine, Scope.of(at.demo.schools["wormley"])) as session:
        (incident,) = session.scalars(sa.select(IncidentRow).filter_by(id=at.id))
        (duty,) = session.scalars(
            sa.select(DutyRow).filter_by(incident_id=at.id, kind="submit_to_regulator")
        )
        kept = {c.key: getattr(incident, c.key) for c in sa.inspect(IncidentRow).column_attrs}
        owed = {c.key: getattr(duty, c.key) for c in sa.inspect(DutyRow).column_attrs}
    with open_session(services.engine, Scope.of(*others)) as session, session.begin():
        for number, school_id in enumerate(reversed(others)):
            ident = uuid7()
            key = keys.new_incident_key(session, services.keyring, school_id, ident)
            own = replace(facts, school_id=school_id, incident_id=ident)
            sealed = {
                "facts": seal_facts(key, own),
                "title": seal_text(
                    key, "A list", table="portal_incident", column="title", row=ident
                ),
            }
            session.add(IncidentRow(**kept | {"school_id": school_id, "id": ident} | sealed))
            session.flush()
            due = {"due_at": due_at(number), "incident_id": ident, "id": uuid7()}
            session.add(DutyRow(**owed | {"school_id": school_id} | due))


def due_at(number: int) -> datetime:
    """The first twenty are late at noon on Saturday."""
    return FRIDAY + timedelta(minutes=number * 7)


def listed(client: FlaskClient, page: str) -> tuple[list[str], str]:
    """The times on a page, and where the next one is."""
    shown = BeautifulSoup(client.get(page).data, "html.parser")
    more = shown.find("a", string="Due later")
    times = [str(each["datetime"]) for each in shown.select("tbody time")]
    return times, str(more["href"]) if more else ""


@pytest.mark.clause("DBRP-1.4")
def test_five_hundred_schools_are_a_page_at_a_time_by_time_left(
    service: FlaskClient, counted: list[str], clock: MovingClock, portal_app: Flask
) -> None:
    clock.move_to(due_at(20) + timedelta(seconds=1))
    first, more = listed(service, DUE)
    with at_most(16, counted):
        page = service.get(DUE)
    assert "21 late" in " ".join(BeautifulSoup(page.data, "html.parser").get_text(" ").split())
    assert len(first) == PAGE
    with at_most(16, counted):
        second, _ = listed(service, more)
    wanted = [due_at(number).isoformat() for number in range(2 * PAGE)]
    assert [*first, *second] == wanted
    own, more = listed(service, MINE)
    assert [*own, *listed(service, more)[0]] == wanted
    assert "mine=1" in more
    reports = BeautifulSoup(service.get("/").data, "html.parser").select(".portal-head a")
    assert [(each.text, each["href"]) for each in reports] == [
        ("Report an incident at one of your schools", "/schools")
    ]
    said = service.get("/schools").text
    assert said.count("officer, through ") == 1, "what one is at all of them is said once"
    feed = make(service)
    with at_most(8, counted):
        found = events(portal_app, feed)
    assert len(found) == MOST
    starts = [each["dtstart"].dt for each in found]
    assert starts == sorted(starts) == [due_at(number) for number in range(MOST)]
