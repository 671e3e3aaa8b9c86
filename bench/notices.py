"""A demo school with an incident, thousands of parents to tell, and what delivers to them."""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from bench import importing
from bench.importing import School
from bench.wording import PARTS
from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.desk.telling.sending import prepare_notices
from portal.jobs.deliver import deliver_due
from portal.models.telling import RecipientRow
from portal.outbox import leases
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.words import LegalRisk, PeopleChoice, RiskFactor
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from email.message import Message

WHY = "Measured."


def waiting(at: School, recipients: int) -> UUID:
    """An incident whose notices wait to be sent, one to each family."""
    now, incident = at.services.clock.now(), importing.incident(at)
    _do(at, incident, "declare_aware", aware_at=now, reason=WHY, why_later=WHY)
    factors = dict.fromkeys(RiskFactor, WHY)
    _do(at, incident, "assess_risk", factors=factors, legal_risk=LegalRisk.HIGH, reason=WHY)
    _do(at, incident, "decide_people", choice=PeopleChoice.OBLIGED, reasons=WHY)
    importing.import_people(at, incident, _sheet(recipients), now.date())
    _do(at, incident, "clear_contacts", against="The register.")
    _do(at, incident, "write_notice", parts=PARTS)
    _do(at, incident, "send_notices", expected=recipients, why_not_waited=WHY)
    return incident


def _do(at: School, incident: UUID, action: str, **said: object) -> None:
    found = actions()[action]
    perform(at.services, found, found.said(**said), Deed(at.id, at.dpo, incident))


def messages(at: School) -> list[Message]:
    """The very messages that wait, composed and left waiting."""
    services, found = at.services, []
    with open_session(services.engine, Scope.of(at.id)) as session:
        claimed = leases.claim(session, at.id, "bench", services.clock.now(), limit=100_000)
        notices = [effect for effect in claimed if effect.kind == "notice"]
        found = [
            message_from_bytes(one.compose().content)
            for one in prepare_notices(session, services, notices)
        ]
        session.rollback()
    return found


def deliver(at: School) -> None:
    """One worker, until nothing is due."""
    deliver_due(at.services, [at.id], seconds=3600)


def sent(at: School, incident: UUID) -> int:
    """How many notices of the incident are sent."""
    with open_session(at.services.engine, Scope.of(at.id)) as session:
        sent = select(func.count()).where(
            RecipientRow.incident_id == incident, RecipientRow.standing == EnvelopeState.SENT
        )
        return session.scalar(sent) or 0


def _sheet(families: int) -> bytes:
    head = "Surname,Forename,Date of birth,Admission number,Contact 1 name,Contact 1 relationship,"
    head += "Contact 1 parental responsibility,Contact 1 daily care,Contact 1 email,"
    lines = [f"{head}Information involved"]
    lines += [
        f"Family{n},Child{n},1/1/2017,A{n},Ann Family{n},mother,yes,yes,ann{n}@example.org,name"
        for n in range(families)
    ]
    return "\n".join(lines).encode()
