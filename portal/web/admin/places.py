"""Where each item of the checklist is put right."""

from __future__ import annotations

from typing import Final

from flask import url_for

from portal.rules.school import readiness

ENDPOINTS: Final = {
    readiness.POLICY: "portal_policy.index",
    readiness.DPO: "portal_people.dpo",
    readiness.PEOPLE: "portal_people.index",
    readiness.CONTACTS: "portal_contacts.index",
    readiness.CALENDAR: "portal_calendar.index",
    readiness.REGISTERS: "portal_registers.index",
    readiness.SHEET: "portal_contacts.sheet",
}


def href(place: str, slug: str) -> str:
    """The address of the page of a place."""
    return url_for(ENDPOINTS[place], slug=slug)
