"""The forms of setting up schools."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from portal.web.parts import forms
from tenants.calendar import Nation

NATIONS: Final = {
    Nation.ENGLAND: "England",
    Nation.WALES: "Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


class SchoolForm(forms.PortalForm):
    """One school and whoever finishes setting it up."""

    name = forms.text("Name of the school", needed="Enter the name of the school", most=120)
    slug = forms.text(
        "Short name",
        needed="Enter a short name",
        most=40,
        hint="Its pages’ address: small letters, numbers and hyphens. It cannot be changed later.",
    )
    nation = forms.radios("Where is it?", NATIONS, needed="Say where it is", inline=True)
    address = forms.text("Address", most=300)
    phone = forms.text("Phone of the office", kind="tel", most=40)
    dpo = forms.select("Who is its data protection officer?", empty="")
    head_name = forms.text("Name", needed="Enter the name of the Headteacher", most=120)
    head_email = forms.text(
        "E-mail address", kind="email", needed="Enter the Headteacher’s e-mail address"
    )
    head_phone = forms.text(
        "Phone",
        kind="tel",
        needed="Enter a phone number: the Headteacher must be reachable by phone",
        most=40,
    )
    administrator_name = forms.text("Name (optional)", most=120)
    administrator_email = forms.text("E-mail address (optional)", kind="email")

    def said(self) -> dict[str, str]:
        """What is typed, as a row of a sheet says it."""
        return {field.name: field.data or "" for field in self if isinstance(field.data, str)}

    def officer(self) -> UUID | None:
        """Who is named."""
        return UUID(self.dpo.data) if self.dpo.data else None


class RegisterForm(forms.PortalForm):
    """The file of the register."""

    register = forms.file(
        "The file",
        needed="Choose the file",
        hint="The .zip as you downloaded it, up to 25 MB. The .csv in it is larger: if it was "
        "unpacked, pack it again.",
        accept=".zip,.csv",
    )


class SheetForm(forms.PortalForm):
    """The spreadsheet of schools."""

    sheet = forms.file(
        "Spreadsheet",
        needed="Choose the spreadsheet",
        hint=".xlsx or .csv, one row a school. Its first row is headings.",
        accept=".xlsx,.csv",
    )


class SaveForm(forms.PortalForm):
    """Set all of them up."""

    dpo = forms.select("Who is their data protection officer?", empty="")

    def officer(self) -> UUID | None:
        """Who is named."""
        return UUID(self.dpo.data) if self.dpo.data else None
