"""Documents of an incident, encrypted beside it: the print runs of letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.crypto import unseal
from portal.errors import NotFound
from portal.models.telling import FileRow
from portal.store.visibility import in_scope

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope

PRINT_RUN = "print_run"
"""The purpose of a file that holds letters."""
ERASED = "erased"
"""The purpose of a file whose content is gone."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file, unopened."""

    id: UUID
    name: str
    made_at: datetime
    letters: int
    pages: int
    is_kept: bool
    """Whether its content is still there."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with what is in it."""

    name: str
    media_type: str
    content: bytes


def list_print_runs(session: Session, scope: Scope, incident_id: UUID) -> tuple[Listed, ...]:
    """The print runs of an incident, oldest first, erased ones too; none is opened."""
    rows = session.execute(
        select(
            FileRow.id,
            FileRow.name,
            FileRow.made_at,
            FileRow.letters,
            FileRow.pages,
            FileRow.purpose == PRINT_RUN,
        )
        .where(
            in_scope(FileRow, scope),
            FileRow.incident_id == incident_id,
            FileRow.purpose.in_((PRINT_RUN, ERASED)),
        )
        .order_by(FileRow.id)
    )
    return tuple(Listed(*row) for row in rows)


def get_file(
    session: Session, scope: Scope, key: bytes, incident_id: UUID, file_id: UUID
) -> Opened:
    """One file of an incident; `NotFound` when there is none of this id."""
    row = session.scalar(
        select(FileRow).where(
            in_scope(FileRow, scope), FileRow.incident_id == incident_id, FileRow.id == file_id
        )
    )
    if row is None:
        raise NotFound
    content = unseal(key, row.body, table="portal_file", column="body", row=row.id)
    return Opened(row.name, row.media_type, content)
