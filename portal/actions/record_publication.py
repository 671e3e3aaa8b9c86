"""Record that the people affected were told publicly.

Who: the DPO or a stand-in. When: it was decided to tell them publicly.
What we ask: where it stands, from when and until when, and how it reaches everybody as well as a
letter would, as the law asks; one line where an opinion is missing.
What happens: this version of the text counts as told, to everybody (UK GDPR Article 34(3)(c)).
What the policy decides: who is consulted on the text, and whether they must agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.errors import Refused
from portal.rules.facts import Facts, Publication
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import dpo_only
from portal.rules.telling.agreeing import must_wait_for_agreement, unanswered
from portal.rules.telling.holding import HELD, hold_in_force
from portal.rules.telling.notice_parts import lacking
from portal.rules.uk_time import day
from portal.rules.words import OPEN_STAGES, Family, PeopleChoice
from tenants.calendar import uk_date
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordPublication:
    """Where, how long, how well, and why a missing opinion was not waited for."""

    where: str
    since: date
    until: date
    as_effective: str
    why_not_waited: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordPublication, now: datetime
) -> Outcome:
    """Told, publicly."""
    missing = _check(facts, policy, said, now)
    made = Publication(
        version=len(facts.people.texts),
        where=said.where.strip(),
        since=said.since,
        until=said.until,
        by=person.known(),
        at=now,
        as_effective=said.as_effective.strip(),
        gaps=missing,
        why_not_waited=said.why_not_waited.strip(),
    )
    people = replace(facts.people, publications=(*facts.people.publications, made))
    why = f" Not waited, because: {made.why_not_waited}" if made.why_not_waited else ""
    return Outcome(
        replace(facts, people=people),
        f"Told the people affected publicly, with version {made.version} of the notice, from "
        f"{day(made.since)} to {day(made.until)}. {ended(made.where)} It reaches everybody as "
        f"well as a letter would: {ended(made.as_effective)}{why}",
    )


def _check(facts: Facts, policy: Policy, said: RecordPublication, now: datetime) -> tuple[str, ...]:
    """Whose opinion is missing and not waited for."""
    if hold_in_force(facts) is not None:
        raise Refused(HELD)
    if unwritten := lacking(facts.people.texts[-1].parts):
        titles = "; ".join(one.title for one in unwritten)
        raise Refused(f"The law asks for more in this notice: {titles}. Write it first.")
    if must_wait_for_agreement(facts, policy):
        raise Refused("This school’s policy asks for agreement before people are told.")
    if not said.where.strip():
        raise Refused("Say where everybody can read it", field="where")
    if said.since > uk_date(now):
        raise Refused("Record it once it can be read", field="since")
    if said.until <= said.since:
        raise Refused("The last day must be later than the first", field="until")
    if not said.as_effective.strip():
        sentence = "Say how it reaches everybody affected as well as a letter would"
        raise Refused(sentence, field="as_effective")
    missing = unanswered(facts, policy)
    if missing and not said.why_not_waited.strip():
        raise Refused("Say in one line why you do not wait", field="why_not_waited")
    return missing


def _offered(_policy: Policy, facts: Facts) -> bool:
    decision = facts.people_decision
    publicly = decision is not None and decision.choice is PeopleChoice.PUBLICLY
    return publicly and bool(facts.people.texts)


ACTION = Action(
    name="record_publication",
    title="Record the public notice",
    said=RecordPublication,
    decide=decide,
    who=dpo_only,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=_offered,
    family=Family.PEOPLE,
)
