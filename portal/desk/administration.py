"""Changes of administration on the school's audit chain: what `tenants.change.change` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.store import audit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tenants.change import Entry

OPERATOR = "operator"
"""Who changed it, where nobody was signed in: the command line of the deployment."""


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
