"""Stages, risks and states as tags: a word first, a colour second."""

from __future__ import annotations

from dataclasses import dataclass

from portal.rules.words import Ending, Kind, LegalRisk, Stage


@dataclass(frozen=True, slots=True)
class Tag:
    """`colour` is one of GOV.UK's tag colours; '' is the default blue."""

    text: str
    colour: str = ""


_STAGES = {
    Stage.REPORTED: Tag("Reported", "yellow"),
    Stage.INVESTIGATING: Tag("Investigating"),
    Stage.REVIEWING: Tag("Reviewing", "purple"),
    Stage.CLOSED: Tag("Closed", "grey"),
}
_RISKS = {
    LegalRisk.UNLIKELY: Tag("Risk unlikely", "green"),
    LegalRisk.RISK: Tag("Risk", "orange"),
    LegalRisk.HIGH: Tag("High risk", "red"),
}
_KINDS = {
    Kind.CONFIRMED: Tag("Confirmed incident", "grey"),
    Kind.POTENTIAL: Tag("Potential incident", "grey"),
    Kind.NEAR_MISS: Tag("Near miss", "grey"),
    Kind.WEAKNESS: Tag("Weakness", "grey"),
}


def told_tag(whom: str) -> Tag:
    """'ICO told', 'People told'."""
    return Tag(f"{whom} told", "turquoise")


DANGER_TAG = Tag("Somebody may be in danger", "red")
JOINED_TAG = Tag("Joined to another", "grey")


def stage_tag(stage: Stage, ending: str | None = None) -> Tag:
    """Where the incident stands; a report that was joined goes on elsewhere."""
    return JOINED_TAG if ending == Ending.JOINED else _STAGES[stage]


def risk_tag(risk: LegalRisk | None) -> Tag:
    """The legal risk, or that nobody has decided it."""
    return Tag("Risk not yet decided", "grey") if risk is None else _RISKS[risk]


def kind_tag(kind: Kind) -> Tag:
    """What was reported."""
    return _KINDS[kind]
