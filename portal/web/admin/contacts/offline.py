"""The sheet for the day without mail and network: whom to ring, the regulator, an empty log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

from portal.regulators.versions import in_use
from portal.store.school.registers import list_entries
from portal.typeset import pdf
from portal.web.admin.contacts.forms import CONTACT_KINDS
from portal.web.admin.contacts.shown import in_charge
from portal.web.parts.when import day
from tenants.calendar import uk_date
from tenants.registers import EmergencyContact

if TYPE_CHECKING:
    from datetime import datetime

    from portal.typeset import Json
    from portal.web.visiting import Visit

LOG = (
    "What happened, in a few words",
    "When it happened (day and time)",
    "When it was noticed, and by whom",
    "Whose information, what kind, about how many",
    "Is anyone in danger? Who was told",
    "What has been done to stop it",
    "Who was told, when (Headteacher, data protection officer)",
    "When we became aware that it is a breach (the 72 hours begin)",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody to ring."""

    what: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet."""

    school: str
    made: str
    people: tuple[Line, ...]
    contacts: tuple[Line, ...]
    regulator: Line
    log: tuple[str, ...]


def sheet(visit: Visit) -> Sheet:
    """The sheet of the page's school, as things stand."""
    regulator = in_use(visit.services.settings).regulator
    return Sheet(
        school=visit.school.name,
        made=day(uk_date(visit.now)),
        people=tuple(Line(one.role, one.name, one.phone) for one in in_charge(visit)),
        contacts=tuple(
            Line(CONTACT_KINDS[one.kind], one.name, one.phone)
            for one in list_entries(visit.session, visit.scope, EmergencyContact)
        ),
        regulator=Line(regulator.short_name, regulator.hours, regulator.phone),
        log=LOG,
    )


def sheet_pdf(made: Sheet, now: datetime) -> bytes:
    """One page of A4. Raises CannotTypeset for a sign that no font has."""
    data = cast("dict[str, Json]", asdict(made))
    return pdf("offline", data, made_at=now)
