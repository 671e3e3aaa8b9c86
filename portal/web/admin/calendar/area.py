"""The blueprint of the calendar, and who may look at it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from portal.web.access import View
from tenants.permissions import Permission

blueprint = Blueprint("portal_calendar", __name__, url_prefix="/<slug>/manage/calendar")

CALENDAR: Final = View("calendar", "The closures of a school", Permission.KEEP_CALENDAR.holders)
LIST: Final = "portal_calendar.index"
CLOSURE: Final = "portal_calendar.closure"
