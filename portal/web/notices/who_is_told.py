"""Who would be written to today, person by person: to be held against the school's own records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.documents.spreadsheet import xlsx
from portal.rules.telling.addressees import QUESTIONS
from portal.rules.words import Channel
from portal.web.access import View, current_case, current_visit, shows
from portal.web.downloads import XLSX, download
from portal.web.notices.area import READERS, blueprint, listing, note_reading
from portal.web.notices.channels import BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.addressees import Affected, Plan

WHO: Final = View("who_is_told", "Who would be written to, as a spreadsheet", READERS)
HEADINGS: Final = ("Person affected", "Date of birth", "Told", "How", "Where", "Question")


@blueprint.get("/who-is-told.xlsx")
@shows(WHO)
def who_is_told(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A row for each notice, and one for each person about whom there is none, with why."""
    visit, case = current_visit(), current_case()
    note_reading("people_affected")
    list_now = listing()
    planned = list_now.planned(case.facts, case.policy, visit.now)
    pieces = xlsx("Who is told", HEADINGS, rows(list_now.people, planned), made_at=visit.now)
    return download(b"".join(pieces), f"{case.facts.reference}-who-is-told.xlsx", XLSX)


def rows(people: Mapping[UUID, Affected], planned: Plan) -> Iterator[tuple[str, ...]]:
    """In the order of the names on the list."""
    for one in sorted(people.values(), key=lambda person: (person.name, person.id)):
        found = planned.addressings[one.id]
        born = f"{one.date_of_birth:%d/%m/%Y}" if one.date_of_birth else ""
        for to in found.letters:
            how = to.channels[0]
            where = to.email if how is Channel.EMAIL else " ".join(to.address.split())
            yield one.name, born, to.name, BY[how], where, ""
        if not found.letters:
            question = QUESTIONS[found.reason] if found.reason else ""
            yield one.name, born, "", "", "", question
