"""The figures of an authority with many schools: all counted, found by name, a page at a time."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from tests.databases import Database
from tests.portal_app import ClientFor

SCHOOLS = """
insert into tenants_organisation (id, kind, name, slug, nation)
select gen_random_uuid(), 'school', 'Many School ' || lpad(n::text, 2, '0'), 'many-' || n, o.nation
  from tenants_organisation o, generate_series(1, 60) n
 where o.slug = 'wormley'
"""
OVERSEEN = """
insert into tenants_oversight (school_id, id, overseer_id, kind, from_on, until_on)
select s.id, gen_random_uuid(), w.overseer_id, w.kind, w.from_on, w.until_on
  from tenants_organisation s, tenants_oversight w
  join tenants_organisation o on o.id = w.school_id and o.slug = 'wormley'
 where s.slug like 'many-%' and w.kind = 'local_authority'
"""

ALSO_STAFF = """
insert into tenants_membership (id, organisation_id, person_id, role, from_on)
select gen_random_uuid(), o.id, p.id, 'staff', date '2020-01-01'
  from tenants_organisation o, tenants_person p
 where o.slug = 'wormley' and p.email = 'council.officer@example.org'
"""


@pytest.fixture(autouse=True)
def many(demo_database: Database) -> None:
    """Sixty schools more of the council."""
    engine = sa.create_engine(demo_database.owner_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(SCHOOLS))
        connection.execute(sa.text(OVERSEEN))


def test_figures_are_totalled_searched_and_paged(
    client_for: ClientFor, demo_database: Database
) -> None:
    officer = client_for("council.officer")
    pages, path = [], "/"
    while path:
        text = officer.get(path).text
        pages.append(re.findall(r'data-label="School"><span>([^<]+)', text))
        assert re.search(r"<strong>62</strong>\s*<span>schools</span>", text)
        more = re.search(r'href="(/\?after=[^"]+)"', text)
        path = more[1].replace("&amp;", "&") if more else ""
    assert [len(page) for page in pages] == [50, 12]
    assert len({name for page in pages for name in page}) == 62
    found = officer.get("/?name=SCHOOL+07").text
    assert "1 school found" in found
    assert "Many School 07" in found
    assert "Wormley" not in found
    assert "No school is found" in officer.get("/?name=100%25").text
    assert "Many School 01" in officer.get("/?after=" + "9" * 5000 + "~many-1").text
    also_staff(demo_database)
    home = officer.get("/").text
    assert "/wormley/incidents/" in home
    assert "/wentworth/" not in home  # what they only oversee has no page for them but its figures
    assert 'href="/?overseen=1"' in home
    assert "1 school found" in officer.get("/?overseen=1&name=SCHOOL+07").text


def also_staff(database: Database) -> None:
    """The officer works at one of the schools, too."""
    engine = sa.create_engine(database.owner_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(ALSO_STAFF))
