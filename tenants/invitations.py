"""Invitations: a person who is known to a school becomes a user of the host, by a link.

The link carries a token; a hash of it is stored. It is good for one opening, until its day, and
while nobody has taken it back. Whoever opens it signed in *is* that person from then on: nothing is
concluded from addresses. Each function is given to `tenants.change.change` as what to apply.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import directory
from tenants.change import Altered, Impossible, values_of
from tenants.db import Base, OfSchool, lock, uuid7
from tenants.details import belongs_anywhere
from tenants.models import (
    Absence,
    DpoAppointment,
    Membership,
    Person,
    SchoolClosure,
)
from tenants.people import get_person
from tenants.registers import Mailbox

GOOD_FOR: Final = timedelta(days=14)
GOOD_NO_MORE: Final = "This invitation is good no more. Ask your school to send a new one."


class Invitation(OfSchool, Base):
    """One invitation; sent again, it is a new one, and the earlier one is good no more."""

    __tablename__ = "tenants_invitation"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "token_hash"),
        sa.Index(None, "school_id", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tenants_person.id"))
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    def is_good(self, now: datetime) -> bool:
        """Whether its link still opens."""
        return self.opened_at is None and self.withdrawn_at is None and now < self.expires_at


def hashed(token: str) -> bytes:
    """What is stored of a token."""
    return sha256(token.encode()).digest()


def invite(
    session: Session,
    school_id: UUID,
    person_id: UUID,
    *,
    now: datetime,
    by: UUID | None,
    token_of: Callable[[UUID], str],
) -> Altered:
    """Invite somebody who has not signed in yet; an earlier invitation is good no more.

    `token_of` gives the token from the invitation's id, so that it is stored nowhere. The subject
    is the invitation.
    Raises Impossible for whoever can sign in already, or has no address or no role.
    """
    person = get_person(session, person_id)
    if person.user_ref is not None:
        raise Impossible("They can sign in already: they need no invitation.")
    if not person.email:
        raise Impossible("There is no e-mail address to send an invitation to.")
    begins = session.scalar(
        sa.select(sa.func.min(Membership.from_on)).where(
            Membership.organisation_id == school_id, Membership.person_id == person_id
        )
    )
    if begins is None:
        raise Impossible("Give them a role at the school first.")
    for earlier in _open(session, school_id, person_id):
        earlier.withdrawn_at = now
    late_start = max(timedelta(), timedelta(days=(begins - now.date()).days))
    ident = uuid7()
    invitation = Invitation(
        school_id=school_id,
        id=ident,
        person_id=person_id,
        token_hash=hashed(token_of(ident)),
        issued_at=now,
        issued_by=by,
        expires_at=now + late_start + GOOD_FOR,
    )
    session.add(invitation)
    return Altered("invite", ident, after=_values(invitation))


def withdraw_invitation(
    session: Session, school_id: UUID, person_id: UUID, *, now: datetime
) -> Altered:
    """Take the invitation back: its link opens nothing any more.

    Raises Impossible where there is none.
    """
    found = _open(session, school_id, person_id)
    if not found:
        raise Impossible("There is no invitation to take back.")
    for invitation in found:
        invitation.withdrawn_at = now
    return Altered("withdraw_invitation", found[0].id, after=_values(found[0]))


def find_invitation(session: Session, school_id: UUID, token: str) -> Invitation | None:
    """The invitation of this token, good or not."""
    return session.scalars(
        sa.select(Invitation).where(
            Invitation.school_id == school_id, Invitation.token_hash == hashed(token)
        )
    ).one_or_none()


def last_invitation(session: Session, school_id: UUID, person_id: UUID) -> Invitation | None:
    """The latest invitation of a person."""
    return session.scalars(
        sa.select(Invitation)
        .where(Invitation.school_id == school_id, Invitation.person_id == person_id)
        .order_by(Invitation.id.desc())
        .limit(1)
    ).first()


def lock_user(session: Session, user_ref: str) -> None:
    """Wait for, and hold until the transaction ends, the right to say who this user is: at two
    schools in the same instant they would be two persons.
    """
    lock(session, f"user {user_ref}")


def has_left(session: Session, user_ref: str, today: date) -> bool:
    """Whether somebody signed in as this user who is nothing anywhere any more, nor will be.

    The mailbox of their sign-in may be somebody else's by now, like that of a school's office. A
    user who is nobody yet has not left: they are opening their invitation just now.
    """
    known = directory.person_of(user_ref).within(session)
    return known is not None and not belongs_anywhere(session, known.id, today)


def forget_user(session: Session, user_ref: str) -> None:
    """Whoever signed in as this user does so no more; should they come back, they are invited."""
    known = sa.update(Person).where(Person.user_ref == user_ref).values(user_ref=None)
    session.execute(known.execution_options(synchronize_session="fetch"))


def accept(
    session: Session,
    school_id: UUID,
    token: str,
    *,
    user_ref: str,
    now: datetime,
    looks_after: Collection[UUID] = (),
) -> Altered:
    """Whoever is signed in as `user_ref` is the person invited, from now on; `lock_user` first.

    Where this user is somebody already, they simply get what was meant for the person invited: at
    the schools that a service `looks_after`, too, which may have named them as DPO. The subject is
    the person they are now.
    Raises Impossible for an invitation that is good no more, or that somebody else has used.
    """
    invitation = find_invitation(session, school_id, token)
    if invitation is None or not invitation.is_good(now):
        raise Impossible(GOOD_NO_MORE)
    person = get_person(session, invitation.person_id)
    if person.user_ref not in {None, user_ref}:
        raise Impossible("Somebody else has used this invitation. Tell your school.")
    invitation.opened_at = now
    before = {"person": str(person.id)}
    known = directory.person_of(user_ref).within(session)
    if known is None or known.id == person.id:
        person.user_ref = user_ref
        return Altered("accept_invitation", person.id, before, before)
    _pass_on(session, {school_id, *looks_after}, person, known.id)
    return Altered("accept_invitation", known.id, before, {"person": str(known.id)})


def _pass_on(session: Session, schools: Collection[UUID], person: Person, known: UUID) -> None:
    """Everything there that was meant for the one is the other's; the one is forgotten."""
    person.email = person.phone = person.second_email = ""
    session.flush()
    columns = (
        (Membership.organisation_id, Membership.person_id),
        (DpoAppointment.school_id, DpoAppointment.person_id),
        (Absence.school_id, Absence.person_id),
        (Absence.school_id, Absence.stand_in_id),
        (SchoolClosure.school_id, SchoolClosure.cover_id),
        (Mailbox.school_id, Mailbox.monitor_id),
    )
    for school, whose in columns:
        session.execute(
            sa.update(school.class_)
            .where(school.in_(schools), whose == person.id)
            .values({whose.key: known})
            .execution_options(synchronize_session=False)
        )


def _open(session: Session, school_id: UUID, person_id: UUID) -> list[Invitation]:
    return list(
        session.scalars(
            sa.select(Invitation).where(
                Invitation.school_id == school_id,
                Invitation.person_id == person_id,
                Invitation.opened_at.is_(None),
                Invitation.withdrawn_at.is_(None),
            )
        )
    )


def _values(invitation: Invitation) -> dict[str, str]:
    return {
        name: value
        for name, value in values_of(invitation).items()
        if name in {"person_id", "issued_at", "expires_at", "withdrawn_at"}
    }
