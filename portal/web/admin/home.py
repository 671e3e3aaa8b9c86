"""The page 'Manage this school': what is still to set up, and what can be, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from portal.rules.school.readiness import missing, readiness
from portal.store.school.facts import get_school_facts
from portal.web.access import View, current_visit, shows
from portal.web.admin import places
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
    """The checklist, and the topics that this person may look after."""
    visit = current_visit()
    facts = get_school_facts(visit.session, visit.scope, visit.here, visit.now)
    items = readiness(facts, visit.now, visit.policy_today)
    topics = [topic for topic in TOPICS if topic.permission is None or visit.may(topic.permission)]
    others = {topic.endpoint for topic in TOPICS if topic not in topics}
    return render(
        "portal/admin/home.html",
        title="Manage this school",
        topics=topics,
        lacking=[(item, places.href(item.place, slug, others)) for item in missing(items)],
        done=[item for item in items if item.done],
    )
