"""What the pages of the draft ask besides its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms.validators import ValidationError

from portal.rules.keeping.retention import review_due
from portal.rules.uk_time import day
from portal.web.parts import forms
from portal.web.parts.form import PortalForm
from tenants.adoption import Control
from tenants.calendar import uk_date
from tenants.drafting import IN_FORCE, WAITING
from tenants.policy.loader import list_variants, load_variant
from tenants.policy.writing import BLANK

if TYPE_CHECKING:
    from wtforms import Field

    from portal.web.visiting import Visit
    from tenants.models import Adoption
    from tenants.policy.schema import Policy

LARGEST_FILE = 200_000
"""Bytes of a variant that is read in; the shipped ones have some 10,000."""


class BeginForm(PortalForm):
    """What a draft begins from."""

    source = forms.radios(
        "What do you begin from?",
        heading=True,
        needed="Choose what to begin from",
        hint="You can change every answer afterwards. Nothing is in force before you adopt it.",
    )

    @classmethod
    def of(cls, visit: Visit, waiting: Adoption | None) -> BeginForm:
        """With the version in force, and one that waits for its day, where there are, first."""
        form = cls()
        options = {IN_FORCE: "The policy in force"} if visit.policy_today else {}
        if waiting:
            begins = day(waiting.in_force_from)
            options[WAITING] = f"Version {waiting.version}, which waits for {begins}"
        for name in list_variants():
            options[name] = load_variant(name).about
        options[BLANK] = "A blank sheet: every answer is a proposal until you change it"
        form.source.choices = forms.choices(options)
        return form


class AdoptForm(PortalForm):
    """Document control of the next version (SIP-doc)."""

    approved_by = forms.text(
        "Who approved it?", hint="For example, the governing body", needed="Say who approved it"
    )
    approved_on = forms.day("When was it approved?", needed="Enter the day of approval", past=True)
    in_force_from = forms.day(
        "From which day is it in force?", needed="Enter the day from which it is in force"
    )
    next_review_on = forms.day(
        "When is it reviewed next?", needed="Enter the day of the next review"
    )

    @classmethod
    def of(cls, visit: Visit, policy: Policy) -> AdoptForm:
        """With today, and the review that the policy asks for."""
        today = uk_date(visit.now)
        proposed = {
            "approved_on": today,
            "in_force_from": today,
            "next_review_on": review_due(policy, today),
        }
        return cls(now=visit.now, data=proposed)

    def control(self) -> Control:
        """What was said."""
        from_on, on = self.in_force_from.data, self.approved_on.data
        by, review_on = self.approved_by.data, self.next_review_on.data
        assert from_on and on and by and review_on  # noqa: S101, PT018 - all are needed
        return Control(from_on, on, by, review_on)


class UploadForm(PortalForm):
    """A variant as a file."""

    file = forms.file(
        "Choose the file",
        needed="Choose a file",
        hint="A policy saved from this portal or written for it, as TOML, 200 kB at most.",
        accept=".toml",
    )
    content = ""

    def validate_file(self, field: Field) -> None:
        """Refuse what is too large or no text, and keep the text of the rest."""
        field.data.seek(0)
        content: bytes = field.data.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValidationError("This file is larger than 200 kB: choose another")
        try:
            self.content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError("This file is no text: choose a TOML file") from None

    def text(self) -> str:
        """What is in the file."""
        return self.content


class ConfirmForm(PortalForm):
    """Nothing but the press of a button."""


class OrderForm(PortalForm):
    """Which item of a list is moved or taken away: 'up-2', 'down-0', 'remove-1'."""

    do = forms.text("What to do", needed="Press one of the buttons")
