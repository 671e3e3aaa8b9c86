"""Which boxes ask for the answer to a question, or for one item of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from portal.web.admin.policy import boxes
from portal.web.admin.policy.boxes import Box
from portal.web.admin.policy.lengths import Length, Lengths
from portal.web.admin.policy.wording import ITEM_HINTS, ITEM_LABELS
from portal.web.parts import forms
from portal.web.parts.form import PortalForm
from tenants.policy.answers import Moment, Roles
from tenants.policy.fitting import NEVER, fits
from tenants.policy.frozen import Frozen
from tenants.policy.periods import Period
from tenants.policy.questions import Answers
from tenants.policy.schema import questions
from tenants.policy.timescales import PHRASES
from tenants.policy.words import word
from tenants.policy.writing import raw
from tenants.roles import Role

LONG_TEXT = frozenset({"dpo_protocol", "good_faith_statement", "test", "text"})
ANSWER = "answer"


class AnswerForm(PortalForm):
    """The fields of one answer; made for each question by `form_for`."""


def items_of(question: str) -> type[Frozen] | None:
    """What the answer lists, where it is a list of items with fields of their own."""
    field = Answers.model_fields.get(question)
    args = get_args(field.annotation) if field else ()
    is_model = bool(args) and isinstance(args[0], type) and issubclass(args[0], Frozen)
    return args[0] if is_model else None


def title_of(question: str) -> str:
    """The question as it is asked."""
    name, _, kind = question.partition(".")
    return f"How long to {PHRASES[kind]}?" if kind else questions()[name].title


def box_of(question: str) -> Box:
    """The box for a question that is no list of items."""
    name, _, kind = question.partition(".")
    if kind:
        return Length(ANSWER, "How much?")
    annotation = Answers.model_fields[name].annotation
    if annotation == Roles:
        offered = _options(Role)
        return boxes.InOrder(
            ANSWER, "", "", {key: words for key, words in offered.items() if fits(Role(key), name)}
        )
    return _box(ANSWER, annotation, "Your answer", "", name)


def boxes_of(item: type[Frozen]) -> tuple[Box, ...]:
    """The boxes for one item of a list; its key is made, not asked."""
    return tuple(
        _box(
            name,
            field.annotation,
            ITEM_LABELS[name],
            ITEM_HINTS.get(name, ""),
            name,
            needed=field.is_required(),
        )
        for name, field in item.model_fields.items()
        if name != "key"
    )


def form_for(asked: tuple[Box, ...], shown: Mapping[str, Any], *, clause: bool) -> AnswerForm:
    """The form with these boxes; `shown` is the answer by box."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for box in asked:
        fields |= box.fields()
        if box.name in shown:
            data |= box.shown(shown[box.name])
    if clause:
        hint = "Its number in your own document, if it stands there. For example, 4.2"
        fields["clause"] = forms.text("Which clause is it? (optional)", hint=hint, most=40)
        data["clause"] = shown.get("clause", "")
    return AnswerForm.with_fields(fields)(data=data)


def read_item(asked: tuple[Box, ...], form: PortalForm) -> dict[str, Any]:
    """What was answered, as plain data, without what was left out."""
    found = {box.name: box.read(form) for box in asked}
    if found.get("when") == Moment.PART and found.get("amount"):
        found["amount"] /= 100
    return {name: value for name, value in found.items() if value is not None}


def keyed(item: type[Frozen], data: dict[str, Any], kept: str, taken: set[str]) -> dict[str, Any]:
    """An item with its key: the one it had, or one made of its words."""
    if "key" not in item.model_fields:
        return data
    words = str(data.get("title") or data.get("text") or data.get("when") or "item")
    stem = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:30].strip("_") or "item"
    stem = stem if stem[0].isalpha() else f"item_{stem}"
    names = [stem, *(f"{stem}_{number}" for number in range(2, 100))]
    return {"key": kept or next(name for name in names if name not in taken), **data}


def _box(
    name: str,
    annotation: Any,  # noqa: ANN401 - a type as pydantic gives it
    label: str,
    hint: str,
    field: str,
    *,
    needed: bool = True,
) -> Box:
    kinds = tuple(kind for kind in get_args(annotation) if kind is not NoneType)
    if get_origin(annotation) in {Union, UnionType} and len(kinds) == 1:
        return _box(name, kinds[0], label, hint, field, needed=False)
    if annotation in {int, float}:
        kind = boxes.Part if annotation is float else boxes.Number
        return kind(name, label, hint, needed=needed and annotation is int)
    if annotation is bool:
        return boxes.YesNo(name, label, hint)
    if annotation is Period:
        return Length(name, label, hint, needed=needed)
    if annotation is str:
        required = needed and field not in {"clause", "dpo_protocol", "good_faith_statement"}
        sentence = "Enter the text" if required else None
        return boxes.Words(name, label, hint, needed=sentence, several=field in LONG_TEXT)
    if get_origin(annotation) is tuple:
        if get_origin(kinds[0]) is Literal:
            return boxes.SeveralOf(name, label, hint, _options(kinds[0]))
        return boxes.InOrder(name, label, hint, _options(kinds[0]))
    if _is_mapping(annotation):
        return Lengths(name, label, hint)
    return boxes.OneOf(name, label, hint, _options(annotation))


def _is_mapping(annotation: Any) -> bool:  # noqa: ANN401 - a type as pydantic gives it
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _options(annotation: Any) -> dict[str, str]:  # noqa: ANN401 - as above
    """Value → words, of a literal, an enumeration or several of those."""
    if get_origin(annotation) is Literal:
        return {str(value): _capital(word(value)) for value in get_args(annotation)}
    if get_origin(annotation) in {Union, UnionType}:
        return {k: v for part in get_args(annotation) for k, v in _options(part).items()}
    if issubclass(annotation, StrEnum):
        unfit = NEVER - {Role.OVERSEER} if annotation is Role else set()
        return {str(each): _capital(word(each)) for each in annotation if each not in unfit}
    raise TypeError(annotation)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = ["ANSWER", "box_of", "boxes_of", "form_for", "items_of", "keyed", "raw", "read_item"]
