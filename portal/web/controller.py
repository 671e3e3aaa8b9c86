"""Who answers for a school's data: the school itself, or its trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.responsibilities import trust_is_controller
from portal.store.school import schools

if TYPE_CHECKING:
    from datetime import datetime

    from portal.store.school.schools import Trust
    from portal.web.visiting import Visit
    from tenants.policy.schema import Policy


def controlling_trust(
    visit: Visit, policy: Policy | None, at: datetime | None = None
) -> Trust | None:
    """The trust that `policy` makes the controller; None where it is the school, or in no trust.

    Of what came up `at` some moment it is the trust of that day, also when the school has left it.
    """
    if policy is None or not trust_is_controller(policy):
        return None
    moments = (visit.now,) if at is None else (at, visit.now)
    asked = (schools.find_trust(visit.scope, visit.here, each) for each in moments)
    return next(filter(None, (each.within(visit.session) for each in asked)), None)
