"""What an action is, and what it answers.

An action file declares one `Action`. Its `decide` is pure: from the facts, the school's policy, who
acts, what they said and when it was done, to an `Outcome`. The desk alone writes outcomes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.words import Family, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `roles` are those held or stood in for now, in this incident's school."""

    person_id: UUID | None
    roles: frozenset[Role] = frozenset()
    standing_in: frozenset[Role] = frozenset()
    """The part of `roles` held only as a stand-in ('acting for')."""

    @property
    def handles(self) -> bool:
        """Whether they handle the incident, beyond having reported it or being asked."""
        return bool(self.roles - {Role.REPORTER, Role.STAFF, Role.ADMINISTRATOR})

    def known(self) -> UUID:
        """The person's id, for actions that nobody anonymous may do.

        Raises ValueError for nobody.
        """
        if self.person_id is None:
            msg = "this action needs a signed-in person"
            raise ValueError(msg)
        return self.person_id


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that must follow the action and leaves the database.

    kind 'alert': `template` is mailed to the holders of `to` and to `people`, one row a person.
    Other kinds ('notice', 'submission_pdf', 'letters' …) name a row by `subject`.
    """

    kind: str
    template: str = ""
    to: tuple[Role, ...] = ()
    people: tuple[UUID, ...] = ()
    subject: UUID | None = None
    of_new_report: bool = False
    """To whoever is told of a new report here, which depends on whom it concerns."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one action."""

    facts: Facts
    summary: str
    """One sentence for the record, in the past tense, with no name of a person affected."""
    effects: tuple[Effect, ...] = ()
    rows: tuple[object, ...] = ()
    """Records stored apart from the facts, as dataclasses of `portal.rules.rows`."""
    other: Outcome | None = None
    """What it means for the second incident of `Action.second`."""
    unnamed: bool = False
    """It goes on the second incident's record without who did it: a reporter whom nobody names."""
    is_sign: bool = True
    """It is a sign of whoever did it; a mail of which nobody has proved the sender is none."""


@dataclass(frozen=True, slots=True)
class Action(Generic[Said]):
    """The declaration at the end of an action file."""

    name: str
    """The module's name; also part of the URL, with hyphens."""
    title: str
    """What the button says: a verb."""
    said: type[Said]
    decide: Callable[[Facts, Policy, Actor, Said, datetime], Outcome]
    who: Callable[[Policy, Facts], frozenset[Role]]
    """The roles that may do it. Unknown is refused."""
    from_stages: frozenset[Stage]
    to_stages: frozenset[Stage]
    clauses: tuple[str, ...]
    """Ids of config/clauses.csv."""
    offered: Callable[[Policy, Facts], bool] = field(default=lambda _policy, _facts: True)
    """Whether it makes sense now: only then does a page offer it and the desk accept it."""
    for_whom: Callable[[Policy, Facts, Actor], bool] = field(
        default=lambda _policy, _facts, _actor: True
    )
    """Whether there is anything in it for this person; the page offers it only then."""
    not_before: Callable[[Policy, Facts], datetime | None] = field(
        default=lambda _policy, _facts: None
    )
    """Until when no page offers it, though it may be looked up; None: at once."""
    family: Family = Family.INTERNAL
    second: Callable[[Any], UUID | None] | None = None
    """Names, from what is said, another incident of the school that the action changes as well, or
    None where it changes no other. The desk locks both; nobody whom that one concerns may do it.
    What is said is `BesideOther`."""
    open_to_anyone: bool = False
    """Needs no role: reporting, and an anonymous reporter's additions and answers."""
    by_portal: bool = False
    """What a job records in nobody's name, because it follows from what somebody did elsewhere."""


AnyAction = Action[Any]
