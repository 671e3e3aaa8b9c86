"""Many reminders to one person in one mail: what is owed, where, most urgent first.

It has one link, to the page that lists what is due at all their schools. What each says is read
when it is sent, by the same rules as in a mail of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from portal.notices import alerts
from portal.rules.plain_text import clean
from portal.store.effects import CALM
from portal.store.telling import alerting
from tenants.calendar import uk_date
from tenants.db import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that is still needed, and what it says."""

    effect: ClaimedEffect
    to: alerting.Addressee
    school: str
    reference: str
    """Of the incident; '' where the school itself owes it."""
    duties: tuple[alerting.AboutDuty, ...]


def may_join(effect: ClaimedEffect) -> bool:
    """Whether it may leave in one mail with others to the same person."""
    return effect.person_id is not None and effect.data.get(CALM) is True


def read(
    session: Session, effects: Sequence[ClaimedEffect], person_id: UUID, now: datetime
) -> tuple[list[Told], list[ClaimedEffect]]:
    """Those that the person is still to be told of, as `compose_alert` decides it; and the others:
    all is done, they have left the school, or the incident concerns them by now.
    """
    told, needless = [], []
    for effect in sorted(effects, key=lambda one: one.id):
        scope = Scope.of(effect.school_id)
        to = alerting.find_addressee(
            session, scope, person_id, effect.incident_id, only_on=uk_date(now)
        )
        ids = [UUID(one) for one in alerts.duty_ids(effect)]
        duties = alerting.open_duties(session, scope, ids, person_id) if to else ()
        if to is None or not duties:
            needless.append(effect)
            continue
        school, _ = alerting.school_name_and_slug(session, scope, effect.school_id)
        about = effect.incident_id
        reference = alerting.get_reference(session, scope, about) if about else ""
        told.append(Told(effect, to, clean(school), reference, duties))
    return told, needless


def compose(services: Services, told: Sequence[Told], now: datetime) -> EmailMessage:
    """The one mail of them. Raises Undeliverable for an address that cannot be used."""
    items = [(duty, one) for one in told for duty in one.duties]
    subject, text = alerts.render(
        "digest",
        {
            "items": sorted(items, key=lambda item: item[0].due_at),
            "late": sum(duty.due_at <= now for duty, _ in items),
            "schools": len({one.effect.school_id for one in told}),
            "missed": any(one.effect.data.get("missed") for one in told),
            "again": any(one.effect.data.get("again") for one in told),
            "link": f"{services.settings.public_url}/",
            "sent_at": now,
            "service": services.settings.service_name,
        },
    )
    # a second copy is the same message; one with other reminders in it is another
    first, *others = (one.effect.id for one in told)
    rest = sha256(" ".join(map(str, others)).encode()).hexdigest()[:16]
    return alerts.message(services, told[0].to, subject, text, f"digest.{first}.{rest}", now)
