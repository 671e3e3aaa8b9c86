"""One person affected: what the list says of them, what is open, and each thing to settle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.actions import (
    hold_back,
    release_person,
    resolve_unreached,
    settle_addressee,
    settle_uncertain,
)
from portal.rules.telling.addressees import Affected, Contact, OverrideTo, age_on, barred_because
from portal.rules.telling.languages import LANGUAGES
from portal.rules.telling.look_alikes import look_alikes
from portal.rules.telling.on_way import ASTRAY
from portal.rules.telling.told_before import told_before
from portal.rules.words import Answer
from portal.store.telling import attempts
from portal.web.access import current_case, current_visit, shows
from portal.web.frame import render
from portal.web.notices.area import PEOPLE, blueprint, href, person, safeguards
from portal.web.notices.people import line
from portal.web.notices.topics import TOPICS
from portal.web.notices.whom import HOW, doubted, not_used, reached, told
from portal.web.offering import may
from portal.web.parts.tags import Tag
from portal.web.parts.when import day
from tenants.calendar import UK
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.NOT_SURE: "not known"}

HAD = "A notice was sent to them before"
OVERRIDES = {
    OverrideTo.PERSON: "They are told themselves, whatever their age",
    OverrideTo.CONTACTS: "Those who answer for them are told, whatever their age",
    OverrideTo.BOTH: "They and those who answer for them are told, whatever their age",
}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact on a person's page."""

    name: str
    relationship: str
    said: str
    """Responsibility, care, language, why they are barred, or who of the barred they may be."""
    where: str
    tag: Tag
    settle: str
    reach: str
    had: str
    """Where it is said of a notice that went to them that it should not have."""


@blueprint.get("/people/<uuid:person_id>")
@shows(PEOPLE)
def one(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """One person: what is open, and each thing that can be settled."""
    stored, found = person(person_id)
    may_settle = may(settle_addressee.ACTION)
    return render(
        "portal/notices/person.html",
        title=found.name,
        section=current_case().facts.reference,
        shown=line(stored),
        known=tuple(_known(found)),
        topics=tuple(
            (topic.title, href("settle", person_id=person_id, topic=key))
            for key, topic in TOPICS.items()
            if may_settle and topic.fits(found) and (safeguards() or not topic.safeguarding)
        ),
        others=_others(person_id, found),
        contacts=_contacts(found),
        back=href("people"),
    )


def _known(found: Affected) -> Iterator[tuple[str, str]]:
    """What the list says of them, to hold against the school's records: never the data itself."""
    yield "Date of birth", _born(found)
    yield (
        "Reached by",
        ". ".join(
            filter(
                None, (reached(found) or "not known", doubted(found.email), not_used(found, found))
            )
        ),
    )
    if found.language in LANGUAGES:
        yield "Reads", LANGUAGES[found.language].name
    if found.left:
        confirmed = found.left_address_confirmed
        yield (
            "Has left",
            "The address is confirmed" if confirmed else "The address is not confirmed",
        )
    if found.in_care:
        authority = told(found, found.authority, None) if found.authority else ""
        yield "In care", authority or "The authority is not known"
    if said := found.care_instruction:
        others = ". ".join(told(found, one, said.channel) for one in said.to)
        yield "The authority said", f"{others or 'Nobody else is told'}. {said.said_by} said so."
    if found.override:
        yield "Decided", f"{OVERRIDES[found.override.to]}. {found.override.reason}"
    if found.parents_as_well is not None:
        also = (
            "Parents are told as well" if found.parents_as_well else "Parents are not told as well"
        )
        yield "Decided for this pupil", also
    if found.support:
        way = found.support.channel
        yield "Supported by", f"{found.support.supporter}{HOW[way] if way else ''}"
    if release := found.released:
        label = "Held back, and released" if found.held_back else "Released"
        yield label, f"{told(found, release.to, release.channel)}. {release.reason}"


def _born(found: Affected) -> str:
    born = found.date_of_birth
    if born is None:
        return "not known"
    today = current_visit().now.astimezone(UK).date()
    return f"{day(born)}: {age_on(born, today)} years old today"


def may_be_barred(alike: Mapping[Contact, Contact]) -> str:
    """The question to a person about contacts who may be somebody barred; '' about none."""
    asked = defaultdict(list)
    for contact, barred in alike.items():
        asked[barred.name].append(contact.name)
    return " ".join(
        f"Is {' or '.join(names)} the same person as {barred}, who is barred?"
        for barred, names in asked.items()
    )


def _contacts(found: Affected) -> tuple[ContactLine, ...]:
    visit, case = current_visit(), current_case()
    with open_session(visit.services.engine, visit.scope) as session:
        sent = attempts.list_about(
            session, visit.scope, case.found.key, case.facts.incident_id, found.id
        )
    notices = tuple(
        (one.id, one.state, one.envelope)
        for one in sent
        if one.envelope and one.reason not in ASTRAY
    )
    return tuple(
        _contact_line(found, contact, told_before(contact, notices)) for contact in found.contacts
    )


def _contact_line(found: Affected, contact: Contact, had: UUID | None) -> ContactLine:
    bar = barred_because(contact)
    tag = Tag("Checked", "green")
    if bar is not None:
        tag = Tag("Barred", "red") if contact.barred else Tag("Not checked", "yellow")
    may_settle = may(settle_addressee.ACTION)
    which = {"person_id": found.id, "contact_id": contact.id}
    alike = {one: barred for one, barred in look_alikes(found).items() if one == contact}
    asked = (*([may_be_barred(alike)] if alike else ()), *([HAD] if had else ()))
    return ContactLine(
        name=contact.name,
        relationship=contact.relationship,
        said=". ".join((*_said(contact), *filter(None, (not_used(found, contact),)), *asked)),
        where=reached(contact) or "not known",
        tag=tag,
        settle=href("contact", **which) if may_settle else "",
        reach=href("reach_contact", **which) if may_settle else "",
        had=href("uncertain", envelope_id=had) if had and may(settle_uncertain.ACTION) else "",
    )


def _said(contact: Contact) -> Iterator[str]:
    care = f"daily care: {ANSWERS[contact.daily_care]}"
    if doubt := doubted(contact.email):
        yield doubt
    yield f"Parental responsibility: {ANSWERS[contact.responsibility]}; {care}"
    if contact.language in LANGUAGES:
        yield f"Reads {LANGUAGES[contact.language].name}"
    if contact.barred:
        yield f"Barred: {contact.barred}"


def _others(person_id: UUID, found: Affected) -> tuple[tuple[str, str], ...]:
    """Holding back and releasing, resolving, and where the person is reached."""
    ways = []
    if may(settle_addressee.ACTION):
        reach = href("reach", person_id=person_id)
        ways.append(("Correct where they are reached, and in which language", reach))
        ways.append(("Add a contact", href("add_contact", person_id=person_id)))
    if (not found.held_back or found.released) and may(hold_back.ACTION):
        ways.append((hold_back.ACTION.title, href("hold", person_id=person_id)))
    if may(release_person.ACTION):
        ways.append((release_person.ACTION.title, href("release", person_id=person_id)))
    if may(resolve_unreached.ACTION):
        told = href("resolve", person_id=person_id)
        ways.append(("Record that they were told, or what was tried", told))
    ways.append(("Who was told, when and how", href("told", person_id=person_id)))
    copy = href("asked_for", person_id=person_id)
    ways.append(("Copy for a request to see their data", copy))
    return tuple(ways)
