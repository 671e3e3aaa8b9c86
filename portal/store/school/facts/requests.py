"""Requests about the policy that something is, or lately was, owed for."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from portal.store.school.facts.part import of_these
from portal.store.school.policy_requests import asked
from tenants.calendar import uk_date
from tenants.policy_requests import PolicyRequest, RequestKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.store.school.facts.part import Fields, Part

LATELY: Final = timedelta(days=90)


def requests(session: Session, schools: Sequence[UUID], now: datetime) -> Fields:
    """Those that wait, exceptions that hold, and what was done within three months."""
    lately = now - LATELY
    rows = session.scalars(
        select(PolicyRequest)
        .where(
            of_these(PolicyRequest, schools),
            or_(
                PolicyRequest.asked_at > lately,
                PolicyRequest.decided_at.is_(None) & PolicyRequest.ended_at.is_(None),
                PolicyRequest.decided_at > lately,
                (PolicyRequest.kind == RequestKind.EXCEPTION)
                & (PolicyRequest.expires_on >= uk_date(lately)),
            ),
        )
        .order_by(PolicyRequest.school_id, PolicyRequest.asked_at, PolicyRequest.id)
    )
    return {
        school_id: {"requests": tuple(map(asked, group))}
        for school_id, group in groupby(rows, key=lambda row: row.school_id)
    }


OWED: tuple[Part, ...] = (requests,)
