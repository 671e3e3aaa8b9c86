"""How long each duty may take, and the ladders by which it is reminded.

Every value but one is a proposal where the policy prints none. The one is the law's: the regulator
is told within 72 hours of awareness, and no policy can say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from tenants.policy.answers import Ladder, Moment, Reminder, Whom
from tenants.policy.frozen import Frozen
from tenants.policy.periods import Period
from tenants.regulator import ICO
from tenants.roles import Role

REGULATOR_HOURS = 72


def _hours(hours: int, closed: int | None = None) -> Period:
    return Period(hours=hours, closed_hours=closed)


def _days(days: int, then: int | None = None) -> Period:
    return Period(days=days, then_every_days=then)


def _school_days(days: int) -> Period:
    return Period(school_days=days)


class Timescales(Frozen):
    """One period for each kind of duty; the annotation says what the duty is."""

    danger_check: Annotated[Period, "find out whether anyone is in danger"] = _hours(1)
    look_at_report: Annotated[Period, "look at a new report"] = _hours(2, 12)
    contain: Annotated[Period, "stop it and limit the harm"] = _hours(2)
    decide_escalation: Annotated[Period, "decide whether to escalate to the DPO"] = _hours(4)
    complete_declined_log: Annotated[Period, "complete the log of a declined case"] = _hours(2)
    look_at_declined: Annotated[Period, "look at a declined case, as DPO"] = _hours(24)
    look_at_ending: Annotated[Period, "look at a case ended without the DPO"] = _hours(24)
    classify: Annotated[Period, "classify the incident"] = _school_days(1)
    verify_details: Annotated[Period, "verify the details"] = _school_days(2)
    allocate_investigation: Annotated[Period, "allocate the investigation"] = _school_days(1)
    declare_independence: Annotated[Period, "declare that it does not concern you, as lead"] = (
        _hours(24)
    )
    second_signature: Annotated[Period, "sign what was looked at by its maker"] = _school_days(2)
    establish_breach: Annotated[Period, "establish whether it is a breach"] = _hours(24)
    assess_risk: Annotated[Period, "assess the risk to people, from awareness"] = _hours(36)
    advise_regulator: Annotated[Period, f"advise on the decision on the {ICO}, as DPO"] = _hours(12)
    decide_regulator: Annotated[Period, f"decide on the {ICO}, from awareness"] = _hours(48)
    submit_to_regulator: Annotated[Period, f"report to the {ICO}, from awareness"] = _hours(
        REGULATOR_HOURS
    )
    other_controller_reported: Annotated[
        Period, "make sure that the other controller has reported, from awareness"
    ] = _hours(60)
    agree_who_tells: Annotated[
        Period, "agree with a joint controller who tells the people affected"
    ] = _hours(24)
    other_controller_told: Annotated[
        Period, "make sure that the other controller has told the people affected"
    ] = _hours(24)
    tell_controller: Annotated[
        Period, "tell the organisation whose data the school holds as its processor"
    ] = _hours(24)
    complete_log: Annotated[Period, "complete the log where it says ‘not yet known’"] = _hours(24)
    late_reasons: Annotated[Period, "give the reasons for a late report"] = _hours(0)
    get_reference: Annotated[Period, f"get the {ICO}’s reference"] = _days(7)
    settle_delivery: Annotated[Period, "send again a report that did not arrive"] = _hours(1)
    promised_follow_up: Annotated[Period, "send the follow-up when no date was given"] = _days(14)
    answer_regulator: Annotated[Period, f"answer the {ICO} when it gave no date"] = _days(14)
    regulator_not_a_breach: Annotated[Period, f"tell the {ICO} it was no breach"] = _school_days(3)
    review_not_reporting: Annotated[Period, "review a decision not to report"] = _days(30, 90)
    decide_again: Annotated[Period, "decide again after new facts"] = _hours(24)
    decide_people: Annotated[Period, "decide about the people affected"] = _hours(24)
    check_list: Annotated[Period, "check the list against current records"] = _hours(4)
    give_opinion: Annotated[Period, "say what you think of the notice"] = _hours(4)
    hear_from_authority: Annotated[
        Period, "hear from the authority who else is told about a child in care"
    ] = _hours(24)
    send_notices: Annotated[Period, "send the notices"] = _hours(24)
    review_hold: Annotated[Period, "review a hold that has no date"] = _days(7)
    resolve_unreached: Annotated[Period, "resolve those who were not reached"] = _school_days(3)
    put_right: Annotated[Period, "put right what people were told"] = _school_days(3)
    consider_others: Annotated[Period, "consider who else must be told"] = _hours(24)
    tell_who_must: Annotated[Period, "tell those whom the policy names"] = _hours(24)
    answer_question: Annotated[Period, "answer a question that has no date"] = _school_days(2)
    ask_again: Annotated[
        Period, "ask in another way an organisation that the e-mail did not reach"
    ] = _school_days(1)
    expert_answer: Annotated[Period, "get an expert’s answer"] = _school_days(5)
    communicate: Annotated[Period, "say what the communications plan has for a time"] = _hours(24)
    outcome_report: Annotated[Period, "write the outcome report"] = _school_days(10)
    disciplinary: Annotated[Period, "record disciplinary action, or why not"] = _school_days(10)
    assess_outcome: Annotated[Period, "assess the outcome report"] = _school_days(5)
    review_incident: Annotated[Period, "review the incident"] = _school_days(20)
    improvement: Annotated[Period, "complete an action that has no date"] = _school_days(20)
    acknowledge_complaint: Annotated[Period, "acknowledge a complaint"] = _days(30)
    answer_complaint: Annotated[Period, "answer a complaint and tell the outcome"] = _days(30)
    thank_reporter: Annotated[Period, "tell the reporter what came of it"] = _school_days(5)
    close: Annotated[Period, "close, once nothing is open"] = _school_days(5)
    look_at_addition: Annotated[Period, "look at what came in after closing"] = _hours(24)
    add_term_dates: Annotated[Period, "add the term dates, once no closure is ahead"] = _days(28)
    prepare_closure: Annotated[Period, "get ready for a closure, before it begins"] = _school_days(
        5
    )
    review_absence: Annotated[Period, "say whether somebody who is away comes back"] = _school_days(
        1
    )
    check_contacts: Annotated[Period, "check contacts and numbers once more"] = _days(365)
    print_offline_sheet: Annotated[Period, "print the sheet for a day without mail"] = _days(122)
    review_policy: Annotated[Period, "review the policy, before the date it gives"] = _days(56)
    read_policy: Annotated[Period, "read a new version of the policy"] = _days(14)
    take_training: Annotated[Period, "take training, when none is on record"] = _days(28)
    refresh_training: Annotated[Period, "refresh training, before it runs out"] = _days(28)
    train_supplier: Annotated[
        Period, "see that a supplier’s people are trained again, before it runs out"
    ] = _days(28)
    chase_training: Annotated[Period, "see that all who are late are trained"] = _days(14)
    advise_exception: Annotated[Period, "advise on an exception to the policy"] = _school_days(5)
    decide_exception: Annotated[Period, "decide on an exception, after the advice"] = _school_days(
        5
    )
    renew_exception: Annotated[Period, "renew or end an exception, before its last day"] = _days(14)
    answer_proposal: Annotated[Period, "back or drop a proposal"] = _school_days(10)
    decide_proposal: Annotated[Period, "decide on a proposal that is backed"] = _school_days(10)

    erase_people: Annotated[
        Period, "erase the contacts of people affected, once their time is over"
    ] = _days(30)

    erase_incidents: Annotated[Period, "erase the incidents whose time is over"] = _days(30)

    def of(self, kind: str) -> Period:
        """The period of a kind of duty. An unknown kind is a mistake in the code: KeyError."""
        if kind not in type(self).model_fields:
            raise KeyError(kind)
        period: Period = getattr(self, kind)
        return period


DUTY_KINDS = tuple(Timescales.model_fields)
PHRASES: Mapping[str, str] = {
    kind: field.metadata[0] for kind, field in Timescales.model_fields.items()
}
"""Kind of duty → what is owed, as a verb phrase."""

_TOP = (Role.CHAIR, Role.CHIEF_EXECUTIVE)
_ALL = (Whom.OWNER, Whom.ALL_STAND_INS, Role.HEAD, Role.DPO, *_TOP)
_NEXT = (Whom.OWNER, Whom.STAND_IN)
_CLIMB = (*_NEXT, Role.HEAD, Role.DPO, Role.CHIEF_EXECUTIVE, Role.CHAIR)


def _step(
    key: str,
    when: Moment,
    whom: tuple[Whom | Role, ...],
    amount: float = 0,
    *,
    climbs: bool = False,
    if_undecided: bool = False,
) -> Reminder:
    return Reminder(
        key=key, when=when, amount=amount, whom=whom, climbs=climbs, if_undecided=if_undecided
    )


INTERNAL_LADDER: Ladder = (
    _step("halfway", Moment.PART, (Whom.OWNER,), 0.5),
    _step("day_before", Moment.HOURS_BEFORE, (Whom.OWNER,), 24),
    _step("due", Moment.DUE, (Whom.OWNER,)),
    _step("overdue", Moment.EVERY_HOURS_AFTER, _CLIMB, 12, climbs=True),
)
REGULATOR_LADDER: Ladder = (
    _step("no_sign", Moment.NO_SIGN, _NEXT),
    _step("before_36h", Moment.HOURS_BEFORE, (Role.HEAD, Role.DPO), 36, if_undecided=True),
    _step("before_24h", Moment.HOURS_BEFORE, (Whom.OWNER, Whom.ALL_STAND_INS, *_TOP), 24),
    _step("before_12h", Moment.HOURS_BEFORE, (*_ALL, Role.OVERSEER), 12),
    _step("before_6h", Moment.HOURS_BEFORE, (*_ALL, Role.OVERSEER), 6),
    _step("before_1h", Moment.HOURS_BEFORE, (*_ALL, Role.OVERSEER), 1),
    _step("due", Moment.DUE, (*_ALL, Role.OVERSEER)),
    _step("overdue", Moment.EVERY_HOURS_AFTER, (*_ALL, Role.OVERSEER), 12),
)
DANGER_LADDER: Ladder = (
    _step("halfway", Moment.PART, _NEXT, 0.5),
    _step("due", Moment.DUE, (Whom.OWNER, Whom.ALL_STAND_INS, Role.HEAD, Role.DPO)),
    _step("overdue", Moment.EVERY_HOURS_AFTER, _ALL, 1),
)
PEOPLE_LADDER: Ladder = (
    _step("halfway", Moment.PART, _NEXT, 0.5),
    _step("three_quarters", Moment.PART, (*_NEXT, Role.HEAD, Role.DPO), 0.75),
    _step("due", Moment.DUE, _ALL),
    _step("overdue", Moment.EVERY_HOURS_AFTER, _ALL, 12),
)
# Nobody is harmed within hours by what the school itself owes, so it comes every three days.
SCHOOL_LADDER: Ladder = (
    _step("opened", Moment.PART, (Whom.OWNER,), 0.01),
    _step("halfway", Moment.PART, (Whom.OWNER,), 0.5),
    _step("due", Moment.DUE, (Whom.OWNER,)),
    _step(
        "overdue",
        Moment.EVERY_HOURS_AFTER,
        (*_NEXT, Role.DPO, Role.CHIEF_EXECUTIVE, Role.CHAIR),
        72,
        climbs=True,
    ),
)
# It climbs to nobody, because a duty of the Headteacher gathers those who are late.
OWN_LADDER: Ladder = (
    _step("opened", Moment.PART, (Whom.OWNER,), 0.01),
    _step("due", Moment.DUE, (Whom.OWNER,)),
    _step("overdue", Moment.EVERY_HOURS_AFTER, (Whom.OWNER,), 14 * 24),
)
