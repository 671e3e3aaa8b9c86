"""The forms with which something is settled about one person on the list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions.settle_addressee import SettleAddressee
from portal.rules.telling import changes
from portal.rules.telling.addressees import Affected, Named, OverrideTo
from portal.rules.words import Channel
from portal.web.notices.whom import to_choose
from portal.web.parts import forms

if TYPE_CHECKING:
    from portal.web.visiting import Case

CHANNELS = {
    Channel.EMAIL: "By e-mail",
    Channel.LETTER: "By letter",
    Channel.IN_PERSON: "In person",
}
ANY_WAY = {"": "As for everybody"} | CHANNELS
OF_NAMED = ("name", "email", "phone", "address")


class TopicForm(forms.PortalForm):
    """One change about `person`."""

    person: Affected

    def about(self, person: Affected) -> None:
        """Learn whom it is about, before it is shown."""
        self.person = person

    def change(self) -> changes.Change:
        """What was settled."""
        raise NotImplementedError

    def to_input(self, _case: Case) -> SettleAddressee:
        """As the action takes it."""
        return SettleAddressee(self.person.id, self.change())


class BirthForm(TopicForm):
    """The date of birth."""

    date_of_birth = forms.day("Date of birth", needed="Enter the date of birth", past=True)

    def change(self) -> changes.Change:
        """The date."""
        assert self.date_of_birth.data is not None  # noqa: S101 - needed
        return changes.Born(self.date_of_birth.data)


class AddressForm(TopicForm):
    """Whoever has left is still reached where the list says."""

    how = forms.text("Who confirmed the address, and how?", needed="Say who confirmed it, and how")

    def change(self) -> changes.Change:
        """Confirmed."""
        return changes.AddressConfirmed(self.how.data or "")


class DeathForm(TopicForm):
    """The person has died."""

    note = forms.text("Who told you?", needed="Say who told you")

    def change(self) -> changes.Change:
        """Nobody is written to."""
        return changes.Died(self.note.data or "")


class LivesForm(TopicForm):
    """They have not died."""

    note = forms.text("How do you know?", needed="Say how you know")

    def change(self) -> changes.Change:
        """Who is told follows from what is known of them, as before."""
        return changes.Lives(self.note.data or "")


class NotAffectedForm(TopicForm):
    """Their data is not concerned."""

    reason = forms.text("How was that found out?", needed="Say how that was found out")

    def change(self) -> changes.Change:
        """Nobody is written to about them."""
        return changes.NotAffected(self.reason.data or "")


class AffectedForm(NotAffectedForm):
    """It is concerned after all."""

    def change(self) -> changes.Change:
        """Who is told follows from what is known of them, as before."""
        return changes.AffectedAfterAll(self.reason.data or "")


class CapacityForm(TopicForm):
    """Whatever the age: the person, those who speak for them, or both."""

    to = forms.radios(
        "Who is told?",
        {
            OverrideTo.PERSON: "The person themselves",
            OverrideTo.CONTACTS: "Those who speak for them",
            OverrideTo.BOTH: "Both",
        },
        needed="Choose who is told",
    )
    reason = forms.text("Why does age not decide here?", needed="Say why age alone does not decide")

    def change(self) -> changes.Change:
        """By name, with the reason."""
        return changes.Capacity(OverrideTo(self.to.data), self.reason.data or "")


class ParentsForm(TopicForm):
    """Whether the parents of this pupil are told as well."""

    as_well = forms.radios(
        "Are the parents told as well?",
        {"yes": "Yes", "no": "No"},
        needed="Choose yes or no",
        inline=True,
    )
    reason = forms.text("Why?", needed="Say why")

    def change(self) -> changes.Change:
        """For this pupil alone."""
        return changes.ParentsToo(self.as_well.data == "yes", self.reason.data or "")


class CareForm(TopicForm):
    """The authority that answers for a child in care."""

    name = forms.text("Social worker or team", needed="Name the social worker or the team")
    email = forms.text("E-mail", kind="email")
    phone = forms.text("Phone", kind="tel")
    address = forms.long_text("Postal address", rows=3, most=400)

    def about(self, person: Affected) -> None:
        """What is known of the authority stands there: what is left out is gone."""
        super().about(person)
        for way in OF_NAMED if person.authority and not self.is_submitted() else ():
            self[way].data = getattr(person.authority, way)

    def change(self) -> changes.Change:
        """In care, and who answers."""
        return changes.InCare(Named(*(self[way].data or "" for way in OF_NAMED)))


class CareSaidForm(TopicForm):
    """Whom besides itself the authority wants told."""

    to = forms.checkboxes(
        "Whom does the authority want told besides itself?",
        hint="Nobody, or any of them.",
        alone=("nobody", "Nobody else"),
        needed="Choose whom, or nobody else",
    )
    channel = forms.radios("How?", ANY_WAY, needed=None)
    said_by = forms.text("Who at the authority said so?", needed="Say who said so")

    def about(self, person: Affected) -> None:
        """The child and their contacts can be chosen."""
        self.person = person
        self.to.choices = forms.choices(to_choose(person) | {"nobody": "Nobody else"})

    def change(self) -> changes.Change:
        """As the authority said."""
        to = tuple(UUID(chosen) for chosen in self.to.data or () if chosen != "nobody")
        return changes.CareSaid(to, self.said_by.data or "", _channel(self.channel.data))


class SupportForm(TopicForm):
    """How a pupil learns what is sensitive."""

    supporter = forms.text("Who supports the pupil?", needed="Say who supports the pupil")
    channel = forms.radios("How are they told?", ANY_WAY, needed=None)

    def change(self) -> changes.Change:
        """The safeguarding lead's word."""
        return changes.Supported(self.supporter.data or "", _channel(self.channel.data))


def _channel(chosen: str | None) -> Channel | None:
    return Channel(chosen) if chosen else None
