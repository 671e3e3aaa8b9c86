"""'You can also' on the incident's page: the likeliest first, the rest by topic behind 'More'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, url_for

from portal.desk import can
from portal.rules.words import Stage
from portal.web.incident import naming
from portal.web.parts.record import Link
from portal.web.routes import action_endpoints, action_href
from tenants.regulator import ICO
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.web.visiting import Case, Visit

STOP, SORT, BREACH, FIND = "Stop it", "Sort it", "Is it a breach?", "Find out"
REGULATOR, PEOPLE, END = f"The {ICO}", "People affected", "Bring it to an end"
ORDER: Final = (STOP, SORT, BREACH, FIND, REGULATOR, PEOPLE, END)
TOPICS: Final = {
    "portal_triage": SORT,
    "portal_risk": BREACH,
    "portal_register": BREACH,
    "portal_investigation": FIND,
    "portal_evidence": FIND,
    "portal_ico": REGULATOR,
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
LIKELY: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.REPORTED: (
        "acknowledge_report",
        "escalate_to_dpo",
        "record_containment",
        "ask_question",
        "add_evidence",
        "mark_concerned",
    ),
    Stage.INVESTIGATING: (
        "ask_question",
        "add_evidence",
        "add_note",
        "record_containment",
        "consider_others",
    ),
    Stage.REVIEWING: (
        "add_note",
        "add_evidence",
        "add_improvement",
        "record_complaint",
        "record_letter",
    ),
    Stage.CLOSED: ("add_note", "record_complaint", "record_letter", "reopen_incident"),
}
"""What people mostly come for at each stage, beside what they owe."""
TO_READ: Final = (
    ("The investigation", "portal_investigation.show"),
    ("The breach log", "portal_register.log"),
    ("The evidence", "portal_evidence.show"),
)


@dataclass(frozen=True, slots=True)
class Offers:
    """One topic with its links."""

    topic: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Also:
    """Everything that may be done or read beside what is owed."""

    first: tuple[Link, ...]
    more: tuple[Offers, ...]
    read: tuple[Link, ...]


def offers(visit: Visit, case: Case, owed_actions: set[str]) -> Also:
    """The likeliest at this stage, then by topic; one list for whoever only reported it."""
    links = _actions(visit, case, owed_actions)
    if not case.handles:
        return Also(tuple(links.values()), (), _to_read(visit, case))
    likely = [name for name in LIKELY[case.facts.stage] if name in links]
    first = tuple(links.pop(name) for name in likely)
    found: dict[str, list[Link]] = {}
    for name, link in links.items():
        found.setdefault(_topic(name), []).append(link)
    more = tuple(Offers(topic, tuple(found[topic])) for topic in ORDER if topic in found)
    return Also(first, more, _to_read(visit, case))


def _actions(visit: Visit, case: Case, owed_actions: set[str]) -> dict[str, Link]:
    """By the action's name; what is owed has its button already."""
    slug, incident_id = visit.school.slug, case.facts.incident_id
    return {
        action.name: Link(action.title, href)
        for action in can.offered(case.facts, case.policy, case.actor, visit.now)
        if action.name not in owed_actions and (href := action_href(action.name, slug, incident_id))
    }


def _topic(name: str) -> str:
    area = action_endpoints(current_app)[name].partition(".")[0]
    return OTHERWISE.get(name) or TOPICS.get(area, FIND)


def _to_read(visit: Visit, case: Case) -> tuple[Link, ...]:
    slug, incident_id = visit.school.slug, case.facts.incident_id
    pages = [
        Link(text, url_for(endpoint, slug=slug, incident_id=incident_id))
        for text, endpoint in TO_READ
        if case.handles and may_open(endpoint, visit)
    ]
    if naming.may_read(case):
        href = url_for("portal_incident.reporter", slug=slug, incident_id=incident_id)
        pages.append(Link("Read the reporter’s name (this is written down)", href))
    return tuple(pages)


def may_open(endpoint: str, visit: Visit) -> bool:
    """Whether the page would let them in: nobody is shown a door that is locked."""
    access = getattr(current_app.view_functions[endpoint], "__portal_access__", None)
    who: frozenset[Role] | None = getattr(access, "who", None)
    return who is None or bool(visit.roles & who)
