"""The register's blueprints: the log of one incident, and the whole log of a school."""

from __future__ import annotations

from flask import Blueprint

from portal.store.visibility import SEES_ALL, SEES_FIGURES
from portal.web.access import View

blueprint = Blueprint(
    "portal_register", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>"
)
school_log = Blueprint("portal_school_log", __name__, url_prefix="/<slug>/register")

SCHOOL_LOG = View("school_log", "The whole log of a school and its spreadsheet", SEES_ALL)
FIGURES = View("school_figures", "The figures of a school’s log", SEES_FIGURES)
