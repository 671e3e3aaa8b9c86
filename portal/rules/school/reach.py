"""Is somebody able to report to the regulator, every day? Asked before an absence or closure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from portal.rules.in_charge.present import is_away
from portal.rules.in_charge.roster import Holder, Roster
from portal.rules.in_charge.stand_ins import tiers
from portal.rules.responsibilities import submitters
from portal.rules.school.facts import ClosureAhead
from tenants.calendar import UK
from tenants.policy.schema import Policy
from tenants.roles import Role

_MORNING: Final = time(9)
_EVENING: Final = time(17)


def nobody_able(
    roster: Roster,
    policy: Policy,
    closures: Sequence[ClosureAhead],
    first: date,
    last: date,
) -> tuple[date, ...]:
    """The days, both ends included, on which all who could report to the regulator are away.

    Those are the roles that the policy names, whoever stands in for them, whom they have named,
    and during a closure whoever covers it (DBRP-5.7, 6.1). The last resort does not count: it is
    asked for a name.
    """
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    able = _able(policy)
    return tuple(day for day in days if not _somebody(day, able, roster, closures))


def _able(policy: Policy) -> frozenset[Role]:
    asked = submitters(policy)
    return frozenset(
        tier.held
        for role in asked
        for tier in tiers(role, None, policy, _ANY_TIME)
        if not tier.last_resort
    )


def _somebody(
    day: date, able: frozenset[Role], roster: Roster, closures: Iterable[ClosureAhead]
) -> bool:
    covering = {one.cover for one in closures if one.from_on <= day <= one.until_on}
    covering |= _named(day, able, roster)
    return any(
        _here(day, holder, roster)
        for holder in roster.holders
        if holder.role in able or holder.person_id in covering
    )


def _named(day: date, able: frozenset[Role], roster: Roster) -> set[UUID | None]:
    """Whom those who are away that day have named to stand in for them."""
    morning = _at(day, _MORNING)
    return {
        away.stand_in
        for away in roster.away
        for holder in roster.holders
        if holder.person_id == away.person_id
        and holder.role in able
        and away.role in {None, holder.role}
        and away.from_at <= _at(day, _EVENING)
        and morning < away.until_at
    }


def _here(day: date, holder: Holder, roster: Roster) -> bool:
    """Whether they are there in the morning or in the evening."""
    return not all(
        is_away(holder, holder.role, roster, _at(day, at)) for at in (_MORNING, _EVENING)
    )


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=UK).astimezone(UTC)


_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Without an incident nobody has failed to answer, whatever the time."""
