"""What somebody could say with an action: for each field a row of answers, the plainest first.

`pick` chooses from the row: Hypothesis any of them, `plainly` the first, so that a walk that has
strayed can be brought to its end in the simplest way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

from portal.rules.also_told.considered import considered, not_considered, others, pressing
from portal.rules.also_told.listeners import waiting
from portal.rules.ending.conclusion import open_recommendations, review_points
from portal.rules.facts import Facts, Follows, LogAnswer, OnBehalf, Outage, Responsibility
from portal.rules.investigation.evidence import NewFile, Scan
from portal.rules.investigation.steps import open_steps, steps
from portal.rules.outcome import AnyAction
from portal.rules.risk.severity import ADJUSTMENTS, Category, Identification, Scoring
from portal.rules.telling.notice_parts import NOTICE_PARTS, OPENING
from portal.rules.words import (
    Answer,
    Containment,
    LegalRisk,
    PeopleChoice,
    RegulatorChoice,
    Responsible,
    RiskFactor,
    SubmissionKind,
)
from tenants.policy.schema import Policy

Row = Sequence[Any]
Pick = Callable[[Row], object]
BECAUSE = "Because it was found so."


def plainly(number: int) -> Pick:
    """The answer with this number in every row of choices; what is written is always said."""

    def pick(row: Row) -> object:
        written = isinstance(row[0], str) and not isinstance(row[0], Enum)
        return row[0] if written else row[number % len(row)]

    return pick


def say(
    action: AnyAction,
    facts: Facts,
    policy: Policy,
    people: Sequence[UUID],
    now: datetime,
    pick: Pick,
) -> object:
    """Something that a page could hand to this action."""
    special = _special(action, facts, policy, people, now)
    hints = get_type_hints(action.said)
    answers = {
        one.name: pick(special.get(one.name) or _usual(one, hints[one.name], now))
        for one in fields(action.said)
    }
    return action.said(**answers)


def _usual(one: Field[Any], kind: object, now: datetime) -> Row:
    """The answers of a field's type; what goes without saying comes first, unless it is empty."""
    row = _row(kind, now)
    default = one.default
    plain = default is not MISSING and default != "" and default is not None
    return [default, *row] if plain else row


def _row(kind: object, now: datetime) -> Row:
    """The answers of a type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        (inner, *_) = [each for each in args if each is not NoneType]
        return [*_row(inner, now), None]
    if origin in {tuple, frozenset}:
        inner = _row(args[0], now)
        return [origin(), *(origin([each]) for each in inner)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)
    if kind is Responsibility:
        return [Responsibility(), *(Responsibility(who, "Somebody Ltd") for who in RESPONSIBLE)]
    rows: dict[Any, Row] = {
        str: [BECAUSE, ""],
        bool: [True, False],
        int: [1, 3, 0],
        datetime: [now, *(now + timedelta(hours=hours) for hours in (-1, -30, -200, 5))],
        date: [now.date() + timedelta(days=days) for days in (0, -3, 20)],
        UUID: [UUID(int=0)],
        Outage: [Outage(now - timedelta(hours=3), now), Outage(now)],
        OnBehalf: [OnBehalf("A colleague")],
        Follows: [Follows(UUID(int=3), "INC-2020-0001")],
    }
    return rows[kind]


RESPONSIBLE = tuple(Responsible)


def _special(
    action: AnyAction, facts: Facts, policy: Policy, people: Sequence[UUID], now: datetime
) -> Mapping[str, Row]:
    """The fields whose answers depend on what is known."""
    later = [now + timedelta(days=3), now + timedelta(hours=1), now - timedelta(days=1)]
    fresh = uuid5(facts.incident_id, f"{action.name} {now.isoformat()}")
    known: dict[str, Row] = {
        "due_at": later,
        "due_on": [each.date() for each in later],
        "since": [now.date()],
        "until": [(now + timedelta(days=30)).date()],
        "answer_by": [*later, None],
        "lead": people,
        "owner": [*people],
        "to": [*people, None],
        "giver": people,
        "taker": [*people[1:], *people[:1]],
        "persons": [(each,) for each in people],
        "about": [(), *((each,) for each in people)],
        "id": [fresh],
        "submission_id": [fresh],
        "freeze": [lambda _facts, _report: b"{}"],
        "improvement": _ids(facts.improvements, "done_at"),
        "question": _ids(facts.questions, "answered_at"),
        "letter": _ids(facts.regulator_letters, "answered_at"),
        "expert": _ids(facts.experts, "answered_at"),
        "communication": _ids(facts.communications, "done_at"),
        "risk": [None, *(each.id for each in facts.noted_risks)],
        "person": people,
        "planned_at": later,
        "deletion": _ids(facts.deletions, "confirmed_at"),
        "loss": [*range(len(facts.losses)), 0],
        "severity": [each.key for each in policy.severity_ladder] or [None],
        "factors": [dict.fromkeys(RiskFactor, BECAUSE), {RiskFactor.NUMBER_AFFECTED: BECAUSE}],
        "answers": [tuple(LogAnswer(each.key, BECAUSE) for each in policy.log_headings), ()],
        "parts": [tuple((each.key, BECAUSE) for each in NOTICE_PARTS), ()],
        "scoring": [
            Scoring({each: ADJUSTMENTS[each][0]}, Identification.MAXIMUM) for each in Category
        ],
        "files": [(NewFile(fresh, "list.csv", 3, now.isoformat(), Scan.CLEAN),)],
        "contents": [((b"a",),)],
        "version": [facts.people.list_version, 0],
        "unknown": [(), ("people",)],
        "promises": [(), (("people", later[0]),)],
        "promised_at": [later[0], None],
        "recorded_at": [None],
        "sub_causes": [()],
        "told": [()],
        "actions": [(), (BECAUSE,)],
        "state": [Containment.CONTAINED, *Containment],
        "receipt_code": ["ABCDEFGH"],
        "outage": [None, Outage(now - timedelta(hours=3), now)],
        "nobody_else": [True],
        "people": [()],
        "envelopes": [()],
        "of": [None],
        "beside": [None],
        "other": [None],
        "by_mail": [None],
        "still_not_reported": [True, False],
    }
    return {**known, **_of_action(action.name, facts, policy)}


def _of_action(name: str, facts: Facts, policy: Policy) -> Mapping[str, Row]:
    """What only one action calls so."""
    high = facts.risk.legal_risk is LegalRisk.HIGH
    not_told = [PeopleChoice.NOT_REQUIRED, *PeopleChoice]
    rows: dict[str, dict[str, Row]] = {
        "complete_step": {
            "key": [each.key for each in (*open_steps(policy, facts), *steps(policy))] or [""]
        },
        "consider_others": {
            "key": [each.key for each in (*_unconsidered(policy, facts), *others(policy))] or [""]
        },
        "review_incident": {
            "findings": [tuple((each.key, BECAUSE) for each in review_points(policy)), ()]
        },
        "add_improvement": {"recommendation": ["", *open_recommendations(facts)]},
        "record_told": {
            "who": [str(each.asked.who) for each in waiting(policy, facts)] or ["chair"]
        },
        "decide_people": {"choice": [*PeopleChoice] if high else not_told},
        "assess_risk": {"legal_risk": [*LegalRisk, None]},
        "classify": {"personal_data": [Answer.YES, Answer.NO, Answer.NOT_SURE]},
        "decide_regulator": {"choice": [*RegulatorChoice]},
        "submit_follow_up": {
            "kind": [SubmissionKind.NOT_A_BREACH, SubmissionKind.FOLLOW_UP]
            if facts.no_breach_at
            else [SubmissionKind.FOLLOW_UP, *SubmissionKind]
        },
        "write_outcome_report": {"interim": [False, True]},
        "record_no_breach": {"as_planned": [False, True]},
        "acknowledge_complaint": {"complaint": _ids(facts.people.complaints, "acknowledged_at")},
        "answer_complaint": {
            "complaint": _ids(facts.people.complaints, "answered_at"),
            "told_of_regulator": [True, False],
        },
        "add_wording": {
            "language": ["pl", "en"],
            "parts": [((OPENING, BECAUSE), *((each.key, BECAUSE) for each in NOTICE_PARTS))],
        },
        "settle_delivery": {
            "submission_id": [each.id for each in facts.submissions if each.astray] or [UUID(int=0)]
        },
    }
    return rows.get(name, {})


def _unconsidered(policy: Policy, facts: Facts) -> Row:
    """Those whom somebody still has to consider."""
    pressed = [body for body, _since in pressing(policy, facts)]
    left = [body for body in pressed if considered(facts, body.key) is None]
    return [*not_considered(policy, facts), *left]


def _ids(things: Sequence[Any], done: str) -> Row:
    """The open ones first; one that never was, where there is none."""
    ordered = sorted(things, key=lambda each: getattr(each, done) is not None)
    return [each.id for each in ordered] or [UUID(int=0)]
