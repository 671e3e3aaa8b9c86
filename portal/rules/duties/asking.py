"""What was asked and is awaited: questions, experts, the lines of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.responsibilities import leading_role
from portal.rules.timescales import due
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role

CLAUSES = ("SIP-3d", "SIP-3i", "SIP-4", "DBRP-5.6", "DBRP-5.10")


def answer_question(
    facts: Facts, policy: Policy, _calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-4, DBRP-5.6: owed by the person asked, or by the reporter whose name is protected. An
    anonymous reporter cannot owe anything.
    """
    signed_in = facts.intake.reporter.person_id is not None
    for question in facts.questions:
        of_reporter = question.to_reporter and question.of is None and signed_in
        if question.to is not None or of_reporter:
            yield Duty(
                kind="answer_question",
                what="Answer a question about the incident",
                role=Role.REPORTER if of_reporter else leading_role(policy, facts),
                person=question.to,
                opens_at=question.asked_at,
                due_at=question.due_at,
                action="answer_question",
                met_at=question.answered_at,
                subject=str(question.id),
            )


def outside_answer(
    facts: Facts, policy: Policy, _calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.10: what a processor was asked is followed until its answer is there."""
    for question in facts.questions:
        if question.outside:
            yield Duty(
                kind="answer_question",
                what="Get an answer from outside the school",
                role=leading_role(policy, facts),
                opens_at=question.asked_at,
                due_at=question.due_at,
                action="answer_question",
                met_at=question.answered_at,
                subject=str(question.id),
            )


def ask_again(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """DBRP-5.10: a question whose mail did not arrive has asked nobody."""
    for question in facts.questions:
        if question.astray_at is not None:
            yield Duty(
                kind="ask_again",
                what="Ask again outside the school: the e-mail did not arrive",
                role=leading_role(policy, facts),
                opens_at=question.astray_at,
                due_at=due(policy, "ask_again", question.astray_at, calendar, facts),
                action="ask_again",
                met_at=question.asked_again_at or question.answered_at,
                subject=str(question.id),
            )


def expert_answer(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-3d: what an expert was asked is followed until the answer is there."""
    for asked in facts.experts:
        yield Duty(
            kind="expert_answer",
            what="Record what the expert answered",
            role=leading_role(policy, facts),
            opens_at=asked.at,
            due_at=due(policy, "expert_answer", asked.at, calendar, facts),
            action="record_expert_answer",
            met_at=asked.answered_at,
            subject=str(asked.id),
        )


def communicate(
    facts: Facts, policy: Policy, _calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-3i: the plan is followed, each line by its person at its time."""
    for line in facts.communications:
        yield Duty(
            kind="communicate",
            what="Say what the communications plan has for you",
            role=leading_role(policy, facts),
            person=line.person,
            opens_at=line.at,
            due_at=line.planned_at,
            action="record_communication",
            met_at=line.done_at,
            subject=str(line.id),
        )


RULES: tuple[Rule, ...] = (
    answer_question,
    outside_answer,
    ask_again,
    expert_answer,
    communicate,
)
