"""The forms of the calendar."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from portal.rules.plain_text import clean
from portal.web.parts import forms
from portal.web.parts.when import day
from tenants.regulator import ICO
from tenants.roles import TITLES, Role
from tenants.terms import LONGEST, Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.rules.in_charge.roster import Holder

COVER_HINT = (
    "They can be reached every day of it, are alerted, and stand in for the Headteacher and the "
    "data protection officer."
)


class ClosureForm(forms.PortalForm):
    """Days on which the school is closed."""

    name = forms.text("What is it called?", needed="Say what it is called", most=100)
    from_on = forms.day("First closed day", needed="Say which day is the first")
    until_on = forms.day("Last closed day", needed="Say which day is the last")
    cover = forms.select("Who covers it?", hint=COVER_HINT, empty="I do not know yet")

    def found(self) -> Found:
        """What was typed, once it is whole."""
        assert self.from_on.data and self.until_on.data  # noqa: S101, PT018 - both are needed
        return Found(self.from_on.data, self.until_on.data, self.name.data or "")


class CoverForm(forms.PortalForm):
    """Who covers a closure."""

    cover = forms.select("Who covers it?", hint=COVER_HINT, needed="Choose who covers it")


class TermsForm(forms.PortalForm):
    """The dates of a year, as a school prints them."""

    terms = forms.long_text(
        "Terms and half terms",
        needed="Type the first and last day of each half term",
        hint="One a line, as ‘2 September 2026 to 23 October 2026’. The days between are closures.",
        rows=7,
    )


class FileForm(forms.PortalForm):
    """A calendar file."""

    calendar = forms.file(
        "Calendar file",
        needed="Choose a file",
        hint="A file whose name ends in .ics, as calendars and school websites give it.",
        accept=".ics",
    )


class ChooseForm(forms.PortalForm):
    """Which of the days that were found are closures. `found` carries them along."""

    found = forms.hidden()
    closures = forms.checkboxes(
        "On which of these days is the school closed?",
        needed="Choose at least one",
        hint="Those whose name says so are chosen already.",
        heading=True,
    )
    cover = forms.select(
        "Who covers them?",
        hint=f"Only asked where nobody else could report to the {ICO}; you can also name "
        "somebody for each closure later.",
        empty="I will say so later",
    )

    def offer(self, found: Sequence[Found]) -> None:
        """Offer these days, each with its dates."""
        offered = {str(number): _titled(one) for number, one in enumerate(found)}
        self.closures.choices = forms.choices(offered)

    def chosen(self, found: Sequence[Found]) -> list[Found]:
        """Those that were ticked."""
        return [found[int(number)] for number in self.closures.data or ()]


def carried(found: Iterable[Found]) -> str:
    """What was found, for the hidden field."""
    return json.dumps(
        [(one.from_on.isoformat(), one.until_on.isoformat(), one.name, one.uid) for one in found]
    )


def carried_back(text: str) -> list[Found]:
    """What the hidden field held; nothing, when it was damaged."""
    try:
        return [
            Found(date.fromisoformat(first), date.fromisoformat(last), clean(str(name))[:100], uid)
            for first, last, name, uid in json.loads(text[:LONGEST])
            if (uid is None or (isinstance(uid, str) and uid.isprintable())) and first <= last
        ]
    except (TypeError, ValueError, RecursionError):
        return []


def covers(holders: Iterable[Holder]) -> dict[str, str]:
    """Who may cover: everybody with a part at the school, with what they are, by name.

    Whoever covers stands in for the Headteacher and the DPO: nobody who only oversees does.
    """
    found: dict[str, str] = {}
    for one in sorted(holders, key=lambda holder: holder.name):
        if one.role is not Role.OVERSEER:
            found.setdefault(str(one.person_id), f"{one.name} ({TITLES[one.role]})")
    return found


def _titled(found: Found) -> str:
    days = day(found.from_on)
    if found.until_on != found.from_on:
        days = f"{days} to {day(found.until_on)}"
    return f"{found.name or 'No name'}: {days}"
