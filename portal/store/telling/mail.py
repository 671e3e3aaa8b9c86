"""Mail that came in, and which incident a message belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from portal.crypto import unseal
from portal.errors import NotFound
from portal.models.effects import EffectRow
from portal.models.incidents import IncidentRow
from portal.models.mail import MailRow
from portal.models.telling import RecipientRow
from portal.rules.reporting import intake
from portal.store import keys
from portal.store.telling import subjects
from portal.store.visibility import in_scope
from tenants.registers import Mailbox, MailboxKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from tenants.db import Scope
    from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it is kept; `raw` is empty once it was taken in."""

    id: UUID
    raw: bytes
    received_at: datetime
    sender: bytes
    incident_id: UUID | None
    anonymous: bool


def get_mail(session: Session, scope: Scope, keyring: KeyRing, mail_id: UUID) -> Kept:
    """One message, opened; `NotFound` when there is none of this id."""
    row = session.scalar(select(MailRow).where(in_scope(MailRow, scope), MailRow.id == mail_id))
    if row is None:
        raise NotFound
    raw = b""
    if row.raw is not None:
        key = keys.school_key(session, keyring, row.school_id)
        raw = unseal(key, row.raw, table=MailRow.__tablename__, column="raw", row=row.id)
    return Kept(row.id, raw, row.received_at, row.sender, row.incident_id, row.anonymous)


def count_since(session: Session, scope: Scope, since: datetime) -> int:
    """How many came since."""
    return (
        session.scalar(
            select(func.count()).where(in_scope(MailRow, scope), MailRow.received_at > since)
        )
        or 0
    )


def acknowledged_lately(session: Session, scope: Scope, sender: bytes, now: datetime) -> int:
    """How many of this sender's were acknowledged within a day."""
    return (
        session.scalar(
            select(func.count()).where(
                in_scope(MailRow, scope),
                MailRow.sender == sender,
                MailRow.acknowledged_at > now - timedelta(days=1),
            )
        )
        or 0
    )


def by_reference(session: Session, scope: Scope, year: int, serial: int) -> UUID | None:
    """The incident with this label."""
    return session.scalar(
        select(IncidentRow.id).where(
            in_scope(IncidentRow, scope), IncidentRow.year == year, IncidentRow.serial == serial
        )
    )


def incident_of(session: Session, scope: Scope, kind: str, ident: UUID) -> UUID | None:
    """The incident that a mail of ours was about."""
    row = {
        "question": (EffectRow.incident_id, EffectRow.id, in_scope(EffectRow, scope)),
        "ack": (MailRow.incident_id, MailRow.id, in_scope(MailRow, scope)),
        "alert": (EffectRow.incident_id, EffectRow.id, in_scope(EffectRow, scope)),
        "notice": (RecipientRow.incident_id, RecipientRow.id, in_scope(RecipientRow, scope)),
    }
    incident_id, key, here = row[kind]
    return session.scalar(select(incident_id).where(here, key == ident))


def question_of(session: Session, scope: Scope, ident: UUID) -> UUID | None:
    """The question that a mail of ours put to somebody outside."""
    return session.scalar(
        select(EffectRow.subject_id).where(
            in_scope(EffectRow, scope),
            EffectRow.id == ident,
            EffectRow.kind == "outside_question",
        )
    )


def has_written(session: Session, scope: Scope, sender: bytes, incident_id: UUID) -> bool:
    """Whether this address has written about this incident before."""
    found = session.scalar(
        select(MailRow.id)
        .where(
            in_scope(MailRow, scope),
            MailRow.sender == sender,
            MailRow.incident_id == incident_id,
        )
        .limit(1)
    )
    return found is not None


def notice_body(session: Session, scope: Scope, key: bytes, recipient_id: UUID) -> bytes:
    """The JSON of the envelope with this id; b'' when there is none."""
    row = session.scalar(
        select(RecipientRow).where(in_scope(RecipientRow, scope), RecipientRow.id == recipient_id)
    )
    return b"" if row is None else subjects.open_envelope(key, row)


def report_address(session: Session, scope: Scope, kind: MailboxKind = MailboxKind.REPORTS) -> str:
    """Where the school takes reports by mail; '' where it does not."""
    found = session.scalar(
        select(Mailbox.email)
        .where(in_scope(Mailbox, scope), Mailbox.kind == kind)
        .order_by(Mailbox.id)
        .limit(1)
    )
    return found or ""


def anonymous_address(session: Session, scope: Scope, policy: Policy | None) -> str:
    """Where reports without a name are taken by mail; '' where the school takes none so."""
    if policy is None or not intake.may_be_anonymous(policy):
        return ""
    return report_address(session, scope, MailboxKind.ANONYMOUS)
