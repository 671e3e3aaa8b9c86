"""The blueprints of people, and who may look at them."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from portal.web.access import View
from tenants.permissions import Permission

blueprint = Blueprint("portal_people", __name__, url_prefix="/<slug>/manage/people")
away_blueprint = Blueprint("portal_away", __name__, url_prefix="/<slug>/away")
joining_blueprint = Blueprint("portal_joining", __name__, url_prefix="/<slug>/invitation")

BOTH: Final = ["GET", "POST"]
PEOPLE: Final = View("people", "The people of a school", Permission.RECORD_ABSENCE.holders)
DPO: Final = View("named_dpo", "Who was the named DPO when", Permission.APPOINT_DPO.holders)
LIST: Final = "portal_people.index"
PERSON: Final = "portal_people.person"
