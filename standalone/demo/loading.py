"""Fills an empty database with the cast; an organisation that is there stays as it is.

Everything goes through the door for changes, as an operator, so that the audit begins with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

import sqlalchemy as sa
from flask_security import hash_password
from sqlalchemy.orm import Session

from portal.desk.school import school_duties
from portal.desk.school.administration import alter, audit_change
from standalone.demo import cast
from standalone.demo.stories import load_stories
from standalone.users import User, db
from tenants import adoption, oversight, people, schools
from tenants.change import Altered, Apply, Entry, change
from tenants.db import Scope, open_session
from tenants.drafting import IN_FORCE, answer, begin_draft, find_draft
from tenants.models import Organisation, OrganisationKind, OversightKind
from tenants.permissions import Permission

if TYPE_CHECKING:
    from portal.host import Services

PASSWORD: Final = "correct blue bicycle"  # noqa: S105 printed for everybody: demonstrations only


def load(services: Services, *, stories: bool = True) -> None:
    """Make organisations with their people, and then what has happened there."""
    load_people(services)
    if stories:
        load_stories(services)
        _begin_draft(services)


def load_people(services: Services) -> None:
    """Make users, schools, services and everybody in them; no incidents."""
    refs = _users()
    for each in cast.ORGANISATIONS:
        if not _is_there(services.engine, each.id):
            _Filling(services.engine, each, refs, services.clock.now()).fill()


def _begin_draft(services: Services) -> None:
    """One school is writing its next policy: two answers are changed already."""
    school, now = cast.WORMLEY.id, services.clock.now()
    with open_session(services.engine, Scope.of(school)) as session:
        if find_draft(session, school) is not None:
            return
    told = [{"who": "chair", "when": "aware", "within": {"hours": 24}}]
    for step in (
        partial(begin_draft, school_id=school, source=IN_FORCE, now=now),
        partial(_answer_in_draft, school, now, "pupil_age", 12),
        partial(_answer_in_draft, school, now, "must_be_told", told),
    ):
        alter(services, school, Permission.ADOPT_POLICY, step, by=None)


def _answer_in_draft(
    school: UUID, now: datetime, question: str, value: object, session: Session
) -> Altered:
    return answer(session, school, question, value, "", now)


def _users() -> dict[str, str]:
    """A user for everybody; {address: reference}."""
    wanted = [cast.address(o, somebody) for o in cast.ORGANISATIONS for somebody in o.people]
    known = set(db.session.scalars(sa.select(User.email)))
    password = hash_password(PASSWORD)  # one hash for all: everybody's password is printed
    db.session.add_all(User(email=each, password=password) for each in wanted if each not in known)
    db.session.commit()
    found = db.session.scalars(sa.select(User).where(User.email.in_(wanted)))
    return {user.email: str(user.id) for user in found}


def _is_there(engine: sa.Engine, organisation_id: UUID) -> bool:
    with open_session(engine, Scope.of(organisation_id)) as session:
        return session.get(Organisation, organisation_id) is not None


Step = tuple[Permission, Apply]
KINDS: Final = {
    cast.SERVICE: OrganisationKind.DPO_SERVICE,
    cast.AUTHORITY: OrganisationKind.LOCAL_AUTHORITY,
}
OVERSEERS: Final = (
    (cast.SERVICE, OversightKind.DPO_SERVICE),
    (cast.AUTHORITY, OversightKind.LOCAL_AUTHORITY),
)


@dataclass(frozen=True)
class _Filling:
    """One organisation, whole or not at all. `refs`: the user of each address."""

    engine: sa.Engine
    whole: cast.DemoOrganisation
    refs: dict[str, str]
    now: datetime

    def fill(self) -> None:
        """Take all steps in one transaction, each with its entry in the audit."""
        *first, (permission, last) = self._steps()
        change(
            self.engine,
            self.whole.id,
            permission,
            by=None,
            now=self.now,
            apply=partial(self._after, first, last),
            audit=audit_change,
            scope=Scope.of(*(each.id for each in cast.ORGANISATIONS)),
        )

    def _after(self, steps: list[Step], last: Apply, session: Session) -> Altered:
        for permission, step in steps:
            altered = step(session)
            session.flush()
            audit_change(session, Entry(self.whole.id, permission, None, self.now, altered))
        altered = last(session)
        if isinstance(self.whole, cast.DemoSchool):
            school_duties.changed(session, Scope.of(self.whole.id), self.now, people=False)
        return altered

    def _steps(self) -> Iterator[Step]:
        yield Permission.REGISTER_ORGANISATION, self._register
        for somebody in self.whole.people:
            yield Permission.KEEP_PEOPLE, partial(self._join, somebody)
        if isinstance(self.whole, cast.DemoSchool):
            for overseer, kind in OVERSEERS:
                yield Permission.GRANT_OVERSIGHT, partial(self._oversee, overseer, kind)
            yield Permission.APPOINT_DPO, self._appoint
            for closure in cast.CLOSURES:
                yield Permission.KEEP_CALENDAR, partial(self._close, *closure)
            yield Permission.ADOPT_POLICY, partial(self._adopt, self.whole)

    def _register(self, session: Session) -> Altered:
        each = self.whole
        email = f"{each.key}@example.org"
        kind = KINDS.get(each, OrganisationKind.SCHOOL)
        add = partial(schools.add_organisation, session, self.whole.id, kind=kind, email=email)
        if isinstance(each, cast.DemoSchool):
            add = partial(
                add,
                accent=each.accent,
                address=each.address,
                phone=cast.phone(each.line),
                ico_registration=each.ico_registration,
            )
        return add(name=each.name, slug=each.slug)

    def _join(self, somebody: cast.Somebody, session: Session) -> Altered:
        email = cast.address(self.whole, somebody)
        return people.add_person(
            session,
            self.whole.id,
            name=somebody.name,
            email=email,
            role=somebody.role,
            from_on=cast.STARTED,
            phone=cast.phone(somebody.line),
            job_title=somebody.job_title,
            user_ref=self.refs[email],
            person_id=cast.person_id(self.whole, somebody),
        )

    def _oversee(
        self, overseer: cast.DemoOrganisation, kind: OversightKind, session: Session
    ) -> Altered:
        return oversight.add_oversight(
            session, self.whole.id, overseer.id, kind, from_on=cast.STARTED
        )

    def _appoint(self, session: Session) -> Altered:
        officer = cast.SERVICE.people[0]
        return schools.appoint_dpo(
            session,
            self.whole.id,
            name=officer.name,
            email=cast.address(cast.SERVICE, officer),
            phone=cast.phone(officer.line),
            from_on=cast.STARTED,
            person_id=cast.person_id(cast.SERVICE, officer),
            service_id=cast.SERVICE.id,
        )

    def _close(self, first: date, last: date, name: str, session: Session) -> Altered:
        head = cast.person_id(self.whole, self.whole.people[0])
        return schools.add_closure(
            session, self.whole.id, from_on=first, until_on=last, name=name, cover_id=head
        )

    def _adopt(self, school: cast.DemoSchool, session: Session) -> Altered:
        return adoption.adopt_policy(
            session,
            self.whole.id,
            school.variant,
            in_force_from=cast.IN_FORCE,
            approved_on=cast.APPROVED,
            approved_by="The governing body",
            next_review_on=cast.NEXT_REVIEW,
            own_answers=school.own_answers,
        )
