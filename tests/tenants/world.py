"""Two schools, a trust, a DPO service and a local authority, made through the door of changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants import oversight, people, schools
from tenants.change import Altered, Entry, change
from tenants.db import Scope, uuid7
from tenants.models import OrganisationKind, OversightKind
from tenants.permissions import Permission
from tenants.roles import Role

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
START = date(2026, 9, 1)


@dataclass
class World:
    """Makes organisations and people as the operator, and keeps what the audit was told."""

    engine: sa.Engine
    audited: list[Entry] = field(default_factory=list)

    def audit(self, session: Session, entry: Entry) -> None:
        """Stand where the portal writes its chain."""
        self.audited.append(entry)

    def change(
        self,
        organisation: UUID,
        permission: Permission,
        apply: Callable[[Session], Altered],
        *,
        also: tuple[UUID, ...] = (),
        by: UUID | None = None,
    ) -> UUID:
        """Make a change; the id of what was changed."""
        return change(
            self.engine,
            organisation,
            permission,
            by=by,
            now=NOW,
            apply=apply,
            audit=self.audit,
            scope=Scope.of(organisation, *also),
        ).subject_id

    def organisation(self, kind: OrganisationKind, name: str) -> UUID:
        """A new organisation with an address of its own."""
        ident = uuid7()
        slug = f"{name.lower().replace(' ', '-')}-{ident.hex[-6:]}"
        return self.change(
            ident,
            Permission.REGISTER_ORGANISATION,
            lambda session: schools.add_organisation(
                session, ident, kind=kind, name=name, slug=slug
            ),
        )

    def school(self, name: str = "Hill School") -> UUID:
        """A new school."""
        return self.organisation(OrganisationKind.SCHOOL, name)

    def person(self, organisation: UUID, name: str, role: Role, from_on: date = START) -> UUID:
        """A new person with one role."""
        return self.change(
            organisation,
            Permission.KEEP_PEOPLE,
            lambda session: people.add_person(
                session,
                organisation,
                name=name,
                email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
                phone="01632 960001",
                role=role,
                from_on=from_on,
                user_ref=f"user-{uuid7()}",
            ),
        )

    def oversee(
        self,
        overseer: UUID,
        school: UUID,
        kind: OversightKind,
        from_on: date = START,
        until_on: date | None = None,
    ) -> UUID:
        """Let an organisation look after a school."""
        return self.change(
            school,
            Permission.GRANT_OVERSIGHT,
            lambda session: oversight.add_oversight(
                session, school, overseer, kind, from_on=from_on, until_on=until_on
            ),
        )

    def appoint(
        self,
        school: UUID,
        name: str,
        from_on: date = START,
        person: UUID | None = None,
        service: UUID | None = None,
        today: date | None = None,
    ) -> UUID:
        """Name a school's DPO."""
        return self.change(
            school,
            Permission.APPOINT_DPO,
            lambda session: schools.appoint_dpo(
                session,
                school,
                name=name,
                email="dpo@example.org",
                phone="01632 960002",
                from_on=from_on,
                person_id=person,
                service_id=service,
                today=today,
            ),
        )
