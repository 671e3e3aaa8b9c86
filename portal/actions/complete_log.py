"""Complete the breach log.

Who: the lead, the Head, the DPO. When: from the report on; before the regulator is told where the
policy says so (DBRP-5.18), with the reasons at once where the Head declined (DBRP-5.3).
What we ask: the headings that the record does not answer by itself; 'not yet known' is an answer.
What happens: complete, or saved with what is still missing; what is 'not yet known' is owed the
next day. The DPO can read it as it grows, and is sent that of a declined case once it is complete.
What the policy decides: the headings, and whether the report waits its turn after the log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused, refuse_all
from portal.rules.ending.breach_log import filled, missing, not_yet_known
from portal.rules.facts import Facts, LogAnswer
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import log_keepers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class CompleteLog:
    """Answers by heading; a heading that is not among them keeps its earlier answer."""

    answers: tuple[LogAnswer, ...] = ()
    finish: bool = True
    """False: saved to go on later, whatever is missing."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: CompleteLog, now: datetime
) -> Outcome:
    """The log with these answers; complete when every required heading has one."""
    kept = {answer.heading: answer for answer in facts.log.answers}
    kept.update({answer.heading: answer for answer in said.answers})
    given = tuple(answer for answer in kept.values() if answer.text.strip() or answer.not_yet_known)
    log = replace(facts.log, answers=given, saved_at=now)
    lines = filled(replace(facts, log=log), policy, lambda _person: "somebody")
    lacking = missing(lines)
    if said.finish:
        refuse_all(Refused("Answer this, or choose ‘not yet known’", one.key) for one in lacking)
    if not said.finish and log.completed_at is None:
        left = f"{len(lacking)} headings are still open" if lacking else "nothing is open"
        return Outcome(replace(facts, log=log), f"Went on with the breach log: {left}")
    unknown = not_yet_known(lines)
    log = replace(
        log,
        by=facts.log.by or person.known(),
        completed_at=facts.log.completed_at or now,
        left_open_at=facts.log.left_open_at or (now if unknown else None),
    )
    note = f" Not yet known: {len(unknown)} of {len(lines)} headings." if unknown else ""
    what = "Added to the breach log" if facts.log.completed_at else "Completed the breach log"
    if facts.declined is None or facts.log.completed_at:
        return Outcome(replace(facts, log=log), f"{what}.{note}")
    sent = Effect("alert", template="log_linked", to=(Role.DPO,))
    return Outcome(replace(facts, log=log), f"{what} and sent it to the DPO.{note}", (sent,))


ACTION = Action(
    name="complete_log",
    title="Complete the log",
    said=CompleteLog,
    decide=decide,
    who=log_keepers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.18", "DBRP-5.3", "DBRP-A1-any", "SIP-5"),
)
