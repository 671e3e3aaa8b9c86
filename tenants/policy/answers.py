"""The shapes that answers take: severities, steps, log headings, reminders, and where each is from.

All of it is data, frozen once read. Text is checked for placeholders that nobody filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from tenants.policy.frozen import Frozen
from tenants.policy.periods import Period
from tenants.roles import Role

_PLACEHOLDER = re.compile(r"\[[^\]]*+\]?|(?<![^\s\]])[^\s\]]*+\]|\{\{[^{}]*+\}\}")


def _filled_in(text: str) -> str:
    """Refuse text in which a document's brackets were never filled in, whole or half lost."""
    if "\0" in text:
        raise ValueError("a text holds a character that no text has")
    if found := _PLACEHOLDER.search(text):
        msg = f"“{found.group()}” is a placeholder that nobody has filled in"
        raise ValueError(msg)
    return text.strip()


Text = Annotated[str, AfterValidator(_filled_in)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Roles = tuple[Role, ...]

Kind = Literal["confirmed", "potential", "near_miss", "weakness"]
Controller = Literal["school", "trust"]
DpoForm = Literal["internal", "external_service", "local_authority"]
ContactChoice = Literal["all", "reporter_chooses"]
Look = Literal["any", "each"]
RiskMethod = Literal["enisa", "five_by_five", "factors"]
Task = Literal["investigate", "assess_outcome", "decide_regulator", "review", "close"]
LawName = Literal["dpa_1998", "eu_gdpr", "uk_gdpr"]
"""Of `tenants.policy.law.LAWS`."""
Gate = Literal["none", "head_decides"]
ParentsAsWell = Literal["never", "dpo_decides", "always"]
Nation = Literal["england", "wales", "scotland", "northern_ireland"]


@dataclass(frozen=True, slots=True)
class Question:
    """Annotates a field of `Answers`, whose default is the proposal where a policy is silent."""

    title: str
    help: str = ""
    floor: str = ""
    """What the law demands whatever the answer."""


class Origin(StrEnum):
    """Where an answer comes from."""

    PRINTED = "printed"
    DEFAULT = "default"
    LAW = "law"
    OWN = "own"


class Source(Frozen):
    """Where one answer comes from. `clause` is as printed; for `LAW` the article."""

    origin: Origin = Origin.DEFAULT
    clause: Text = ""
    note: Text = ""
    """How the clause was read, where it can be read in more than one way."""
    changes: Text = ""
    """The clause of the variant that a school's own answer departs from."""


class Severity(Frozen):
    """A level of the ladder. Kinds (near miss, breach) are not levels."""

    key: Key
    title: Text
    test: Text
    """What puts an incident on this level, in a sentence for whoever classifies."""
    leads: Roles
    """Who leads the investigation: a role; `LEAD` is an officer that somebody allocates."""
    joins: Roles = ()
    independent: bool = False
    """The lead must declare that it does not concern them (SIP-6)."""
    regulator_decision: bool = False
    """Carries the regulator decision whether or not personal data is involved (SIP-6c)."""
    outcome_report_school_days: int = Field(ge=1, le=60)
    interim_hours: int | None = Field(default=None, ge=1, le=72)
    periods: Mapping[str, Period] = {}
    """Kind of duty → how long it may take on this level, where that is not the general answer."""


class Point(Frozen):
    """One line of a list that the policy prints: `clause` is '' where it prints none."""

    key: Key
    text: Text
    clause: Text = ""


class RelatedDocument(Point):
    """A document that the policy refers to; `text` is its title."""


class InvestigationStep(Point):
    """A step of the investigation: done, or not appropriate."""


class ReviewPoint(Point):
    """A question of the post-incident review."""


class LogHeading(Point):
    """A heading of the breach log. What is required may be answered 'not yet known'."""

    required: bool = True


Listener = Literal[
    Role.CHAIR,
    Role.CHIEF_EXECUTIVE,
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.DSL,
    Role.INFORMATION_CHAMPION,
    Role.IT_CONTACT,
    "governors",
    "trustees",
    "local_authority",
]
"""Somebody who must be told: a role here, or a body that has no membership."""
BODIES = {
    "governors": "governing body",
    "trustees": "trustees",
    "local_authority": "local authority",
}
Occasion = Literal["reported", "aware", "to_report", "high_risk"]


class MustTell(Frozen):
    """Somebody who must be told, when that comes about, and how soon after it."""

    who: Listener
    when: Occasion = "to_report"
    within: Period | None = None
    """None: as for all of them (`timescales.tell_who_must`)."""


class Apart(Frozen):
    """Two things in one incident that nobody does both of, while anybody else can be found."""

    one: Task
    other: Task


class Whom(StrEnum):
    """Whom a reminder goes to, besides roles."""

    OWNER = "owner"
    STAND_IN = "stand_in"
    """The next who could act for the owner."""
    ALL_STAND_INS = "all_stand_ins"


class Moment(StrEnum):
    """When a reminder is due; `Reminder.amount` says how much of it."""

    PART = "part"
    """A part (0 to 1) of the time from opening to due has passed."""
    HOURS_BEFORE = "hours_before"
    DUE = "due"
    EVERY_HOURS_AFTER = "every_hours_after"
    """Again and again while overdue."""
    NO_SIGN = "no_sign"
    """The owner has opened and done nothing for the policy's no-answer hours."""


class Reminder(Frozen):
    """One step of a ladder. `key` names it in the record of what was sent."""

    key: Key
    when: Moment
    amount: float = Field(default=0, ge=0)
    whom: tuple[Whom | Role, ...] = Field(min_length=1)
    """`Role.OVERSEER` counts only where the policy has `overseer_in_ladder`."""
    climbs: bool = False
    """Repetition 1 goes to the first of `whom`, 2 to the first two, and so on."""
    if_undecided: bool = False
    """Only while the regulator decision is open."""

    @model_validator(mode="after")
    def _amount_fits(self) -> Reminder:
        if self.when is Moment.PART and not 0 < self.amount < 1:
            msg = f"reminder {self.key}: a part of the period lies between 0 and 1"
            raise ValueError(msg)
        if self.when in {Moment.HOURS_BEFORE, Moment.EVERY_HOURS_AFTER} and self.amount < 1:
            msg = f"reminder {self.key}: say how many hours, 1 at the least"
            raise ValueError(msg)
        return self


Ladder = tuple[Reminder, ...]
