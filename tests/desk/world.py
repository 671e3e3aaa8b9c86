"""One school with its people and an external DPO service, and what the desk needs to act there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from portal.crypto import KeyRing
from portal.desk.catalogue import actions
from portal.desk.perform import Deed, Performed, perform
from portal.errors import NotFound
from portal.host import Services
from portal.models.duties import DutyRow
from portal.models.effects import EffectRow
from portal.rules.facts import Facts
from portal.settings import Settings
from portal.store import incidents
from portal.store.visibility import Viewer
from tenants.adoption import adopt_policy
from tenants.db import Scope, open_session
from tenants.models import OrganisationKind, OversightKind
from tenants.permissions import Permission
from tenants.roles import Role
from tests.tenants.world import World

FRIDAY = datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
"""Friday 23 October 2026, 4:10pm in the UK: the clocks go back on Sunday."""


@dataclass
class StillClock:
    """A clock that a test moves."""

    at: datetime = FRIDAY

    def now(self) -> datetime:
        """The instant that the test has set."""
        return self.at


class DeafQueue:
    """Nobody is woken: these tests look at what is stored."""

    def wake(self, school_ids: list[str]) -> None:
        """Take no notice."""


class NoMailer:
    """The desk itself never sends mail."""

    def send(self, message: EmailMessage) -> None:
        """Fail the test."""
        raise AssertionError("the desk sent mail")


@dataclass
class School:
    """Shortcuts that act at one school."""

    services: Services
    clock: StillClock
    id: UUID
    people: dict[Role, UUID]
    names: dict[UUID, str] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """The school."""
        return Scope.of(self.id)

    def do(
        self,
        action: str,
        role: Role | None,
        incident_id: UUID | None = None,
        *,
        once: UUID | None = None,
        done_at: datetime | None = None,
        seen: int | None = None,
        **said: object,
    ) -> Performed:
        """Perform an action as the holder of a role (None: nobody), with these answers."""
        found = actions()[action]
        deed = Deed(
            self.id, self.people[role] if role else None, incident_id, once, done_at, seen=seen
        )
        return perform(self.services, found, found.said(**said), deed)

    def report(self, **said: object) -> UUID:
        """A member of staff reports; the incident's id."""
        told: dict[str, Any] = {"happened": "A list went to the wrong people.", **said}
        return self.do("report_incident", Role.STAFF, **told).incident_id

    def facts(self, incident_id: UUID) -> Facts:
        """What is stored."""
        with open_session(self.services.engine, self.scope) as session:
            return incidents.get_incident(
                session, self.scope, self.services.keyring, None, incident_id
            ).facts

    def sees(self, incident: UUID, who: Role, today: Role | None = None) -> bool:
        """Whether the person who was `who` sees it, being `today`, or still the same, now."""
        viewer = Viewer.of(self.people[who], [(self.id, frozenset({today or who}))])
        with open_session(self.services.engine, self.scope) as session:
            try:
                incidents.get_incident(session, self.scope, self.services.keyring, viewer, incident)
            except NotFound:
                return False
        return True

    def duties(self, incident_id: UUID) -> dict[str, DutyRow]:
        """The open duties, by kind."""
        with open_session(self.services.engine, self.scope) as session:
            rows = session.scalars(select(DutyRow).where(DutyRow.incident_id == incident_id))
            return {r.kind: r for r in rows if r.met_at is None and r.lapsed_at is None}

    def met(self, incident_id: UUID) -> set[str]:
        """The kinds of duties that have been met."""
        with open_session(self.services.engine, self.scope) as session:
            rows = session.scalars(select(DutyRow).where(DutyRow.incident_id == incident_id))
            return {row.kind for row in rows if row.met_at is not None}

    def alerted(self, incident_id: UUID, template: str) -> set[Role]:
        """The roles of those to whom an alert of this template is to be sent."""
        by_person: dict[UUID, Role] = {}
        for role, person in self.people.items():
            by_person.setdefault(person, role)
        with open_session(self.services.engine, self.scope) as session:
            rows = session.scalars(
                select(EffectRow).where(
                    EffectRow.incident_id == incident_id, EffectRow.template == template
                )
            )
            return {by_person[row.person_id] for row in rows if row.person_id}


OWN_ROLES = (
    Role.STAFF,
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.DSL,
    Role.DEPUTY_DSL,
    Role.CHAIR,
    Role.IT_CONTACT,
    Role.HR_CONTACT,
    Role.ADMINISTRATOR,
)


def adopt_variant(
    engine: Engine, school_id: UUID, variant: str, from_on: date, **answers: object
) -> None:
    """The school follows this variant from a day on, its DPO from an external service."""
    World(engine).change(
        school_id,
        Permission.ADOPT_POLICY,
        lambda session: adopt_policy(
            session,
            school_id,
            variant,
            in_force_from=from_on,
            approved_on=date(2026, 7, 1),
            approved_by="The Governing Body",
            next_review_on=date(2027, 9, 1),
            own_answers={"dpo": "external_service", "dpo_protocol": "Ring first."} | answers,
        ),
    )


def make_school(engine: Engine, variant: str) -> School:
    """A school under this variant, one person in each role, the DPO from an external service."""
    world = World(engine)
    school_id = world.school(f"{variant.title()} School")
    service_id = world.organisation(OrganisationKind.DPO_SERVICE, "DPO Service")
    world.oversee(service_id, school_id, OversightKind.DPO_SERVICE)
    people = {role: world.person(school_id, f"{role} person", role) for role in OWN_ROLES}
    people[Role.DPO] = world.person(service_id, "dpo person", Role.DPO)
    people[Role.DEPUTY_DPO] = world.person(service_id, "deputy person", Role.DEPUTY_DPO)
    world.appoint(school_id, "Dee Officer", person=people[Role.DPO], service=service_id)
    adopt_variant(engine, school_id, variant, date(2026, 9, 1))
    services = make_services(engine)
    assert isinstance(services.clock, StillClock)
    return School(services, services.clock, school_id, people)


def make_services(engine: Engine) -> Services:
    """What the desk needs; its clock stands still."""
    settings = Settings(master_key=bytes(32), production=False)
    return Services(
        engine=engine,
        clock=StillClock(),
        keyring=KeyRing(settings.master_key),
        queue=DeafQueue(),
        mailer=NoMailer(),
        settings=settings,
    )
