"""What somebody who comes back with a receipt code can type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms.validators import StopValidation

from portal.rules.words import Answer
from portal.web.bringing import AskingAgain
from portal.web.parts import forms
from portal.web.reporting import codes
from portal.web.reporting.travelling import TravellingForm

if TYPE_CHECKING:
    from wtforms import Field


class CodeForm(TravellingForm):
    """The code, with or without spaces."""

    code = forms.text(
        "What is your receipt code?",
        hint="16 digits, like 1234 5678 9012 3456. You were given it after you sent the report.",
        needed="Enter the receipt code",
        heading=True,
        inputmode="numeric",
        autocomplete="off",
    )

    def validate_code(self, field: Field) -> None:
        """Sixteen digits."""
        if len(codes.digits(field.data or "")) != codes.DIGITS:
            raise StopValidation("The code has 16 digits")


class AddForm(TravellingForm):
    """Something to add."""

    text = forms.long_text(
        "What do you want to add?",
        hint="Do not paste in the information that got out.",
        needed="Write what you want to add",
        most=8000,
    )


class AgainForm(TravellingForm):
    """What is new about a report that was erased."""

    happened = forms.long_text(
        "What is new?",
        hint="Use your own words. Nobody can read any more what you wrote before.",
        needed="Write what is new",
        most=8000,
    )
    danger = forms.radios(
        "Could anyone be in danger because of this?",
        {Answer.YES: "Yes", Answer.NO: "No"},
        not_sure=True,
        hint="If so, ring the school or the police as well.",
        needed=None,
    )


class FilesForm(AskingAgain, TravellingForm):
    """Files, and what they show."""

    files = forms.files(
        "Files",
        needed="Choose a file",
        hint="Pictures, PDF, documents, spreadsheets, e-mails (.eml), sound or video. They are "
        "kept as they are: a photo can hold the place where it was taken, and a document the name "
        "of who wrote it. Take a picture of your screen instead if that could give you away.",
    )
    note = forms.long_text("What do they show?", needed="Say what they show", rows=3, most=2000)


class WithdrawForm(TravellingForm):
    """Why it is taken back."""

    reason = forms.long_text("Why do you withdraw it?", needed="Say why you withdraw it", rows=3)


class AnswerForm(TravellingForm):
    """The answer to the question above it."""

    answer = forms.long_text("Your answer", needed="Write your answer", most=8000)
