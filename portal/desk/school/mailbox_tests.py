"""Test mails to a school's addresses for reports: one that comes in here proves the address.

A school may name any address. Until a test mail to it came in, a message that only its writer
addressed there is not taken for the school's: it may be for somebody else's mailbox.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.desk.school.administration import alter
from portal.models.effects import EffectRow
from portal.notices.alerts import compose_to
from portal.outbox import relay
from portal.outbox import rows as outbox
from portal.store.school.registers import find_mailbox
from portal.store.telling.alerting import Addressee
from tenants import registering
from tenants.change import Altered, Impossible
from tenants.db import Scope, open_session, uuid7
from tenants.permissions import Permission
from tenants.registers import TAKES_REPORTS, Mailbox

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from email.message import EmailMessage
    from typing import Any

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect

KIND: Final = "mailbox_test"
AT_MOST_EVERY: Final = timedelta(minutes=10)
"""Without anybody asking for one."""
_SECONDS: Final = AT_MOST_EVERY.total_seconds()
_CODE: Final = re.compile(r"\bTest ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


def keep_mailbox(
    session: Session,
    school_id: UUID,
    mailbox_id: UUID | None,
    values: Mapping[str, Any],
    now: datetime,
) -> Altered:
    """Add a mailbox or change it, with a test mail where the address is not proved.

    Given to `alter` as what to apply; raises Impossible as `registering.keep`.
    """
    altered = registering.keep(session, school_id, Mailbox, mailbox_id, values)
    mailbox = session.get_one(Mailbox, (school_id, altered.subject_id))
    if mailbox.kind in TAKES_REPORTS and mailbox.arrives_since is None:
        send_test(session, school_id, mailbox.id, now)
    return altered


def send_test(session: Session, school_id: UUID, mailbox_id: UUID, now: datetime) -> Altered:
    """Write a test mail to the address. Given to `alter` as what to apply."""
    _write(session, school_id, mailbox_id, now, once=uuid7().hex)
    return Altered("test_mailbox", mailbox_id)


def send_unasked(services: Services, school_id: UUID, address: str) -> None:
    """A message came to an address that is not proved: test it now, a while after the last time."""
    now, scope = services.clock.now(), Scope.of(school_id)
    begun = datetime.fromtimestamp(now.timestamp() // _SECONDS * _SECONDS, UTC)
    with open_session(services.engine, scope) as session, session.begin():
        mailbox = find_mailbox(session, scope, address)
        if mailbox is not None:
            _write(session, school_id, mailbox.id, now, once=begun.isoformat())
    relay.nudge(services, [school_id])


def compose_test(
    session: Session, services: Services, effect: ClaimedEffect
) -> EmailMessage | None:
    """The test mail, with its code in the subject: some servers give messages another id."""
    mailbox = session.get(Mailbox, (effect.school_id, effect.subject_id))
    if mailbox is None or mailbox.kind not in TAKES_REPORTS:
        return None
    return compose_to(session, services, effect, Addressee("", mailbox.email))


def code_of(subject: str) -> UUID | None:
    """The code of a test mail; None for any other subject."""
    found = _CODE.search(subject)
    return UUID(found[1]) if found else None


def arrived(services: Services, school_id: UUID, code: UUID, addresses: Collection[str]) -> bool:
    """Note that a test mail to these addresses, in small letters, came in; whether it is ours."""
    with open_session(services.engine, Scope.of(school_id)) as session:
        effect = session.get(EffectRow, (school_id, code))
        if effect is None or effect.kind != KIND or effect.subject_id is None:
            return False
        apply = partial(
            registering.note_arrival,
            school_id=school_id,
            mailbox_id=effect.subject_id,
            addresses=addresses,
            now=services.clock.now(),
        )
    with suppress(Impossible):  # changed or removed meanwhile
        alter(services, school_id, Permission.KEEP_CONTACTS, apply, by=None)
    return True


def _write(
    session: Session, school_id: UUID, mailbox_id: UUID, now: datetime, *, once: str
) -> None:
    outbox.write(
        session,
        school_id=school_id,
        kind=KIND,
        key=f"{KIND}:{mailbox_id}:{once}",
        subject_id=mailbox_id,
        template=KIND,
        run_after=now,
    )
