"""A policy as the text of a variant: TOML that `parse` reads back the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tenants.policy.answers import Origin
from tenants.policy.frozen import Frozen
from tenants.policy.loader import Variant, answer_to
from tenants.policy.schema import Policy, questions
from tenants.policy.timescales import DUTY_KINDS

BLANK = "blank"
"""The variant that prints nothing: every answer is the proposal."""


def blank() -> str:
    """The text of a variant in which every question has its default."""
    lines = [
        f'name = "{BLANK}"',
        'about = "Every answer is the portal’s proposal."',
        "",
        "[answers]",
    ]
    lines += [f"{name} = {{ default = true }}" for name in questions()]
    return "\n".join(lines) + "\n"


def as_toml(variant: Variant, policy: Policy, *, name: str, about: str) -> str:
    """The text of a variant that holds every answer of `policy`, a school's version of `variant`.

    Where an answer comes from is kept; a school's own answer without a clause is not printed.
    """
    head = {"name": name, "about": about, "clauses": variant.clauses}
    lines = [f"{key} = {_value(value)}" for key, value in head.items()]
    for table in ("places", "citations"):
        if pairs := getattr(variant, table):
            lines += ["", f"[{table}]", *(f"{_key(k)} = {_value(v)}" for k, v in pairs.items())]
    lines += ["", "[answers]", *_answers(variant, policy)]
    return "\n".join(lines) + "\n"


def raw(answer: object) -> Any:  # noqa: ANN401 - plain data: text, numbers, lists and tables of them
    """An answer as plain data, as it is stored and written."""
    if isinstance(answer, Frozen):
        return answer.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    if isinstance(answer, tuple):
        return [raw(item) for item in answer]
    return str(answer) if isinstance(answer, str) else answer


def _answers(variant: Variant, policy: Policy) -> Iterator[str]:
    for name in (*questions(), *(f"timescales.{kind}" for kind in DUTY_KINDS)):
        said, source = variant.answers.get(name), policy.sources.get(name)
        if name == "timescales":
            yield f"{name} = {{ default = true }}"
        elif source is not None and source.origin is Origin.OWN:
            where = {"clause": source.clause} if source.clause else {"default": True}
            yield _line(name, {"answer": raw(answer_to(policy, name)), **where})
        elif said is not None:
            yield _line(name, said.model_dump(mode="json", exclude_defaults=True))


def _line(name: str, said: Mapping[str, Any]) -> str:
    return f"{_key(name)} = {_value(said)}"


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else _value(name)


def _value(value: Any) -> str:  # noqa: ANN401 - plain data
    match value:
        case bool() | int() | float():
            return json.dumps(value)
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
        case _:
            return "[" + ", ".join(map(_value, value)) + "]"
