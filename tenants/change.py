"""The one door for changes of administration: permission, one transaction, audit.

What is changed is a function of `tenants.people`, `tenants.schools`, `tenants.adoption` or the
like, given to `change` as `apply`. Nothing else in tenants commits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.db import Base, Scope, lock_school, open_session
from tenants.directory import roles_at
from tenants.models import Sending
from tenants.permissions import Permission

# What an audit entry must not carry: erasing it would break the chain. `variant_text` is long.
_LEFT_OUT: Final = frozenset(
    {
        "name",
        "email",
        "second_email",
        "phone",
        "address",
        "job_title",
        "approved_by",
        "contact_name",
        "owner",
        "note",
        "link",
        "user_ref",
        "variant_text",
    }
)


class MayNot(Exception):
    """The person has no role at the organisation that may make this change."""


class Impossible(Exception):
    """The change contradicts what is known already; `sentence` says how, for the page.

    `field` is the argument of the change that the sentence is about, where it is one alone.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


@dataclass(frozen=True, slots=True)
class Altered:
    """What a change did: which row, its values before and after, nothing personal among them."""

    what: str
    """Name of the change, as 'appoint_dpo'."""
    subject_id: UUID
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the audit is told of it."""

    organisation_id: UUID
    permission: Permission
    by: UUID | None
    """None: the operator of the deployment."""
    at: datetime
    altered: Altered


Apply = Callable[[Session], Altered]
Audit = Callable[[Session, Entry], None]
Before = Callable[[Session], None]


def change(
    engine: sa.Engine,
    organisation_id: UUID,
    permission: Permission,
    *,
    by: UUID | None,
    now: datetime,
    apply: Apply,
    audit: Audit,
    scope: Scope | None = None,
    once: UUID | None = None,
    first: Before | None = None,
) -> Altered:
    """Make one change at one organisation and have it audited, or do neither.

    `by` is the person, checked against `permission`; None is the operator at the command line, who
    needs none. `scope` is wider than the organisation where the change names a row of another one.
    `once` is the key of a form: sent a second time, it changes nothing and gives what was altered.
    `first` takes the locks that come before the organisation’s, as a decision takes incidents.
    `audit` runs last in the transaction. Raises MayNot, or Impossible from `apply`.
    """
    with (
        open_session(engine, scope or Scope.of(organisation_id)) as session,
        session.begin(),
    ):
        if first is not None:
            first(session)
        lock_school(session, organisation_id)
        earlier = session.get(Sending, (organisation_id, once)) if once else None
        if earlier is not None:
            return Altered(earlier.what, earlier.subject_id)
        if by is not None and not permission.held_by(roles_at(session, organisation_id, by, now)):
            raise MayNot
        altered = apply(session)
        if once:
            session.add(
                Sending(
                    organisation_id=organisation_id,
                    once=once,
                    what=altered.what,
                    subject_id=altered.subject_id,
                )
            )
        session.flush()
        audit(session, Entry(organisation_id, permission, by, now, altered))
        return altered


def is_made(session: Session, organisation_id: UUID, what: str, once: UUID) -> bool:
    """Whether a form with this key made this change here."""
    found = session.get(Sending, (organisation_id, once))
    return found is not None and found.what == what


def values_of(row: Base) -> dict[str, str]:
    """A row's values by column, for the audit: without what is personal or empty."""
    columns = sa.inspect(type(row)).columns
    values = {column.key: getattr(row, column.key) for column in columns}
    return {
        name: _text(value)
        for name, value in values.items()
        if name not in _LEFT_OUT and value is not None
    }


def added(what: str, row: Base, row_id: UUID) -> Altered:
    """A change that added a row."""
    return Altered(what, row_id, after=values_of(row))


def _text(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return value.isoformat() if isinstance(value, date) else str(value)
