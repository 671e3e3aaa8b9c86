"""People of an import beside those on the list: who is known already, and what would be emptied."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from portal.notices.people_list import to_import
from portal.rules.telling.merging import ADDRESS, ANSWER, CONTACT, EMAIL, PHONE, brought, emptied
from portal.rules.telling.people_list import opened
from portal.store import keys
from portal.store.telling import subjects
from portal.web.access import current_visit
from portal.web.parts.when import counted
from tenants.db import open_session, uuid7

if TYPE_CHECKING:
    from portal.notices.people_list.model import ImportedPerson
    from portal.rules.telling.people_list import Imported
    from portal.web.visiting import Case

WHAT: Final = {
    EMAIL: "the e-mail address",
    PHONE: "the phone number",
    ADDRESS: "the postal address",
}


def as_imported(
    case: Case, rows: tuple[ImportedPerson, ...], kinds: frozenset[str]
) -> tuple[Imported, ...]:
    """People as the list takes them."""
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        hashed = partial(keys.index_hmacs, session, visit.services.keyring, case.facts.school_id)
        return to_import(rows, case.facts.incident_id, hashed, uuid7, kinds)


def compared(case: Case, rows: tuple[ImportedPerson, ...]) -> dict[str, Any]:
    """How many of the people are on the list already, and what importing them would empty."""
    visit, incident_id = current_visit(), case.facts.incident_id
    with open_session(visit.services.engine, visit.scope) as session:
        listing = opened(subjects.list_people(session, visit.scope, case.found.key, incident_id))
    changes, _ = brought(as_imported(case, rows, frozenset()), listing)
    known = changes.keys() & listing.people.keys()
    lost: Counter[str] = Counter()
    for one in known:
        lost.update(emptied(listing.people[one], changes[one]))
    unaffected = sum(listing.people[one].not_affected for one in known)
    return {"known": len(known), "emptied": in_words(lost), "unaffected": unaffected}


def in_words(lost: Counter[str]) -> list[str]:
    """What would be removed, each with how often."""
    gone = [
        f"{what} of {counted(lost[key], 'person or contact', 'people or contacts')}"
        for key, what in WHAT.items()
        if lost[key]
    ]
    if lost[ANSWER]:
        whose = counted(lost[ANSWER], "contact")
        gone.append(f"the answer on parental responsibility or daily care of {whose}")
    if lost[CONTACT]:
        gone.append(f"{counted(lost[CONTACT], 'contact')} left out of it")
    return gone
