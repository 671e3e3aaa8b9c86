"""How long things are kept, and when a policy is looked at again."""

from __future__ import annotations

from datetime import date

from tenants.policy.schema import Policy


def review_due(policy: Policy, approved_on: date) -> date:
    """The latest day on which a policy approved on a day is reviewed (SIP-doc, DBRP-7.1)."""
    return months_after(approved_on, policy.review_months)


def incident_kept_until(policy: Policy, closed_on: date) -> date:
    """The last day on which a closed incident and the proof of its notices are kept."""
    return months_after(closed_on, 12 * policy.retention_years)


def contacts_kept_until(policy: Policy, closed_on: date) -> date:
    """The last day on which imported contacts of people affected are kept."""
    return months_after(closed_on, 12 * policy.contacts_retention_years)


def months_after(on: date, months: int) -> date:
    """The same day of the month, or its last day where the month is shorter."""
    years, month = divmod(on.month - 1 + months, 12)
    for day in (on.day, 30, 29, 28):
        try:
            return date(on.year + years, month + 1, day)
        except ValueError:
            continue
    raise AssertionError
