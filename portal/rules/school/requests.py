"""Requests about the policy: who may do what with one, and what then follows (SIP-exc, SIP-change).

An exception: somebody asks, the DPO advises, whom the policy names grants with conditions and a
last day, or refuses. A proposal: somebody asks, whom the policy names backs or drops it, and whom
it names takes it up, which opens a draft, or refuses. Nobody looks at, or decides, their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.errors import Refused
from portal.rules.in_charge.owners import owner
from portal.rules.in_charge.roster import Roster
from tenants.policy.schema import Policy
from tenants.roles import Role

CLAUSES = ("SIP-exc", "SIP-change")


class Kind(StrEnum):
    """What is asked for. Values are stored."""

    EXCEPTION = "exception"
    PROPOSAL = "proposal"


class Stage(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    VIEWED = "viewed"
    """Advised on, or backed: it waits for a decision."""
    DROPPED = "dropped"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


OPEN: Final = frozenset({Stage.ASKED, Stage.VIEWED})


@dataclass(frozen=True, slots=True)
class Request:
    """What is known of one request, besides its words."""

    id: UUID
    kind: Kind
    asked_by: UUID
    asked_at: datetime
    until_on: date | None = None
    viewed_at: datetime | None = None
    backed: bool | None = None
    decided_at: datetime | None = None
    granted: bool | None = None
    expires_on: date | None = None
    ended_at: datetime | None = None


def stage(request: Request, today: date) -> Stage:
    """Where it stands on a day; an exception ends by itself after its last day."""
    if request.ended_at is not None:
        return Stage.ENDED
    if request.decided_at is not None:
        over = request.expires_on is not None and request.expires_on < today
        if not request.granted:
            return Stage.REFUSED
        return Stage.ENDED if over else Stage.GRANTED
    if request.viewed_at is None:
        return Stage.ASKED
    dropped = request.kind is Kind.PROPOSAL and not request.backed
    return Stage.DROPPED if dropped else Stage.VIEWED


def offered(kind: Kind, policy: Policy) -> bool:
    """Whether the policy knows requests of this kind."""
    return bool(viewers(kind, policy) and deciders(kind, policy))


def viewers(kind: Kind, policy: Policy) -> tuple[Role, ...]:
    """Who advises on an exception, or backs or drops a proposal."""
    return (Role.DPO,) if kind is Kind.EXCEPTION else policy.proposals_to


def deciders(kind: Kind, policy: Policy) -> tuple[Role, ...]:
    """Who decides after that."""
    return policy.exception_deciders if kind is Kind.EXCEPTION else policy.proposal_deciders


def answering(kind: Kind, policy: Policy) -> tuple[Role, ...]:
    """Everybody who has a step in requests of this kind."""
    return viewers(kind, policy) + deciders(kind, policy)


def acting(request: Request, policy: Policy, today: date) -> tuple[Role, ...]:
    """Who has the next step; nobody once it is decided."""
    found = {
        Stage.ASKED: viewers(request.kind, policy),
        Stage.VIEWED: deciders(request.kind, policy),
    }
    return found.get(stage(request, today), ())


def may_act(
    person_id: UUID, request: Request, policy: Policy, roster: Roster, now: datetime, today: date
) -> bool:
    """Whether the next step is this person's: in the role, or standing in; never in one's own."""
    return _holds(person_id, acting(request, policy, today), request, policy, roster, now)


def is_decider(
    person_id: UUID, request: Request, policy: Policy, roster: Roster, now: datetime
) -> bool:
    """Whether this person decides on such requests, but not on this one if it is their own."""
    return _holds(person_id, deciders(request.kind, policy), request, policy, roster, now)


def _holds(
    person_id: UUID,
    roles: tuple[Role, ...],
    request: Request,
    policy: Policy,
    roster: Roster,
    now: datetime,
) -> bool:
    own = frozenset({request.asked_by})
    people = (
        one
        for role in roles
        for one in owner(role, roster, None, policy, now, not_these=own).people
    )
    return person_id in {one.person_id for one in people}


def view(
    request: Request, *, backed: bool | None, text: str, now: datetime, today: date
) -> Request:
    """Advise, or back or drop. Raises Refused."""
    _require(stage(request, today) is Stage.ASKED)
    if backed is None:
        raise Refused("Say what you advise", field="backed")
    if not text:
        raise Refused("Give your reasons: they stand beside the request", field="view")
    return replace(request, viewed_at=now, backed=backed)


def decide(
    request: Request,
    *,
    granted: bool | None,
    text: str,
    expires_on: date | None,
    now: datetime,
    today: date,
) -> Request:
    """Grant with a last day, or refuse with a reason. Raises Refused."""
    _require(stage(request, today) is Stage.VIEWED)
    if granted is None:
        raise Refused("Say what you decide", field="granted")
    if not granted and not text:
        raise Refused("Say why you refuse", field="terms")
    decided = replace(request, decided_at=now, granted=granted)
    if not granted or request.kind is Kind.PROPOSAL:
        return decided
    if expires_on is None or expires_on < today:
        raise Refused("Say until which day to come it is granted", field="expires_on")
    if request.until_on is not None and expires_on > request.until_on:
        raise Refused("It cannot be longer than was asked for", field="expires_on")
    return replace(decided, expires_on=expires_on)


def end(request: Request, now: datetime, today: date) -> Request:
    """End a granted exception before its day, or take back what is not decided. Raises Refused."""
    granted = request.kind is Kind.EXCEPTION and stage(request, today) is Stage.GRANTED
    _require(granted or stage(request, today) in OPEN)
    return replace(request, ended_at=now)


def _require(holds: bool) -> None:  # noqa: FBT001 - one condition
    if not holds:
        raise Refused("Somebody has done this meanwhile. Look at the request again.")
