"""The test alert before a closure: to whoever covers it, and settled when they open its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.school.administration import alter
from portal.outbox import rows as outbox
from portal.rules.school.facts import Checked
from tenants import registering
from tenants.change import Altered, Impossible
from tenants.closures import get_closure
from tenants.permissions import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services


def send_test_alert(session: Session, school_id: UUID, closure_id: UUID, now: datetime) -> Altered:
    """Write the alert to whoever covers the closure. Given to `alter` as what to apply.

    Raises Impossible where nobody covers it.
    """
    closure = get_closure(session, school_id, closure_id)
    if closure.cover_id is None:
        raise Impossible("Name who covers the closure first: the test alert goes to them.")
    outbox.write(
        session,
        school_id=school_id,
        kind="alert",
        key=f"test_alert:{closure_id}:{now.isoformat()}",
        person_id=closure.cover_id,
        template="test_alert",
        data={"test_of": str(closure_id)},
        run_after=now,
    )
    return Altered("send_test_alert", closure_id)


def arrived(services: Services, school_id: UUID, closure_id: UUID, person_id: UUID) -> None:
    """Whoever covers the closure has opened the link: the alert reached them.

    Raises Impossible for anybody else.
    """

    def apply(session: Session) -> Altered:
        if get_closure(session, school_id, closure_id).cover_id != person_id:
            raise Impossible("The test alert was sent to somebody else.")
        return registering.check(
            session,
            school_id,
            Checked.TEST_ALERT,
            by=person_id,
            now=services.clock.now(),
            subject_id=closure_id,
        )

    alter(services, school_id, Permission.CONFIRM_TEST_ALERT, apply, by=person_id)
