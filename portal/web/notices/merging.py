"""The mail-merge list of the letters that wait to be posted, in the order of the print run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.documents.spreadsheet import xlsx
from portal.notices.letters import ADDRESS_LINES, address_lines
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.words import Channel
from portal.store.telling import subjects
from portal.web.access import View, current_case, current_visit, shows
from portal.web.downloads import XLSX, download
from portal.web.notices.area import READERS, blueprint, note_reading
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.on_way import OnWay

MERGE = View("mail_merge", "The addresses of the letters, for labels or envelopes", READERS)
HEADINGS: Final = ("Name", *(f"Address {number}" for number in range(1, ADDRESS_LINES)))


@blueprint.get("/mail-merge")
@shows(MERGE)
def mail_merge(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One row for each letter that is printed; who downloads it is recorded first."""
    visit, case = current_visit(), current_case()
    note_reading("letters")
    with open_session(visit.services.engine, visit.scope) as session:
        on_way = subjects.list_envelopes(session, visit.scope, incident_id, case.found.key)
    pieces = xlsx("Letters", HEADINGS, rows(on_way), made_at=visit.now)
    return download(b"".join(pieces), f"{case.facts.reference}-letters.xlsx", XLSX)


def rows(on_way: tuple[OnWay, ...]) -> Iterator[tuple[str, ...]]:
    """Name and address lines as they stand in the windows, in the order of the print run."""
    opened = (
        Envelope.from_json(one.body)
        for one in on_way
        if one.channel is Channel.LETTER and one.state is EnvelopeState.PRINTED
    )
    for envelope in sorted(opened, key=lambda one: (one.name, one.id)):
        lines = address_lines(envelope)
        yield lines + ("",) * (ADDRESS_LINES - len(lines))
