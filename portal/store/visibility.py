"""The one filter inside a school: each list, count, search, export, feed and alert goes through it.

Outside a school the scope decides. Inside, a viewer sees what their role may see, minus the
incidents that concern them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, any_, exists, false, literal, or_, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from portal.models.duties import DutyRow
from portal.models.incidents import ConcernRow, IncidentRow, InvolvementRow
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tenants.db import Scope

SEES_ALL = frozenset({Role.HEAD, Role.DEPUTY_HEAD, Role.SLT, Role.DPO, Role.DEPUTY_DPO})
"""Roles that see every incident of their school. Others see what they are involved in."""
SEES_FIGURES = SEES_ALL | {Role.CHAIR, Role.CHIEF_EXECUTIVE}
"""Roles that see how many there were of all of them: governors ask whether the school learns."""
PLAIN = frozenset({Role.STAFF, Role.ADMINISTRATOR, Role.OVERSEER}) | IN_ONE_INCIDENT
"""Roles that bring nobody to an incident: these see what is their own."""
THEIR_OWN = ("reporter", "asked", "lead")
"""Ways of being involved that do not end with a role; 'owner' and 'alerted' do, unless what is owed
is the person's own."""


STANDS_IN = {Role.DEPUTY_DSL: Role.DSL}
"""Deputies who see no more than they are involved in, and for whom they stand in."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `sees_all_of` are the schools in which their role sees every incident."""

    person_id: UUID
    sees_all_of: tuple[UUID, ...] = ()
    owing: tuple[tuple[UUID, Role], ...] = ()
    """(school, role) in the other schools: whose duties are theirs, as holder or as stand-in."""
    in_office_at: tuple[UUID, ...] = ()
    """Where they are more than `PLAIN`: what came to them by a role stays before them."""

    @classmethod
    def of(cls, person_id: UUID, roles: Iterable[tuple[UUID, frozenset[Role]]]) -> Viewer:
        """The viewer from their roles at each school."""
        known = tuple(roles)
        return cls(
            person_id,
            tuple(school for school, held in known if held & SEES_ALL),
            tuple(
                (school, role)
                for school, held in known
                if not held & SEES_ALL
                for role in sorted(held | {STANDS_IN[one] for one in held & STANDS_IN.keys()})
            ),
            tuple(school for school, held in known if held - PLAIN),
        )


def one_of(column: ColumnElement[UUID] | Any, ids: tuple[UUID, ...]) -> ColumnElement[bool]:  # noqa: ANN401 - mapped attributes
    """`column = any(array)`: one parameter, however many schools."""
    return column == any_(literal(list(ids), ARRAY(Uuid)))


def in_scope(entity: Any, scope: Scope) -> ColumnElement[bool]:  # noqa: ANN401 - any mapped class
    """The first guard of tenancy: rows of these schools only."""
    return one_of(entity.school_id, scope.schools)


def hidden(entity: Any, person_id: UUID) -> ColumnElement[bool]:  # noqa: ANN401 - any mapped class
    """Which rows are of an incident that concerns this person, by their `incident_id`."""
    return exists().where(
        ConcernRow.school_id == entity.school_id,
        ConcernRow.incident_id == entity.incident_id,
        ConcernRow.person_id == person_id,
    )


def visible(scope: Scope, viewer: Viewer) -> ColumnElement[bool]:
    """Which incidents this viewer may see (condition on `IncidentRow`)."""
    involved = exists().where(
        InvolvementRow.school_id == IncidentRow.school_id,
        InvolvementRow.incident_id == IncidentRow.id,
        InvolvementRow.person_id == viewer.person_id,
        _is_still_theirs(scope, viewer),
    )
    concerned = exists().where(
        ConcernRow.school_id == IncidentRow.school_id,
        ConcernRow.incident_id == IncidentRow.id,
        ConcernRow.person_id == viewer.person_id,
    )
    sees_all = one_of(IncidentRow.school_id, viewer.sees_all_of) if viewer.sees_all_of else false()
    here = and_(in_scope(IncidentRow, scope), IncidentRow.withdrawn_at.is_(None))
    return and_(here, or_(sees_all, involved), ~concerned)


def _is_still_theirs(scope: Scope, viewer: Viewer) -> ColumnElement[bool]:
    """Whether what once brought them to the incident does so today (condition on both rows).

    Whoever was safeguarding lead and is a teacher now reads no reports of others, unless something
    there is owed by them, as by somebody who stands in.
    """
    if {*scope.schools} <= {*viewer.in_office_at}:
        return true()
    me = literal(viewer.person_id, Uuid)
    is_open = and_(DutyRow.met_at.is_(None), DutyRow.lapsed_at.is_(None))
    owes = exists().where(
        DutyRow.school_id == IncidentRow.school_id,
        DutyRow.incident_id == IncidentRow.id,
        or_(DutyRow.person_id == me, and_(me == any_(DutyRow.owners), is_open)),
    )
    in_office = one_of(InvolvementRow.school_id, viewer.in_office_at)
    return or_(InvolvementRow.how.in_(THEIR_OWN), in_office, owes)


def visible_only(statement: Select[Any], scope: Scope, viewer: Viewer) -> Select[Any]:
    """Narrow a statement on `IncidentRow` to what the viewer may see."""
    return statement.where(visible(scope, viewer) if scope.schools else ~true())
