"""What a decision page shows around its form."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.web.parts.record import Link


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule and where it is written."""

    cite: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the decision rests on, linked to where it is recorded."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody, or a score, says about it."""

    source: str
    """'The DPO', 'ENISA score 3.1'; '' for what anybody would advise."""
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The layout's data: question, rules, facts, advice, and what each option leads to."""

    question: str
    clause: Clause | None = None
    law: Clause | None = None
    facts: tuple[Fact, ...] = ()
    advice: tuple[Advice, ...] = ()
    missing: tuple[str, ...] = ()
    """What is not yet known; never stops a regulator, people or danger decision."""
    leads_to: dict[str, str] = field(default_factory=dict)
    """Option's label → what happens then."""
    due: str = ""
    """'by Sun 25 Oct, 3:10pm: 7 hours left'."""
    final: bool = False
    """It cannot be undone: a check page follows."""
