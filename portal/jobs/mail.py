"""What mail that came in asks of the worker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portal.mail_in import acknowledging
from portal.mail_in.taking import take_in
from portal.outbox.leases import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect


def incoming(_session: Session, services: Services, effect: ClaimedEffect) -> Callable[[], None]:
    """Take one kept message in; each of its steps is done once, however often it is tried."""
    assert effect.subject_id is not None  # noqa: S101 - written for a message
    return partial(take_in, services, effect.school_id, effect.subject_id)


def acknowledge(
    session: Session, services: Services, effect: ClaimedEffect
) -> Callable[[], None] | Settlement:
    """Answer whoever wrote it."""
    assert effect.subject_id is not None  # noqa: S101 - written for a message
    assert effect.incident_id is not None  # noqa: S101 - of an incident
    message = acknowledging.compose(
        session, services, effect.school_id, effect.subject_id, effect.incident_id
    )
    if message is None:
        return Settlement("stopped", error="NoAddress")
    return partial(services.mailer.send, message)
