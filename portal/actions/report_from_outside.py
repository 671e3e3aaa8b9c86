"""Report an incident from outside the school.

Who: anybody, without signing in: somebody whose information it is, a parent, a processor, a joint
controller, the press (DBRP-4.5). When: at any time.
What we ask: what happened and who they are; name and how to reach them if they want an answer;
whether it is about somebody who would be told of it; of a processor, when it found it.
What happens: the first contacts and the DPO are alerted, where somebody may be in danger the
safeguarding lead first. The cautious clock starts with the arrival; a processor's own discovery is
kept with its delay and does not start it.
Nobody whom it is about sees it.
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import ByMail, Concern, Facts, Follows, FromOutside, Intake, Reporter
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.reporting import intake
from portal.rules.rows import Hide, Receipt
from portal.rules.uk_time import day_and_time
from portal.rules.words import Answer, Kind, Naming, Outsider, Source, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ReportFromOutside:
    """What they said. Name and contact may be left out."""

    happened: str
    what: Outsider
    name: str = ""
    contact: str = ""
    danger: Answer = Answer.NOT_SURE
    still_going_on: Answer = Answer.NOT_SURE
    whose: str = ""
    discovered_at: datetime | None = None
    """When a processor found it itself."""
    about: tuple[UUID, ...] = ()
    """Persons whom it concerns, among those who would normally be told."""
    follows: Follows | None = None
    """The erased incident that it is about once more."""
    by_mail: ByMail | None = None
    """None: on the public page."""
    receipt_code: str = field(default="", metadata={"kept": False})
    """With which they come back; only its keyed hash is stored."""


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: ReportFromOutside, now: datetime
) -> Outcome:
    """A new incident that was received, not noticed."""
    if not said.happened.strip():
        raise Refused("Say what happened, in your own words", field="happened")
    if said.discovered_at is not None and said.discovered_at > now:
        raise Refused("This must be in the past", field="discovered_at")
    if not said.receipt_code:
        raise ValueError("a report from outside needs a receipt code")
    found_at = said.discovered_at if said.what is Outsider.PROCESSOR else None
    told = Intake(
        happened=said.happened,
        title=intake.title_of(said.happened),
        reporter=Reporter(Naming.ANONYMOUS),
        source=Source.OUTSIDE,
        received_at=now,
        danger=said.danger,
        still_going_on=said.still_going_on,
        whose=said.whose,
        outside=FromOutside(said.what, said.name, said.contact, found_at),
        by_mail=said.by_mail,
    )
    about = intake.about(said.about, said.follows)
    concerns = tuple(Concern(who, None, now) for who in about)
    return Outcome(
        replace(facts, intake=told, kind=Kind.POTENTIAL, concerns=concerns, follows=said.follows),
        _summary(said, found_at, now) + intake.after(said.follows),
        intake.alerts(said.danger),
        (*(Hide(who) for who in about), Receipt(said.receipt_code)),
    )


def _summary(said: ReportFromOutside, found_at: datetime | None, now: datetime) -> str:
    if found_at is None:
        return f"Reported from outside the school{intake.came(said.by_mail)}."
    hours = int((now - found_at).total_seconds() // 3600)
    late = f"{hours} hours before telling the school" if hours != 1 else "an hour before"
    return (
        f"Reported from outside, by a processor that found it on {day_and_time(found_at)}, {late}."
    )


ACTION = Action(
    name="report_from_outside",
    title="Tell the school of an incident",
    said=ReportFromOutside,
    decide=decide,
    who=lambda _policy, _facts: frozenset(),
    open_to_anyone=True,
    from_stages=frozenset({Stage.REPORTED}),
    to_stages=frozenset({Stage.REPORTED}),
    clauses=("DBRP-4.5", "DBRP-5.11"),
    offered=lambda _policy, facts: not facts.intake.happened,
)
