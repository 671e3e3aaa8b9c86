"""When the details of the people affected, and then whole incidents, are erased; what keeps them.

P: contacts, addresses and numbers go one year after closing; who was told, when and how stays with
the incident, which goes after six. Nothing is erased while something is owed to the regulator, to
the people or about danger, nor under a hold that somebody has recorded; a safeguarding case asks
its lead first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts, Hold, KeptLonger
from portal.rules.keeping.retention import contacts_kept_until, incident_kept_until
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import OnWay
from portal.rules.uk_time import day as in_words
from portal.rules.uk_time import end_of_day
from portal.rules.words import Family
from tenants.calendar import UK, Calendar
from tenants.policy.schema import Policy

HELD_ANEW = timedelta(days=90)
"""How long a hold lasts for which nobody has named a day (P)."""
_NEVER_ERASED_OVER = frozenset({Family.REGULATOR, Family.PEOPLE, Family.DANGER})
_ANY_CALENDAR = Calendar("england", ())
"""When a duty is due depends on the school's calendar; whether it is open does not."""


def kept_until(facts: Facts, policy: Policy) -> date | None:
    """The last day in the UK on which the list is kept; None while it is not decided by a date."""
    if facts.closed_at is None or not facts.people.imported:
        return None
    day = contacts_kept_until(policy, facts.closed_at.astimezone(UK).date())
    return _held(day, facts)


def whole_kept_until(facts: Facts, policy: Policy) -> date | None:
    """The last day in the UK on which the whole incident is kept; None while it is open."""
    if facts.closed_at is None:
        return None
    day = incident_kept_until(policy, facts.closed_at.astimezone(UK).date())
    return _held(day, facts)


def holding(facts: Facts) -> dict[Hold, KeptLonger]:
    """What keeps an incident and its list, by reason.

    Of a reason that was given twice the later word counts: a day typed wrongly is put right, and
    what has ended is ended.
    """
    said = sorted((*facts.kept_longer, *facts.people.kept_longer), key=lambda kept: kept.at)
    return {hold: kept for kept in said for hold in kept.holds}


def is_held(facts: Facts, now: datetime) -> bool:
    """Whether anything keeps the incident and its list today: nothing of it is deleted."""
    today = now.astimezone(UK).date()
    return any(kept.until >= today for kept in holding(facts).values())


def _held(day: date, facts: Facts) -> date:
    """What keeps the incident keeps its list as well, and the other way round."""
    return max((day, *(kept.until for kept in holding(facts).values())))


@dataclass(frozen=True, slots=True)
class BeforeErasing:
    """What is asked before anything is erased. `holds`: what keeps it; with none, it goes."""

    holds: tuple[Hold, ...] = ()
    reason: str = ""
    until: date | None = None
    """None: `HELD_ANEW` from now."""
    safeguarding_said: str = ""


def kept_longer(said: BeforeErasing, by: UUID, now: datetime) -> KeptLonger:
    """The hold, as it is recorded. Raises `Refused` without a reason, or for a day that is over."""
    if not said.reason.strip():
        raise Refused("Say why it is kept", field="reason")
    day = said.until or (now + HELD_ANEW).astimezone(UK).date()
    if day <= now.astimezone(UK).date():
        raise Refused("The day must be in the future", field="until")
    return KeptLonger(said.holds, said.reason, day, by, now)


def require_over(
    facts: Facts, policy: Policy, last: date | None, said: BeforeErasing, now: datetime
) -> None:
    """Raise `Refused` unless what is kept up to and including `last` may be erased."""
    if last is None or now.astimezone(UK).date() <= last:
        kept = f" up to and including {in_words(last)}" if last else ""
        raise Refused(f"The school keeps this{kept}")
    if owed := keeps(facts, policy, now):
        raise Refused(f"Something is still open that keeps it: {'; '.join(owed)}")
    if concerns_safeguarding(facts) and not said.safeguarding_said.strip():
        raise Refused("Say what the safeguarding lead said", field="safeguarding_said")


def erase_by(facts: Facts, policy: Policy) -> datetime | None:
    """The end of the last day of the list, in UTC."""
    last = kept_until(facts, policy)
    return None if last is None else end_of_day(last)


def over_at(policy: Policy, facts: Facts) -> datetime | None:
    """The end of the last day of the whole incident, in UTC; None while it is open."""
    last = whole_kept_until(facts, policy)
    return None if last is None else end_of_day(last)


def keeps(facts: Facts, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What is still owed to the regulator, to the people affected, or about danger."""
    from portal.rules.duties import owed  # noqa: PLC0415 - a rule of duties asks this module

    return tuple(
        duty.what
        for duty in owed(facts, policy, _ANY_CALENDAR, now)
        if duty.met_at is None and duty.family in _NEVER_ERASED_OVER
    )


def concerns_safeguarding(facts: Facts) -> bool:
    """Whether the safeguarding lead is asked first: danger was found, or somebody was held back."""
    danger = facts.danger_check
    found = danger is not None and not danger.safe
    return found or facts.people.held_back > 0 or facts.people.held_back_at is not None


def proof(on_way: OnWay) -> bytes:
    """The envelope as proof of who was told about whom, without where they are reached."""
    return replace(Envelope.from_json(on_way.body), email="", postal="").to_json()
