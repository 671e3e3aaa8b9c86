"""Telling the people affected: decide, list, write, send, and see it through."""

from __future__ import annotations

from portal.web.notices import (
    adding,
    afterwards,
    checking,
    correcting,
    decision,
    erasing,
    finding,
    importing,
    letter_runs,
    merging,
    open_questions,
    people,
    progress,
    proof,
    public,
    replies,
    sending,
    settling,
    text,
    waiting,
    wording,
)
from portal.web.notices.area import blueprint

__all__ = [
    "adding",
    "afterwards",
    "blueprint",
    "checking",
    "correcting",
    "decision",
    "erasing",
    "finding",
    "importing",
    "letter_runs",
    "merging",
    "open_questions",
    "people",
    "progress",
    "proof",
    "public",
    "replies",
    "sending",
    "settling",
    "text",
    "waiting",
    "wording",
]
