"""Checks of single fields, with the sentences they show, and fields that choose from a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol, cast

from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation, ValidationError

CHOOSE = "Choose one of the answers"
Check = Callable[[Any, Any], object]
"""A WTForms validator: (form, field)."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Offered(Protocol):
    """A choice as WTForms offers it; its type stubs still say a tuple."""

    value: str
    label: str
    selected: bool


def offered(field: SelectField) -> list[Offered]:
    """The choices of a field, with what is selected."""
    return cast("list[Offered]", list(field.iter_choices()))


class OneOf(RadioField):
    """Radios that may be left unanswered; `needed` decides."""

    def pre_validate(self, form: object) -> None:
        """Refuse what was not offered."""
        if self.data is not None and self.data not in {choice.value for choice in offered(self)}:
            raise StopValidation(CHOOSE)


class SeveralOf(SelectMultipleField):
    """Checkboxes."""

    def pre_validate(self, form: object) -> None:
        """Refuse what was not offered."""
        if set(self.data or ()) - {choice.value for choice in offered(self)}:
            raise StopValidation("Choose from the answers shown")


class ListOf(SelectField):
    """A drop-down list whose first, empty line is no answer."""

    def pre_validate(self, form: object) -> None:
        """Refuse what was not offered."""
        if self.data and self.data not in {choice.value for choice in offered(self)}:
            raise StopValidation(CHOOSE)


def needed(message: str | None) -> list[Check]:
    """Refuse an empty answer with `message`; nothing more is said of one that was mistyped."""
    if message is None:
        return []

    def check(_form: object, field: Field) -> None:
        if field.errors:
            raise StopValidation
        if field.data in (None, "", []) or field.data is False:
            raise StopValidation(message)

    return [check]


def unless(other: str, message: str) -> Check:
    """Refuse an empty answer with `message` unless the field named `other` is answered."""

    def check(form: Any, field: Field) -> None:  # noqa: ANN401 - as WTForms gives it
        if not field.data and not (other in form and form[other].data):
            raise StopValidation(message)

    return check


def below(asked: tuple[str, str] | None) -> list[Check]:
    """Let a field count only with the answer below which it is shown, given as (field, value).

    With another answer nobody sees it, so what was typed into it before is no mistake.
    """
    if asked is None:
        return []
    question, answer = asked

    def check(form: Any, field: Field) -> None:  # noqa: ANN401 - as WTForms gives it
        if form[question].data != answer:
            field.data, field.errors = None, []
            raise StopValidation

    return [check]


def short(most: int) -> Check:
    """At most so many characters; who wrote more reads how many there are."""

    def check(_form: object, field: Field) -> None:
        used = len(field.data or "")
        if used > most:
            raise ValidationError(f"Use {most:,} characters or fewer: there are {used:,} now")

    return check


def email(_form: object, field: Field) -> None:
    """Something@somewhere.tld, or nothing; whether it arrives only a mail can tell."""
    if field.data and not _EMAIL.fullmatch(field.data):
        raise StopValidation("Enter an e-mail address like name@example.org")


def alone(value: str, label: str) -> Check:
    """'None of these' excludes the others, also without JavaScript."""

    def check(_form: object, field: Field) -> None:
        if value in (field.data or ()) and len(field.data) > 1:
            raise StopValidation(f"Choose the others, or ‘{label}’ alone")

    return check
