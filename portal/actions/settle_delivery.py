"""Settle a report to the regulator whose e-mail did not arrive, or may not have.

Who: whoever submits to the regulator. When: the mail server refused it, or nobody knows.
What we ask: whether it is to be sent again, arrived after all, or was made in another way, and
when.
What happens: until this is settled the regulator counts as not told. Only a person sends again what
may have arrived. The frozen snapshot stays as it is.
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts, Submission
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.regulator.submitting import astray
from portal.rules.responsibilities import submitters
from portal.rules.words import ANY_STAGE, Delivery, Family, Route
from tenants.policy.schema import Policy
from tenants.regulator import ICO


class Settled(StrEnum):
    """What becomes of it."""

    AGAIN = "again"
    ARRIVED = "arrived"
    ANOTHER_WAY = "another_way"


@dataclass(frozen=True, slots=True)
class SettleDelivery:
    """Which report, and what becomes of it."""

    submission_id: UUID
    what: Settled
    route: Route | None = None
    """How it was made, where that was in another way."""


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: SettleDelivery, now: datetime
) -> Outcome:
    """Settled, or on its way again."""
    report = next((each for each in astray(facts) if each.id == said.submission_id), None)
    if report is None:
        raise Refused("Choose the report", field="submission_id")
    if said.what is Settled.AGAIN and report.shared_from:
        raise Refused(
            "It was sent from the linked incident: send it again there, and this one follows",
            field="what",
        )
    if now < report.done_at:
        raise Refused("This must be after the report was sent", field="done_at")
    settled, sentence = _settled(report, said, now)
    reports = tuple(settled if each.id == report.id else each for each in facts.submissions)
    again = said.what is Settled.AGAIN
    return Outcome(
        replace(facts, submissions=reports),
        f"Report {report.number} to the {ICO} {sentence}",
        (Effect("regulator_mail", subject=report.id),) if again else (),
    )


def _settled(report: Submission, said: SettleDelivery, now: datetime) -> tuple[Submission, str]:
    match said.what:
        case Settled.AGAIN:
            on_its_way = replace(report, delivery=Delivery.WAITING, made_good_at=now)
            return on_its_way, "is sent once more by e-mail."
        case Settled.ARRIVED:
            return replace(report, delivery=Delivery.SENT), "had arrived by e-mail after all."
        case Settled.ANOTHER_WAY:
            if said.route is None:
                raise Refused("Say how it was made", field="route")
            by_hand = replace(report, delivery=Delivery.BY_HAND, route=said.route, made_good_at=now)
            return by_hand, "was made in another way after its e-mail had gone astray."


ACTION = Action(
    name="settle_delivery",
    title="Settle the report that went astray",
    said=SettleDelivery,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-1.4",),
    offered=lambda _policy, facts: bool(astray(facts)),
    family=Family.REGULATOR,
)
