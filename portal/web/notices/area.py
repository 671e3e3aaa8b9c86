"""What the pages about the people affected share: where they are, who reads them, the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort

from portal.desk.seen import seen
from portal.errors import NotFound
from portal.notices.from_school import sender
from portal.rules.in_charge.owners import dpo_stand_in
from portal.rules.responsibilities import list_checkers
from portal.rules.telling.addressees import Affected, from_json
from portal.rules.telling.people_list import Listing, opened
from portal.rules.words import Stage
from portal.store.telling import subjects
from portal.web.access import View, current_case, current_visit
from portal.web.deciding import address
from portal.web.offering import way_on
from portal.web.parts.owed import listed
from tenants.db import open_session
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from portal.rules.telling.envelope import Envelope, Sender
    from portal.rules.telling.people_list import OnList
    from portal.web.parts.record import Link

blueprint = Blueprint("portal_notices", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>")

READERS = frozenset(
    {Role.DPO, Role.DEPUTY_DPO, Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.DEPUTY_HEAD, Role.SLT}
)
"""Who needs to see whom a notice is about; the incident must be theirs to see as well."""
PEOPLE = View("people_affected", "The people affected, and where telling each stands", READERS)
SENDING = View("sending", "How far the notices are", READERS)


def href(endpoint: str, **values: Any) -> str:
    """The address of a page of this incident."""
    return address(f"portal_notices.{endpoint}", current_case(), **values)


def to_reopen() -> Link | None:
    """The way to record what came back since the incident was closed; None where it is open, or
    was joined to another, which goes on.
    """
    facts = current_case().facts
    can_be = facts.stage is Stage.CLOSED and facts.joined_to is None and facts.people.imported
    return way_on("reopen_incident", "Re-open the incident") if can_be else None


def safeguards() -> bool:
    """Whether the person is the safeguarding lead or deputy here, or stands in."""
    case = current_case()
    return bool(list_checkers(case.policy, case.facts) & case.actor.roles)


def note_reading(what: str) -> None:
    """Record the reading of what is sensitive, before it is shown."""
    visit, case = current_visit(), current_case()
    seen(visit.services, case.facts.school_id, case.facts.incident_id, visit.person_id, what)


def listing() -> Listing:
    """The whole list, opened, with the notices on their way."""
    visit, case = current_visit(), current_case()
    incident_id = case.facts.incident_id
    with open_session(visit.services.engine, visit.scope) as session:
        people = subjects.list_people(session, visit.scope, case.found.key, incident_id)
        envelopes = subjects.list_envelopes(session, visit.scope, incident_id, case.found.key)
    return opened(people, envelopes)


def person(person_id: UUID) -> tuple[OnList, Affected]:
    """One person affected, as stored and opened; 404 when not on this list."""
    visit, case = current_visit(), current_case()
    note_reading("person_affected")
    try:
        with open_session(visit.services.engine, visit.scope) as session:
            stored = subjects.get_person(
                session, visit.scope, case.found.key, case.facts.incident_id, person_id
            )
    except NotFound:
        abort(404)
    return stored, from_json(stored.body)


def open_notices(ids: Collection[UUID]) -> dict[UUID, Envelope]:
    """These notices with whom they are to and about; the reading of it is recorded."""
    visit, case = current_visit(), current_case()
    note_reading("people_affected")
    with open_session(visit.services.engine, visit.scope) as session:
        return subjects.open_envelopes(
            session, visit.scope, case.found.key, case.facts.incident_id, ids
        )


def addressed(notice: Envelope) -> str:
    """'Anna Marsh, about Zoe Marsh and Max Marsh': to whom a notice is, and about whom."""
    whom = about(notice)
    return notice.name if whom == notice.name else f"{notice.name}, about {whom}"


def about(notice: Envelope) -> str:
    """'Zoe Marsh and Max Marsh': whose data it was."""
    return listed([one.name for one in notice.about])


def school_sender() -> Sender:
    """Who writes the notices."""
    case, visit = current_case(), current_visit()
    instead = dpo_stand_in(case.roster, case.facts, case.policy, visit.now)
    return sender(visit.school, case.roster, visit.services.settings, instead)
