"""'You can also' on the incident's page: what may be done now beside what is owed, by topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, url_for

from portal.desk import can
from portal.web.incident import naming
from portal.web.parts.record import Link
from portal.web.routes import action_endpoints, action_href
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.web.visiting import Case, Visit

STOP, SORT, BREACH, FIND = "Stop it", "Sort it", "Is it a breach?", "Find out"
ICO, PEOPLE, END, READ = "The ICO", "People affected", "Bring it to an end", "Read"
ORDER: Final = (STOP, SORT, BREACH, FIND, ICO, PEOPLE, END, READ)
TOPICS: Final = {
    "portal_triage": SORT,
    "portal_risk": BREACH,
    "portal_register": BREACH,
    "portal_investigation": FIND,
    "portal_evidence": FIND,
    "portal_ico": ICO,
    "portal_notices": PEOPLE,
    "portal_ending": END,
}
"""By the area of an action's page; what is new in an area finds its place by itself."""
OTHERWISE: Final = {
    "acknowledge_report": SORT,
    "record_danger_check": STOP,
    "record_containment": STOP,
    "ask_for_deletion": STOP,
    "confirm_deletion": STOP,
    "record_permanent_loss": STOP,
    "record_recovered": STOP,
    "declare_aware": BREACH,
    "move_awareness": BREACH,
    "record_no_breach": BREACH,
    "confirm_ending": BREACH,
    "complete_log": BREACH,
    "agree_who_tells": PEOPLE,
    "confirm_people_told": PEOPLE,
}
TO_READ: Final = (
    ("Read the investigation", "portal_investigation.show"),
    ("Read the breach log", "portal_register.log"),
    ("See the evidence", "portal_evidence.show"),
)


@dataclass(frozen=True, slots=True)
class Offers:
    """One topic with its links."""

    topic: str
    links: tuple[Link, ...]


def offers(visit: Visit, case: Case, owed_actions: set[str]) -> tuple[Offers, ...]:
    """By topic, in order; for whoever only reported it there is one list without topics."""
    found: dict[str, list[Link]] = {}
    for topic, link in _all(visit, case, owed_actions):
        found.setdefault(topic if case.handles else "", []).append(link)
    return tuple(Offers(topic, tuple(found[topic])) for topic in ("", *ORDER) if found.get(topic))


def _all(visit: Visit, case: Case, owed_actions: set[str]) -> Iterator[tuple[str, Link]]:
    assert visit.school is not None  # noqa: S101 - an incident is at a school
    slug, incident_id = visit.school.slug, case.facts.incident_id
    endpoints = action_endpoints(current_app)
    for action in can.offered(case.facts, case.policy, case.actor):
        href = action_href(action.name, slug, incident_id)
        if href and action.name not in owed_actions:
            area = endpoints[action.name].partition(".")[0]
            yield OTHERWISE.get(action.name) or TOPICS.get(area, FIND), Link(action.title, href)
    if case.handles:
        for text, endpoint in TO_READ:
            if may_open(endpoint, visit):
                yield READ, Link(text, url_for(endpoint, slug=slug, incident_id=incident_id))
    if naming.may_read(case):
        href = url_for("portal_incident.reporter", slug=slug, incident_id=incident_id)
        yield READ, Link("Read the reporter’s name (this is written down)", href)


def may_open(endpoint: str, visit: Visit) -> bool:
    """Whether the page would let them in: nobody is shown a door that is locked."""
    access = getattr(current_app.view_functions[endpoint], "__portal_access__", None)
    who: frozenset[Role] | None = getattr(access, "who", None)
    return who is None or bool(visit.roles & who)
