"""Closing: who ends what, what closing waits for, and what came in afterwards (SIP-5e)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portal.rules.ending.conclusion import Missing, missing
from portal.rules.facts import Addition, Facts
from portal.rules.responsibilities import closers, first_contacts, leading_role
from portal.rules.responsibilities.investigation import investigators
from portal.rules.responsibilities.roles import HEAD_AND_DPO, Roles
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role

if TYPE_CHECKING:
    from portal.rules.duties.duty import Duty

_ANY_CALENDAR = Calendar("england", ())
"""When a duty is due depends on the school's calendar; whether it is open does not."""


def reopeners(policy: Policy, facts: Facts) -> Roles:
    """Who may re-open: who closes, the Head and the DPO."""
    return closers(policy, facts) | HEAD_AND_DPO


def finds_thanks(facts: Facts) -> bool:
    """Whether the reporter has a sign-in or a receipt code with which to read it: whoever is not
    known here and wrote by e-mail has neither.
    """
    return facts.intake.by_mail is None or facts.intake.reporter.person_id is not None


def thankers(policy: Policy, facts: Facts) -> Roles:
    """Who may tell the reporter what came of it: who owes it among them."""
    return investigators(policy, facts) | closers(policy, facts) | {leading_role(policy, facts)}


def lookers_at_additions(policy: Policy, facts: Facts) -> Roles:
    """Who may look at what came in after closing."""
    return first_contacts(policy, facts) | {Role.DPO}


def waiting_duties(facts: Facts, policy: Policy, now: datetime) -> list[Duty]:
    """The duties that closing waits for, met or open; the one to close is not among them."""
    from portal.rules.duties import rules  # noqa: PLC0415 - the rule of closing calls this

    listed = (
        duty
        for rule in rules()
        if rule.__name__ != "close"
        for duty in rule(facts, policy, _ANY_CALENDAR, now)
    )
    return [duty for duty in listed if duty.closing_waits]


def holds_up(facts: Facts, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What is still open before closing, as sentences; () when nothing is."""
    lacking, owed = open_before_closing(facts, policy, now)
    return (*(each.sentence for each in lacking), *(duty.what for duty in owed))


def open_before_closing(
    facts: Facts, policy: Policy, now: datetime
) -> tuple[tuple[Missing, ...], tuple[Duty, ...]]:
    """The duties that are open, and beside them what is missing though nobody owes it yet."""
    owed = tuple(duty for duty in waiting_duties(facts, policy, now) if duty.met_at is None)
    return missing(policy, facts, owed={duty.kind for duty in owed}), owed


def ready_since(facts: Facts, policy: Policy, now: datetime) -> datetime | None:
    """Since when nothing holds up the closing; None while something does."""
    if missing(policy, facts):
        return None
    met = [duty.met_at for duty in waiting_duties(facts, policy, now)]
    if not met or None in met:
        return None
    return max(at for at in met if at is not None)


def came_after(facts: Facts) -> list[tuple[Addition, datetime | None]]:
    """What was added after a closing, each with when somebody looked at it."""
    looked = facts.additions_looked_at
    return [
        (each, looked if looked is not None and looked >= each.at else None)
        for each in (*facts.intake.additions, *_letters(facts), *_replies(facts), *_files(facts))
        if each.after_closing
    ]


def since(facts: Facts) -> str:
    """After what an addition came, within a sentence. A joined report is closed, but goes on."""
    if facts.joined_to is not None:
        return f"after it was joined to {facts.joined_to.reference}"
    return "after it was closed"


def _files(facts: Facts) -> list[Addition]:
    """What was added as evidence, as something that came in."""
    return [
        Addition(each.name, each.by, each.at, after_closing=each.after_closing)
        for each in facts.evidence
    ]


def _replies(facts: Facts) -> list[Addition]:
    """Replies and complaints, as something that came in."""
    return [
        Addition(each.text, each.by, each.at, after_closing=each.after_closing)
        for each in facts.people.complaints
    ]


def _letters(facts: Facts) -> list[Addition]:
    """What the regulator wrote, as something that came in."""
    return [
        Addition(each.text, each.by, each.recorded_at, after_closing=each.after_closing)
        for each in facts.regulator_letters
    ]
