"""Where a policy's answers are less than the law asks: the portal follows them, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tenants.policy.schema import Policy
from tenants.policy.timescales import REGULATOR_HOURS
from tenants.roles import Role

COMPLAINT_DAYS = 30
CAPACITY_PRESUMED_IN_SCOTLAND = 12


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An answer that falls short of the law: the portal follows the policy and shows `sentence`."""

    question: str
    sentence: str


def shortfalls(policy: Policy) -> tuple[Shortfall, ...]:
    """Where the answers are less than what the law asks, question by question."""
    return (*_by_answers(policy), *_by_times(policy))


def _by_answers(policy: Policy) -> Iterator[Shortfall]:
    if Role.DPO not in policy.first_contacts and policy.escalation_gate == "none":
        yield Shortfall(
            "first_contacts",
            "The DPO must be involved in good time (UK GDPR Article 38(1)); the portal tells the "
            "DPO of every report for information.",
        )
    if policy.escalation_gate == "head_decides":
        yield Shortfall(
            "escalation_gate",
            "The DPO must be involved in good time (UK GDPR Article 38(1)); the portal tells the "
            "DPO at once, and the DPO can take up a case that was not escalated.",
        )
    if Role.HEAD in policy.dpo_stand_ins:
        yield Shortfall(
            "dpo_stand_ins",
            "A DPO must have no conflict of interests (UK GDPR Article 38(6)); a Headteacher who "
            "stands in is shown with that conflict.",
        )
    if Role.DPO in policy.regulator_deciders:
        yield Shortfall(
            "regulator_deciders",
            "The controller answers for the decision (UK GDPR Article 33(1)), also where the "
            "policy has the DPO take it.",
        )
    if policy.log_before_referral:
        yield Shortfall(
            "log_before_referral",
            "The 72 hours do not wait for the log: what is missing is shown, and becomes a duty.",
        )
    if policy.notice_agreement:
        yield Shortfall(
            "notice_agreement",
            "People are told without undue delay (UK GDPR Article 34(1)): at high risk the DPO may "
            "send without agreement, with the reason.",
        )
    if policy.nation == "scotland" and policy.pupil_age > CAPACITY_PRESUMED_IN_SCOTLAND:
        yield Shortfall(
            "pupil_age",
            "In Scotland a child of 12 is presumed able to exercise data protection rights "
            "(Data Protection Act 2018 section 208).",
        )
    if policy.parents_as_well == "always":
        yield Shortfall(
            "parents_as_well",
            "The rights of a pupil who understands them are the pupil’s own: whether it is fair to "
            "tell parents as well is judged case by case (UK GDPR Article 5(1)(a)).",
        )
    if policy.dpo != "internal" and not policy.dpo_protocol:
        yield Shortfall(
            "dpo_protocol",
            "A DPO must be easy to reach (UK GDPR Article 37(2)): write down how and when, "
            "as the DPO is not the school’s own.",
        )


BEFORE_DECISION_HOURS = 24
WITHOUT_UNDUE_DELAY = {
    "decide_people": "34(1)",
    "send_notices": "34(1)",
    "tell_controller": "33(2)",
}


def _by_times(policy: Policy) -> Iterator[Shortfall]:
    times = policy.timescales
    for kind, article in WITHOUT_UNDUE_DELAY.items():
        elapsed = times.of(kind).elapsed
        if elapsed is None or elapsed > timedelta(hours=REGULATOR_HOURS):
            yield Shortfall(
                f"timescales.{kind}",
                f"{times.of(kind)} is hardly ‘without undue delay’ (UK GDPR Article {article}).",
            )
    for kind in ("look_at_report", "contain", "decide_escalation", "establish_breach"):
        elapsed = times.of(kind).elapsed
        if elapsed is not None and elapsed > timedelta(hours=BEFORE_DECISION_HOURS):
            yield Shortfall(
                f"timescales.{kind}",
                f"{times.of(kind)} could eat up the 72 hours (UK GDPR Article 33(1)): the portal "
                f"lets it end {BEFORE_DECISION_HOURS} hours after somebody noticed.",
            )
    acknowledge = times.acknowledge_complaint.elapsed
    if acknowledge is None or acknowledge > timedelta(days=COMPLAINT_DAYS):
        yield Shortfall(
            "timescales.acknowledge_complaint",
            f"A complaint is acknowledged within {COMPLAINT_DAYS} days "
            "(Data Protection Act 2018 section 164A).",
        )
