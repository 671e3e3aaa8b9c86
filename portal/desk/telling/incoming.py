"""Mail that came in: kept before its server is told so, filed when an incident has it, emptied.

A door of its own, because what arrives is not yet a decision of anybody's: that goes through
`perform`.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from portal.crypto import index_hmac, seal
from portal.desk.surroundings import surroundings
from portal.models.mail import MailRow
from portal.outbox import relay
from portal.outbox import rows as outbox
from portal.rules.in_charge import alerts
from portal.store import keys
from portal.store.school import schools
from portal.store.telling import mail
from tenants.calendar import UK
from tenants.db import Scope, open_session, uuid7
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services

HOUR = timedelta(hours=1)
MOST_ACKNOWLEDGED = 3
"""Of one sender within a day: two machines that answer each other end here at the latest."""


def keep(
    services: Services,
    school_id: UUID,
    raw: bytes,
    *,
    message_id: str,
    sender: str,
    at: datetime,
    anonymous: bool = False,
) -> bool:
    """Keep a message, and have it taken in. False where this very message was kept before.

    Beyond the limit of an hour it waits its turn, and Headteacher and DPO are told once a day.
    """
    scope, now, ident = Scope.of(school_id), services.clock.now(), uuid7()
    with _transaction(services, school_id) as session:
        key = keys.school_key(session, services.keyring, school_id)
        before = mail.count_since(session, scope, now - HOUR)
        sealed = seal(key, raw, table=MailRow.__tablename__, column="raw", row=ident)
        kept = session.scalar(
            insert(MailRow)
            .values(
                school_id=school_id,
                id=ident,
                message=index_hmac(key, message_id),
                sender=index_hmac(key, sender),
                raw=sealed,
                anonymous=anonymous,
                received_at=at,
            )
            .on_conflict_do_nothing(index_elements=["school_id", "message"])
            .returning(MailRow.id)
        )
        if kept is None:
            return False
        turns = before // services.settings.mail_per_hour
        outbox.write(
            session,
            school_id=school_id,
            kind="incoming",
            key=f"incoming:{ident}",
            subject_id=ident,
            run_after=now + turns * HOUR,
        )
        if turns:
            _too_many(session, school_id, now)
    relay.nudge(services, [school_id])
    return True


def filed(services: Services, school_id: UUID, mail_id: UUID, incident_id: UUID) -> None:
    """An incident has what it said: it is acknowledged, or emptied where nobody is answered."""
    scope, now = Scope.of(school_id), services.clock.now()
    with _transaction(services, school_id) as session:
        found = mail.get_mail(session, scope, services.keyring, mail_id)
        answered = mail.acknowledged_lately(session, scope, found.sender, now)
        answers = answered < MOST_ACKNOWLEDGED and not found.anonymous
        _change(
            session,
            school_id,
            mail_id,
            incident_id=incident_id,
            **({"acknowledged_at": now} if answers else {"raw": None}),
        )
        if answers:
            outbox.write(
                session,
                school_id=school_id,
                incident_id=incident_id,
                kind="acknowledge",
                key=f"acknowledge:{mail_id}",
                subject_id=mail_id,
                run_after=now,
            )


def emptied(session: Session, school_id: UUID, mail_id: UUID | None, *_rest: object) -> None:
    """Nothing of the message is needed any more: the incident has it."""
    if mail_id is not None:
        _change(session, school_id, mail_id, raw=None)


def _too_many(session: Session, school_id: UUID, now: datetime) -> None:
    scope = Scope.of(school_id)
    adopted = schools.policy_today(session, scope, school_id, now)
    if adopted is None:
        return
    around = surroundings(session, scope, school_id, adopted[0], now)
    for person in alerts.people_behind(
        (Role.HEAD, Role.DPO), around.roster, None, around.policy, now
    ):
        outbox.write(
            session,
            school_id=school_id,
            kind="alert",
            key=f"many_mails:{now.astimezone(UK).date()}:{person.person_id}",
            person_id=person.person_id,
            template="many_mails",
            run_after=now,
        )


def _change(session: Session, school_id: UUID, mail_id: UUID, **values: object) -> None:
    session.execute(
        update(MailRow)
        .where(MailRow.school_id == school_id, MailRow.id == mail_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )


@contextmanager
def _transaction(services: Services, school_id: UUID) -> Iterator[Session]:
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        yield session
