"""A demo school with an incident, thousands of parents to tell, and what delivers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from bench import importing
from portal.desk.sending import prepare_notices
from portal.jobs._run import deliver_due
from portal.outbox import leases
from portal.rules.words import PeopleChoice
from standalone.demo import cast
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School

if TYPE_CHECKING:
    from email.message import EmailMessage

WHY = "Measured."


def school() -> School:
    """The school, acting as its own people do; the worker's clock is the machine's."""
    found = importing.school()
    at = next(each for each in cast.ORGANISATIONS if each.id == found.id)
    people = {Role.DPO: found.dpo}
    for person in at.people:
        people.setdefault(person.role, cast.person_id(at, person))
    return School(found.services, found.services.clock, found.id, people)  # type: ignore[arg-type]


def waiting(at: School, recipients: int) -> UUID:
    """An incident whose notices wait to be sent, one to each family."""
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    rows = telling.rows_of(at, incident, _sheet(recipients))
    at.do("import_people", Role.DPO, incident, rows=rows, source="families.csv")
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    telling.send(at, incident, recipients, why_not_waited=WHY)
    return incident


def messages(at: School) -> list[EmailMessage]:
    """The very messages that wait, composed and left waiting."""
    services, found = at.services, []
    with open_session(services.engine, at.scope) as session:
        claimed = leases.claim(session, at.id, "bench", services.clock.now(), limit=100_000)
        notices = [effect for effect in claimed if effect.kind == "notice"]
        found = [one.compose() for one in prepare_notices(session, services, notices)]
        session.rollback()
    return found


def deliver(at: School) -> None:
    """One worker, until nothing is due."""
    deliver_due(at.services, [at.id], seconds=3600)


def sent(at: School, incident: UUID) -> int:
    """How many notices of the incident are sent."""
    return telling.states(at, incident)["email", "sent"]


def _sheet(families: int) -> bytes:
    head = "Surname,Forename,Date of birth,Admission number,Contact 1 name,Contact 1 relationship,"
    head += "Contact 1 parental responsibility,Contact 1 daily care,Contact 1 email,"
    lines = [f"{head}Information involved"]
    lines += [
        f"Family{n},Child{n},1/1/2017,A{n},Ann Family{n},mother,yes,yes,ann{n}@example.org,name"
        for n in range(families)
    ]
    return "\n".join(lines).encode()
