"""Requests about the policy as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from portal.rules.school.requests import Kind, Request
from portal.store.visibility import in_scope
from tenants.models import Person
from tenants.policy_requests import PolicyRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.db import Scope

PAGE: Final = 25


def asked(row: PolicyRequest) -> Request:
    """A row as the rules know it: without its words."""
    return Request(
        id=row.id,
        kind=Kind(row.kind),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        until_on=row.until_on,
        viewed_at=row.viewed_at,
        backed=row.backed,
        decided_at=row.decided_at,
        granted=row.granted,
        expires_on=row.expires_on,
        ended_at=row.ended_at,
    )


def find_request(session: Session, scope: Scope, request_id: UUID) -> PolicyRequest | None:
    """One request."""
    return session.scalars(
        select(PolicyRequest).where(in_scope(PolicyRequest, scope), PolicyRequest.id == request_id)
    ).one_or_none()


def list_requests(
    session: Session, scope: Scope, *, asked_by: UUID | None, page: int
) -> Sequence[PolicyRequest]:
    """A page of them, the latest first, and one more where another page follows.

    `asked_by` narrows it to somebody's own.
    """
    wanted = select(PolicyRequest).where(in_scope(PolicyRequest, scope))
    if asked_by is not None:
        wanted = wanted.where(PolicyRequest.asked_by == asked_by)
    latest = wanted.order_by(PolicyRequest.asked_at.desc(), PolicyRequest.id.desc())
    return session.scalars(latest.offset(PAGE * (page - 1)).limit(PAGE + 1)).all()


def names_of(session: Session, people: Collection[UUID | None]) -> dict[UUID, str]:
    """The names of these people, also of those who have left."""
    wanted = {one for one in people if one is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
