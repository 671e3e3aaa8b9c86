"""In which incidents was somebody affected: they ring about a letter, or ask for their data.

Keyed hashes are compared, so that nothing encrypted is searched; what is looked for is posted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from flask import url_for

from portal.desk.seen import seen
from portal.errors import Refused
from portal.store import incidents, keys
from portal.store.telling import subjects
from portal.store.visibility import SEES_ALL
from portal.web.access import Draft, current_visit, does
from portal.web.frame import render
from portal.web.register.area import school_log
from portal.web.whom import FindForm
from tenants.db import open_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Visit

    Found = tuple[tuple[incidents.Line, tuple[str, ...]], ...]

NOBODY: Final = (
    "Nobody on a list here is known by exactly this. Check how the name is spelled, and give the "
    "date of birth, which most lists have"
)
FIND: Final = Draft("find_affected", "Find the incidents in which somebody was affected", SEES_ALL)


@school_log.route("/affected", methods=["GET", "POST"])
@does(FIND)
def affected(slug: str) -> ResponseReturnValue:
    """The incidents on whose list exactly this person stands, each with their page there."""
    visit = current_visit()
    form = FindForm(now=visit.now)
    found: Found = ()
    if form.validate_on_submit():
        seen(visit.services, visit.here, None, visit.person_id, FIND.name)
        if not (texts := form.any_list()):
            form.refuse(Refused("Enter a number, or a surname and a first name"))
        elif not (found := _found(visit, texts)):
            form.refuse(Refused(NOBODY))
    page = render(
        "portal/register/affected.html",
        title="Find somebody who was affected",
        back=url_for(".whole", slug=slug),
        form=form,
        found=found,
    )
    return page, 422 if form.is_submitted() and not found else 200


def _found(visit: Visit, texts: tuple[str, ...]) -> Found:
    """Each incident as lists show it, with the address of the person's page there; of each, where
    several bear one name.
    """
    with open_session(visit.services.engine, visit.scope) as session:
        rows = subjects.list_with_people(session, visit.scope, visit.viewer)
        asked = [(row.id, f"{row.id}:{text}") for row in rows for text in texts]
        hashes = keys.index_hmacs(
            session, visit.services.keyring, visit.here, [text for _, text in asked]
        )
        wanted = [(one, hashed) for (one, _), hashed in zip(asked, hashes, strict=True)]
        people: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for incident_id, person_id in subjects.find_everywhere(session, visit.scope, wanted):
            people[incident_id].append(person_id)
        there = [row for row in rows if row.id in people]
        lines = incidents.lines(session, visit.services.keyring, there)
    return tuple(
        (
            line,
            tuple(
                url_for(
                    "portal_notices.one",
                    slug=visit.school.slug,
                    incident_id=line.incident_id,
                    person_id=person_id,
                )
                for person_id in people[line.incident_id]
            ),
        )
        for line in lines
    )
