"""The blueprints of this area: the page of topics, and one for each topic."""

from __future__ import annotations

from portal.web.admin import home

blueprints = (home.blueprint,)
