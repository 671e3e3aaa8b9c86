"""Forms of linking the same matter at several schools of a trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.actions import link_incident, record_shared_report, unlink_incident
from portal.web.parts import forms
from portal.web.parts.form import PortalForm
from tenants.db import uuid7

if TYPE_CHECKING:
    from portal.rules.facts import Linked, Submission
    from portal.store.incidents import Loaded
    from portal.web.visiting import Case

READ_AT_BOTH: Final = "It stands on the record of each school: name nobody."


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An incident of another school of the trust."""

    school: str
    found: Loaded


@dataclass(frozen=True, slots=True)
class Offered:
    """A report of a linked incident that names this one."""

    incident: UUID
    report: Submission
    snapshot: bytes
    words: str


class LinkForm(PortalForm):
    """Which incident, and why."""

    incident = forms.select(
        "Which incident is the same matter?",
        needed="Choose an incident",
        hint="Open incidents of the other schools of the trust, newest first.",
        empty="Choose an incident …",
    )
    reason = forms.long_text(
        "Why is it the same matter?",
        needed="Say why it is the same matter",
        hint=READ_AT_BOTH,
        rows=3,
    )

    def __init__(self, elsewhere: dict[UUID, Elsewhere]) -> None:
        super().__init__()
        self.elsewhere = elsewhere
        listed = {
            str(ident): f"{each.school}: {each.found.row.reference}, {each.found.title}"
            for ident, each in elsewhere.items()
        }
        self.incident.choices = forms.choices({"": "Choose an incident …", **listed})

    def chosen(self) -> Elsewhere:
        """The incident that was chosen."""
        return self.elsewhere[UUID(self.incident.data)]

    def to_input(self, _case: Case) -> link_incident.LinkIncident:
        """The action's input."""
        other = self.chosen()
        facts = other.found.facts
        return link_incident.LinkIncident(
            facts.incident_id, other.school, self.reason.data or "", facts
        )


class SharedForm(PortalForm):
    """Which report covers this incident."""

    report = forms.radios(
        "Which report covers this incident?", {}, needed="Choose a report", heading=True
    )

    def __init__(self, offered: dict[UUID, Offered]) -> None:
        super().__init__()
        self.offered = offered
        self.report.choices = forms.choices(
            {str(ident): each.words for ident, each in offered.items()}
        )

    def to_input(self, _case: Case) -> record_shared_report.RecordSharedReport:
        """The action's input."""
        found = self.offered[UUID(self.report.data)]
        return record_shared_report.RecordSharedReport(
            uuid7(), found.incident, found.report, found.snapshot
        )


class UnlinkForm(PortalForm):
    """Which incident, and why."""

    incident = forms.radios(
        "Which incident is another matter?", {}, needed="Choose an incident", heading=True
    )
    reason = forms.long_text(
        "Why is it another matter?",
        needed="Say why it is another matter",
        hint=READ_AT_BOTH,
        rows=3,
    )

    def __init__(self, linked: tuple[Linked, ...]) -> None:
        super().__init__()
        self.linked = {str(each.incident_id): each for each in linked}
        self.incident.choices = forms.choices(
            {ident: f"{each.school}: {each.reference}" for ident, each in self.linked.items()}
        )

    def to_input(self, _case: Case) -> unlink_incident.UnlinkIncident:
        """The action's input."""
        return unlink_incident.UnlinkIncident(UUID(self.incident.data), self.reason.data or "")
