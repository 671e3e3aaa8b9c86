"""The ENISA score in words, with its working: advice, never the legal answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.risk.severity import Level, score

if TYPE_CHECKING:
    from portal.rules.risk.severity import Scoring

LEVELS = {
    Level.LOW: "low: a nuisance at most",
    Level.MEDIUM: "medium: trouble that people can get over",
    Level.HIGH: "high: serious trouble",
    Level.VERY_HIGH: "very high: harm that may not be undone",
}


def working(scoring: Scoring) -> str:
    """'Data 4 × identification 1 + circumstances 0.25 = 4.25, very high: …'."""
    found = score(scoring)
    text = (
        f"Data {found.data} × identification {found.identification.normalize():f} "
        f"+ circumstances {found.circumstances.normalize():f} "
        f"= {found.total.normalize():f}, {LEVELS[found.level]}."
    )
    if found.many_people:
        text += " More than 100 people are affected."
    if found.unintelligible:
        text += (
            " Nobody can read the data: that may take the risk away, and the score does not see it."
        )
    return text
