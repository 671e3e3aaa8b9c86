"""The regulator's part of an incident: the decision, the report, and what follows."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_ico", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>")
