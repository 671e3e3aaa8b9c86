"""Where each action's page is: read from the routes' own declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, url_for

from portal.rules.outcome import Action

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask


def action_endpoints(app: Flask) -> dict[str, str]:
    """Action name → endpoint of its page on an incident; made once for an app."""
    known: dict[str, str] | None = app.extensions.get("portal_action_endpoints")
    if known is None:
        known = {}
        for rule in app.url_map.iter_rules():
            access = getattr(app.view_functions[rule.endpoint], "__portal_access__", None)
            if isinstance(access, Action) and rule.arguments == {"slug", "incident_id"}:
                known.setdefault(access.name, rule.endpoint)
        app.extensions["portal_action_endpoints"] = known
    return known


def action_href(name: str, slug: str, incident_id: UUID) -> str:
    """The address of an action's page; '' when it has none of its own."""
    endpoint = action_endpoints(current_app).get(name)
    return url_for(endpoint, slug=slug, incident_id=incident_id) if endpoint else ""
