"""The questions as a page of documentation: `python -m tenants.policy.reference` prints it."""

from __future__ import annotations

import sys
from typing import Any, Literal, get_args, get_origin

from tenants.policy.answers import (
    Apart,
    InvestigationStep,
    LogHeading,
    MustTell,
    Point,
    Reminder,
    Roles,
    Severity,
)
from tenants.policy.explain import Explained, explained
from tenants.policy.fitting import NEVER
from tenants.policy.questions import Answers
from tenants.policy.schema import Policy
from tenants.policy.timescales import Timescales
from tenants.roles import Role

_INTRODUCTION = f"""\
<!-- Made by `python -m tenants.policy.reference`; do not edit. -->

# Policy questions

What a school's policy decides. A variant in `tenants/policy/variants/` is a TOML file that answers
each question under `[answers]` and says where the answer comes from: `clause` as printed, `law`, or
`default = true` where the document prints nothing. `flask portal policy check FILE` reads a variant
and says what is wrong with it; `flask portal policy explain SCHOOL` tells a school's policy.

Roles are written {", ".join(f"`{role}`" for role in Role if role not in NEVER)}.
An empty list of roles means that the policy has no such step. Periods are tables with one of
`hours`, `days` and `school_days`; every kind of duty is a question of its own, answered as
`"timescales.<kind>"`.

| Name | Question | Answer | Default | The law, whatever the answer |
| --- | --- | --- | --- | --- |
"""
_SHAPES = {
    bool: "`true` or `false`",
    int: "a number",
    Roles: "roles",
    Timescales: "periods, below",
    tuple[Severity, ...]: "severities, in rising order",
    tuple[Reminder, ...]: "steps of a ladder",
    tuple[InvestigationStep, ...]: "steps",
    tuple[LogHeading, ...]: "headings",
    tuple[Point, ...]: "a list",
    tuple[MustTell, ...]: "who, when and within which time",
    tuple[Apart, ...]: "pairs of tasks",
}


def reference() -> str:
    """Markdown: one row for each question and each period, in the order of the pages."""
    return _INTRODUCTION + "".join(map(_row, explained(Policy())))


def _row(row: Explained) -> str:
    title = f"{row.title} {row.help}".strip()
    cells = (f"`{row.question}`", title, _shape(row.question), "; ".join(row.answer), row.floor)
    return f"| {' | '.join(cells)} |\n"


def _shape(question: str) -> str:
    if "." in question:
        return "a period"
    return _of(Answers.model_fields[question].annotation)


def _of(annotation: Any) -> str:  # noqa: ANN401 - a type as pydantic gives it
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in get_args(annotation))
    if get_origin(annotation) is tuple and get_origin(get_args(annotation)[0]) is Literal:
        return "some of " + _of(get_args(annotation)[0]).removeprefix("one of ")
    return _SHAPES.get(annotation, "a list" if get_origin(annotation) is tuple else "text")


if __name__ == "__main__":
    sys.stdout.write(reference())
