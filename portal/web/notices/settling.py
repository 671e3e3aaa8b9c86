"""Settle what is open: one thing about one person, one contact, or many contacts at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from flask import abort

from portal.actions import clear_contacts, hold_back, release_person, settle_addressee
from portal.desk.long_deeds import LONGEST_IN_A_REQUEST, ConfirmedCheck
from portal.rules.telling.addressees import from_json
from portal.rules.telling.look_alikes import look_alikes
from portal.rules.telling.settling import is_open, to_clear
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, href, person, safeguards
from portal.web.notices.forms import ClearForm, ContactForm, HoldForm, ReachForm, ReleaseForm
from portal.web.notices.one_person import may_be_barred
from portal.web.notices.part import after, part_of_list
from portal.web.notices.topic_forms import TopicForm
from portal.web.notices.topics import TOPICS
from portal.web.notices.under_way import hand_over
from portal.web.notices.whom import and_doubted
from portal.web.parts.owed import listed
from portal.web.parts.when import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.addressees import Affected, Contact

SIMPLE = "portal/notices/simple.html"
BACK = "portal_notices.people"
REACHED = "Where are they reached, and in which language?"
ASKED_AT_ONCE = 50
"""Contacts of whom it is not known; the next ones are asked once these are settled."""

NAMED_AT_ONCE = 10
MAY_BE_BARRED = "A contact among these may be somebody barred, under another name."


@blueprint.route("/people/<uuid:person_id>/settle/<topic>", methods=["GET", "POST"])
@does(settle_addressee.ACTION)
def settle(slug: str, incident_id: UUID, person_id: UUID, topic: str) -> ResponseReturnValue:
    """One topic about one person."""
    about = TOPICS.get(topic) or abort(404)
    if about.safeguarding and not safeguards():
        abort(403)
    _, found = person(person_id)
    form = about.form(now=current_visit().now)
    form.about(found)
    return _settle(form, about.title, about.lead, found)


@blueprint.route("/people/<uuid:person_id>/contacts/<uuid:contact_id>", methods=["GET", "POST"])
@does(settle_addressee.ACTION)
def contact(slug: str, incident_id: UUID, person_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Check one contact, or bar them."""
    found, speaks = _contact(person_id, contact_id)
    form = ContactForm()
    form.person, form.contact = found, speaks
    lead = f"{speaks.name}, {speaks.relationship or 'contact'} of {found.name}."
    if alike := look_alikes(found).get(speaks):
        lead += f" {may_be_barred({speaks: alike})} If so, bar them here as well."
    return _settle(form, "May this contact be written to?", lead, found)


@blueprint.route("/people/<uuid:person_id>/reached", methods=["GET", "POST"])
@does(settle_addressee.ACTION)
def reach(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Correct where the person is reached, and in which language."""
    _, found = person(person_id)
    form = ReachForm(obj=found)
    form.person = found
    return _settle(form, REACHED, found.name, found)


@blueprint.route(
    "/people/<uuid:person_id>/contacts/<uuid:contact_id>/reached", methods=["GET", "POST"]
)
@does(settle_addressee.ACTION)
def reach_contact(
    slug: str, incident_id: UUID, person_id: UUID, contact_id: UUID
) -> ResponseReturnValue:
    """Correct where a contact is reached, and in which language."""
    found, speaks = _contact(person_id, contact_id)
    form = ReachForm(obj=speaks)
    form.person, form.contact_id = found, contact_id
    return _settle(form, REACHED, f"{speaks.name}, for {found.name}", found)


@blueprint.route("/clear-contacts", methods=["GET", "POST"])
@does(clear_contacts.ACTION)
def clear(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Many at once, against one record."""
    part, following = part_of_list()
    people = [from_json(stored.body) for stored in part]
    form = ClearForm()
    form.about(dict(islice(_unknown(people).items(), ASKED_AT_ONCE)))
    case = current_case()
    is_long = case.facts.people.imported > LONGEST_IN_A_REQUEST
    if is_long and not form.outdated(case.found.row.version) and form.validate_on_submit():
        return _hand_over(form)
    return act(
        clear_contacts.ACTION,
        form,
        SIMPLE,
        done="The contacts are checked.",
        next_endpoint=BACK,
        title="Check the contacts",
        button_text="These contacts are checked",
        lead=_lead(people, is_whole=not following and after() is None),
        following=href("clear", after=following) if following else "",
        back=href("people"),
    )


def _hand_over(form: ClearForm) -> ResponseReturnValue:
    """All contacts of a long list are a worker's."""
    case = current_case()
    said, total = form.to_input(case), case.facts.people.imported
    return hand_over(
        ConfirmedCheck(said.against, said.responsible, total, case.found.row.version), form
    )


def _lead(people: Sequence[Affected], *, is_whole: bool) -> str:
    contacts = [contact for found in people for contact in found.contacts]
    part = "" if is_whole else "Everybody on the list is checked at once. In this part of it: "
    number, unknown = sum(map(to_clear, contacts)), len(_unknown(people))
    barred = sum(bool(contact.barred) for contact in contacts)
    ready = (
        f"{counted(number, 'contact')} can be checked at once."
        if number
        else f"No {'other ' if unknown else ''}contact waits to be checked."
    )
    return " ".join(
        [
            f"{part}{ready}",
            *(
                [f"Of {counted(unknown, 'contact')} we do not know whether they are to be told."]
                if unknown
                else []
            ),
            *(
                [f"{counted(barred, 'contact is', 'contacts are')} barred, and will stay so."]
                if barred
                else []
            ),
            *(
                [f"{MAY_BE_BARRED} Look at the page of {listed(alike)} first."]
                if (alike := _with_look_alikes(people))
                else []
            ),
        ]
    )


def _with_look_alikes(people: Iterable[Affected]) -> list[str]:
    """The first of those of whom a contact that is still to be checked may be somebody barred."""
    found = [one.name for one in people if any(not each.checked for each in look_alikes(one))]
    more = [f"{len(found) - NAMED_AT_ONCE} more"] if found[NAMED_AT_ONCE:] else []
    return found[:NAMED_AT_ONCE] + more


def _unknown(people: Iterable[Affected]) -> dict[str, str]:
    """Contacts of whom it is not known whether they are to be told, in words, by id."""
    return {
        str(c.id): f"{c.name}, {c.relationship or 'contact'} of {found.name}"
        for found in people
        for c in found.contacts
        if not (c.checked or c.barred) and is_open(c)
    }


@blueprint.route("/hold-back/<uuid:person_id>", methods=["GET", "POST"])
@does(hold_back.ACTION)
def hold(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Nobody is told about this person."""
    _, found = person(person_id)
    form = HoldForm()
    form.person_id = person_id
    return act(
        hold_back.ACTION,
        form,
        SIMPLE,
        done="Held back. Nothing about them leaves until the safeguarding lead releases it.",
        next_endpoint=BACK,
        title="Hold somebody back",
        lead=f"{found.name}. Notices about them that have not left will not leave.",
        back=href("one", person_id=person_id),
    )


@blueprint.route("/release-person/<uuid:person_id>", methods=["GET", "POST"])
@does(release_person.ACTION)
def release(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """One notice, to exactly one addressee."""
    _, found = person(person_id)
    form = ReleaseForm()
    form.about(found)
    return act(
        release_person.ACTION,
        form,
        SIMPLE,
        done="Released. This one notice can be sent.",
        next_endpoint=BACK,
        title="Release a notice",
        lead=f"{found.name}. Choose whom it is safe to tell, and how. Exactly that one person is "
        "told, in that way and no other; a bar on people or addresses still holds.",
        back=href("one", person_id=person_id),
    )


def _settle(form: TopicForm, title: str, lead: str, found: Affected) -> ResponseReturnValue:
    return act(
        settle_addressee.ACTION,
        form,
        SIMPLE,
        done=and_doubted(
            "It is settled. Who is told has been worked out anew.",
            form["email"].data if "email" in form else "",
        ),
        next_endpoint=BACK,
        title=title,
        lead=lead if found.name in lead else f"{found.name}. {lead}",
        back=href("one", person_id=found.id),
    )


def _contact(person_id: UUID, contact_id: UUID) -> tuple[Affected, Contact]:
    _, found = person(person_id)
    speaks = next((c for c in found.contacts if c.id == contact_id), None)
    return found, speaks or abort(404)
