"""The forms of contacts and registers; each gives the values of its row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from portal.web.parts import forms
from tenants.registers import ContactKind, MailboxKind, SupplierKind

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTACT_KINDS: Final = {
    ContactKind.IT_SUPPORT: "IT support",
    ContactKind.INSURER: "Insurer (RPA or commercial)",
    ContactKind.LOCAL_AUTHORITY: "Local authority",
    ContactKind.POLICE: "Police",
    ContactKind.PRESS: "Press office or PR adviser",
    ContactKind.LEGAL: "Legal adviser",
    ContactKind.OTHER: "Somebody else",
}
SUPPLIER_KINDS: Final = {
    SupplierKind.PROCESSOR: "Handles data for the school (processor)",
    SupplierKind.JOINT_CONTROLLER: "Decides together with the school (joint controller)",
}
MAILBOX_KINDS: Final = {
    MailboxKind.REPORTS: "Reports of incidents",
    MailboxKind.ANONYMOUS: "Anonymous reports: who wrote is not kept, and nobody is answered",
    MailboxKind.DPO: "The data protection officer’s mail",
}
REGISTRATION: Final = re.compile(r"(Z[A-Z]?|C)\d{6,8}", re.IGNORECASE)
"""As the regulator's numbers look; warned of, never refused."""


class ReachForm(forms.PortalForm):
    """How somebody in charge is reached when the school's own mail is gone."""

    phone = forms.text(
        "Phone number",
        needed="Enter a phone number: those in charge must be reachable",
        hint="Mobile, reachable out of hours.",
        kind="tel",
        most=40,
    )
    second_email = forms.text(
        "E-mail address outside the school’s own mail",
        hint="For the day on which the school’s mail or network is affected.",
        kind="email",
        most=200,
    )


class ContactForm(forms.PortalForm):
    """Somebody outside the school to ring in an emergency."""

    kind = forms.select("What are they?", CONTACT_KINDS, needed="Choose what they are")
    name = forms.text("Name", needed="Enter a name", hint="A person, a firm or a desk.", most=120)
    phone = forms.text("Phone number", needed="Enter a phone number", kind="tel", most=40)
    email = forms.text("E-mail address", kind="email")
    note = forms.text("Note", hint="For example, policy number, account number, hours.", most=200)

    def values(self) -> Mapping[str, Any]:
        """The columns of the row."""
        return {
            "kind": ContactKind(self.kind.data),
            "name": self.name.data,
            "phone": self.phone.data,
            "email": self.email.data or "",
            "note": self.note.data or "",
        }


class MailboxForm(forms.PortalForm):
    """A mailbox, and who looks into it (DBRP-5.7, 6.1.1)."""

    kind = forms.radios("What arrives there?", MAILBOX_KINDS, needed="Say what arrives there")
    email = forms.text("Its address", needed="Enter its address", kind="email")
    monitor = forms.select(
        "Who looks into it every school day?", empty="Nobody is named", hint="By name."
    )
    head_reads = forms.tick(
        "The Headteacher can open it when standing in for the data protection officer"
    )

    def values(self) -> Mapping[str, Any]:
        """The columns of the row."""
        return {
            "kind": MailboxKind(self.kind.data),
            "email": self.email.data,
            "monitor_id": UUID(self.monitor.data) if self.monitor.data else None,
            "head_reads": bool(self.head_reads.data),
        }


class SupplierForm(forms.PortalForm):
    """A processor or joint controller (DBRP-5.10, 5.11)."""

    kind = forms.radios(
        "What are they to the school?", SUPPLIER_KINDS, needed="Say what they are to the school"
    )
    name = forms.text("Name of the organisation", needed="Enter its name", most=120)
    service = forms.text("What do they do for the school?", most=200)
    contract_on = forms.day("Date of the contract or arrangement")
    contract_until = forms.day("Ends or is reviewed on")
    contact_name = forms.text("Whom to ask for", most=120)
    phone = forms.text("Phone number", kind="tel", most=40)
    email = forms.text("E-mail address", hint="Where they are asked about a breach.", kind="email")

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """A contract ends after it begins."""
        fine = bool(super().validate(extra_validators))
        begins, ends = self.contract_on.data, self.contract_until.data
        if begins and ends and ends < begins:
            self.contract_until.errors = ["The contract cannot end before it begins"]
            return False
        return fine

    def values(self) -> Mapping[str, Any]:
        """The columns of the row."""
        return {
            "kind": SupplierKind(self.kind.data),
            "name": self.name.data,
            "service": self.service.data or "",
            "contract_on": self.contract_on.data,
            "contract_until": self.contract_until.data,
            "contact_name": self.contact_name.data or "",
            "phone": self.phone.data or "",
            "email": self.email.data or "",
        }


class DocumentForm(forms.PortalForm):
    """A policy of the school, or a document that its policy refers to (DBRP-1.2, SIP-7-docs)."""

    title = forms.text("Title", needed="Enter its title", most=200)
    link = forms.text(
        "Where it can be read",
        hint="An address that begins with https://, or where the paper lies.",
        most=400,
    )
    owner = forms.text("Who keeps it up to date?", most=120)
    reference = forms.select(
        "Is it one of those that the policy refers to?", empty="No, another document"
    )
    information_policy = forms.tick("It is one of the school’s information policies")

    def values(self) -> Mapping[str, Any]:
        """The columns of the row."""
        return {
            "title": self.title.data,
            "link": self.link.data or "",
            "owner": self.owner.data or "",
            "reference": self.reference.data or None,
            "information_policy": bool(self.information_policy.data),
        }


class RegistrationForm(forms.PortalForm):
    """The number of the data protection fee."""

    number = forms.text(
        "Registration number",
        hint="On the certificate of the data protection fee, for example ZA123456. "
        "An unusual number is kept as you type it.",
        most=40,
    )
