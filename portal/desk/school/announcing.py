"""Tell Headteacher and chair what somebody else has decided in the school's name.

An officer of a service may adopt a policy for the school, and a trust's chief executive name its
DPO: whoever answers for the school is never the last to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.outbox import rows as outbox
from portal.store.school import schools
from tenants.db import Scope
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.change import Altered

ANNOUNCED: Final[Mapping[str, tuple[str, frozenset[Role]]]] = {
    "adopt_policy": ("policy_adopted", frozenset({Role.HEAD, Role.CHAIR, Role.DPO})),
    "appoint_dpo": ("dpo_named", frozenset({Role.HEAD, Role.CHAIR})),
}
"""By what was changed: the alert, and who gets it unless they changed it themselves."""


def announce(
    session: Session, school_id: UUID, altered: Altered, by: UUID | None, now: datetime
) -> frozenset[UUID]:
    """Alert those whom this change is to be told; who they are."""
    if altered.what not in ANNOUNCED:
        return frozenset()
    template, roles = ANNOUNCED[altered.what]
    holders = schools.roster(Scope.of(school_id), school_id, now).within(session).holders
    told = frozenset(one.person_id for one in holders if one.role in roles and one.person_id != by)
    outbox.alert(
        session,
        school_id=school_id,
        incident_id=None,
        template=template,
        about=f"{altered.subject_id}:{now.isoformat()}",
        people=told,
        now=now,
    )
    return told
