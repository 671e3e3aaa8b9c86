"""Lists of administration: 600 people, 100 requests, and no page costs or shows more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.databases import Database
from tests.portal_app import ClientFor
from tests.statements import noted

CLOCK = "portal_test_clock"
MANY = """
insert into tenants_person (id, name, email, phone, second_email)
select gen_random_uuid(), 'Pat Many ' || n, 'many' || n || '@example.org', '', ''
  from generate_series(1, 600) n;
insert into tenants_membership (id, organisation_id, person_id, role, job_title, from_on)
select gen_random_uuid(), o.id, p.id, 'staff', '', '2026-01-01'
  from tenants_organisation o, tenants_person p
 where o.slug = 'wormley' and p.name like 'Pat Many %';
insert into tenants_training (school_id, id, person_id, course, done_on, valid_until, recorded_at)
select m.organisation_id, gen_random_uuid(), p.id, 'Basics', '2026-01-01', '2027-01-01', now()
  from tenants_membership m join tenants_person p on p.id = m.person_id
 where p.name like 'Pat Many %';
insert into tenants_policy_request (school_id, id, kind, clause, what, why, asked_by, asked_at)
select m.organisation_id, gen_random_uuid(), 'proposal', '', 'Many', 'Because', p.id, now()
  from tenants_membership m join tenants_person p on p.id = m.person_id
 where p.name like 'Pat Many 1%' limit 100;
insert into tenants_supplier (school_id, id, kind, name)
select o.id, gen_random_uuid(), 'processor', 'Many ' || n
  from tenants_organisation o, generate_series(1, 20) n where o.slug = 'wormley';
insert into tenants_document (school_id, id, title)
select o.id, gen_random_uuid(), 'Many ' || n
  from tenants_organisation o, generate_series(1, 20) n where o.slug = 'wormley';
"""
PAGES = {
    "/wormley/manage/people/": 50,
    "/wormley/manage/training/": 50,
    "/wormley/manage/training/?which=never": 50,
    "/wormley/policy/requests/": 25,
    "/wormley/manage/registers/": 40,
    "/wormley/manage/": 0,
}
"""List → the most rows of the many that it shows at once; registers stand on one page."""


@pytest.fixture
def seen(portal_app: Flask) -> Iterator[list[str]]:
    """The statements so far."""
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    with noted(engine) as found:
        yield found


def test_a_list_takes_no_more_statements_however_long_it_is(
    client_for: ClientFor, seen: list[str], demo_database: Database
) -> None:
    office = client_for("wormley.office")

    def taken(page: str) -> tuple[int, str]:
        seen.clear()
        reply = office.get(page)
        assert reply.status_code == 200, page
        return sum(CLOCK not in statement for statement in seen), reply.text

    for page in PAGES:  # what is kept in memory is there
        office.get(page)
    before = {page: taken(page)[0] for page in PAGES}
    owner = sa.create_engine(demo_database.owner_url)
    with owner.begin() as connection:
        connection.execute(sa.text(MANY))
    owner.dispose()
    for page, most in PAGES.items():
        statements, text = taken(page)
        assert statements == before[page], page
        people = text.count("Pat Many ") if "people" in page or "training" in page else 0
        assert max(people, text.count(">Many")) <= 2 * most, page
    found = office.post("/wormley/manage/people/", data={"word": "Pat Many 599"}).text
    assert "Pat Many 599" in found
    found = office.post("/wormley/manage/training/", data={"word": "many 598"}).text
    assert "Pat Many 598" in found
