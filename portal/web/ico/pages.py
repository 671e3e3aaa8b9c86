"""The regulator's part of an incident: the decision, the report, and what follows.

And across schools: what is due to the regulator, and the diary feed of it.
"""

from __future__ import annotations

from portal.web.ico import (
    covering,
    decisions,
    diary,
    due,
    following,
    letters,
    linking,
    made,
    reading_out,
    reporting,
)
from portal.web.ico.area import blueprint

blueprints = (blueprint, due.blueprint, diary.blueprint, diary.feeds)

__all__ = [
    "blueprints",
    "covering",
    "decisions",
    "following",
    "letters",
    "linking",
    "made",
    "reading_out",
    "reporting",
]
