"""A school with people and effects, in a real database; for tests in this and other processes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from uuid import UUID

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from portal.crypto import KeyRing
from portal.host import Clock, Mailer, Queue, Services, SystemClock
from portal.jobs.handlers import HANDLERS, Handler, Outside
from portal.models.effects import EffectRow
from portal.notices.mailer import SmtpMailer
from portal.outbox import rows
from portal.outbox.relay import RqQueue
from portal.settings import Settings
from portal.store.effects import ClaimedEffect
from tenants.db import Scope, open_session, uuid7
from tenants.models import DpoAppointment, Membership, Organisation, OrganisationKind, Person
from tenants.roles import Role

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SENDER = "incidents@portal.example.org"


@dataclass
class StoppedClock:
    """Stands still until a test moves it."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


class DeafQueue:
    """Takes no wake-up, as a lost Redis does; remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def wake(self, school_ids: list[str]) -> None:
        self.asked.append(school_ids)
        raise ConnectionError


def settings(*, smtp_port: int, redis_url: str = "redis://127.0.0.1:1/0") -> Settings:
    return Settings(
        master_key=bytes(32),
        public_url="https://portal.example.org",
        mail_from=SENDER,
        mail_port=smtp_port,
        redis_url=redis_url,
        production=False,
    )


def services(
    engine: Engine,
    *,
    smtp_port: int = 1,
    redis_url: str = "redis://127.0.0.1:1/0",
    clock: Clock | None = None,
    queue: Queue | None = None,
    mailer: Mailer | None = None,
) -> Services:
    chosen = settings(smtp_port=smtp_port, redis_url=redis_url)
    return Services(
        engine=engine,
        clock=clock or SystemClock(),
        keyring=KeyRing(chosen.master_key),
        queue=queue or RqQueue(redis_url, chosen.queue_name),
        mailer=mailer or SmtpMailer(chosen),
        settings=chosen,
    )


@dataclass(frozen=True)
class School:
    """A school in the database, and shortcuts that act in its scope."""

    engine: Engine
    id: UUID
    slug: str
    head: UUID

    @classmethod
    def found(cls, engine: Engine) -> "School":
        """A new school with a Head and a named DPO."""
        school_id = uuid7()
        slug = f"hill-{school_id.hex}"
        head = Person(name="Grace Head", email=f"head.{school_id.hex}@school.example.org")
        with open_session(engine, Scope.of(school_id)) as session, session.begin():
            session.add(
                Organisation(
                    id=school_id, kind=OrganisationKind.SCHOOL, name="Hill Road School", slug=slug
                )
            )
            session.add(head)
            session.flush()
            session.add(
                Membership(
                    organisation_id=school_id,
                    person_id=head.id,
                    role=Role.HEAD,
                    from_on=date(2020, 9, 1),
                )
            )
            session.add(
                DpoAppointment(
                    school_id=school_id,
                    name="Dana Officer",
                    email="dpo@service.example.org",
                    phone="01632 960000",
                    from_on=date(2020, 9, 1),
                )
            )
        return cls(engine, school_id, slug, head.id)

    def session(self) -> Session:
        return open_session(self.engine, Scope.of(self.id))

    def write(
        self,
        key: str,
        *,
        kind: str = "alert",
        run_after: datetime = NOW,
        person_id: UUID | None = None,
        template: str = "news",
        data: Mapping[str, object] | None = None,
        incident_id: UUID | None = None,
    ) -> UUID:
        with self.session() as session, session.begin():
            return rows.write(
                session,
                school_id=self.id,
                incident_id=incident_id,
                kind=kind,
                key=key,
                person_id=person_id or self.head,
                template=template,
                data=data,
                run_after=run_after,
            )

    def effects(self) -> list[EffectRow]:
        with self.session() as session:
            return list(session.scalars(select(EffectRow).order_by(EffectRow.id)))

    def effect(self, effect_id: UUID) -> EffectRow:
        return next(row for row in self.effects() if row.id == effect_id)

    def states(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.effects():
            found[row.state] = found.get(row.state, 0) + 1
        return found

    def let_leases_die(self) -> None:
        with self.session() as session, session.begin():
            session.execute(
                text(
                    "update portal_effect set lease_until = clock_timestamp() - interval '1 second'"
                    " where lease_until is not null"
                )
            )


def prepare_notice(_session: Session, services: Services, effect: ClaimedEffect) -> Outside:
    """Stands in for the notice: one message to the address made from the row's key."""
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = f"{effect.key}@homes.example.org"
    message["Subject"] = "A notice"
    message["Message-ID"] = f"<notice.{effect.id}@portal.example.org>"
    message.set_content(f"again: {effect.data.get('again', False)}")
    return partial(services.mailer.send, message)


NOTICE = Handler(prepare_notice, repeatable=False, gives_up_after=timedelta(hours=72))


def with_notices(kinds: Mapping[str, Handler] = HANDLERS) -> dict[str, Handler]:
    """The handlers, with a notice of our own."""
    return {**kinds, "notice": NOTICE, "again": replace(NOTICE, repeatable=True)}
