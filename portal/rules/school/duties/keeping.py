"""What comes round: contacts each year, the printed sheet each term, the policy's own review; and
incidents whose time is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from portal.rules.duties.duty import Duty
from portal.rules.responsibilities import policy_reviewing_role
from portal.rules.school.facts import Checked
from portal.rules.timescales import before, due, full_period
from portal.rules.uk_time import end_of_day, morning
from portal.rules.words import Family
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.school.duties import SchoolRule
    from portal.rules.school.facts import SchoolFacts
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

CLAUSES = ("DBRP-6.1.2", "DBRP-7.1", "SIP-doc")
NOTICE: Final = timedelta(days=28)
"""How long before it is due something yearly opens."""
SETTING_UP: Final = timedelta(days=28)
"""From the first policy in force to the first check."""


def check_contacts(
    facts: SchoolFacts, policy: Policy, _calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-6.1.2: emergency contacts and numbers, every year."""
    what = "Check that the emergency contacts and phone numbers are right"
    return _recurring(facts, policy, "check_contacts", what, Checked.CONTACTS)


def print_offline_sheet(
    facts: SchoolFacts, policy: Policy, _calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Each term: the sheet for the day on which mail and network are gone."""
    what = "Print the sheet for a day without mail and network"
    return _recurring(facts, policy, "print_offline_sheet", what, Checked.OFFLINE_SHEET)


def review_policy(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-doc, DBRP-7.1: by the date of the policy in force; a new version has its own."""
    if facts.next_review_on is None:
        return
    due_at = morning(facts.next_review_on)
    yield Duty(
        kind="review_policy",
        what=f"Review the {policy.title}",
        role=policy_reviewing_role(policy),
        opens_at=before(policy, "review_policy", due_at, calendar),
        due_at=due_at,
        family=Family.SCHOOL,
        subject=facts.next_review_on.isoformat(),
        closing_waits=False,
    )


def erase_incidents(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """UK GDPR Article 5(1)(e): soon after their time is over, unless something keeps them.

    It stands in the list from the first closing on; incidents of one day are one duty.
    """
    kept = [] if facts.kept_until is None else [(facts.kept_until, None)]
    gone = [facts.last_erased] if facts.last_erased and not _same(facts) else []
    for last, met_at in (*gone, *kept):
        over_at = end_of_day(last)
        yield Duty(
            kind="erase_incidents",
            what="Erase the incidents whose time is over",
            role=Role.DPO,
            opens_at=over_at,
            due_at=due(policy, "erase_incidents", over_at, calendar),
            met_at=met_at,
            family=Family.SCHOOL,
            subject=last.isoformat(),
            closing_waits=False,
        )


def _same(facts: SchoolFacts) -> bool:
    """Whether others of the same day are still there."""
    return facts.last_erased is not None and facts.last_erased[0] == facts.kept_until


def _recurring(
    facts: SchoolFacts, policy: Policy, kind: str, what: str, checked: Checked
) -> Iterator[Duty]:
    """Owed anew after each check; before the first, from the day the first policy came in."""
    first, every = facts.first_in_force_on, full_period(policy, kind) or SETTING_UP
    begun = [] if first is None else [("first", morning(first) + SETTING_UP)]
    times = facts.times_checked(checked)
    rounds = [*begun, *((at.isoformat(), at + every) for at in times)]
    for place, (subject, due_at) in enumerate(rounds[-2:]):
        is_last = place == len(rounds[-2:]) - 1
        yield Duty(
            kind=kind,
            what=what,
            role=Role.HEAD,
            opens_at=due_at - NOTICE,
            due_at=due_at,
            met_at=None if is_last else times[-1],
            family=Family.SCHOOL,
            subject=subject,
            closing_waits=False,
        )


RULES: tuple[SchoolRule, ...] = (
    check_contacts,
    print_offline_sheet,
    review_policy,
    erase_incidents,
)
