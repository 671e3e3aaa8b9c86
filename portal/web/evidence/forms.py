"""What the pages of evidence ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import add_evidence, add_note
from portal.web import uploads
from portal.web.access import current_visit
from portal.web.bringing import AskingAgain
from portal.web.parts import forms

if TYPE_CHECKING:
    from portal.web.visiting import Case


class EvidenceForm(AskingAgain):
    """Files, and what they show."""

    adds = True

    files = forms.files(
        "Files",
        needed="Choose a file",
        hint="Pictures, PDF, documents, spreadsheets, e-mails (.eml), sound or video. A photo can "
        "also tell where it was taken: it is kept as it is.",
        accept=uploads.ACCEPT,
    )
    note = forms.long_text(
        "What do they show?",
        hint="Where they come from, and what to look at in them.",
        needed="Say what they show",
        rows=3,
        most=2000,
    )

    def to_input(self, _case: Case) -> add_evidence.AddEvidence:
        """The action's input, each file looked at."""
        services = current_visit().services
        return uploads.evidence(services, self.files.data or (), self.note.data or "")


class NoteForm(forms.PortalForm):
    """A note."""

    adds = True

    text = forms.long_text(
        "Your note",
        hint="What you saw, heard or worked out. Whoever handles the incident can read it, and "
        "decisions can name it as what they rest on.",
        needed="Write the note",
        rows=8,
        most=8000,
    )

    def to_input(self, _case: Case) -> add_note.AddNote:
        """The action's input."""
        return add_note.AddNote(self.text.data or "")
