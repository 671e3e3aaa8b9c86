"""Where each item of the checklist is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from portal.rules.school import readiness

if TYPE_CHECKING:
    from collections.abc import Collection

ENDPOINTS: Final = {
    readiness.POLICY: "portal_policy.index",
    readiness.DPO: "portal_people.dpo",
    readiness.PEOPLE: "portal_people.index",
    readiness.RETURNED: "portal_people.index",
    readiness.CONTACTS: "portal_contacts.index",
    readiness.CALENDAR: "portal_calendar.index",
    readiness.REGISTERS: "portal_registers.index",
    readiness.SHEET: "portal_contacts.sheet",
}

SHOWN: Final = {readiness.RETURNED: "returned"}
"""Which of the people a page shows."""


def href(place: str, slug: str, not_for_them: Collection[str] = ()) -> str:
    """The address of the page of a place; '' where it is one of those that are not for them."""
    endpoint = ENDPOINTS[place]
    return "" if endpoint in not_for_them else url_for(endpoint, slug=slug, status=SHOWN.get(place))
