"""Published examples beside the risk assessment: found by cause and by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from portal.rules.risk.similar_cases import SimilarCase, find
from portal.rules.words import Cause

if TYPE_CHECKING:
    from portal.web.visiting import Case

CAUSES = {
    str(cause): text
    for cause, text in (
        (Cause.HUMAN_ERROR, "A mistake"),
        (Cause.LOSS_OR_THEFT, "Loss or theft"),
        (Cause.ATTACK, "An attack"),
        (Cause.INAPPROPRIATE_ACCESS, "Access that was not allowed"),
    )
}
MOST = 120


def beside(case: Case) -> tuple[SimilarCase, ...]:
    """Those with a cause of this incident; none before it is classified."""
    found = case.facts.classification
    return find(causes=found.causes) if found and found.causes else ()


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked for, and what fits."""

    words: str
    cause: str
    found: tuple[SimilarCase, ...]


def search() -> Search:
    """The search of this request; a cause that is none counts as any."""
    words = request.args.get("words", "")[:MOST]
    cause = request.args.get("cause", "")
    causes = [Cause(cause)] if cause in CAUSES else []
    return Search(words, cause if causes else "", find(words, causes))
