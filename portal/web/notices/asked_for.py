"""Somebody asks to see what is held about a person affected: what to check, the copy, and where
else they are named (UK GDPR Article 15).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import abort

from portal.documents.own_data import OwnData, own_data_pdf
from portal.documents.telling import Told
from portal.notices.proof import read_out
from portal.notices.text import notice
from portal.rules.keeping.named_in import places, typed_in
from portal.rules.keeping.redacted import for_reader, rooms
from portal.rules.telling.askers import Household, askers, household
from portal.rules.telling.copied import Copy, copied
from portal.rules.telling.look_alikes import look_alikes
from portal.rules.uk_time import day
from portal.rules.words import TO_BE_TOLD, PeopleChoice
from portal.store import reading
from portal.store.log import timeline
from portal.store.telling import attempts
from portal.web.access import View, current_case, current_visit, shows
from portal.web.belonging import belonging
from portal.web.downloads import download
from portal.web.frame import DPOS, render
from portal.web.notices.area import (
    READERS,
    blueprint,
    href,
    listing,
    note_reading,
    person,
    school_sender,
)  # fmt: skip
from portal.web.notices.channels import BY
from portal.web.notices.giving import TERM, checks
from portal.web.notices.one_person import may_be_barred
from portal.web.notices.progress import STATES
from portal.web.parts.when import full
from tenants.calendar import uk_date
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.addressees import Addressee, Affected
    from portal.rules.telling.askers import Asker
    from portal.rules.telling.envelope import Envelope
    from portal.store.telling.attempts import Recipient

COPY: Final = View("own_data", "A copy for somebody who asks to see their data", READERS)
NAMED: Final = View("named_in", "Where the record names one person, to be redacted", DPOS)


class Way(NamedTuple):
    """Somebody who may ask: their copy and what it leaves out, or why there is none."""

    asker: Asker
    href: str
    left_out: tuple[str, ...]
    caution: str


@blueprint.get("/people/<uuid:person_id>/copy")
@shows(COPY)
def asked_for(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """What to check first, who may ask, what each copy leaves out, and the copies made so far."""
    _, found = person(person_id)
    return render(
        "portal/notices/asked_for.html",
        title="Copy for a request to see their data",
        section=current_case().facts.reference,
        name=found.name,
        term=TERM,
        checks=tuple(checks(current_case(), found)),
        ways=tuple(_ways(found)),
        named=href("named", person_id=person_id) if current_visit().roles & DPOS else "",
        made=tuple(_made(found)),
        back=href("one", person_id=person_id),
    )


@blueprint.get("/people/<uuid:person_id>/copy/<uuid:asker_id>.pdf")
@shows(COPY)
def own_data(slug: str, incident_id: UUID, person_id: UUID, asker_id: UUID) -> ResponseReturnValue:
    """The copy for one who may ask; marked first, with for whom and about whom."""
    _, found = person(person_id)
    visit, facts, (theirs, letters) = current_visit(), current_case().facts, _around(found)
    asker = next((one for one in _askers(found, theirs) if one.id == asker_id), None)
    if asker is None or asker.why_not:
        abort(404)
    note_reading(f"{_mark(found)}{asker_id}")
    about = _about(found)
    copy = copied(found, asker_id, theirs, letters, _opened(about))
    told = tuple(_told(one, copy) for one in about if one.id in copy.notices)
    own = asker_id == person_id
    data = OwnData(found.name, asker.name, own, facts.reported_at, _decided(), copy.entry, told)
    made = own_data_pdf(school_sender(), facts.reference, data, visit.now)
    return download(made, f"{facts.reference}-copy.pdf")


@blueprint.get("/people/<uuid:person_id>/named")
@shows(NAMED)
def named(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Each text of the incident in which they may be named, for the DPO to read and redact."""
    _, found = person(person_id)
    case = current_case()
    if not case.handles:
        abort(403)
    note_reading(f"named {person_id}")
    return render(
        "portal/notices/named.html",
        title=f"Where the record names {found.name}",
        section=case.facts.reference,
        places=places(found.name, _texts()),
        files=len(case.facts.evidence),
        back=href("asked_for", person_id=person_id),
    )


def _ways(found: Affected) -> Iterator[Way]:
    (theirs, letters), notices = _around(found), _opened(_about(found))
    doubts = look_alikes(found)
    for asker in _askers(found, theirs):
        where = href("own_data", person_id=found.id, asker_id=asker.id)
        copy = None if asker.why_not else copied(found, asker.id, theirs, letters, notices)
        alike = {one: barred for one, barred in doubts.items() if one.id == asker.id}
        yield Way(
            asker,
            where if copy else "",
            copy.left_out if copy else (),
            may_be_barred(alike) if copy else "",
        )


def _around(found: Affected) -> tuple[Household, tuple[Addressee, ...]]:
    """What the whole list says of their household, and to whom one would write about them today."""
    case, list_now = current_case(), listing()
    planned = list_now.planned(case.facts, case.policy, current_visit().now)
    return household(found, list_now.people.values()), planned.addressings[found.id].letters


def _askers(found: Affected, theirs: Household) -> tuple[Asker, ...]:
    return askers(found, theirs, current_case().policy, uk_date(current_visit().now))


def _about(found: Affected) -> tuple[Recipient, ...]:
    visit, case = current_visit(), current_case()
    with open_session(visit.services.engine, visit.scope) as session:
        return attempts.list_about(
            session, visit.scope, case.found.key, case.facts.incident_id, found.id
        )


def _opened(about: tuple[Recipient, ...]) -> dict[UUID, Envelope]:
    return {one.id: one.envelope for one in about if one.envelope is not None}


def _told(one: Recipient, copy: Copy) -> Told:
    """A notice as this copy shows it; its words only where it left."""
    envelope = copy.notices[one.id]
    text = current_case().facts.people.texts[one.version - 1]
    said = read_out(notice(text, envelope, envelope.sender or school_sender()))
    where = f", to {to}" if (to := envelope.email or " ".join(envelope.postal.split())) else ""
    how = f"by {BY[one.channel]}{where}: {STATES[one.state]}"
    return Told(envelope.name, how, one.attempts, said if one.left else ())


def _decided() -> str:
    """Whether the people affected are told, and since when; never the reasons."""
    decision = current_case().facts.people_decision
    if decision is None:
        return ""
    what = "are told" if decision.choice in TO_BE_TOLD else "are not told one by one"
    if decision.choice is PeopleChoice.PUBLICLY:
        what = "are told publicly"
    return f"Decided on {day(decision.at)}: the people affected {what}"


def _mark(found: Affected) -> str:
    return f"copy {found.id} "


def _made(found: Affected) -> Iterator[str]:
    """Each copy made: when, by whom, for whom."""
    visit, case = current_visit(), current_case()
    names = {str(found.id): found.name} | {str(one.id): one.name for one in found.contacts}
    with open_session(visit.services.engine, visit.scope) as session:
        marks = reading.list_marks_like(session, visit.scope, case.facts.incident_id, _mark(found))
    for by, what, at in marks:
        reader = names.get(what.removeprefix(_mark(found)), "a contact who is no longer listed")
        yield f"{full(at)}, by {case.name_of(by)}, for {reader}"


def _texts() -> Iterator[tuple[str, str]]:
    """What the record says and what was answered, without rooms that this reader may not enter."""
    visit, case = current_visit(), current_case()
    seen = (each.incident_id for each in belonging(visit, case))
    facts = for_reader(case.facts, rooms(case.policy, case.facts, case.actor.roles, seen))
    with open_session(visit.services.engine, visit.scope) as session:
        events = timeline.whole(session, visit.scope, case.found.key, facts.incident_id)
        said = [(full(one.done_at), one.summary) for one in events if one.kind == "decision"]
    yield from ((f"The record, {at}", summary) for at, summary in said)
    for title, text in typed_in(facts):
        if not any(text in summary for _, summary in said):
            yield title, text
