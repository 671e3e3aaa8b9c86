"""A demo school with incidents, and the import as the pages and the worker do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import report_incident
from portal.desk import long_deeds
from portal.desk.perform import Deed, perform
from portal.jobs.deliver import deliver_due
from portal.notices.people_list import read_people
from portal.store.long_deeds import find_latest
from portal.store.telling import subjects
from standalone.app import create_app
from standalone.demo import cast
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from portal.host import Services


@dataclass(frozen=True)
class School:
    """Where the people are imported, and by whom."""

    services: Services
    id: UUID
    dpo: UUID


def school() -> School:
    """A demo school, in an app of its own."""
    app = create_app("development")
    app.app_context().push()
    services: Services = app.extensions["portal"].services()
    at = next(each for each in cast.ORGANISATIONS if isinstance(each, cast.DemoSchool))
    dpo = next(
        cast.person_id(cast.SERVICE, each) for each in cast.SERVICE.people if each.key == "dpo"
    )
    return School(services, at.id, dpo)


def incident(at: School) -> UUID:
    """A new incident there."""
    said = report_incident.ACTION.said(happened="A list went to the wrong people.")
    return perform(at.services, report_incident.ACTION, said, Deed(at.id, at.dpo)).incident_id


def import_people(at: School, incident_id: UUID, content: bytes, today: date) -> int:
    """Read, confirm, and let the worker do it; how many are on the list then."""
    read = read_people(content, today)
    confirmed = long_deeds.ConfirmedList(read.rows, source="file")
    long_deeds.begin(at.services, Deed(at.id, at.dpo, incident_id), confirmed)
    scope = Scope.of(at.id)
    with open_session(at.services.engine, scope) as session:
        while (found := find_latest(session, scope, incident_id)) is not None:
            if found.state != "waiting":
                break
            session.rollback()
            deliver_due(at.services, [at.id])
        return sum(subjects.count_standings(session, scope, incident_id).values())
