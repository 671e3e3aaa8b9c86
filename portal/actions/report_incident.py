"""Report an incident.

Who: anybody at the school, by name, with their name protected, or anonymously where the policy
allows it. When: at once (SIP-1); unsure is enough (DBRP-5.2).
What we ask: what happened, in own words; all else may be left for later (SIP-2).
What happens: the first contacts are alerted, except persons whom it concerns; the DPO is told of
every report; where somebody may be in danger, the safeguarding lead is alerted first. The cautious
clock runs from the moment anyone acting for the school noticed.
What the policy decides: who is told first and whether the reporter chooses (DBRP-5.1, SIP-1-head);
which kinds are accepted (SIP-0); whether a report may be anonymous (SIP-1-anon) or protected.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import ByMail, Concern, Facts, Follows, Intake, OnBehalf, Reporter
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.reporting import intake
from portal.rules.rows import Hide, Involve, Receipt
from portal.rules.words import Answer, Kind, Naming, Source, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class ReportIncident:
    """What the reporter said."""

    happened: str
    kind: Kind = Kind.POTENTIAL
    naming: Naming = Naming.NAMED
    reporter_name: str = ""
    job_title: str = ""
    noticed_at: datetime | None = None
    """None: just now, unless they are not sure."""
    day_only: bool = False
    noticed_unsure: bool = False
    """They do not know when; the cautious clock then starts with the report."""
    occurred: str = ""
    danger: Answer = Answer.NOT_SURE
    still_going_on: Answer = Answer.NOT_SURE
    done_so_far: str = ""
    whose: str = ""
    what_data: str = ""
    people_estimate: str = ""
    involved: str = ""
    told: tuple[Role, ...] = ()
    about: tuple[UUID, ...] = ()
    """Persons whom it concerns, among those who would normally be told."""
    systems_affected: bool = False
    on_behalf: OnBehalf | None = None
    """Who told it to whoever reports (SIP-4a)."""
    follows: Follows | None = None
    """The erased incident that it is about once more."""
    by_mail: ByMail | None = None
    """None: not by mail."""
    receipt_code: str = field(default="", metadata={"kept": False})
    """For an anonymous reporter; only its keyed hash is stored."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ReportIncident, now: datetime
) -> Outcome:
    """A new incident in stage 'reported'."""
    _check(policy, person, said, now)
    anonymous = said.naming is Naming.ANONYMOUS
    reporter = Reporter(
        naming=said.naming,
        person_id=None if anonymous else person.person_id,
        name="" if anonymous else said.reporter_name,
        job_title="" if anonymous else said.job_title,
    )
    told = Intake(
        happened=said.happened,
        title=intake.title_of(said.happened),
        reporter=reporter,
        source=Source.STAFF,
        noticed_at=None if said.noticed_unsure else said.noticed_at or now,
        day_only=said.day_only,
        occurred=said.occurred,
        danger=said.danger,
        still_going_on=said.still_going_on,
        done_so_far=said.done_so_far,
        whose=said.whose,
        what_data=said.what_data,
        people_estimate=said.people_estimate,
        involved=said.involved,
        told=said.told,
        systems_affected=said.systems_affected,
        on_behalf=said.on_behalf,
        by_mail=said.by_mail,
    )
    about = intake.about(said.about, said.follows)
    concerns = tuple(Concern(who, reporter.person_id, now) for who in about)
    reported = replace(facts, intake=told, kind=said.kind, concerns=concerns, follows=said.follows)
    rows: list[object] = [Hide(who) for who in about]
    if anonymous:
        rows.append(Receipt(said.receipt_code))
    else:
        rows.append(Involve(person.known(), "reporter"))
    return Outcome(reported, _summary(said), intake.alerts(said.danger), tuple(rows))


def _check(policy: Policy, person: Actor, said: ReportIncident, now: datetime) -> None:
    if not said.happened.strip():
        raise Refused("Say what happened, in your own words", field="happened")
    if said.noticed_at is not None and said.noticed_at > now:
        raise Refused("The day you noticed must be today or in the past", field="noticed_at")
    if said.kind not in intake.kinds(policy):
        raise Refused("Choose one of the kinds that this school records", field="kind")
    if said.naming is Naming.ANONYMOUS and not intake.may_be_anonymous(policy):
        raise Refused("This school’s policy does not offer anonymous reports", field="naming")
    if said.naming is Naming.PROTECTED and not intake.may_be_protected(policy):
        raise Refused("This school’s policy does not offer to protect a name", field="naming")
    if said.naming is not Naming.ANONYMOUS and person.person_id is None:
        raise Refused("Sign in to report with your name", field="naming")
    if said.naming is Naming.ANONYMOUS and not said.receipt_code:
        raise ValueError("an anonymous report needs a receipt code")


def _summary(said: ReportIncident) -> str:
    kind = {
        Kind.CONFIRMED: "a confirmed breach",
        Kind.POTENTIAL: "a potential breach",
        Kind.NEAR_MISS: "a near miss",
        Kind.WEAKNESS: "a weakness",
    }[said.kind]
    how = " anonymously" if said.naming is Naming.ANONYMOUS else ""
    return f"Reported{how}{intake.came(said.by_mail)} as {kind}.{intake.after(said.follows)}"


ACTION = Action(
    name="report_incident",
    title="Report an incident",
    said=ReportIncident,
    decide=decide,
    who=lambda _policy, _facts: frozenset(),
    open_to_anyone=True,
    from_stages=frozenset({Stage.REPORTED}),
    to_stages=frozenset({Stage.REPORTED}),
    clauses=(
        "SIP-0",
        "SIP-1",
        "SIP-1-head",
        "SIP-1-anon",
        "SIP-2",
        "SIP-4a",
        "DBRP-5.1",
        "DBRP-5.2",
    ),
    offered=lambda _policy, facts: not facts.intake.happened,
)
