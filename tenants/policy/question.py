"""A policy question: what is asked, in plain English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """Annotates a field of `Policy`, whose default is the proposal where a policy is silent."""

    title: str
    help: str = ""
    floor: str = ""
    """What the law demands whatever the answer."""
