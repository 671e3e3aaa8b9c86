"""A policy in plain English: each question, its answer, its origin, and where the law asks more.

The same policy always gives the same text. Used by `flask portal policy explain` and by its page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from tenants.policy.answers import (
    Apart,
    Moment,
    MustTell,
    Origin,
    Point,
    Question,
    Reminder,
    Roles,
    Severity,
    Source,
)
from tenants.policy.floors import shortfalls
from tenants.policy.periods import Period
from tenants.policy.questions import Answers
from tenants.policy.schema import Policy, questions
from tenants.policy.timescales import PHRASES, Timescales
from tenants.policy.words import word
from tenants.regulator import ICO

WIDTH = 88
_FREE_TEXT = frozenset({"title", "short_title", "dpo_protocol", "good_faith_statement"})


@dataclass(frozen=True, slots=True)
class Explained:
    """One question with its answer, in words."""

    question: str
    """Field of `Policy`, or 'timescales.<duty kind>'."""
    title: str
    help: str
    answer: tuple[str, ...]
    """One line, or a line for each item of a list."""
    origin: Origin
    source: str
    note: str
    floor: str
    """What the law demands whatever the answer; '' where it demands nothing."""
    shortfall: str
    """Where this answer is less than the law asks; '' where it is not."""


def explained(policy: Policy) -> tuple[Explained, ...]:
    """Every question in the order of the pages; the timescales one by one."""
    return tuple(_explained(policy))


def explain(policy: Policy) -> str:
    """The same as a text of at most 88 columns."""
    return "\n\n".join([policy.title, *map(_paragraph, explained(policy))])


def in_words(source: Source, short_title: str) -> str:
    """Where an answer comes from, as a phrase: 'Plan 5.3', 'the law: …', 'not printed: …'."""
    match source.origin:
        case Origin.PRINTED:
            return _printed(short_title, source.clause)
        case Origin.LAW:
            return f"the law: {source.clause}"
        case Origin.OWN:
            where = f", {_printed(short_title, source.clause)}" if source.clause else ""
            changes = source.changes and f", changed from the variant ({source.changes})"
            return f"the school’s own answer{where}{changes}"
        case Origin.DEFAULT:
            return "not printed: the default"
        case _:
            assert_never(source.origin)


def _printed(short_title: str, clause: str) -> str:
    comma = "" if clause[:1].isdigit() else ","
    return f"{short_title}{comma} {clause}"


def _explained(policy: Policy) -> Iterator[Explained]:
    for name, asked in questions().items():
        answer = getattr(policy, name)
        if isinstance(answer, Timescales):
            yield _one(
                policy, name, asked, ("hours and days by the clock, school days by the calendar",)
            )
            for kind, field in Timescales.model_fields.items():
                period = Question(f"How long to {field.metadata[0]}?")
                yield _one(policy, f"{name}.{kind}", period, (str(answer.of(kind)),))
        else:
            yield _one(policy, name, asked, _lines(name, answer))


def _one(policy: Policy, key: str, asked: Question, answer: tuple[str, ...]) -> Explained:
    source = policy.source(key)
    short = {shortfall.question: shortfall.sentence for shortfall in shortfalls(policy)}
    return Explained(
        question=key,
        title=asked.title,
        help=asked.help,
        answer=answer,
        origin=source.origin,
        source=in_words(source, policy.short_title),
        # A period that is no answer of its own has the note of them all.
        note=source.note if key in policy.sources else "",
        floor=asked.floor,
        shortfall=short.get(key, ""),
    )


def _lines(name: str, answer: object) -> tuple[str, ...]:
    if isinstance(answer, tuple):
        if not answer:
            return ("nobody" if Answers.model_fields[name].annotation == Roles else "none",)
        if isinstance(answer[0], str):
            return (", ".join(map(word, answer)),)
        return tuple(map(item_in_words, answer))
    if name in _FREE_TEXT:
        return (str(answer) or "nothing",)
    return (word(answer),)


def item_in_words(item: object) -> str:
    """One item of a list in a sentence."""
    match item:
        case Severity():
            return _severity(item)
        case Reminder():
            return f"{_moment(item)}: {_whom(item)}"
        case MustTell():
            soon = f", within {item.within}" if item.within else ""
            return f"{word(item.who)}, {word(item.when)}{soon}"
        case Apart():
            return f"{word(item.one)} and {word(item.other)}"
        case Point():
            return f"{item.text} ({item.clause})" if item.clause else item.text
        case _:
            raise TypeError(type(item))


def _severity(level: Severity) -> str:
    text = f"{level.title}: {level.test} Led by: {', '.join(map(word, level.leads))}."
    if level.joins:
        text += f" Joined by: {', '.join(map(word, level.joins))}."
    if level.independent:
        text += " The lead declares independence."
    if level.regulator_decision:
        text += f" The {ICO} decision is always taken."
    text += f" Outcome report: {Period(school_days=level.outcome_report_school_days)}"
    text += f", interim after {level.interim_hours} hours." if level.interim_hours else "."
    for kind, period in level.periods.items():
        text += f" To {PHRASES[kind]}: {period}."
    return text


def _moment(step: Reminder) -> str:
    match step.when:
        case Moment.PART:
            return f"when {step.amount:.0%} of the time has passed"
        case Moment.HOURS_BEFORE:
            left = f"{step.amount:g} hour{'' if step.amount == 1 else 's'} before"
            return f"{left}, if still undecided" if step.if_undecided else left
        case Moment.DUE:
            return "when due"
        case Moment.EVERY_HOURS_AFTER:
            days, hours = divmod(step.amount, 24)
            if days > 1 and not hours:
                return f"every {days:g} days after"
            return "every hour after" if step.amount == 1 else f"every {step.amount:g} hours after"
        case Moment.NO_SIGN:
            return "when the owner gives no sign"
        case _:
            assert_never(step.when)


def _whom(step: Reminder) -> str:
    return (", then also " if step.climbs else ", ").join(map(word, step.whom))


def _paragraph(item: Explained) -> str:
    more = [f"From: {item.source}."]
    if item.note:
        more.append(item.note)
    if item.floor:
        more.append(f"The law, whatever the answer: {item.floor}.")
    if item.shortfall:
        more.append(f"The law asks more: {item.shortfall}")
    said = [_wrapped(line, "  ") for line in item.answer]
    return "\n".join([_wrapped(item.title), *said, *(_wrapped(line, "  · ") for line in more)])


def _wrapped(text: str, indent: str = "") -> str:
    hanging = " " * len(indent) + ("  " if indent.isspace() else "")
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=hanging)
