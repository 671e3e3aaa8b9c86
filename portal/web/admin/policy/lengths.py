"""The fields that ask for a period, and for a few periods by kind of duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.web.admin.policy.boxes import PLACES, Box, Number, Raw, number_in
from portal.web.parts import forms
from tenants.policy.periods import STARTS
from tenants.policy.timescales import PHRASES

if TYPE_CHECKING:
    from wtforms import Field

    from portal.web.parts.form import PortalForm

UNITS = {"hours": "hours", "days": "days", "school_days": "school days"}
LEVEL_PERIODS = 3
"""How many times of its own a level of severity can be given."""


@dataclass(frozen=True)
class Length(Box):
    """A period: how much of what, and from when."""

    short: bool = False
    """Only how much of what."""
    needed: bool = True

    def fields(self) -> dict[str, Field]:
        """How much, of what, and where it is wanted the rest."""
        found: dict[str, Field] = {
            **Number(
                f"{self.name}_much", self.label, self.hint, needed=self.needed and not self.short
            ).fields(),
            f"{self.name}_unit": forms.select("In what?", UNITS, empty="hours"),
        }
        if self.short:
            return found
        starts = {start: text.removeprefix(", ") for start, text in STARTS.items() if text}
        return {
            **found,
            f"{self.name}_start": forms.select(
                "Counted from when?", starts, empty="From when it comes about"
            ),
            **Number(
                f"{self.name}_closed",
                "How many hours on days when the school is closed? (optional)",
                "Only with hours.",
                needed=False,
            ).fields(),
            **Number(
                f"{self.name}_again", "And then every how many days? (optional)", needed=False
            ).fields(),
        }

    def shown(self, raw: Raw) -> dict[str, Any]:
        """Taken apart."""
        given = raw or {}
        unit = next((unit for unit in UNITS if unit in given), "hours")
        parts = {
            "much": f"{given[unit]}" if unit in given else "",
            "unit": unit,
            "start": given.get("start", ""),
            "closed": str(given.get("closed_hours", "")),
            "again": str(given.get("then_every_days", "")),
        }
        return {f"{self.name}_{part}": value for part, value in parts.items()}

    def read(self, form: PortalForm) -> dict[str, Any] | None:
        """Put together; None where no number was given."""
        much = number_in(form[f"{self.name}_much"].data)
        if much is None:
            return None
        found: dict[str, Any] = {form[f"{self.name}_unit"].data or "hours": much}
        if self.short:
            return found
        more = {
            "start": form[f"{self.name}_start"].data or None,
            "closed_hours": number_in(form[f"{self.name}_closed"].data),
            "then_every_days": number_in(form[f"{self.name}_again"].data),
        }
        return found | {name: value for name, value in more.items() if value is not None}


class Lengths(Box):
    """A few kinds of duty, each with a period of its own."""

    def fields(self) -> dict[str, Field]:
        """A kind and a length, so many times."""
        kinds = {kind: phrase.capitalize() for kind, phrase in PHRASES.items()}
        found: dict[str, Field] = {}
        for number in range(LEVEL_PERIODS):
            place = PLACES[number].lower()
            found[f"{self.name}_{number}_kind"] = forms.select(
                f"{self.label}: {place}", kinds, empty="None"
            )
            found |= self._length(number).fields()
        return found

    def shown(self, raw: Raw) -> dict[str, Any]:
        """Kind by kind."""
        found: dict[str, Any] = {}
        for number, (kind, period) in enumerate((raw or {}).items()):
            found |= {f"{self.name}_{number}_kind": kind} | self._length(number).shown(period)
        return found

    def read(self, form: PortalForm) -> dict[str, Any]:
        """{kind: period}."""
        pairs = (
            (form[f"{self.name}_{number}_kind"].data, self._length(number).read(form))
            for number in range(LEVEL_PERIODS)
        )
        return {kind: period for kind, period in pairs if kind and period}

    def _length(self, number: int) -> Length:
        return Length(f"{self.name}_{number}", "Within how much time?", short=True)
