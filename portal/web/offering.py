"""Ways on from a page to actions of its incident: nobody is shown a door that is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk import can
from portal.desk.catalogue import actions
from portal.web.access import current_case, current_visit
from portal.web.parts.record import Link
from portal.web.routes import action_href

if TYPE_CHECKING:
    from portal.rules.outcome import AnyAction


def may(action: AnyAction) -> bool:
    """Whether the person may do this now."""
    case = current_case()
    return can.may(action, case.facts, case.policy, case.actor)


def link(action: AnyAction) -> Link | None:
    """The way to an action's page, for whoever may do it now."""
    if not may(action):
        return None
    school = current_visit().school
    return Link(
        action.title, action_href(action.name, school.slug, current_case().facts.incident_id)
    )


def way_on(name: str, text: str) -> Link:
    """The words with the way to where this is done; they lead nowhere for whoever may not do it."""
    action = actions().get(name)
    found = link(action) if action is not None else None
    return Link(text, found.href if found else "")


def links(*actions: AnyAction) -> tuple[Link, ...]:
    """The ways to those of the actions that the person may do now."""
    return tuple(found for action in actions if (found := link(action)) is not None)
