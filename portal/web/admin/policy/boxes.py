"""The fields that ask for an answer, made from the answer's own type.

A box knows which fields it has, what they show of an answer, and which plain data they come to.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wtforms.validators import ValidationError

from portal.web.parts import forms

if TYPE_CHECKING:
    from wtforms import Field

    from portal.web.parts.form import PortalForm

Raw = Any
"""An answer as TOML and JSON have it: plain data."""
PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
FEW = 6
"""Answers that are offered as radios; more of them make a list."""


def _whole(_form: object, line: Field) -> None:
    if line.data and not line.data.isdecimal():
        raise ValidationError("Enter a whole number, in figures")


def number_in(text: str | None) -> int | None:
    """A whole number that was typed; None where nothing was."""
    return int(text) if text else None


@dataclass(frozen=True)
class Box(ABC):
    """Asks for one answer. `name` begins the names of its fields."""

    name: str
    label: str
    hint: str = ""

    @abstractmethod
    def fields(self) -> dict[str, Field]:
        """Its fields by name, not yet bound to a form."""

    def shown(self, raw: Raw) -> dict[str, Any]:
        """What the fields show of an answer."""
        return {self.name: raw}

    def read(self, form: PortalForm) -> Raw:
        """The answer, as plain data; None where it was left out."""
        return form[self.name].data


class YesNo(Box):
    """Yes or no."""

    def fields(self) -> dict[str, Field]:
        """Two radios."""
        options = {"yes": "Yes", "no": "No"}
        return {self.name: forms.radios(self.label, options, hint=self.hint, inline=True)}

    def shown(self, raw: Raw) -> dict[str, Any]:
        """Which is chosen."""
        return {self.name: "yes" if raw else "no"}

    def read(self, form: PortalForm) -> bool:
        """Whether it is yes."""
        return bool(form[self.name].data == "yes")


@dataclass(frozen=True)
class Number(Box):
    """A whole number."""

    needed: bool = True

    def fields(self) -> dict[str, Field]:
        """One short line."""
        needed = "Enter a number" if self.needed else None
        line = forms.text(
            self.label,
            needed=needed,
            hint=self.hint,
            most=20,
            classes="govuk-input--width-4",
            checks=[_whole],
            inputmode="numeric",
        )
        return {self.name: line}

    def shown(self, raw: Raw) -> dict[str, Any]:
        """In figures."""
        return {self.name: "" if raw is None else f"{raw:g}"}

    def read(self, form: PortalForm) -> int | None:
        """The number."""
        return number_in(form[self.name].data)


class Part(Number):
    """A share of a whole, asked in hundredths, or a number of hours: both are amounts."""

    def shown(self, raw: Raw) -> dict[str, Any]:
        """A share as a percentage."""
        return super().shown(raw * 100 if raw is not None and 0 < raw < 1 else raw)


@dataclass(frozen=True)
class Words(Box):
    """Text: a line, or several."""

    needed: str | None = None
    several: bool = False

    def fields(self) -> dict[str, Field]:
        """One field."""
        make = forms.long_text if self.several else forms.text
        return {self.name: make(self.label, needed=self.needed, hint=self.hint)}

    def read(self, form: PortalForm) -> str:
        """The text; '' for none."""
        return form[self.name].data or ""


@dataclass(frozen=True)
class OneOf(Box):
    """One of a few answers."""

    options: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Field]:
        """Radios, or a list where there are many."""
        if len(self.options) <= FEW:
            return {self.name: forms.radios(self.label, self.options, hint=self.hint)}
        needed = "Choose one"
        return {self.name: forms.select(self.label, self.options, needed=needed, hint=self.hint)}


@dataclass(frozen=True)
class SeveralOf(Box):
    """Some of a few answers, in no order."""

    options: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Field]:
        """Checkboxes."""
        return {self.name: forms.checkboxes(self.label, self.options)}


@dataclass(frozen=True)
class InOrder(Box):
    """Some of many answers, in an order: one list below the other."""

    options: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Field]:
        """A list for each place; those left empty do not count."""
        return {
            self._at(number): forms.select(
                f"{self.label}: {place.lower()}" if self.label else place,
                self.options,
                empty="Nobody",
            )
            for number, place in enumerate(PLACES)
        }

    def shown(self, raw: Raw) -> dict[str, Any]:
        """Each in its place."""
        return {self._at(number): item for number, item in enumerate(raw or ())}

    def read(self, form: PortalForm) -> list[str]:
        """Those chosen, in order."""
        chosen = (form[self._at(number)].data for number in range(len(PLACES)))
        return [one for one in chosen if one]

    def _at(self, number: int) -> str:
        return f"{self.name}_{number}"
