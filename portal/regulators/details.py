"""What a report says about school, DPO and reporter, beside the facts of the incident."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A person whom the regulator may ring."""

    name: str
    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        """Name, e-mail and phone on one line."""
        return ", ".join(part for part in (self.name, self.email, self.phone) if part)


@dataclass(frozen=True, slots=True)
class SchoolDetails:
    """The school as today's directory has it. `controller` is the trust's name where it is that."""

    name: str
    address: str
    dpo: Contact
    submitter: Contact
    controller: str = ""
    registration: str = ""
    """The ICO registration number, which may be the trust's; never its secret security number."""
    sector: str = "Education: school"
    staff: int | None = None

    @property
    def answers_to(self) -> str:
        """Where the regulator's answers go: the DPO, and whoever stands in and made the report."""
        addresses = dict.fromkeys((self.dpo.email, self.submitter.email))
        return ", ".join(address for address in addresses if address)
