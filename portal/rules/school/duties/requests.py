"""What is owed for requests about the policy: a view, a decision, and before an exception ends."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from portal.rules.duties.duty import Duty
from portal.rules.school.requests import Kind, deciders, offered, viewers
from portal.rules.timescales import before, due
from portal.rules.uk_time import morning
from portal.rules.words import Family
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.school.duties import SchoolRule
    from portal.rules.school.facts import SchoolFacts
    from portal.rules.school.requests import Request
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy
    from tenants.roles import Role

CLAUSES = ("SIP-exc", "SIP-change")


def answer(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """A view of each request; then, unless it was dropped, a decision."""
    for request in facts.requests:
        if not offered(request.kind, policy) or _taken_back(request):
            continue
        for kind, what, role, opens_at, met_at in _steps(request, policy):
            yield Duty(
                kind=kind,
                what=what,
                role=role,
                opens_at=opens_at,
                due_at=due(policy, kind, opens_at, calendar),
                family=Family.SCHOOL,
                subject=str(request.id),
                met_at=met_at,
                looks_at_work_of=frozenset({request.asked_by}),
                closing_waits=False,
            )


def renew(facts: SchoolFacts, policy: Policy, calendar: Calendar, now: datetime) -> Iterator[Duty]:
    """Before the last day of an exception: renew it, or let it end."""
    for request in facts.requests:
        if not request.granted or request.expires_on is None or not deciders(request.kind, policy):
            continue
        due_at = morning(request.expires_on)
        if request.ended_at is None and request.expires_on < uk_date(now):
            continue
        yield Duty(
            kind="renew_exception",
            what="Renew an exception to the policy, or end it",
            role=deciders(request.kind, policy)[0],
            opens_at=before(policy, "renew_exception", due_at, calendar),
            due_at=due_at,
            family=Family.SCHOOL,
            subject=str(request.id),
            met_at=request.ended_at,
            closing_waits=False,
        )


def _taken_back(request: Request) -> bool:
    return request.ended_at is not None and request.decided_at is None


def _steps(
    request: Request, policy: Policy
) -> Iterator[tuple[str, str, Role, datetime, datetime | None]]:
    """Kind, what is owed, by whom, since when, until when."""
    first, then = _WORDS[request.kind]
    yield *first, viewers(request.kind, policy)[0], request.asked_at, request.viewed_at
    backed = request.kind is Kind.EXCEPTION or request.backed
    if request.viewed_at is not None and backed:
        yield *then, deciders(request.kind, policy)[0], request.viewed_at, request.decided_at


_WORDS: Final = {
    Kind.EXCEPTION: (
        ("advise_exception", "Advise on a request for an exception"),
        ("decide_exception", "Decide on an exception to the policy"),
    ),
    Kind.PROPOSAL: (
        ("answer_proposal", "Back or drop a proposal to change the policy"),
        ("decide_proposal", "Decide on a proposal to change the policy"),
    ),
}
RULES: tuple[SchoolRule, ...] = (answer, renew)
