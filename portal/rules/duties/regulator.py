"""The regulator decision: advice, decision, review, and who must be told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

from portal.rules.also_told.listeners import listeners
from portal.rules.clock import clock_has_ended
from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.in_charge.kept_apart import makers
from portal.rules.regulator.reopening import asked_again_at, news
from portal.rules.regulator.submitting import withdrawn
from portal.rules.responsibilities import (
    carries_regulator_decision,
    dpo_advises,
    regulator_decider_role,
    submitting_role,
)
from portal.rules.risk.legal_risk import TO_REPORT, obligations, recorded_since
from portal.rules.timescales import due, due_again, within
from portal.rules.tracks import breach_after_all
from portal.rules.words import Family, RegulatorChoice, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role


def _asked(facts: Facts, policy: Policy) -> bool:
    return carries_regulator_decision(policy, facts) and not clock_has_ended(facts)


def decide_regulator(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-1.4, SIP-6c: whether the regulator must know, 48 hours from awareness.

    A report that was made without it has answered the question.
    """
    aware = facts.aware
    if aware is None or not _asked(facts, policy):
        return
    first = facts.first_report
    answered = [each.at for each in facts.regulator[:1]] + ([first.done_at] if first else [])
    yield Duty(
        kind="decide_regulator",
        what=f"Decide whether the {ICO} must know",
        role=regulator_decider_role(policy, facts),
        opens_at=aware.aware_at,
        due_at=due(policy, "decide_regulator", aware.aware_at, calendar, facts),
        family=Family.REGULATOR,
        action="decide_regulator",
        looks_at_work_of=makers(policy, facts, "decide_regulator"),
        met_at=min(answered, default=None),
    )


def advise_regulator(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Article 39: the DPO's advice where another decides; the decision does not wait for it."""
    aware = facts.aware
    if aware is None or not dpo_advises(policy, facts) or not _asked(facts, policy):
        return
    given = facts.regulator_advice
    yield Duty(
        kind="advise_regulator",
        what=f"Advise on whether the {ICO} must know",
        role=Role.DPO,
        opens_at=aware.aware_at,
        due_at=due(policy, "advise_regulator", aware.aware_at, calendar, facts),
        family=Family.REGULATOR,
        action="advise_regulator",
        met_at=given[0].at if given else None,
    )


def review_not_reporting(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.21: 30 days after the decision, then every 90 until closing."""
    decision = facts.regulator_decision
    if decision is None or decision.choice is not RegulatorChoice.DO_NOT_REPORT:
        return
    reviews = [each for each in facts.not_reporting_reviews if each.at >= decision.at]
    opens_at = decision.at
    due_at: datetime | None = due(policy, "review_not_reporting", opens_at, calendar, facts)
    for number in range(len(reviews) + 1):
        review = reviews[number] if number < len(reviews) else None
        if due_at is None or (review is None and facts.stage is Stage.CLOSED):
            return
        yield Duty(
            kind="review_not_reporting",
            what=f"Review the decision not to report to the {ICO}",
            role=Role.DPO,
            opens_at=opens_at,
            due_at=due_at,
            action="confirm_not_reporting",
            met_at=review.at if review else None,
            subject=str(len(facts.regulator)),
            occurrence=number + 1,
            closing_waits=False,
        )
        if review is not None:
            opens_at = review.at
            due_at = due_again(policy, "review_not_reporting", review.at)


def decide_again(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.21: news of weight re-opens a decision not to report; met by changing or confirming.

    The news may come before or after closing; what came before is decided before.
    """
    looks: list[tuple[datetime, datetime | None]]
    looks = [(each.at, each.asked_again_at) for each in facts.regulator]
    looks += [(each.at, each.asked_again_at) for each in facts.not_reporting_reviews]
    asked: list[tuple[datetime | None, datetime | None, str]]
    asked = [(since, at, "") for at, since in sorted(looks, key=itemgetter(0))[1:]]
    if carries_regulator_decision(policy, facts):
        what = "; ".join(each.what for each in news(facts))
        asked.append((asked_again_at(facts), None, f": {what}"))
    for number, (since, met_at, why) in enumerate(asked, start=1):
        if since is None:
            continue
        yield Duty(
            kind="decide_again",
            what=f"Decide again whether the {ICO} must know{why}",
            role=regulator_decider_role(policy, facts),
            opens_at=since,
            due_at=due(policy, "decide_again", since, calendar, facts),
            family=Family.REGULATOR,
            action="decide_regulator",
            met_at=met_at,
            occurrence=number,
        )


def breach_told_after_all(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.14 the other way round: told of no breach, the regulator hears that it was one."""
    found = breach_after_all(facts)
    if found is None or (found.told_at is None and facts.no_breach_at is not None):
        return
    yield Duty(
        kind="decide_again",
        what=f"Tell the {ICO} that it was a breach after all",
        role=submitting_role(policy, facts),
        opens_at=found.undone_at,
        due_at=due(policy, "decide_again", found.undone_at, calendar, facts),
        family=Family.REGULATOR,
        action="submit_follow_up",
        met_at=found.told_at,
        subject="after_all",
        occurrence=found.times,
    )


def report_again(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.21: what was withdrawn is reported again once a risk to people is found after all."""
    last = facts.submissions[-1] if facts.submissions else None
    if last is None or not withdrawn(facts) or clock_has_ended(facts):
        return
    since = recorded_since(facts.risk, TO_REPORT, last.recorded_at)
    if since is None or not obligations(facts).report:
        return
    yield Duty(
        kind="decide_again",
        what=f"Tell the {ICO} again: a risk to people is recorded since the report was withdrawn",
        role=submitting_role(policy, facts),
        opens_at=since,
        due_at=due(policy, "decide_again", since, calendar, facts),
        family=Family.REGULATOR,
        action="submit_follow_up",
        subject="withdrawn",
        occurrence=last.number,
    )


def tell_who_must(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Whom the policy wants told, on its occasion: the Head tells them."""
    for each in listeners(policy, facts):
        yield Duty(
            kind="tell_who_must",
            what=each.sentence,
            role=Role.HEAD,
            opens_at=each.opens_at,
            due_at=within(each.asked.within, each.opens_at, calendar, facts)
            if each.asked.within
            else due(policy, "tell_who_must", each.opens_at, calendar, facts),
            action="record_told",
            met_at=each.told_at,
            subject=each.key,
        )


RULES: tuple[Rule, ...] = (
    decide_regulator,
    advise_regulator,
    review_not_reporting,
    decide_again,
    breach_told_after_all,
    report_again,
    tell_who_must,
)
