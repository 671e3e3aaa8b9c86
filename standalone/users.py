"""Who may sign in to this host. What somebody is at a school, the tenant layer knows.

Flask-Security wants roles of its own; we have none, so its role commands are switched off.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import session
from flask_security import RoleMixin, SQLAlchemyUserDatastore, UserMixin, current_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from tenants.trips import Query, Rows, ask_alone


class Base(orm.DeclarativeBase):
    """Base of this host's own tables; the portal's have another."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        }
    )


db = SQLAlchemy()


class User(Base, UserMixin):
    """Somebody who can sign in."""

    __tablename__ = "standalone_user"
    __table_args__ = (sa.Index("ix_standalone_user_email", sa.text("lower(email)"), unique=True),)

    id: Mapped[UUID] = mapped_column(  # type: ignore[assignment]  # Flask-Security says int
        primary_key=True, default=uuid4
    )
    """What the portal knows the user by: never changes."""
    email: Mapped[str] = mapped_column(sa.Text)
    password: Mapped[str] = mapped_column(sa.Text)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.Text, unique=True, default=lambda: uuid4().hex)
    """What a session carries; Flask-Security renews it to end all sessions of the user."""
    roles: ClassVar = ()  # type: ignore[misc, assignment]  # none, for everybody


class SecondStep(Base):
    """What somebody shares with the app on their phone, to sign in with its codes as well."""

    __tablename__ = "standalone_second_step"

    user_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(User.id, ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[bytes] = mapped_column()
    """Wrapped with the master key."""
    used: Mapped[int] = mapped_column(sa.BigInteger)
    """The turn of the clock whose code was taken last: none is taken twice."""
    spares: Mapped[list[str]] = mapped_column(sa.ARRAY(sa.Text))
    """Digests of the spare codes that are left."""
    since: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))


COMPLETE: Final = "sign_in_complete"
"""In a session: the `fs_uniquifier` of whoever has given all that their sign-in asks for."""


def spelled(email: str) -> str:
    """One spelling for all that find the same user; PostgreSQL alone would also find others."""
    return email.lower()


class Users(SQLAlchemyUserDatastore):
    """Flask-Security's way to the users. Whose a session is, each page asks: in one round trip."""

    def find_user(self, case_insensitive: bool = False, **by: object) -> UserMixin | None:  # noqa: FBT001, FBT002 - theirs
        """The user of this `fs_uniquifier`, in a transaction of its own; others as theirs does.

        A session asks by it, and is nobody's until the sign-in is complete, whichever way it began.
        """
        if "email" in by:
            by["email"] = spelled(str(by["email"]))
        if "fs_uniquifier" not in by:
            found: UserMixin | None = super().find_user(case_insensitive, **by)
            return found
        if session.get(COMPLETE) != by["fs_uniquifier"]:
            return None
        return ask_alone(db.engine, Query(_OF_SESSION, by, _signed_in))


def _signed_in(rows: Rows) -> SignedIn | None:
    return SignedIn(*rows[0]) if rows else None


class SignedIn(UserMixin):
    """Whose session a page is in: as read, and nothing that could be changed and stored."""

    roles: ClassVar = ()  # type: ignore[misc, assignment]  # none, for everybody

    def __init__(self, ref: UUID, fs_uniquifier: str, active: bool) -> None:  # noqa: FBT001 - a row
        self.id = ref  # type: ignore[assignment]  # Flask-Security says int
        self.fs_uniquifier = fs_uniquifier
        self.active = active


_OF_SESSION: Final = """
select id, fs_uniquifier, active
  from standalone_user
 where fs_uniquifier = %(fs_uniquifier)s
"""


def datastore() -> Users:
    """The users of this app."""
    return Users(db, User, RoleMixin)


def user_ref() -> str | None:
    """The signed-in user as the portal knows them. Survives a change of password."""
    return str(current_user.id) if current_user.is_authenticated else None
