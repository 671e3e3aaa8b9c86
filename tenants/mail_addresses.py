"""Whose mail is this? An address or an id goes in, a school comes out, across all schools."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class ReportingSchool:
    """A school and the address at which it takes reports."""

    school_id: UUID
    address: str
    anonymous: bool
    """Nothing is kept there that says who wrote."""
    proved: bool
    """Mail to the address is known to come in here: a school may name any."""


def reporting_school(
    engine: sa.Engine, addresses: Sequence[str], delivered: Collection[str]
) -> ReportingSchool | None:
    """The school whose mailbox of reports has the first of these addresses, in small letters.

    Those in `delivered` a mail server names itself; any other is proved by a test mail, and one
    that is proved goes before those that are not. The mailbox may be the anonymous one. An address
    is one school's; that of a school that closes may be taken on by another, whose it then is.
    """
    asked = {"wanted": [*addresses], "delivered": [*delivered]}
    with engine.connect() as connection:
        found = connection.execute(_SCHOOL, asked).first()
    return None if found is None else ReportingSchool(*found)


def school_of_mail(engine: sa.Engine, mail_id: UUID) -> UUID | None:
    """The school that a mail of ours with this id was sent for."""
    with engine.connect() as connection:
        found = connection.execute(_SENDER, {"wanted": mail_id}).first()
    return None if found is None else found.school_id


_SCHOOL: Final = sa.text(
    "select * from tenants_reporting_school(cast(:wanted as text[]), cast(:delivered as text[]))"
)
_SENDER: Final = sa.text("select * from portal_sender_of(:wanted)")
