"""Who is here, at which school, before which incident: read once for each request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from portal.desk.case import Surroundings, actor, surroundings
from portal.errors import NotFound
from portal.store import incidents, schools
from portal.store.visibility import SEES_ALL, Viewer
from tenants import directory
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from portal.host import Services
    from portal.rules.facts import Facts
    from portal.rules.outcome import Actor
    from portal.rules.roster import Roster
    from portal.store.schools import School
    from tenants.calendar import Calendar
    from tenants.permissions import Permission
    from tenants.policy.schema import Policy
    from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Visit:
    """One request's person, school and scope. A page of one school has that school's scope alone."""

    services: Services
    now: datetime
    person: directory.PersonRef | None
    relations: tuple[directory.Relation, ...]
    school: School | None

    @property
    def scope(self) -> Scope:
        """The school of the page, or all schools of the person."""
        if self.school is not None:
            return Scope.of(self.school.id)
        return Scope.of(*(relation.school_id for relation in self.relations))

    @property
    def roles(self) -> frozenset[Role]:
        """The person's roles at the school of the page."""
        here = (r.roles for r in self.relations if self.school and r.school_id == self.school.id)
        found: frozenset[Role] = frozenset()
        return found.union(*here)

    @property
    def person_id(self) -> UUID:
        """The signed-in person's id."""
        if self.person is None:
            raise NotFound
        return self.person.id

    @property
    def viewer(self) -> Viewer:
        """The person as the visibility filter needs them."""
        return Viewer.of(self.person_id, ((r.school_id, r.roles) for r in self.relations))

    @property
    def sees_all(self) -> bool:
        """Whether their role sees every incident of the school."""
        return bool(self.roles & SEES_ALL)

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles here carries this permission of administration."""
        return permission.held_by(self.roles)


@dataclass(frozen=True, slots=True)
class Case:
    """An incident before the person who looks at it."""

    found: incidents.Loaded
    around: Surroundings
    actor: Actor

    @property
    def facts(self) -> Facts:
        """What is known."""
        return self.found.facts

    @property
    def policy(self) -> Policy:
        """The policy under which it was reported."""
        return self.around.policy

    @property
    def roster(self) -> Roster:
        """The people of today."""
        return self.around.roster

    @property
    def calendar(self) -> Calendar:
        """The school's calendar of today."""
        return self.around.calendar


def services() -> Services:
    """The portal's services of the current app."""
    return cast("Services", current_app.extensions["portal"].services())


def signed_in(slug: str | None) -> Visit:
    """The visit of the signed-in person; `NotFound` when they have nothing to do with the school."""
    using = services()
    now = using.clock.now()
    user_ref = using.signed_in()
    person = directory.find_person(using.engine, user_ref) if user_ref else None
    if person is None:
        raise NotFound
    relations = directory.relations(using.engine, person.id, now)
    if slug is None:
        return Visit(using, now, person, relations, None)
    here = next((relation for relation in relations if relation.slug == slug), None)
    if here is None:
        raise NotFound
    return Visit(using, now, person, relations, _school(using, here.school_id, now))


def public(slug: str) -> Visit:
    """A visit of nobody in particular to a school's public pages; sign-in is not looked at."""
    using = services()
    now = using.clock.now()
    school_id = directory.find_school(using.engine, slug)
    if school_id is None:
        raise NotFound
    return Visit(using, now, None, (), _school(using, school_id, now))


def _school(using: Services, school_id: UUID, now: datetime) -> School:
    scope = Scope.of(school_id)
    with open_session(using.engine, scope) as session:
        return schools.get_school(session, scope, school_id, now)


def case(visit: Visit, incident_id: UUID) -> Case:
    """The incident if this person may see it, with policy, people and calendar."""
    using, scope = visit.services, visit.scope
    with open_session(using.engine, scope) as session:
        found = incidents.get_incident(session, scope, using.keyring, visit.viewer, incident_id)
        around = surroundings(session, scope, found.row.school_id, found.row.adoption_id, visit.now)
    return Case(found, around, actor(visit.person_id, around, found.facts, visit.now))


def anonymous_case(visit: Visit, incident_id: UUID) -> Case:
    """The incident for the anonymous reporter who gave its receipt code."""
    using, scope = visit.services, visit.scope
    with open_session(using.engine, scope) as session:
        found = incidents.get_incident(session, scope, using.keyring, None, incident_id)
        around = surroundings(session, scope, found.row.school_id, found.row.adoption_id, visit.now)
    return Case(found, around, actor(None, around, found.facts, visit.now))
