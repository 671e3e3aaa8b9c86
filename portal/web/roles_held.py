"""What forms about roles share, at a school and at whoever looks after schools."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from portal.web.parts import forms
from tenants.change import Impossible
from tenants.roles import NEEDS_PHONE, Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from portal.web.parts.moments import DayField

PHONE_NEEDED: Final = "Enter a phone number: those in charge must be reachable by phone"


class EndForm(forms.PortalForm):
    """The end of a role, or of all of them."""

    when = forms.radios(
        "When does it end?",
        {"now": "Now: it has ended", "later": "On a day to come"},
        needed="Choose when it ends",
    )
    last_day = forms.day("Last day", hint="They keep it until the end of this day.")

    def until_on(self, today: date) -> date:
        """The last day: yesterday when it has ended. Raises Impossible when it is missing."""
        if self.when.data == "now":
            return today - timedelta(days=1)
        found: date | None = self.last_day.data
        if found is None or found < today:
            raise Impossible("Say which day to come is the last", field="last_day")
        return found


def given(field: DayField) -> date:
    """The day of a field that must be filled."""
    assert field.data is not None  # noqa: S101 - the form is valid
    return field.data


def require_phone(roles: Collection[Role | str], phone: str | None) -> None:
    """Those in charge must be reachable by phone: raises Impossible where they are not."""
    if not phone and not {*NEEDS_PHONE}.isdisjoint(roles):
        raise Impossible(PHONE_NEEDED, field="phone")
