"""Spreadsheets that were read into a school's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_, update

from portal.models.importing import LogImportRow
from portal.models.incidents import IncidentRow
from portal.models.keys import IncidentKeyRow
from portal.store.visibility import in_scope, visible_only
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.visibility import Viewer
    from tenants.db import Scope

MOST_SHOWN = 50


def find(session: Session, scope: Scope, import_id: UUID) -> LogImportRow | None:
    """One import, if it was made."""
    return session.scalar(
        select(LogImportRow).where(in_scope(LogImportRow, scope), LogImportRow.id == import_id)
    )


def list_imports(session: Session, scope: Scope) -> Sequence[LogImportRow]:
    """The latest imports, newest first."""
    return session.scalars(
        select(LogImportRow)
        .where(in_scope(LogImportRow, scope))
        .order_by(LogImportRow.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def known(session: Session, scope: Scope, matches: Sequence[bytes]) -> set[bytes]:
    """Which of these rows an import has added already, unless it was undone."""
    return set(
        session.scalars(
            select(IncidentRow.import_match).where(
                in_scope(IncidentRow, scope),
                IncidentRow.import_match.in_(matches),
                IncidentRow.withdrawn_at.is_(None),
            )
        )
    )


def reported_on(
    session: Session, scope: Scope, viewer: Viewer, numbers: Collection[tuple[int, int]]
) -> set[tuple[str, date]]:
    """Those of these incidents (year, number) that the viewer sees: reference, day of the report.

    Whom one concerns learns of it by no guess at its number.
    """
    rows = session.scalars(
        visible_only(select(IncidentRow), scope, viewer).where(
            tuple_(IncidentRow.year, IncidentRow.serial).in_(numbers)
        )
    )
    return {(row.reference, uk_date(row.reported_at)) for row in rows}


def incidents_of(session: Session, scope: Scope, import_id: UUID) -> Sequence[IncidentRow]:
    """What an import has added and is still there, locked until the transaction ends."""
    return session.scalars(
        select(IncidentRow)
        .where(
            in_scope(IncidentRow, scope),
            IncidentRow.import_id == import_id,
            IncidentRow.withdrawn_at.is_(None),
        )
        .order_by(IncidentRow.id)
        .with_for_update()
    ).all()


def withdraw(session: Session, scope: Scope, ids: Sequence[UUID], now: datetime) -> None:
    """Destroy the keys of these incidents, and take them off every list."""
    session.execute(
        update(IncidentKeyRow)
        .where(in_scope(IncidentKeyRow, scope), IncidentKeyRow.id.in_(ids))
        .values(wrapped=None, destroyed_at=now),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(IncidentRow)
        .where(in_scope(IncidentRow, scope), IncidentRow.id.in_(ids))
        .values(withdrawn_at=now),
        execution_options={"synchronize_session": False},
    )


def worked_on(session: Session, scope: Scope, import_id: UUID) -> int:
    """How many of them somebody has worked on since: undoing leaves these."""
    return (
        session.scalar(
            select(func.count()).where(
                in_scope(IncidentRow, scope),
                IncidentRow.import_id == import_id,
                IncidentRow.withdrawn_at.is_(None),
                IncidentRow.version > 1,
            )
        )
        or 0
    )
