"""The regulator, the people affected and the end: who may, and who owes."""

from __future__ import annotations

from portal.rules.facts import Facts
from portal.rules.responsibilities.investigation import investigators, level_of
from portal.rules.responsibilities.roles import (
    DPO_ONLY,
    HEAD_AND_DPO,
    SAFEGUARDING,
    Roles,
    first,
    trust_is_controller,
)
from portal.rules.words import Answer
from tenants.policy.schema import Policy
from tenants.roles import Role


def carries_regulator_decision(policy: Policy, facts: Facts) -> bool:
    """Whether the regulator decision is asked: by severity, or as personal data may be in it.

    SIP-6c: major and critical always, others when personal data is involved.
    """
    level = level_of(policy, facts)
    return (level is not None and level.regulator_decision) or (
        facts.personal_data is not Answer.NO
    )


def risk_assessors(policy: Policy, facts: Facts) -> Roles:
    """Who may assess the risk to people: the lead, and those who decide on it."""
    return investigators(policy, facts) | regulator_deciders(policy, facts) | {Role.DPO}


def importers(policy: Policy, facts: Facts) -> Roles:
    """DBRP-A1-xlsx: an earlier log is full of people's data, so no administrator reads it in."""
    return HEAD_AND_DPO


def log_keepers(policy: Policy, facts: Facts) -> Roles:
    """Who may complete the breach log: the lead, Head and DPO (DBRP-5.3, 5.18)."""
    return investigators(policy, facts) | HEAD_AND_DPO


def regulator_deciders(policy: Policy, facts: Facts) -> Roles:
    """Who decides whether the regulator is told; the trust's DPO where the trust is controller."""
    return _as_controller(policy, policy.regulator_deciders)


def regulator_decider_role(policy: Policy, facts: Facts) -> Role:
    """Who owes the regulator decision, and the assessment of risk before it."""
    return _owed_by(policy, policy.regulator_deciders)


def dpo_advises(policy: Policy, facts: Facts) -> bool:
    """Whether somebody else decides, so that the DPO owes advice (UK GDPR Article 39)."""
    return Role.DPO not in regulator_deciders(policy, facts)


def not_reporting_reviewers(policy: Policy, facts: Facts) -> Roles:
    """Who may confirm a decision not to report (DBRP-5.21): the DPO, and whoever decides."""
    return DPO_ONLY | regulator_deciders(policy, facts)


def advice_takers(policy: Policy, facts: Facts) -> Roles:
    """Who may record legal advice on the regulator decision (DBRP-A1-unsure)."""
    return regulator_deciders(policy, facts) | submitters(policy, facts) | HEAD_AND_DPO


def legal_advice_when_unsure(policy: Policy) -> bool:
    """Whether the policy wants legal advice where nobody is sure (DBRP-A1-unsure)."""
    return policy.legal_advice


def letter_recorders(policy: Policy, facts: Facts) -> Roles:
    """Who may record what the regulator wrote: also the Head, to whom it may have been sent."""
    return submitters(policy, facts) | HEAD_AND_DPO


def submitters(policy: Policy, facts: Facts | None = None) -> Roles:
    """Who may draft and submit to the regulator, and record what it answers."""
    return _as_controller(policy, policy.regulator_submitters)


def submitting_role(policy: Policy, facts: Facts) -> Role:
    """Who owes the submission."""
    return _owed_by(policy, policy.regulator_submitters)


def tellers(policy: Policy, facts: Facts) -> Roles:
    """Who tells those who must be told of a decision to report: the Head, else the DPO."""
    return HEAD_AND_DPO


def people_deciders(policy: Policy, facts: Facts) -> Roles:
    """Who decides about telling the people affected (DBRP-5.16, SIP-3f)."""
    return _as_controller(policy, policy.people_deciders)


def people_decider_role(policy: Policy, facts: Facts) -> Role:
    """Who owes that decision."""
    return _owed_by(policy, policy.people_deciders)


def notice_writers(policy: Policy, facts: Facts) -> Roles:
    """Who may write the notice, import the people affected and ask others about it."""
    return people_deciders(policy, facts) | DPO_ONLY


def complaint_keepers(policy: Policy, facts: Facts) -> Roles:
    """Who records, acknowledges and answers what came back, and says that a notice was wrong."""
    return notice_writers(policy, facts) | HEAD_AND_DPO


def complaint_answering_role(_policy: Policy, _facts: Facts) -> Role:
    """Who owes the answer to a complaint; the DPO advises."""
    return Role.HEAD


def list_keepers(policy: Policy, facts: Facts) -> Roles:
    """Who may settle what is open about a person affected."""
    return notice_writers(policy, facts) | SAFEGUARDING


def list_erasers(_policy: Policy, _facts: Facts) -> Roles:
    """Who erases the details of the people affected when their time is over."""
    return DPO_ONLY


def holders_back(policy: Policy, facts: Facts) -> Roles:
    """Who may hold somebody back: it protects, so the Head may as well; releasing is the DSL's."""
    return list_keepers(policy, facts) | {Role.HEAD}


def opinion_givers(policy: Policy, facts: Facts) -> Roles:
    """Who may say what they think of a notice: whoever has been asked (DBRP-5.16)."""
    return frozenset(facts.people.asked)


def list_checkers(policy: Policy, facts: Facts) -> Roles:
    """Who may check the list against current records, hold people back and release them."""
    return SAFEGUARDING


def notice_consulted(policy: Policy, facts: Facts) -> tuple[Role, ...]:
    """Who is asked about a notice, in the policy's order (DBRP-5.16)."""
    return policy.notice_consulted


def notice_needs_agreement(policy: Policy) -> bool:
    """Whether those consulted must agree."""
    return policy.notice_agreement


def reviewers(policy: Policy, facts: Facts) -> Roles:
    """Who reviews the incident (DBRP-5.22)."""
    return frozenset(policy.reviewers) or DPO_ONLY


def reviewing_role(policy: Policy, facts: Facts) -> Role:
    """Who owes the review."""
    return first(policy.reviewers) or Role.DPO


def policy_reviewing_role(policy: Policy) -> Role:
    """Who owes the review of the policy itself (DBRP-7.1)."""
    return first(policy.policy_reviewers) or Role.HEAD


def closers(policy: Policy, facts: Facts) -> Roles:
    """SIP-5e."""
    return frozenset(policy.closers) or DPO_ONLY


def closing_role(policy: Policy, facts: Facts) -> Role:
    """Who owes the closing."""
    return first(policy.closers) or Role.DPO


def _as_controller(policy: Policy, named: tuple[Role, ...]) -> Roles:
    """Whom the policy names, unless the trust answers: then its DPO alone."""
    return DPO_ONLY if trust_is_controller(policy) else frozenset(named) or DPO_ONLY


def _owed_by(policy: Policy, named: tuple[Role, ...]) -> Role:
    return Role.DPO if trust_is_controller(policy) else first(named) or Role.DPO
