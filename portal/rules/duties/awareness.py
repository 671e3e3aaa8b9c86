"""Is it a breach? And the DPO's look at what was ended or delayed without them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.clock import no_personal_data_confirmed
from portal.rules.duties.duty import Duty, Rule
from portal.rules.ending.ended_without_dpo import Ended, established_at, without_dpo
from portal.rules.facts import Facts
from portal.rules.responsibilities import leading_role
from portal.rules.timescales import due
from portal.rules.words import Family, Stage, SubmissionKind
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role

CLAUSES = ("DBRP-4.2", "DBRP-4.3", "DBRP-5.14")

_LOOK = {
    Ended.NO_PERSONAL_DATA: "Look at the finding that no personal data is involved",
    Ended.NO_BREACH: "Look at the finding that it was no breach",
    Ended.AWARE_LATER: "Look at why awareness was moved later",
    Ended.WITHDRAWN: "Look at why the reporter withdrew the report",
    Ended.JOINED: "Look at whether {named} is the same matter",
}


def establish_breach(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-4.3, 5.5.1: aware or no breach; nothing to establish where there is no personal data.

    Asked afresh where it is re-opened after it had ended without a breach.
    """
    afresh = [each.at for each in facts.reopenings if each.clock_from]
    if established_at(facts) is None and no_personal_data_confirmed(facts):
        return
    asked = [facts.reported_at, *afresh]
    yield Duty(
        kind="establish_breach",
        what="Find out whether it is a personal data breach",
        role=leading_role(policy, facts),
        opens_at=asked[-1],
        due_at=due(policy, "establish_breach", asked[-1], calendar, facts),
        action="declare_aware",
        met_at=established_at(facts),
        occurrence=len(asked),
    )


def record_as_told(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.14: what the regulator was told to be no breach is recorded as none.

    Once it is closed nobody can record that, so whoever may re-open it is asked to.
    """
    last = facts.submissions[-1] if facts.submissions else None
    if last is None or last.kind is not SubmissionKind.NOT_A_BREACH:
        return
    found_at, undone_at = facts.no_breach_at, facts.no_breach_undone_at
    if undone_at is not None and undone_at >= last.recorded_at:
        return
    closed = facts.stage is Stage.CLOSED
    if found_at is None or found_at > last.recorded_at:
        yield Duty(
            kind="establish_breach",
            what=f"{'Re-open it and record' if closed else 'Record'} that it was no breach, as the "
            f"{ICO} was told",
            role=Role.DPO if closed else leading_role(policy, facts),
            opens_at=last.recorded_at,
            due_at=due(policy, "establish_breach", last.recorded_at, calendar, facts),
            action="reopen_incident" if closed else "record_no_breach",
            met_at=found_at,
            subject="as_told",
        )


def look_at_ending(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Article 39: the DPO looks at each finding that ends or delays the clock without them."""
    for each in without_dpo(facts):
        yield Duty(
            kind="look_at_ending",
            what=_LOOK[each.what].format(named=each.named),
            role=Role.DPO,
            opens_at=each.at,
            due_at=due(policy, "look_at_ending", each.at, calendar, facts),
            family=Family.REGULATOR,
            action="confirm_ending",
            met_at=each.agreed_at,
            subject=each.what,
            occurrence=each.occurrence,
            looks_at_work_of=frozenset({each.by} if each.by else ()),
        )


RULES: tuple[Rule, ...] = (establish_breach, record_as_told, look_at_ending)
