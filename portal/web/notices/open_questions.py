"""Settle who is told: everybody on the list of whom something is open, a part of it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import settle_addressee
from portal.rules.telling.addressees import from_json
from portal.rules.telling.care import still_asked
from portal.web.access import current_case, current_visit, does
from portal.web.frame import render
from portal.web.notices.area import blueprint, href, note_reading
from portal.web.notices.part import part_of_list
from portal.web.notices.people import STANDINGS, Line, line
from portal.web.notices.topics import TOPICS
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.people_list import OnList

CARE = "care-said"


@blueprint.get("/settle-addressee")
@does(settle_addressee.ACTION)
def open_questions(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Who is unresolved, and the children of whom an authority has not said who else is told."""
    note_reading("people_affected")
    people, following = part_of_list()
    return render(
        "portal/notices/people.html",
        title=settle_addressee.ACTION.title,
        section=current_case().facts.reference,
        case=current_case(),
        figures=(),
        lines=tuple(found for stored in people if (found := _asked(stored)) is not None),
        links=(),
        more=href("open_questions", after=following) if following else "",
        all_href=href("people"),
        find_href=href("find"),
    )


def _asked(stored: OnList) -> Line | None:
    person = from_json(stored.body)
    asked = still_asked(person, uk_date(current_visit().now))
    if asked and stored.standing != "unresolved":
        return Line(
            person.name,
            href("one", person_id=stored.id),
            STANDINGS[stored.standing],
            "Whom does the authority want told? If no answer comes in time, ring its duty team.",
            href("settle", person_id=stored.id, topic=CARE),
            TOPICS[CARE].title,
        )
    return line(stored) if stored.standing == "unresolved" else None
