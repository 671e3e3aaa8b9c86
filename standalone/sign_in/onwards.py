"""Where somebody goes on to once they are in: a page of ours, whatever a link has said."""

from __future__ import annotations

from flask import request, url_for


def leads_elsewhere() -> bool:
    """Whether the address asks to go on to what is no plain path of this host."""
    wanted = request.args.get("next")
    return bool(wanted) and not _is_path(wanted or "")


def onwards() -> str:
    """Where they wanted to go, if that is here."""
    wanted = request.args.get("next", "")
    return wanted if _is_path(wanted) else url_for("portal_home.home")


def _is_path(wanted: str) -> bool:
    """From one slash on; browsers take a backslash for one, and no header holds a line break."""
    return wanted.startswith("/") and wanted[1:2] not in {"/", "\\"} and wanted.isprintable()
