"""Changes of administration: `tenants.change.change`, told to the school's audit chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from portal.desk.school import announcing, concerning, new_sight, school_duties
from portal.outbox import relay
from portal.store import audit
from tenants.calendar import uk_date
from tenants.change import Entry, MayNot, change
from tenants.db import Scope, lock_school
from tenants.directory import roles_at
from tenants.models import Organisation, OrganisationKind
from tenants.organisations import overseen_by
from tenants.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered, Apply, Before

MOVES_DUTIES: Final = frozenset(
    {
        Permission.KEEP_PEOPLE,
        Permission.RECORD_ABSENCE,
        Permission.KEEP_OWN,
        Permission.JOIN,
        Permission.APPOINT_DPO,
        Permission.KEEP_CALENDAR,
        Permission.GRANT_OVERSIGHT,
        Permission.KEEP_TEAM,
        Permission.REPLACE_OFFICER,
    }
)
"""Changes of who is what, when they are here, or which days are school days: they move what is owed
in open incidents. A policy does not: running incidents keep theirs."""
OPERATOR = "operator"
"""Who changed it, where nobody was signed in: the command line of the deployment."""


def alter(
    services: Services,
    organisation_id: UUID,
    permission: Permission,
    apply: Apply,
    *,
    by: UUID | None,
    once: UUID | None = None,
    scope: Scope | None = None,
    first: Before | None = None,
) -> Altered:
    """Make one change at one organisation. Raises `MayNot`, or `Impossible` with a sentence.

    What a school owes is brought in line in the same transaction, and those who answer for it are
    told of a policy, a DPO, or somebody new who sees all its incidents. Where the people of a
    service, trust or authority change, each school that it looks after is compared by the worker.
    """
    now = services.clock.now()
    overseen = (
        overseen_by(services.engine, organisation_id, uk_date(now))
        if permission in MOVES_DUTIES
        else ()
    )

    def with_duties(session: Session) -> Altered:
        moves = permission in MOVES_DUTIES
        before = new_sight.sight(session, organisation_id, now) if moves else None
        looks_after = permission is Permission.GRANT_OVERSIGHT
        ran_it = announcing.who_run(session, organisation_id, now) if looks_after else frozenset()
        altered = apply(session)
        session.flush()
        for school_id in _schools(session, [organisation_id]):
            school_duties.changed(session, Scope.of(school_id), now, people=moves)
            told = announcing.announce(session, school_id, altered, by, now, ran_it=ran_it)
            if before is not None:
                new_sight.tell(session, school_id, before, told | {by}, now)
        if overseen:  # at once, not only when the worker compares
            concerning.hide_from_newcomers(session, Scope.of(*overseen), now)
        school_duties.compare_later(session, overseen, now)
        return altered

    altered = change(
        services.engine,
        organisation_id,
        permission,
        by=by,
        now=now,
        apply=with_duties,
        audit=audit_change,
        scope=Scope.of(*{organisation_id, *overseen, *(scope.schools if scope else ())}),
        once=once,
        first=first,
    )
    relay.nudge(services, [organisation_id, *overseen])
    return altered


def alter_one_of_many(
    services: Services,
    school_id: UUID,
    permission: Permission,
    apply: Apply,
    *,
    by: UUID,
    once: UUID | None = None,
) -> Altered:
    """Make one change at one of many schools, of which nobody is told: for who waits for them all.

    What it moves is compared by the worker, who is woken by the caller, once for all the schools.
    Raises `MayNot`, or `Impossible`.
    """
    now = services.clock.now()

    def compared_later(session: Session) -> Altered:
        altered = apply(session)
        session.flush()
        school_duties.compare_later(session, [school_id], now)
        return altered

    return change(
        services.engine,
        school_id,
        permission,
        by=by,
        now=now,
        apply=compared_later,
        audit=audit_change,
        once=once,
    )


def alter_within(
    session: Session,
    school_id: UUID,
    permission: Permission,
    apply: Apply,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Make one change at a school in the transaction of a decision on an incident.

    It moves nobody: what does is a change of its own. Raises `MayNot`, or `Impossible`.
    """
    if permission in MOVES_DUTIES:
        raise ValueError(permission)
    if not permission.held_by(roles_at(session, school_id, by, now)):
        raise MayNot
    lock_school(session, school_id)
    altered = apply(session)
    session.flush()
    school_duties.changed(session, Scope.of(school_id), now, people=False)
    session.flush()
    audit_change(session, Entry(school_id, permission, by, now, altered))


def _schools(session: Session, organisations: Collection[UUID]) -> Collection[UUID]:
    """Those of them that are schools: only a school owes anything."""
    return session.scalars(
        sa.select(Organisation.id).where(
            Organisation.id.in_(organisations), Organisation.kind == OrganisationKind.SCHOOL
        )
    ).all()


def audit_change(session: Session, entry: Entry) -> None:
    """Append one change: who, under which permission, which row, its values before and after."""
    altered = entry.altered
    refs = {
        "by": str(entry.by or OPERATOR),
        "permission": str(entry.permission),
        "subject": str(altered.subject_id),
        **{f"before.{name}": value for name, value in altered.before.items()},
        **{f"after.{name}": value for name, value in altered.after.items()},
    }
    audit.append(
        session, entry.organisation_id, f"administration.{altered.what}", refs, at=entry.at
    )
