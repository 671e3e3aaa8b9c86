"""The other schools of the trust, as far as the visitor belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.store.school import schools
from portal.store.visibility import Viewer
from tenants import directory
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from uuid import UUID

    from portal.web.visiting import Visit
    from tenants.directory import Relation


def where_known(visit: Visit) -> dict[UUID, Relation]:
    """The other schools of the trust at which the visitor is anything, by id."""
    related = directory.relations(visit.services.engine, visit.person_id, visit.now)
    mine = {each.school_id: each for each in related}
    scope = Scope.of(*mine, visit.here)
    with open_session(visit.services.engine, scope) as session:
        ids = schools.list_siblings(scope, visit.here, visit.now).within(session)
    return {ident: mine[ident] for ident in ids if ident in mine}


def sight(visit: Visit, there: dict[UUID, Relation]) -> tuple[Scope, Viewer]:
    """The other schools' scope, and the visitor as the filter of visibility knows them there."""
    roles = ((ident, each.roles) for ident, each in there.items())
    return Scope.of(*there), Viewer.of(visit.person_id, roles)
