"""Forms about one contact, many contacts, and holding somebody back or releasing them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import clear_contacts, hold_back, release_person
from portal.rules.telling.addressees import Named
from portal.rules.telling.changes import ContactSettled, ReachedBy
from portal.rules.telling.languages import LANGUAGES
from portal.rules.words import Answer, Channel
from portal.web.notices.topic_forms import CHANNELS, TopicForm
from portal.web.notices.whom import to_choose
from portal.web.parts import forms

if TYPE_CHECKING:
    from portal.rules.telling.addressees import Affected, Contact
    from portal.web.visiting import Case

KNOWN = {Answer.YES: "Yes", Answer.NO: "No"}
SOMEBODY_ELSE = "somebody_else"


class ContactForm(TopicForm):
    """Whether a contact may be written to."""

    contact: Contact
    verdict = forms.radios(
        "May they be written to?",
        {"checked": "Yes, as the record says", "barred": "No, they are barred"},
        needed="Choose yes or no",
    )
    responsibility = forms.radios(
        "Do they have parental responsibility?", KNOWN, needed=None, not_sure=True, inline=True
    )
    daily_care = forms.radios(
        "Do they care for the person day by day?", KNOWN, needed=None, not_sure=True, inline=True
    )
    against = forms.text("Which record did you check?", hint="Needed if they may be written to.")
    barred = forms.text(
        "Why are they barred?",
        hint="Needed if they are barred. For example, a court order; or they caused the breach.",
    )

    def change(self) -> ContactSettled:
        """Checked, or barred."""
        is_barred = self.verdict.data == "barred"
        return ContactSettled(
            self.contact.id,
            against=self.against.data or "",
            barred=(self.barred.data or "no reason given") if is_barred else "",
            responsibility=Answer(self.responsibility.data or Answer.NOT_SURE),
            daily_care=Answer(self.daily_care.data or Answer.NOT_SURE),
        )


class ReachForm(TopicForm):
    """Where somebody is reached."""

    contact_id: UUID | None = None
    email = forms.text("E-mail", kind="email")
    phone = forms.text("Phone", kind="tel")
    address = forms.long_text("Postal address", rows=3, most=400)
    language = forms.select(
        "Language",
        {tag: f"{language.name} ({language.own})" for tag, language in LANGUAGES.items()},
        hint="They read the notice in it where the school has added a translation, with the "
        "English below.",
        empty="English, or not known",
    )
    source = forms.text("Where do you have this from?", needed="Say where you have this from")

    def change(self) -> ReachedBy:
        """From a record, or from themselves."""
        return ReachedBy(
            self.contact_id,
            self.source.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            address=self.address.data or "",
            language=self.language.data or "",
        )


class ClearForm(forms.PortalForm):
    """Against which record; who of the unknown is responsible."""

    against = forms.text(
        "Which record did you check them against?", needed="Say which record you checked"
    )
    responsible = forms.checkboxes(
        "Who of these has parental responsibility, as that record says?",
        hint="The list does not say it. Whoever you leave out stays open, and nobody writes to "
        "them.",
    )

    def about(self, open_: dict[str, str]) -> None:
        """Those whose responsibility is not known can be chosen, by id."""
        if open_:
            self.responsible.choices = forms.choices(open_)
        else:
            del self.responsible

    def to_input(self, _case: Case) -> clear_contacts.ClearContacts:
        """As the action takes it."""
        chosen = self.responsible.data or () if "responsible" in self else ()
        return clear_contacts.ClearContacts(self.against.data or "", frozenset(map(UUID, chosen)))


class HoldForm(forms.PortalForm):
    """Why."""

    person_id: UUID
    reason = forms.text(
        "Why may nobody be told yet?",
        hint="For example, a refuge, or an address that is kept from somebody.",
        needed="Say why nobody may be told yet",
    )

    def to_input(self, _case: Case) -> hold_back.HoldBack:
        """As the action takes it."""
        return hold_back.HoldBack(self.person_id, self.reason.data or "")


class ReleaseForm(forms.PortalForm):
    """Exactly who, how and why."""

    person_id: UUID
    to = forms.radios("Who is told?", needed="Choose who is told")
    name = forms.text("Name, for somebody else")
    email = forms.text("E-mail, for somebody else", kind="email")
    address = forms.long_text("Postal address, for somebody else", rows=3, most=400)
    channel = forms.radios("How?", CHANNELS, needed="Choose how")
    reason = forms.text("Why is this safe?", needed="Say why this is safe")

    def about(self, found: Affected) -> None:
        """The person and their contacts can be chosen, or somebody else."""
        self.person_id = found.id
        self.to.choices = forms.choices(to_choose(found) | {SOMEBODY_ELSE: "Somebody else"})

    def to_input(self, _case: Case) -> release_person.ReleasePerson:
        """As the action takes it."""
        to: UUID | Named = (
            Named(self.name.data or "", self.email.data or "", address=self.address.data or "")
            if self.to.data == SOMEBODY_ELSE
            else UUID(self.to.data)
        )
        return release_person.ReleasePerson(
            self.person_id, to, Channel(self.channel.data), self.reason.data or ""
        )
