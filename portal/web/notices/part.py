"""A part of the list of people affected, where a page would open too many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import request

from portal.store.telling import subjects
from portal.web.access import current_case, current_visit
from portal.web.parts.typed import sent_id
from tenants.db import open_session

if TYPE_CHECKING:
    from portal.rules.telling.people_list import OnList

AT_ONCE = 500
"""People whose details one page opens; the next page opens the next."""


def part_of_list() -> tuple[tuple[OnList, ...], UUID | None]:
    """The people on the list after the one the address names, at most `AT_ONCE`; and after whom
    the next part begins, None when nobody follows.
    """
    visit, case = current_visit(), current_case()
    with open_session(visit.services.engine, visit.scope) as session:
        found = subjects.list_people(
            session,
            visit.scope,
            case.found.key,
            case.facts.incident_id,
            after=after(),
            limit=AT_ONCE + 1,
        )
    return found[:AT_ONCE], found[AT_ONCE - 1].id if found[AT_ONCE:] else None


def after() -> UUID | None:
    """After whom the page begins, as its address says."""
    return sent_id(request.args.get("after"))
