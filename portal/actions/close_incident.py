"""Close the incident.

Who: whom the policy names. When: the outcome report is accepted or the review made, disciplinary
action recorded where the policy asks, and no duty is open that closing waits for (SIP-5e).
What we ask: how it ended; where it was somebody else's, to whom it was passed on; a last
confirmation where the regulator was not told.
What happens: it is closed. Dated actions, reviews of a decision not to report and the regulator's
answers live on; the reporter is to be told what came of it.
What the policy decides: who closes, after what, and whose other tasks keep them from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.closing import holds_up
from portal.rules.facts import Closing, Facts
from portal.rules.in_charge.kept_apart import makers
from portal.rules.in_charge.own_work import with_own
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import closers
from portal.rules.tracks import RegulatorTrack, regulator_track
from portal.rules.words import OPEN_STAGES, Ending, Stage
from tenants.policy.schema import Policy
from tenants.regulator import ICO

ENDINGS = {
    Ending.BREACH: "A personal data breach",
    Ending.POLICY_BREACH: "A breach of an information policy, without personal data",
    Ending.NO_BREACH: "No breach: a near miss, a weakness or a mistaken report",
    Ending.NOT_OURS: "Not ours: somebody else’s, to whom it was passed on",
}


@dataclass(frozen=True, slots=True)
class CloseIncident:
    """How it ended."""

    ending: Ending
    note: str = ""
    still_not_reported: bool = False
    """The decision not to tell the regulator is confirmed once more."""
    nobody_else: bool = False
    """The page found nobody else who could close it: the policy keeps this person's tasks apart."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: CloseIncident, now: datetime
) -> Outcome:
    """Closed."""
    if waits_for := holds_up(facts, policy, now):
        raise Refused("It cannot be closed yet. Still open: " + "; ".join(waits_for))
    _check(facts, said)
    own = person.person_id in makers(policy, facts, "close")
    if own and not said.nobody_else:
        raise Refused("You had another task in this incident, so somebody else has to close it")
    closing = Closing(said.ending, said.note, person.known(), now)
    after = replace(
        facts,
        stage=Stage.CLOSED,
        ending=said.ending,
        closed_at=now,
        closings=(*facts.closings, closing),
        own_work=with_own(facts, "close_incident", person, now) if own else facts.own_work,
    )
    note = f" {said.note}" if said.note else ""
    return Outcome(after, f"Closed. {ENDINGS[said.ending]}.{note}")


def _check(facts: Facts, said: CloseIncident) -> None:
    if said.ending not in ENDINGS:
        raise Refused("Choose how it ended", field="ending")
    is_breach = facts.aware is not None and facts.no_breach_at is None
    if is_breach and said.ending is not Ending.BREACH:
        sentence = "The school has declared itself aware of a breach. Record first that it was none"
        raise Refused(sentence, field="ending")
    if said.ending is Ending.NOT_OURS and not said.note.strip():
        raise Refused("Say to whom it was passed on, and when", field="note")
    if said.ending is Ending.BREACH and not is_breach:
        sentence = "Nobody has declared the school aware of a breach. Do that first"
        raise Refused(sentence, field="ending")
    not_reported = regulator_track(facts) is RegulatorTrack.NOT_TO_BE_REPORTED
    if not_reported and not said.still_not_reported:
        sentence = f"Confirm once more that the {ICO} need not know"
        raise Refused(sentence, field="still_not_reported")


ACTION = Action(
    name="close_incident",
    title="Close the incident",
    said=CloseIncident,
    decide=decide,
    who=closers,
    from_stages=OPEN_STAGES - {Stage.REPORTED},
    to_stages=frozenset({Stage.CLOSED}),
    clauses=("SIP-5e", "DBRP-5.22"),
)
