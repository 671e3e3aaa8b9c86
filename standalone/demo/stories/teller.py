"""Tells one incident: who did what, and how long ago. Each step goes over the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.notices.people_list import read_people, to_import
from portal.rules.telling.people_list import opened
from portal.store import incidents, keys
from portal.store.telling import subjects
from standalone.demo import cast
from tenants.calendar import UK
from tenants.db import Scope, open_session, uuid7
from tenants.roles import TITLES

if TYPE_CHECKING:
    from portal.host import Services
    from portal.rules.facts import Facts
    from portal.rules.telling.addressees import Affected
    from standalone.demo.stories.past import PastClock

DPO: Final = "dpo"
"""The service's officer; everybody else is of the school, by the key of the cast."""
NAMES: Final = {
    cast.person_id(each, somebody): f"{somebody.name} ({TITLES[somebody.role]})"
    for each in cast.ORGANISATIONS
    for somebody in each.people
}


@dataclass
class Teller:
    """One story at `school`, told from the present `now` backwards."""

    services: Services
    clock: PastClock
    school: cast.DemoSchool
    now: datetime
    incident: UUID | None = None
    """The incident, once it is reported."""

    def ago(self, *, days: float = 0, hours: float = 0) -> None:
        """The next steps happen so long before the present."""
        self.clock.at = self.now - timedelta(days=days, hours=hours)

    def do(self, who: str | None, action: str, /, **said: object) -> None:
        """One step by somebody, or by nobody known. Raises what the desk refuses."""
        found = actions()[action]
        deed = Deed(self.school.id, self.person(who) if who else None, self.incident)
        self.incident = perform(self.services, found, found.said(**said), deed).incident_id

    def person(self, who: str) -> UUID:
        """The id of somebody."""
        organisation = cast.SERVICE if who == DPO else self.school
        return next(
            cast.person_id(organisation, each) for each in organisation.people if each.key == who
        )

    def then(self, **after: float) -> datetime:
        """An instant after the step at hand, as `timedelta` counts it."""
        return self.clock.at + timedelta(**after)

    def day(self, **after: float) -> date:
        """The day in the UK on which that lies."""
        return self.then(**after).astimezone(UK).date()

    def facts(self) -> Facts:
        """What is on record."""
        scope, incident = self._where()
        with open_session(self.services.engine, scope) as session:
            return incidents.get_incident(
                session, scope, self.services.keyring, None, incident
            ).facts

    def import_people(self, sheet: bytes) -> None:
        """The DPO imports everybody on the sheet."""
        scope, incident = self._where()
        with open_session(self.services.engine, scope) as session:
            imported = to_import(
                read_people(sheet, self.day()).rows,
                incident,
                partial(keys.index_hmacs, session, self.services.keyring, self.school.id),
                uuid7,
            )
        self.do(DPO, "import_people", rows=imported, source="spreadsheet")

    def people(self) -> list[Affected]:
        """The list, in the order of the sheet."""
        scope, incident = self._where()
        with open_session(self.services.engine, scope) as session:
            found = incidents.get_incident(session, scope, self.services.keyring, None, incident)
            stored = subjects.list_people(session, scope, found.key, incident)
        return list(opened(stored).people.values())

    def _where(self) -> tuple[Scope, UUID]:
        if self.incident is None:
            raise ValueError("nothing has been reported yet")
        return Scope.of(self.school.id), self.incident
