"""Everybody's own: read the policy and be trained when asked, refresh training in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from portal.rules.duties.duty import Duty
from portal.rules.timescales import before, due
from portal.rules.uk_time import morning
from portal.rules.words import Family
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.school.duties import SchoolRule
    from portal.rules.school.facts import SchoolFacts
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

CLAUSES = ("DBRP-1.7",)
PATIENCE: Final = timedelta(days=14)
"""After that, those who are late become the Headteacher's, all of them in one duty."""


def read_policy(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """One for each person who was asked to read the version in force."""
    for reader in facts.readers:
        yield Duty(
            kind="read_policy",
            what=f"Read the {policy.title}, and say that you have",
            role=Role.HEAD,
            person=reader.person_id,
            opens_at=reader.asked_at,
            due_at=due(policy, "read_policy", reader.asked_at, calendar),
            family=Family.SCHOOL,
            subject=f"{facts.adoption_id}~{reader.person_id}",
            met_at=reader.read_at,
            closing_waits=False,
        )


def take_training(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """One for each person who has none on record, once it was asked for."""
    for one in facts.beginners:
        yield Duty(
            kind="take_training",
            what="Take training in data protection, and tell the school when you have",
            role=Role.HEAD,
            person=one.person_id,
            opens_at=one.asked_at,
            due_at=due(policy, "take_training", one.asked_at, calendar),
            family=Family.SCHOOL,
            subject=str(one.person_id),
            met_at=one.trained_at,
            closing_waits=False,
        )


def refresh_training(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """One for each course that runs out; a later one of the same course meets it.

    That of a supplier's people is the school's to see to (DBRP-1.7).
    """
    for course in facts.courses:
        due_at = morning(course.valid_until)
        own = course.person_id is not None
        kind = "refresh_training" if own else "train_supplier"
        yield Duty(
            kind=kind,
            what="Refresh your training, and tell the school when you have"
            if own
            else "See that the people of a supplier are trained again",
            role=Role.HEAD,
            person=course.person_id,
            opens_at=before(policy, kind, due_at, calendar),
            due_at=due_at,
            family=Family.SCHOOL,
            subject=str(course.id),
            met_at=course.renewed_at,
            closing_waits=False,
        )


def chase(facts: SchoolFacts, policy: Policy, calendar: Calendar, now: datetime) -> Iterator[Duty]:
    """The Headteacher's one duty for everybody who is late by more than two weeks."""
    rules = (read_policy, take_training, refresh_training)
    own = [duty for rule in rules for duty in rule(facts, policy, calendar, now) if duty.person]
    times = sorted(one.due_at + PATIENCE for one in own if one.met_at is None)
    if not times:
        return
    yield Duty(
        kind="chase_training",
        what="See that everybody has read the policy and is trained",
        role=Role.HEAD,
        opens_at=times[0],
        due_at=due(policy, "chase_training", times[0], calendar),
        family=Family.SCHOOL,
        closing_waits=False,
    )


RULES: tuple[SchoolRule, ...] = (read_policy, take_training, refresh_training, chase)
