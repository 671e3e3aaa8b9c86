"""The breach log as an attachment, to the named DPO's mailbox and nobody else (DBRP-5.4)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portal.desk.surroundings import surroundings
from portal.documents.breach_log import log_pdf
from portal.notices import alerts
from portal.outbox.leases import Settlement
from portal.rules.ending.breach_log import filled
from portal.rules.in_charge import owners
from portal.rules.in_charge.alerts import OFFICERS
from portal.store import incidents
from portal.store.telling import alerting
from tenants import directory
from tenants.calendar import UK
from tenants.db import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect


def attach_log(
    session: Session, services: Services, effect: ClaimedEffect
) -> Callable[[], None] | Settlement:
    """The log as it stands when it leaves. Never to a DPO whom the incident concerns.

    Subject and text carry a reference and a link; what the log says is in the attachment alone.
    """
    assert effect.incident_id is not None  # noqa: S101 - written for an incident
    scope, now = Scope.of(effect.school_id), services.clock.now()
    found = incidents.get_incident(session, scope, services.keyring, None, effect.incident_id)
    around = surroundings(session, scope, effect.school_id, found.row.adoption_id, now)
    dpo = directory.named_dpo(session, effect.school_id, now.astimezone(UK).date())
    officers = {each.person_id for each in around.roster.holders if each.role in OFFICERS}
    if dpo is None or officers & owners.concerned(around.roster, found.facts):
        return Settlement("stopped", error="NoDpoToTell")
    to = alerting.Addressee(dpo.name, dpo.email)
    message = alerts.compose_to(session, services, effect, to)
    school, _slug = alerting.school_name_and_slug(session, scope, effect.school_id)
    lines = filled(found.facts, around.policy, around.roster.named)
    pdf = log_pdf(school, found.facts, lines, version=found.row.version, made_at=now)
    name = f"{found.facts.reference}-breach-log.pdf"
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return partial(services.mailer.send, message)
