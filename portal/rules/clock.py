"""The 72 hours: when they start, when they end, and by how much a submission was late.

UK GDPR Article 33(1). Hours are elapsed hours, counted in UTC: neither a clock change, a weekend
nor a holiday moves them (DBRP-1.4, DBRP-4.1, DBRP-6.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.rules.facts import Facts
from portal.rules.uk_time import start_of_day
from portal.rules.words import Answer
from tenants.calendar import uk_date

REGULATOR_PERIOD = timedelta(hours=72)
LONGEST_BEFORE_DECISION = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RegulatorClock:
    """The period in force. Both instants are UTC."""

    start: datetime
    due_at: datetime
    cautious: bool
    """Nobody has declared awareness yet: shown as such (DBRP-4.2)."""


def start_of_uk_day(instant: datetime) -> datetime:
    """The first instant, in UTC, of the UK day in which `instant` lies."""
    return start_of_day(uk_date(instant))


def cautious_start(facts: Facts) -> datetime:
    """The earliest credible moment of awareness (DBRP-4.2, DBRP-5.12-staff).

    The earliest of: noticed by anyone acting for the school; a report from anyone else reached the
    school; reported here; the same of a report joined to it or linked with it. Where only the
    day is known, the start of that day in the UK.
    """
    linked = (each.starts_at.astimezone(UTC) for each in facts.linked if each.starts_at)
    return min((cautious_start_here(facts), *linked))


def cautious_start_here(facts: Facts) -> datetime:
    """The same without what is known of it at other schools of the trust.

    Where the 72 hours had ended without a report to the regulator and it was re-opened, they run
    from the news that re-opened it.
    """
    again = facts.asked_afresh
    if again is not None and again.clock_from is not None:
        joined_since = (each.starts_at for each in facts.joined if each.at >= again.at)
        return min(each.astimezone(UTC) for each in (again.clock_from, *joined_since))
    intake = facts.intake
    noticed_at = intake.noticed_at
    if noticed_at is not None and intake.day_only:
        noticed_at = start_of_uk_day(noticed_at)
    theirs = (each.starts_at for each in facts.joined)
    known = (noticed_at, intake.received_at, facts.reported_at, *theirs)
    return min(instant.astimezone(UTC) for instant in known if instant is not None)


def regulator_clock(facts: Facts) -> RegulatorClock:
    """The 72 hours from awareness or, until that is declared, from the cautious start."""
    aware = facts.aware
    start = aware.aware_at.astimezone(UTC) if aware else cautious_start(facts)
    return RegulatorClock(start, start + REGULATOR_PERIOD, cautious=aware is None)


def earlier_awareness(facts: Facts) -> tuple[datetime, ...]:
    """Since when the school was recorded as aware before that was moved, first recorded first: it
    stays in view, and in what the regulator is told (DBRP-4.2).
    """
    aware = facts.aware
    if aware is None:
        return ()
    before = (each.aware_at for each in facts.awareness if each.declared_at <= aware.declared_at)
    return tuple(at for at in dict.fromkeys(before) if at != aware.aware_at)


def lateness(due_at: datetime, done_at: datetime) -> timedelta:
    """By how much `done_at` missed `due_at`, in whole seconds; zero when in time.

    Exactly 72:00:00 is in time, 72:00:01 is late by a second and needs reasons (DBRP-5.15).
    """
    over = done_at.astimezone(UTC) - due_at.astimezone(UTC)
    return max(timedelta(0), timedelta(days=over.days, seconds=over.seconds))


def no_personal_data_confirmed(facts: Facts) -> bool:
    """Whether the DPO has recorded that no personal data is involved, and that still holds.

    A classification by anybody else, or a later one, does not count until the DPO agrees.
    """
    return _no_personal_data_since(facts) is not None


def no_breach_confirmed(facts: Facts) -> bool:
    """Whether it was recorded as no breach by the DPO, or with the DPO's agreement."""
    return _no_breach_since(facts) is not None


def clock_has_ended(facts: Facts) -> bool:
    """Whether nothing runs any more without a submission: no personal data, or no breach."""
    return clock_ended_at(facts) is not None


def clock_ended_at(facts: Facts) -> datetime | None:
    """Since when nothing runs any more without a submission; None while it runs."""
    ended = (_no_personal_data_since(facts), _no_breach_since(facts))
    return min((at for at in ended if at is not None), default=None)


def _no_personal_data_since(facts: Facts) -> datetime | None:
    found = facts.classification
    if found is None or found.personal_data is not Answer.NO:
        return None
    return found.at if found.by_dpo else _dpo_agreed_since(facts, found.at)


def _no_breach_since(facts: Facts) -> datetime | None:
    if facts.no_breach_at is None or facts.no_breach_by_dpo:
        return facts.no_breach_at
    return _dpo_agreed_since(facts, facts.no_breach_at)


def _dpo_agreed_since(facts: Facts, at: datetime) -> datetime | None:
    agreed_at = facts.dpo_confirmed_at
    return agreed_at if agreed_at is not None and agreed_at >= at else None


def due_once_resumed(
    facts: Facts,
    opened_at: datetime,
    due_at: datetime,
    period: timedelta,
    *,
    agreed: bool = True,
) -> datetime:
    """When something is due that was not owed while it counted as no breach.

    The original awareness stays, and so does any lateness of before; but nobody is late with what
    a finding had ended: it is owed without delay once that no longer holds, after `period`, at the
    latest 24 hours. `agreed`: only a finding that the DPO agreed with had ended it.
    """
    for each in facts.resumed:
        if agreed and (not each.agreed or opened_at > each.ended_at):
            continue
        if opened_at < each.at and each.ended_at <= due_at:
            due_at = max(due_at, each.at + min(period, LONGEST_BEFORE_DECISION))
    return due_at


def cap_before_decision(facts: Facts, opens_at: datetime, due_at: datetime) -> datetime:
    """The end of a period that comes before the regulator decision.

    Such a period ends at the latest 24 hours after the cautious start, school day or not, unless
    the DPO has recorded that no personal data is involved. What opens later is due at once.
    """
    if no_personal_data_confirmed(facts):
        return due_at
    cap = cautious_start(facts) + LONGEST_BEFORE_DECISION
    return min(due_at, max(opens_at, cap))
