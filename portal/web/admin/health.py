"""'Health of my schools': how ready each school of a service or overseer is, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from portal.rules.school.readiness import missing, readiness
from portal.store import duties
from portal.store.school.facts import list_school_facts
from portal.store.visibility import SEES_ALL
from portal.web.access import View, current_visit, shows
from portal.web.frame import render
from tenants.db import Scope, open_session
from tenants.permissions import MANAGERS
from tenants.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.store.duties import LateCount
    from portal.web.visiting import Visit
    from tenants.directory import Relation

blueprint = Blueprint("portal_health", __name__)

HEALTH = View("health", "How ready one’s schools are")
PAGE = 25
SEES = MANAGERS | {Role.OVERSEER}


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school in the list."""

    name: str
    href: str
    """Its own checklist; '' for who only oversees it."""
    done: int
    of: int
    late: LateCount | None
    """Duties past their time, of its incidents and its own; None: not any."""
    late_href: str
    """What is due at the school; '' for who does not handle its incidents."""
    lacking: tuple[str, ...]
    has_closed: bool


@blueprint.get("/health-of-schools/")
@shows(HEALTH)
def index() -> ResponseReturnValue:
    """The schools whose name holds what was searched: where most is late first, then by name."""
    visit = current_visit()
    wanted = " ".join(request.args.get("q", "").split()).casefold()
    mine = [one for one in visit.relations if one.roles & SEES and wanted in one.name.casefold()]
    late = _late(visit, mine)
    mine.sort(key=lambda one: (-_number(late.get(one.school_id)), one.name, one.slug))
    number = max(request.args.get("page", 1, type=int), 1)
    shown = mine[(number - 1) * PAGE : number * PAGE]
    more = len(mine) > number * PAGE
    return render(
        "portal/admin/health.html",
        title="Health of my schools",
        lines=_lines(visit, shown, late),
        found=len(mine),
        searched=request.args.get("q", ""),
        earlier=_page(number - 1) if number > 1 else "",
        later=_page(number + 1) if more else "",
    )


def _late(visit: Visit, schools: list[Relation]) -> dict[UUID, LateCount]:
    """What is late at all of them, in one statement."""
    scope = Scope.of(*(one.school_id for one in schools))
    with open_session(visit.services.engine, scope) as session:
        return duties.count_late(session, scope, visit.viewer, visit.now)


def _number(late: LateCount | None) -> int:
    return late.of_all if late else 0


def _lines(
    visit: Visit, shown: list[Relation], late: dict[UUID, LateCount]
) -> tuple[SchoolLine, ...]:
    """The facts of a page's schools, in as many statements as for one."""
    ids = [one.school_id for one in shown]
    scope = Scope.of(*ids)
    with open_session(visit.services.engine, scope) as session:
        facts = list_school_facts(session, scope, ids, visit.now)
    found = []
    for one in shown:
        items = readiness(facts[one.school_id], visit.now)
        lacking = missing(items)
        runs = bool(one.roles & MANAGERS)
        found.append(
            SchoolLine(
                name=one.name,
                href=url_for("portal_admin.show", slug=one.slug) if runs else "",
                done=len(items) - len(lacking),
                of=len(items),
                late=late.get(one.school_id),
                late_href=url_for("portal_home.home", school=one.slug)
                if one.roles & SEES_ALL
                else "",
                lacking=tuple(item.title for item in lacking),
                has_closed=facts[one.school_id].has_closed,
            )
        )
    return tuple(found)


def _page(number: int) -> str:
    return url_for("portal_health.index", page=number, q=request.args.get("q") or None)
