"""What PostgreSQL makes of the guards: three conditions that say the same are counted once."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from portal.models.working import SeenRow
from portal.store.visibility import in_scope
from tenants.db import Scope, open_session
from tests.databases import Database

SCHOOLS, EACH = 60, 50
FILLED = """
with made as (
  insert into tenants_organisation (id, kind, name, slug, nation, address, phone, email)
  select gen_random_uuid(), 'school', 'School ' || n, 'school-' || n, 'england', '', '', ''
    from generate_series(1, :schools) n
  returning id)
insert into portal_seen (school_id, id, person_id, what, seen_at)
select made.id, gen_random_uuid(), gen_random_uuid(), 'log', now()
  from made, generate_series(1, :each)
"""


def test_the_guards_do_not_tell_the_planner_that_a_school_is_empty(database: Database) -> None:
    """One school of sixty has fifty rows; multiplied as if independent, three guards leave none.

    With that, the late incidents of a school of 3,000 took a minute.
    """
    owner, app = (sa.create_engine(url) for url in (database.owner_url, database.app_url))
    with owner.begin() as connection:
        connection.execute(sa.text(FILLED), {"schools": SCHOOLS, "each": EACH})
        connection.execute(sa.text("analyze portal_seen"))
        ids = connection.scalars(sa.text("select id from tenants_organisation")).all()
    for scope in (Scope.of(ids[0]), Scope.of(*ids)):
        plan = planned(app, scope)
        assert plan["Plan Rows"] >= EACH * len(scope.schools) / 10
        assert "cstring" not in json.dumps(plan), "the scope is parsed for every row"
    owner.dispose()
    app.dispose()


def planned(app: sa.Engine, scope: Scope) -> dict[str, Any]:
    """How a statement of the store would be carried out, with all its guards."""
    sent: list[tuple[str, Any]] = []

    def keep(*event: Any) -> None:
        sent.append((str(event[2]), event[3]))

    sa.event.listen(app, "before_cursor_execute", keep)
    with open_session(app, scope) as session:
        assert session.scalars(sa.select(SeenRow.id).where(in_scope(SeenRow, scope))).first()
        (statement, values), *_ = sent
        shown = session.connection().exec_driver_sql(f"explain (format json) {statement}", values)
        return dict(shown.scalar_one()[0]["Plan"])
