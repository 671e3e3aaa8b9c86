"""The page 'Manage this school': what can be set up, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from portal.web.access import View, current_visit, shows
from portal.web.admin.topics import TOPICS
from portal.web.frame import render
from tenants.permissions import MANAGERS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("portal_admin", __name__, url_prefix="/<slug>/manage")

HOME = View("manage_school", "What can be set up for a school", MANAGERS)


@blueprint.get("/")
@shows(HOME)
def show(slug: str) -> ResponseReturnValue:
    """The topics that this person may look after."""
    visit = current_visit()
    topics = [topic for topic in TOPICS if topic.permission is None or visit.may(topic.permission)]
    return render("portal/admin/home.html", title="Manage this school", topics=topics)
