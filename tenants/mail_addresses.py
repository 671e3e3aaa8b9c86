"""Whose mail is this? An address or an id goes in, a school comes out, across all schools."""

from __future__ import annotations

from collections.abc import Sequence
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


def reporting_school(engine: sa.Engine, addresses: Sequence[str]) -> ReportingSchool | None:
    """The school whose mailbox of reports has the first of these addresses, in small letters.

    The mailbox may be the anonymous one. An address is one school's; that of a school that closes
    may be taken on by another, whose it then is.
    """
    with engine.connect() as connection:
        found = connection.execute(_SCHOOL, {"wanted": [*addresses]}).first()
    return None if found is None else ReportingSchool(*found)


def school_of_mail(engine: sa.Engine, mail_id: UUID) -> UUID | None:
    """The school that a mail of ours with this id was sent for."""
    with engine.connect() as connection:
        found = connection.execute(_SENDER, {"wanted": mail_id}).first()
    return None if found is None else found.school_id


_SCHOOL: Final = sa.text("select * from tenants_reporting_school(cast(:wanted as text[]))")
_SENDER: Final = sa.text("select * from portal_sender_of(:wanted)")
