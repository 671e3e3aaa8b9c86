"""Thank the reporter, and say what came of it.

Who: who investigated, or who closes. When: from closing on; a later text replaces an earlier one.
What we ask: a few sentences, without personal data of anybody else.
What happens: the reporter finds it with their report, and is alerted; an anonymous one finds it
with the receipt code. Whoever wrote by e-mail has neither: they are written to, and this is kept.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.closing import finds_thanks, thankers
from portal.rules.facts import Facts, Thanks
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.words import Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ThankReporter:
    """What they are told."""

    text: str


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: ThankReporter, now: datetime
) -> Outcome:
    """Told."""
    if not said.text.strip():
        raise Refused("Write what came of the report", field="text")
    reporter = facts.intake.reporter.person_id
    alert = Effect("alert", template="thanked", people=(reporter,)) if reporter else None
    old = facts.thanks
    before = (*old.before, old.at) if old else ()
    return Outcome(
        replace(facts, thanks=Thanks(said.text, person.known(), now, before)),
        "Thanked the reporter, and said what came of it"
        + ("." if finds_thanks(facts) else ", by a message of our own."),
        (alert,) if alert else (),
    )


ACTION = Action(
    name="thank_reporter",
    title="Thank the reporter",
    said=ThankReporter,
    decide=decide,
    who=thankers,
    from_stages=frozenset({Stage.CLOSED}),
    to_stages=frozenset({Stage.CLOSED}),
    clauses=("SIP-why1",),
)
