"""Telling the people affected: decide, list, write, send, and see it through."""

from __future__ import annotations

from portal.web.notices import (
    afterwards,
    checking,
    decision,
    importing,
    people,
    progress,
    sending,
    settling,
    text,
)
from portal.web.notices.area import blueprint

__all__ = [
    "afterwards",
    "blueprint",
    "checking",
    "decision",
    "importing",
    "people",
    "progress",
    "sending",
    "settling",
    "text",
]
