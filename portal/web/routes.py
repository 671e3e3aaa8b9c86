"""Where each action's page is, read from the routes' own declarations; and each school duty's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import current_app, url_for

from portal.rules.outcome import Action

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask


SCHOOL_PAGES: Final = {
    "add_term_dates": "portal_calendar.index",
    "advise_exception": "portal_requests.show",
    "answer_proposal": "portal_requests.show",
    "chase_training": "portal_training.index",
    "check_contacts": "portal_contacts.index",
    "decide_exception": "portal_requests.show",
    "decide_proposal": "portal_requests.show",
    "erase_incidents": "portal_school_log.over",
    "prepare_closure": "portal_calendar.closure",
    "print_offline_sheet": "portal_contacts.sheet",
    "read_policy": "portal_reading.show",
    "refresh_training": "portal_reading.show",
    "renew_exception": "portal_requests.show",
    "take_training": "portal_reading.show",
    "train_supplier": "portal_training.index",
    "review_absence": "portal_people.absence",
    "review_policy": "portal_policy.index",
}
"""Kind of a school's own duty → endpoint of the page that meets it.

Besides the slug it takes at most one argument, an id: the duty's subject."""


def school_duty_href(kind: str, subject: str, slug: str) -> str:
    """The address of the page that meets a duty of the school itself."""
    endpoint = SCHOOL_PAGES.get(kind, "portal_admin.show")
    rule = next(current_app.url_map.iter_rules(endpoint))
    values: dict[str, Any] = {**dict.fromkeys(rule.arguments, subject), "slug": slug}
    return url_for(endpoint, **values)


def action_endpoints(app: Flask) -> dict[str, str]:
    """Action name → endpoint of its page on an incident; made once for an app.

    Of several pages, as of a journey, the one with the shortest address: there it begins.
    """
    known: dict[str, str] | None = app.extensions.get("portal_action_endpoints")
    if known is None:
        known = {}
        for rule in sorted(app.url_map.iter_rules(), key=lambda each: len(each.rule)):
            access = getattr(app.view_functions[rule.endpoint], "__portal_access__", None)
            if isinstance(access, Action) and rule.arguments == {"slug", "incident_id"}:
                known.setdefault(access.name, rule.endpoint)
        app.extensions["portal_action_endpoints"] = known
    return known


def action_href(name: str, slug: str, incident_id: UUID) -> str:
    """The address of an action's page; '' when it has none of its own."""
    endpoint = action_endpoints(current_app).get(name)
    return url_for(endpoint, slug=slug, incident_id=incident_id) if endpoint else ""
