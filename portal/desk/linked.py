"""What one school of a trust lets the others know of the same matter.

Written in the commit that changes it, done by a job: school by school, each in its own scope. Lost
or doubled, it comes to the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.outbox import rows as outbox
from portal.rules.reporting.linked import passed_on

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.rules.facts import Facts

KIND: Final = "linked"


def pass_on(session: Session, before: Facts, after: Facts, now: datetime) -> None:
    """Have the linked incidents brought up to date, where there is news for them."""
    news = passed_on(after)
    if news is None or news == passed_on(before):
        return
    outbox.write_again(
        session,
        school_id=after.school_id,
        kind=KIND,
        incident_id=after.incident_id,
        run_after=now,
    )
