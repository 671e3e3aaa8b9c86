"""What a field offers: value → label, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar, cast

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag behind 3.3

Value = TypeVar("Value", bound=str)
Hinted = TypeVar("Hinted", bound=str)
Options = Mapping[Value, str] | Iterable[tuple[Value, str]]
"""Value → label, in order; the values may be those of an enumeration."""


def choices(options: Options[Value]) -> list[SelectChoice]:
    """Choices in WTForms' one lasting form, for fields whose choices are set on the page."""
    return [SelectChoice(value=value, label=label) for value, label in plain(options).items()]


def labels(field: RadioField | SelectField) -> dict[str, str]:
    """What the field offers: value → label."""
    offered = cast("list[SelectChoice]", field.choices)
    return {choice.value: choice.label for choice in offered}


def keep(field: RadioField | SelectField, values: Collection[str]) -> None:
    """Offer only these of the field's choices: what this school's policy takes."""
    kept = {value: label for value, label in labels(field).items() if value in values}
    field.choices = choices(kept)


def plain(options: Options[Value]) -> dict[str, str]:
    """The same with plain texts as values."""
    return {str(value): label for value, label in dict(options).items()}
