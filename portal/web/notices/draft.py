"""A list of people between upload and import: sealed, its uploader's own, and then forgotten."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from portal.desk import drafts
from portal.desk.writing.erasing import IMPORT_DRAFT
from portal.notices.people_list import PeopleList
from portal.store import documents
from portal.web.access import current_case, current_visit
from tenants.db import open_session

if TYPE_CHECKING:
    from portal.desk.drafts import Draft


def keep(read: PeopleList, source: str, content: bytes) -> None:
    """Keep what was read; and the sheet itself, where its columns may be chosen otherwise."""
    visit, case = current_visit(), current_case()
    answers = {"list": documents.to_json(read).decode(), "source": source}
    if read.headings:
        answers["sheet"] = b64encode(content).decode("ascii")
    drafts.save(visit.services, case.facts.school_id, visit.person_id, find_draft(), answers)


def kept_list(draft: Draft) -> PeopleList | None:
    """What was read last and is not imported yet."""
    found = draft.answers.get("list")
    return None if found is None else documents.from_json(PeopleList, str(found).encode())


def forget(draft: Draft) -> None:
    """It is kept no longer than it takes to confirm it."""
    visit, case = current_visit(), current_case()
    drafts.discard(visit.services, case.facts.school_id, visit.person_id, draft.id)


def find_draft() -> Draft:
    """The visitor's own, of this incident."""
    visit, facts = current_visit(), current_case().facts
    with open_session(visit.services.engine, visit.scope) as session:
        return drafts.unfinished(
            session,
            visit.services.keyring,
            facts.school_id,
            visit.person_id,
            IMPORT_DRAFT,
            facts.incident_id,
        )
