"""Who is here, at which school, before which incident: read once for each request."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.desk.surroundings import Surroundings, actor
from portal.errors import NotFound
from portal.store import incidents
from portal.store.school import leavers, schools
from portal.store.visibility import SEES_ALL, Viewer
from tenants import directory, organisations, trips
from tenants.db import Scope, open_session
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.rules.facts import Facts
    from portal.rules.in_charge.roster import Roster
    from portal.rules.outcome import Actor
    from portal.store.school.schools import School
    from tenants.calendar import Calendar
    from tenants.permissions import Permission
    from tenants.policy.schema import Policy
    from tenants.trips import Query

T = TypeVar("T")


@dataclass(eq=False, repr=False)
class Visit:
    """One request's person, school and scope. A page of one school has that school's scope alone.

    What is read is read once, in one session, and only when a page asks for it.
    """

    services: Services
    now: datetime
    person: directory.PersonRef | None
    relations: tuple[directory.Relation, ...]
    school_id: UUID | None

    @cached_property
    def scope(self) -> Scope:
        """The school of the page, or all schools of the person."""
        everywhere = (relation.school_id for relation in self.relations)
        return Scope.of(*everywhere if self.school_id is None else (self.school_id,))

    @cached_property
    def session(self) -> Session:
        """The request's own session, for reading; closed when the request ends."""
        return open_session(self.services.engine, self.scope)

    def ask(self, asked: Query[T], *, people: bool = False, page: bool = True) -> T:
        """Ask in the scope of the page's school, in one trip with what is needed anyway.

        That is the school, which every `page` shows, or else its policy; and its `people`.
        """
        of = (self.scope, self.here, self.now)
        wanted: dict[str, Query[Any]] = {"roster": schools.roster(*of)} if people else {}
        if page:
            wanted["school"] = schools.get_school(*of)
        else:
            wanted["adoption_id"] = schools.find_adoption(*of)
        *found, answer = trips.ask(self.services.engine, self.scope, *wanted.values(), asked)
        self.__dict__.update(zip(wanted, found, strict=True))
        return cast("T", answer)

    def release(self) -> None:
        """Give back the connection, if one was taken: before a write, and at the end.

        By a commit, although nothing was written: at a rollback psycopg forgets the statements
        that it has prepared, and PostgreSQL would plan those of every page again.
        """
        if "session" in self.__dict__:
            with self.session, suppress(SQLAlchemyError):
                self.session.commit()

    @cached_property
    def roster(self) -> Roster:
        """The people of the page's school today."""
        found = schools.roster(self.scope, self.here, self.now).within(self.session)
        return leavers.beside(found, self.services.engine, self.scope, self.now)

    @cached_property
    def school(self) -> School:
        """The page's school with what every page of it shows; `NotFound` on a page of none."""
        return schools.get_school(self.scope, self.here, self.now).within(self.session)

    @cached_property
    def own_school(self) -> School | None:
        """On a page of no school: the one at which the person has a role, if it is only one."""
        only = self.relations[0] if len(self.relations) == 1 else None
        if self.school_id is not None or only is None or only.roles <= {Role.OVERSEER}:
            return None
        return schools.get_school(self.scope, only.school_id, self.now).within(self.session)

    @property
    def school_shown(self) -> School | None:
        """The school whose contacts a page shows: its own, else the only one of the person."""
        return self.school if self.school_id is not None else self.own_school

    @cached_property
    def adoption_id(self) -> UUID | None:
        """The version of its policy in force at the page's school; None while it has none."""
        return self.school.adoption_id

    @cached_property
    def policy_today(self) -> Policy | None:
        """The policy in force at the page's school; None while it has none."""
        if self.adoption_id is None:
            return None
        known = schools.known_policy(self.scope, self.here, self.adoption_id)
        return known or schools.policy(self.session, self.scope, self.here, self.adoption_id)

    @property
    def here(self) -> UUID:
        """The id of the page's school; `NotFound` on a page of none."""
        if self.school_id is None:
            raise NotFound
        return self.school_id

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The person's roles at the school of the page."""
        at = self.school_id
        return frozenset().union(*(one.roles for one in self.relations if one.school_id == at))

    @property
    def person_id(self) -> UUID:
        """The signed-in person's id."""
        if self.person is None:
            raise NotFound
        return self.person.id

    @cached_property
    def viewer(self) -> Viewer:
        """The person as the visibility filter needs them."""
        return Viewer.of(self.person_id, ((r.school_id, r.roles) for r in self.relations))

    @property
    def sees_all(self) -> bool:
        """Whether their role sees every incident of the school."""
        return bool(self.roles & SEES_ALL)

    def may(self, permission: Permission) -> bool:
        """Whether a role of theirs carries it: here, or on a page of no school anywhere."""
        held = (self.roles,) if self.school_id else (each.roles for each in self.belongings)
        return any(map(permission.held_by, held))

    @cached_property
    def belongings(self) -> tuple[organisations.Belonging, ...]:
        """What the person is at services, trusts and authorities."""
        return organisations.organisations_of(self.services.engine, self.person_id, self.now)


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

    @property
    def handles(self) -> bool:
        """Whether this person handles the incident, beyond having reported it or being asked."""
        return self.actor.handles

    def name_of(self, person_id: UUID) -> str:
        """A person's name and what they are, as the record prints it."""
        return self.roster.named(person_id)


def services() -> Services:
    """The portal's services of the current app."""
    return cast("Services", current_app.extensions["portal"].services())


def signed_in(slug: str | None) -> Visit:
    """The visit of the signed-in person; `NotFound` when the school is none of theirs."""
    using = services()
    now = using.clock.now()
    user_ref = using.signed_in() if slug is None or slug.isprintable() else None
    known = directory.find_visitor(using.engine, user_ref, now, slug) if user_ref else None
    if known is None or (slug is not None and not known[1]):
        raise NotFound
    return Visit(using, now, *known, None if slug is None else known[1][0].school_id)


def public(slug: str, *, any_organisation: bool = False) -> Visit:
    """A visit of nobody in particular to a school's public pages; sign-in is not looked at."""
    using = services()
    find = organisations.find_organisation if any_organisation else directory.find_school
    school_id = find(using.engine, slug) if slug.isprintable() else None
    if school_id is None:
        raise NotFound
    return Visit(using, using.clock.now(), None, (), school_id)


def case(visit: Visit, incident_id: UUID) -> Case:
    """The incident if this person may see it, with policy, people and calendar."""
    return _case(visit, incident_id, visit.viewer, visit.person_id)


def anonymous_case(visit: Visit, incident_id: UUID) -> Case:
    """The incident for the anonymous reporter who gave its receipt code."""
    return _case(visit, incident_id, None, None)


def _case(visit: Visit, incident_id: UUID, viewer: Viewer | None, who: UUID | None) -> Case:
    using, scope, session = visit.services, visit.scope, visit.session
    found = incidents.get_incident(session, scope, using.keyring, viewer, incident_id)
    around = Surroundings(
        policy=schools.policy(session, scope, visit.here, found.row.adoption_id),
        calendar=schools.calendar(session, scope, visit.here),
        roster=leavers.beside(visit.roster, using.engine, scope, visit.now),
    )
    return Case(found, around, actor(who, around, found.facts, visit.now))
