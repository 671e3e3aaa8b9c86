"""Add information to an incident.

Who: anybody who may see it; the anonymous reporter with the receipt code; by mail, whoever wrote
about it before or was written to. When: at any time, also
after closing. What we ask: the information, in own words.
What happens: it is kept beside the report. After closing the first contacts and the DPO are alerted
and somebody owes a look at it (DBRP-5.21).
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import NotAllowed, Refused
from portal.rules.ending.closing import since
from portal.rules.facts import Addition, ByMail, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.reporting.intake import came
from portal.rules.responsibilities import adders
from portal.rules.words import ANY_STAGE, Naming, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AddInformation:
    """What is added."""

    text: str
    by_mail: ByMail | None = None
    """From somebody who may add by mail: whom the portal has written to, or who wrote before."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AddInformation, now: datetime
) -> Outcome:
    """One addition more; earlier ones stay."""
    anonymous = facts.intake.reporter.naming is Naming.ANONYMOUS
    from_outside = anonymous or said.by_mail is not None
    may = from_outside if person.person_id is None else bool(person.roles & adders(policy, facts))
    if not may:
        raise NotAllowed
    if not said.text.strip():
        raise Refused("Write what you want to add", field="text")
    closed = facts.stage is Stage.CLOSED
    added = Addition(said.text, person.person_id, now, closed, said.by_mail)
    told = replace(facts.intake, additions=(*facts.intake.additions, added))
    after = f" {since(facts)}" if closed else ""
    return Outcome(
        replace(facts, intake=told),
        f"Added information{came(said.by_mail)}{after}. {said.text}",
        (Effect("alert", template="news", of_new_report=True),) if closed else (),
        is_sign=said.by_mail in {None, ByMail.PROVED},
    )


ACTION = Action(
    name="add_information",
    title="Add information",
    said=AddInformation,
    decide=decide,
    who=adders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-2", "DBRP-5.21"),
    open_to_anyone=True,
)
