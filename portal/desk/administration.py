"""Changes of administration: `tenants.change.change`, told to the school's audit chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.store import audit
from tenants.change import change

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered, Apply, Entry
    from tenants.db import Scope
    from tenants.permissions import Permission

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
) -> Altered:
    """Make one change at one organisation. Raises `MayNot`, or `Impossible` with a sentence."""
    return change(
        services.engine,
        organisation_id,
        permission,
        by=by,
        now=services.clock.now(),
        apply=apply,
        audit=audit_change,
        scope=scope,
        once=once,
    )


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
