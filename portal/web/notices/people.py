"""The list of people affected: where telling each stands, who is open and why; never the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import request

from portal.actions import (
    ask_opinion,
    check_list,
    clear_contacts,
    decide_people,
    import_people,
    release_person,
    resolve_unreached,
    send_notices,
    settle_addressee,
    settle_uncertain,
    take_back_import,
    write_notice,
)
from portal.rules.telling.addressees import QUESTIONS, Reason, from_json
from portal.rules.telling.on_way import MORE_TO_TELL, TOLD_WRONG, EnvelopeState
from portal.store.telling import subjects
from portal.web.access import current_case, current_visit, shows
from portal.web.frame import render
from portal.web.notices.area import PEOPLE, blueprint, href, note_reading, safeguards
from portal.web.notices.part import after
from portal.web.notices.topics import TOPICS
from portal.web.offering import links, may
from portal.web.parts.owed import Figure
from portal.web.parts.tags import Tag
from portal.web.parts.when import Urgency
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.rules.telling.people_list import OnList

PAGE = 50
SETTLE = settle_addressee.ACTION.title
"""To the person's own page, where one of several things may settle it."""
STANDINGS = {
    "unresolved": Tag("To resolve", "red"),
    "held": Tag("Held back", "orange"),
    "blocked": Tag("Nobody is told", "grey"),
    "to_be_told": Tag("To be told", "yellow"),
    "told": Tag("Told", "green"),
}
REASONS = {
    "failed": "The message did not reach them. Is there another address? A new sending goes by "
    "letter where a postal address is known, and not again where it came back or was not theirs.",
    "uncertain": "Nobody knows whether the message arrived.",
    "left_out": "Something changed before the message was sent, so it was not sent. Is all of it "
    "right now? Then send the notices again: they get a new one.",
    MORE_TO_TELL: "The authority has said who else is told. Send the notices once more: only those "
    "who have none get one. Or tell them yourself.",
    TOLD_WRONG: "Told in person or by phone, perhaps what was found wrong. Make sure they know "
    "what is right, and record it.",
    "in_person": "Told in person.",
    "by_phone": "Told by phone.",
    "cannot_be_reached": "Cannot be reached; what was tried is on the record.",
    **{reason.value: question for reason, question in QUESTIONS.items()},
}
SETTLES = {
    Reason.DATE_OF_BIRTH_UNKNOWN: "birth",
    Reason.ADDRESS_NOT_CONFIRMED: "address",
    Reason.AUTHORITY_UNKNOWN: "care",
    Reason.SUPPORT_NOT_SETTLED: "support",
}
"""What settles a reason at one go; the others are settled on the person's page."""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list."""

    name: str
    own: str
    """The address of their page."""
    tag: Tag
    why: str
    href: str = ""
    link: str = ""
    """What the reader may settle about them, where there is something."""


@blueprint.get("/people")
@shows(PEOPLE)
def people(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Counts by standing, then a page of names with what is open."""
    case = current_case()
    note_reading("people_affected")
    standing = request.args.get("standing", "")
    standings = (standing,) if standing in STANDINGS else ()
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        counts = subjects.count_standings(session, visit.scope, incident_id)
        found = list_page(session, standings)
        place = place_in_list(session, standings, counts, len(found[:PAGE]))
    more = href("people", standing=standing, after=found[PAGE - 1].id) if found[PAGE:] else ""
    return render(
        "portal/notices/people.html",
        title="The people affected",
        section=case.facts.reference,
        case=case,
        figures=figures(counts),
        lines=tuple(map(line, found[:PAGE])),
        links=links(*NEXT),
        more=more,
        place=place,
        all_href=href("people") if standing else "",
        find_href=href("find") if sum(counts.values()) > PAGE else "",
    )


NEXT = (
    decide_people.ACTION,
    import_people.ACTION,
    clear_contacts.ACTION,
    write_notice.ACTION,
    ask_opinion.ACTION,
    check_list.ACTION,
    send_notices.ACTION,
    resolve_unreached.ACTION,
    take_back_import.ACTION,
)
"""What comes next for the list, in its order."""


def line(stored: OnList) -> Line:
    """Somebody on the list, in words."""
    found = from_json(stored.body)
    settles = SETTLES.get(Reason(stored.reason)) if stored.reason in set(Reason) else None
    if settles is not None and TOPICS[settles].safeguarding and not safeguards():
        settles = None
    shown = Line(
        name=found.name,
        own=href("one", person_id=stored.id),
        tag=STANDINGS[stored.standing],
        why=REASONS.get(stored.reason, ""),
    )
    if stored.standing == "held" and found.held_back and may(release_person.ACTION):
        there = href("release", person_id=stored.id)
        return replace(shown, href=there, link=release_person.ACTION.title)
    if stored.reason == Reason.NOT_CHECKED and may(clear_contacts.ACTION):
        return replace(shown, href=href("clear"), link=clear_contacts.ACTION.title)
    if stored.reason == EnvelopeState.UNCERTAIN and may(settle_uncertain.ACTION):
        return replace(shown, href=href("told", person_id=stored.id), link="Say what became of it")
    if not may(settle_addressee.ACTION):
        return shown
    if settles is None:
        unresolved = stored.standing == "unresolved"
        return replace(shown, href=shown.own, link=SETTLE) if unresolved else shown
    there = href("settle", person_id=stored.id, topic=settles)
    return replace(shown, href=there, link=TOPICS[settles].title)


def list_page(session: Session, standings: tuple[str, ...] = ()) -> tuple[OnList, ...]:
    """A page of the list and one more, to know whether there is more."""
    case = current_case()
    return subjects.list_people(
        session,
        current_visit().scope,
        case.found.key,
        case.facts.incident_id,
        standings=standings,
        after=after(),
        limit=PAGE + 1,
    )


def place_in_list(
    session: Session, standings: tuple[str, ...], counts: Mapping[str, int], shown: int
) -> str:
    """'51 to 100 of 132', for a page with so many people; '' where all of them are on it."""
    total = sum(counts.get(each, 0) for each in standings or counts)
    last, before = after(), 0
    if last is not None:
        visit, incident_id = current_visit(), current_case().facts.incident_id
        before = subjects.count_before(session, visit.scope, incident_id, standings, last)
    return f"{before + 1} to {before + shown} of {total}" if 0 < shown < total else ""


def figures(counts: dict[str, int]) -> tuple[Figure, ...]:
    """How many people stand where, each with the way to them."""
    late = {"unresolved": Urgency.LATE, "held": Urgency.SOON}
    return tuple(
        Figure(
            counts.get(key, 0),
            tag.text.lower(),
            late.get(key) if counts.get(key) else None,
            href("people", standing=key),
        )
        for key, tag in STANDINGS.items()
    )
