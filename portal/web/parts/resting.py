"""The part of a decision's form that names the evidence it rests on (SIP-3c)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wtforms import Field

from portal.web.parts import forms

MOST_SHOWN = 40
"""The newest; a decision that rests on more names the rest in its reasons."""


class RestingForm(forms.PortalForm):
    """A decision that may name files and notes; `act` offers those of the incident."""

    rests_on = forms.checkboxes(
        "What does it rest on? (optional)",
        hint="Evidence files and notes of this incident. They stand beside your decision.",
    )

    def offer_grounds(self, known: Mapping[UUID, str]) -> None:
        """Files and notes with their names; nothing is asked while there are none."""
        if known:
            newest = list(known.items())[:MOST_SHOWN]
            self.rests_on.choices = forms.choices({str(key): name for key, name in newest})
        else:
            del self.rests_on

    def asked(self) -> list[Field]:
        """Last, after what is decided; and before what is there, what is brought."""
        last = ("files", "rests_on")
        return sorted(
            super().asked(),
            key=lambda field: last.index(field.short_name) if field.short_name in last else -1,
        )

    def grounds(self) -> tuple[UUID, ...]:
        """What was chosen."""
        return tuple(UUID(each) for each in self.rests_on.data or ()) if "rests_on" in self else ()
