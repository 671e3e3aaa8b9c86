"""Bring the incidents that are linked with one up to date: a decision at each, in nobody's name."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from portal.actions import follow_linked
from portal.desk.perform import Deed, perform
from portal.errors import NotFound, Refused
from portal.store import incidents
from portal.store.school import schools
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from uuid import UUID

    from portal.host import Services


def bring_up_to_date(services: Services, school_id: UUID, incident_id: UUID) -> None:
    """Each linked incident, in the scope of its school; where it is so already, nothing happens.

    A school that has left the trust is another controller: it hears nothing more, and says nothing.
    """
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session:
        here = incidents.get_incident(session, scope, services.keyring, None, incident_id).facts
    both = Scope.of(school_id, *(each.school_id for each in here.linked))
    with open_session(services.engine, both) as session:
        of_trust = schools.list_siblings(both, school_id, services.clock.now()).within(session)
    for link in here.linked:
        if link.school_id not in of_trust:
            continue
        deed = Deed(link.school_id, None, link.incident_id)
        said = follow_linked.FollowLinked(incident_id, here)
        with suppress(NotFound, Refused):
            perform(services, follow_linked.ACTION, said, deed)
