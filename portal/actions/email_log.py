"""E-mail the breach log to the DPO.

Who: the lead, the Head, the DPO. When: from the report on, complete or not (DBRP-5.4).
What we ask: a link that the DPO opens after signing in, or the log itself attached as a PDF.
What happens: whoever acts as DPO is sent the link. Attached, it goes to the mailbox of the named
DPO alone: whoever opens that mailbox can read it, which is said before and stands on the record.
What the policy decides: the headings of the log, and who keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import log_keepers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class EmailLog:
    """Whether the log itself is attached, rather than a link to it."""

    attach: bool = False


def decide(facts: Facts, policy: Policy, person: Actor, said: EmailLog, now: datetime) -> Outcome:
    """One message; the incident itself stays as it is."""
    if said.attach:
        mailed = Effect("log_mail", template="log_attached")
        return Outcome(
            facts,
            "E-mailed the breach log to the DPO as a PDF, to the DPO’s own mailbox.",
            (mailed,),
        )
    linked = Effect("alert", template="log_linked", to=(Role.DPO,))
    return Outcome(facts, "E-mailed the DPO a link to the breach log.", (linked,))


ACTION = Action(
    name="email_log",
    title="E-mail the log to the DPO",
    said=EmailLog,
    decide=decide,
    who=log_keepers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.4", "DBRP-5.18"),
    offered=lambda _policy, facts: facts.imported is None,
)
