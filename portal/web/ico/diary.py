"""The diary feed: what is due to the regulator, for a person's own calendar (RFC 5545).

Its secret address needs no sign-in, and says no more than school, reference, what is due, and when.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, flash, redirect, url_for
from icalendar import Alarm, Calendar, Event

from portal.desk.school import diary
from portal.rules.duties.submission import DUE_TO_REGULATOR
from portal.store import duties, incidents
from portal.store.school import diary as stored
from portal.store.visibility import Viewer
from portal.web import visiting
from portal.web.access import Own, View, current_visit, does, shows
from portal.web.frame import render
from portal.web.strangers import StrangersBlueprint
from tenants import directory
from tenants.db import Scope, open_session
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.host import Services
    from portal.models.duties import DutyRow

blueprint = Blueprint("portal_diary", __name__, url_prefix="/due-to-the-ico/diary")
feeds = StrangersBlueprint("portal_diary_feed", __name__, url_prefix="/diary")

DIARY = View("diary", "One’s own diary feed, and how to subscribe to it")
KEEP_DIARY = Own("keep_diary", "The secret address of one’s own diary feed")
FEED = View("diary_feed", f"What is due to the {ICO}, at a secret address", public=True)
MOST = 500
"""Events in a feed: what is due soonest."""
EVERY = timedelta(minutes=30)
"""How often a calendar should ask again."""
ALARMS: Final = (timedelta(hours=24), timedelta(hours=6), timedelta(hours=1))


@blueprint.get("/")
@shows(DIARY)
def show() -> ResponseReturnValue:
    """The address, if there is one, and what to do with it."""
    visit = current_visit()
    feed = stored.find_feed(visit.session, visit.person_id)
    secret = diary.secret_of(visit.services.keyring, feed) if feed else ""
    address = f"{visit.services.settings.public_url}/diary/{secret}.ics" if secret else ""
    return render(
        "portal/ico/diary.html",
        title="Diary feed",
        feed=feed,
        address=address,
        subscribe=f"webcal://{address.partition('://')[2]}" if address else "",
        back=url_for("portal_due.index"),
    )


@blueprint.post("/make")
@does(KEEP_DIARY)
def make() -> ResponseReturnValue:
    """Make an address, or another one: the one before answers no more."""
    return _keep(diary.make_feed, "Your diary feed has a new address.")


@blueprint.post("/stop")
@does(KEEP_DIARY)
def stop() -> ResponseReturnValue:
    """Withdraw the address."""
    return _keep(diary.withdraw_feed, "Your diary feed is stopped. Its address answers no more.")


def _keep(change: Callable[[Services, Scope, UUID], None], done: str) -> ResponseReturnValue:
    visit = current_visit()
    if not visit.scope.schools:
        abort(403)
    visit.release()
    change(visit.services, visit.scope, visit.person_id)
    flash(done, "success")
    return redirect(url_for(".show"), 303)


@feeds.get("/<secret>.ics")
@shows(FEED)
def feed(secret: str) -> ResponseReturnValue:
    """The calendar; 404 for an address that is unknown or withdrawn."""
    services = visiting.services()
    person_id = diary.reader(services, secret) if secret.isascii() else None
    if person_id is None:
        abort(404)
    reply = Response(_calendar(services, person_id), content_type="text/calendar; charset=utf-8")
    reply.headers["Cache-Control"] = f"private, max-age={EVERY // timedelta(seconds=2)}"
    reply.headers["X-Robots-Tag"] = "noindex"
    return reply


def _calendar(services: Services, person_id: UUID) -> bytes:
    """What the person may see now of what is due: their roles of today decide, as on the page."""
    now = services.clock.now()
    related = directory.relations(services.engine, person_id, now)
    names = {one.school_id: one.name for one in related}
    scope = Scope.of(*names)
    viewer = Viewer.of(person_id, ((one.school_id, one.roles) for one in related))
    with open_session(services.engine, scope) as session:
        rows = duties.due_next(session, scope, viewer, now, kinds=DUE_TO_REGULATOR, limit=MOST)
        ids = {row.incident_id for row in rows if row.incident_id}
        references = incidents.references(session, scope, viewer, ids)
    calendar = Calendar()
    calendar.add("prodid", f"-//Incident portal//Due to the {ICO}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Due to the {ICO}")
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", EVERY)
    for row in rows:
        if row.incident_id in references:
            where = f"{names[row.school_id]}, {references[row.incident_id]}"
            calendar.add_component(_event(row, where, now))
    content: bytes = calendar.to_ical()
    return content


def _event(row: DutyRow, where: str, now: datetime) -> Event:
    what = f"{row.what}: {where}"
    event = Event()
    event.add("uid", f"{row.id}@due-to-the-ico")
    event.add("dtstamp", now)
    event.add("dtstart", row.due_at)
    event.add("summary", what)
    event.add("transp", "TRANSPARENT")
    if row.cautious:
        event.add("description", "Counted cautiously: nobody has declared the school aware yet.")
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", what)
        event.add_component(alarm)
    return event
