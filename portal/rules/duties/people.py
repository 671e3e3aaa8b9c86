"""Before and around telling people: decide, check the list, ask, resolve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts, PeopleDecision
from portal.rules.responsibilities import people_decider_role
from portal.rules.risk.legal_risk import recorded_since
from portal.rules.telling.agreeing import answers, asked_as_it_stands, speaks, to_be_told
from portal.rules.telling.putting_right import nobody_to_tell
from portal.rules.telling.sending import list_is_checked
from portal.rules.timescales import due
from portal.rules.words import Family, LegalRisk, PeopleChoice
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role

ASK_AUTHORITY = "Hear from the authority who else is told about a child in care"
ASK_DUTY_TEAM = "Ring the authority’s duty team: it has not said who is told about a child in care"


def decide_people(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.16, SIP-3f: from awareness, earlier when danger is found; 24 hours from the risk.

    A decision not to tell that was made before the risk turned out high is made again. Nothing here
    waits for the regulator (UK GDPR Article 34(1)).
    """
    opens_at = _asked_since(facts)
    if opens_at is None or nobody_to_tell(facts):
        return
    first = facts.people.decisions[0] if facts.people.decisions else None
    yield Duty(
        kind="decide_people",
        what="Decide whether the people affected are told",
        role=people_decider_role(policy, facts),
        opens_at=opens_at,
        due_at=_decide_by(facts, policy, calendar, opens_at),
        family=Family.PEOPLE,
        action="decide_people",
        met_at=first.at if first else None,
    )
    last = facts.people_decision
    since = _overtaken_since(last, facts) if last else None
    if since is None:
        return
    yield Duty(
        kind="decide_people",
        what="Decide again about the people affected: the risk is high",
        role=people_decider_role(policy, facts),
        opens_at=since,
        due_at=due(policy, "decide_people", since, calendar, facts),
        family=Family.PEOPLE,
        action="decide_people",
        occurrence=len(facts.people.decisions) + 1,
    )


def _asked_since(facts: Facts) -> datetime | None:
    found = [facts.aware.declared_at] if facts.aware else []
    if facts.danger_check is not None and not facts.danger_check.safe:
        found.append(facts.danger_check.at)
    return min(found, default=None)


def _decide_by(facts: Facts, policy: Policy, calendar: Calendar, opens_at: datetime) -> datetime:
    """From the risk; while that is open, from when it is due. Danger does not wait for it."""
    danger = facts.danger_check
    if danger is not None and not danger.safe:
        return due(policy, "decide_people", danger.at, calendar, facts)
    if facts.risk.at is not None and facts.risk.legal_risk is not None:
        start = facts.risk.answer_since or facts.risk.at
    else:
        start = (
            due(policy, "assess_risk", facts.aware.aware_at, calendar, facts)
            if facts.aware
            else opens_at
        )
    return max(due(policy, "decide_people", start, calendar, facts), opens_at)


def _overtaken_since(decision: PeopleDecision, facts: Facts) -> datetime | None:
    if decision.choice is not PeopleChoice.NOT_REQUIRED:
        return None
    return recorded_since(facts.risk, {LegalRisk.HIGH}, decision.at)


def check_list(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> Iterator[Duty]:
    """Court orders, restrictions, care status, deaths, moves: before sending, not older than 24 h.

    A list that was sent without the check is checked afterwards.
    """
    people = facts.people
    if not to_be_told(facts) or not people.imported or nobody_to_tell(facts):
        return
    starts = [at for at in (people.asked_at, people.sent_at) if at is not None]
    if not starts:
        return
    valid = list_is_checked(facts, people.sent_at or now)
    afterwards = bool(
        people.sent_at
        and people.list_checked_at
        and people.list_checked_at >= people.sent_at
        and people.checked_version == people.list_version
    )
    met = valid or afterwards
    opens_at = max(min(starts), people.list_checked_at or min(starts))
    yield Duty(
        kind="check_list",
        what="Check the list of people against the school’s current records",
        role=Role.DSL,
        opens_at=min(starts) if met else opens_at,
        due_at=due(policy, "check_list", min(starts) if met else opens_at, calendar, facts),
        family=Family.PEOPLE,
        action="check_list",
        met_at=people.list_checked_at if met else None,
        occurrence=max(people.checks, 1) if met else people.checks + 1,
    )


def give_opinion(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.16: whoever the policy consults says what they think; high risk waits for nobody.

    Not about a text or a list that has changed since: who writes it asks again.
    """
    people = facts.people
    if people.asked_at is None or not speaks(facts) or nobody_to_tell(facts):
        return
    text = people.texts[people.asked_version - 1] if people.texts else None
    for role, opinion in answers(facts).items():
        if opinion is None and not asked_as_it_stands(facts):
            continue
        yield Duty(
            kind="give_opinion",
            what="Say what you think of the notice to the people affected",
            role=role,
            opens_at=people.asked_at,
            due_at=due(policy, "give_opinion", people.asked_at, calendar, facts),
            family=Family.PEOPLE,
            action="give_opinion",
            met_at=opinion.at if opinion else None,
            subject=role,
            occurrence=people.times_asked,
            looks_at_work_of=frozenset({text.by}) if text else frozenset(),
        )


def hear_from_authority(
    facts: Facts, policy: Policy, calendar: Calendar, now: datetime
) -> Iterator[Duty]:
    """A child in care: who else is told is the authority's to say, and its duty team's after that.

    Parents, carers and the child are told only as it says; the notice to it has gone already.
    """
    if nobody_to_tell(facts):
        return
    for number, asked in enumerate(facts.people.authorities_asked, 1):
        by = due(policy, "hear_from_authority", asked.at, calendar, facts)
        yield Duty(
            kind="hear_from_authority",
            what=ASK_DUTY_TEAM if asked.answered_at is None and now >= by else ASK_AUTHORITY,
            role=Role.DSL,
            opens_at=asked.at,
            due_at=by,
            family=Family.PEOPLE,
            action="settle_addressee",
            met_at=asked.answered_at,
            occurrence=number,
            recheck_at=by if now < by else None,
        )


def resolve_unreached(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Bounced, without contact, uncertain: each reached, or recorded with what was tried."""
    people = facts.people
    if not people.sendings or not (people.unresolved or people.resolved_at):
        return
    if people.unresolved and nobody_to_tell(facts):
        return
    sent_at = people.sendings[-1].at
    yield Duty(
        kind="resolve_unreached",
        what="Reach those who could not be told, or record what was tried",
        role=Role.DPO,
        opens_at=sent_at,
        due_at=due(policy, "resolve_unreached", sent_at, calendar, facts),
        family=Family.PEOPLE,
        action="resolve_unreached",
        met_at=None if people.unresolved else people.resolved_at,
        occurrence=len(people.sendings),
    )


CLAUSES = ("DBRP-1.5", "DBRP-5.16", "DBRP-5.17", "SIP-3f")

RULES: tuple[Rule, ...] = (
    decide_people,
    check_list,
    give_opinion,
    hear_from_authority,
    resolve_unreached,
)
