"""One person typed in, and one contact: what a list does not hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response, redirect
from wtforms import Field
from wtforms.validators import StopValidation

from portal.actions import import_people, settle_addressee
from portal.notices.people_list.model import ImportedPerson
from portal.rules.plain_text import one_line
from portal.rules.telling.addressees import Contact, PersonKind
from portal.rules.telling.changes import ContactAdded
from portal.rules.telling.upn import is_valid
from portal.rules.words import Answer
from portal.store.telling import subjects
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, href, person
from portal.web.notices.comparing import as_imported
from portal.web.notices.forms import KNOWN
from portal.web.notices.importing import KINDS
from portal.web.notices.topic_forms import TopicForm
from portal.web.notices.whom import and_doubted
from portal.web.parts import forms
from tenants.db import open_session, uuid7

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

WHO = {
    PersonKind.PUPIL: "A pupil",
    PersonKind.STAFF: "A member of staff",
    PersonKind.PARENT: "A parent or carer",
    PersonKind.GOVERNOR: "A governor",
    PersonKind.OTHER: "Somebody else",
}
TRUE_OF_THEM = {"left": "They have left the school", "in_care": "They are in care"}


def upn(_form: object, field: Field) -> None:
    """The check letter fits; the number itself is never repeated."""
    if field.data and not is_valid(field.data):
        raise StopValidation("The UPN does not fit its check letter. Look at it again.")


class OneForm(forms.PortalForm):
    """Somebody affected."""

    surname = forms.text("Surname", needed="Enter the surname")
    forename = forms.text("First name", needed="Enter the first name")
    kind = forms.radios("Who are they?", WHO, needed="Choose who they are")
    date_of_birth = forms.day(
        "Date of birth",
        hint="Of a pupil: it decides who is told. While it is not known, nobody is.",
        past=True,
    )
    pupil_id = forms.text(
        "Unique pupil number",
        hint="If you have it. It is kept as a code that cannot be read, and stands in no notice.",
        checks=(upn,),
        classes="govuk-input--width-10",
    )
    truths = forms.checkboxes("Is any of this true of them?", TRUE_OF_THEM)
    held_back = forms.text(
        "Why may nobody be told yet?",
        hint="Only where telling anybody could put them in danger: for example a refuge, or an "
        "address that is kept from somebody.",
    )
    email = forms.text("E-mail", kind="email")
    phone = forms.text("Phone", kind="tel")
    address = forms.long_text("Postal address", rows=3, most=400)
    kinds = forms.checkboxes(
        "Which kinds of information got out about them?",
        KINDS,
        hint="Choose all that apply.",
        needed="Choose the kinds of information: what people are told depends on it",
    )

    def person(self) -> ImportedPerson:
        """As a list would have said it."""
        true = frozenset(self.truths.data or ())
        return ImportedPerson(
            row=1,
            surname=self.surname.data or "",
            forename=self.forename.data or "",
            kind=PersonKind(self.kind.data),
            date_of_birth=self.date_of_birth.data,
            pupil_id="".join((self.pupil_id.data or "").split()).upper(),
            left="left" in true,
            in_care="in_care" in true,
            held_back=self.held_back.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            address=one_line(self.address.data or ""),
            data_kinds=tuple(self.kinds.data or ()),
        )

    def to_input(self, case: Case) -> import_people.ImportPeople:
        """A list of one, which adds to what is known."""
        rows = tuple(
            replace(row, adds=True) for row in as_imported(case, (self.person(),), frozenset())
        )
        return import_people.ImportPeople(rows, source="typed in")


class ContactAddedForm(TopicForm):
    """Somebody who speaks for them."""

    name = forms.text("Name", needed="Enter the name")
    relationship = forms.text("What are they to the person?", hint="For example, mother.")
    responsibility = forms.radios(
        "Do they have parental responsibility?", KNOWN, needed=None, not_sure=True, inline=True
    )
    daily_care = forms.radios(
        "Do they care for the person day by day?", KNOWN, needed=None, not_sure=True, inline=True
    )
    email = forms.text("E-mail", kind="email")
    phone = forms.text("Phone", kind="tel")
    address = forms.long_text("Postal address", rows=3, most=400)
    barred = forms.text(
        "Why may nobody write to them?",
        hint="Only where somebody is barred: for example a court order, or they caused the breach.",
    )
    against = forms.text(
        "Which record do you have this from?", needed="Say which record you have this from"
    )

    def change(self) -> ContactAdded:
        """Checked, as far as the record says yes or no."""
        return ContactAdded(
            Contact(
                uuid7(),
                self.name.data or "",
                self.relationship.data or "",
                Answer(self.responsibility.data or Answer.NOT_SURE),
                Answer(self.daily_care.data or Answer.NOT_SURE),
                barred=self.barred.data or "",
                email=self.email.data or "",
                phone=self.phone.data or "",
                address=one_line(self.address.data or ""),
                order=len(self.person.contacts) + 1,
            ),
            against=self.against.data or "",
        )


@blueprint.route("/import-people/one", methods=["GET", "POST"])
@does(import_people.ACTION)
def add_one(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Somebody affected, without a list; then who speaks for them."""
    form = OneForm(now=current_visit().now)
    reply = act(
        import_people.ACTION,
        form,
        "portal/notices/simple.html",
        done=and_doubted(
            "They are on the list. Now add who speaks for them, where somebody does.",
            form.email.data,
        ),
        next_endpoint="portal_notices.people",
        title="Type in one person",
        lead="Whoever is on the list already is brought up to date; what you leave blank stays. "
        "Who speaks for a pupil is added on the next page.",
        button_text="Put them on the list",
        back=href("upload"),
    )
    return redirect(_page_of(form), 303) if isinstance(reply, Response) else reply


def _page_of(form: OneForm) -> str:
    """The page of whoever has just been put on the list."""
    visit, case = current_visit(), current_case()
    (row,) = as_imported(case, (form.person(),), frozenset())
    with open_session(visit.services.engine, visit.scope) as session:
        found = subjects.find_ids(session, visit.scope, case.facts.incident_id, [row.match])
    return href("one", person_id=found[0]) if found else href("people")


@blueprint.route("/people/<uuid:person_id>/contacts/add", methods=["GET", "POST"])
@does(settle_addressee.ACTION)
def add_contact(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Somebody who speaks for this person."""
    _, found = person(person_id)
    form = ContactAddedForm()
    form.about(found)
    return act(
        settle_addressee.ACTION,
        form,
        "portal/notices/simple.html",
        done=and_doubted(
            "The contact is added. Who is told has been worked out anew.", form.email.data
        ),
        next_endpoint="portal_notices.people",
        title="Add a contact",
        lead=f"Somebody who speaks for {found.name}. Whether they are told follows from the "
        "answers; while it is not known, nobody writes to them.",
        back=href("one", person_id=person_id),
    )
