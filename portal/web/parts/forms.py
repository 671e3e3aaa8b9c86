"""Forms: the one module from which pages take fields.

A form is a class with fields made by these functions; `needed` is the sentence shown when a field
is left empty, and None makes it optional. What was typed is kept and shown again beside the error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)

from portal.web.parts import checks as check
from portal.web.parts import widgets
from portal.web.parts.checks import CHOOSE, Check
from portal.web.parts.choices import Hinted, Options, Value, choices, keep, labels, plain
from portal.web.parts.form import PortalForm
from portal.web.parts.moments import DayField, MomentField, checks_of_time
from portal.web.parts.typed import clean
from portal.web.parts.widgets import Look

__all__ = [
    "NOT_SURE",
    "PortalForm",
    "checkboxes",
    "choices",
    "day",
    "file",
    "files",
    "hidden",
    "keep",
    "labels",
    "long_text",
    "moment",
    "password",
    "radios",
    "select",
    "text",
    "tick",
]

NOT_SURE = "not_sure"


def text(
    label: str,
    *,
    needed: str | None = None,
    hint: str = "",
    most: int = 200,
    kind: str = "text",
    classes: str = "",
    heading: bool = False,
    checks: Iterable[Check] = (),
    **extra: str,
) -> StringField:
    """One line. `kind`: 'text', 'email', 'tel'; `extra`: attributes like `autocomplete='name'`."""
    return StringField(
        label,
        [
            *check.needed(needed),
            check.short(most),
            *([check.email] if kind == "email" else []),
            *checks,
        ],
        filters=[clean],
        description=hint,
        widget=widgets.TextInput(Look(heading=heading, classes=classes, extra=extra), kind),
    )


def long_text(
    label: str,
    *,
    needed: str | None = None,
    hint: str = "",
    most: int = 4000,
    rows: int = 5,
    count: bool = False,
    heading: bool = False,
    checks: Iterable[Check] = (),
    pasted: bool = False,
    **extra: str,
) -> StringField:
    """Several lines; `count` shows how many are left near the limit, `pasted` keeps tabs."""
    look = Look(heading=heading, rows=rows, most=most if count else 0, extra=extra)
    return StringField(
        label,
        [*check.needed(needed), check.short(most), *checks],
        filters=[] if pasted else [clean],
        description=hint,
        widget=widgets.TextArea(look),
    )


def hidden() -> HiddenField:
    """What the page knew when it was shown, sent along unseen."""
    return HiddenField()


def password(label: str, *, needed: str = "Enter your password", new: bool = False) -> StringField:
    """A password; never shown again."""
    look = Look(extra={"autocomplete": "new-password" if new else "current-password"})
    return StringField(label, check.needed(needed), widget=widgets.Password(look))


def radios(
    label: str,
    options: Options[Value] = (),
    *,
    needed: str | None = CHOOSE,
    hint: str = "",
    hints: Mapping[Hinted, str] | None = None,
    not_sure: bool | str = False,
    heading: bool = False,
    inline: bool = False,
    checks: Iterable[Check] = (),
) -> RadioField:
    """One of a few answers; `data` is the value or None.

    `not_sure` adds 'I am not sure' (value 'not_sure'), or words of your own, set off by 'or'.
    Choices known only later: `form.lead.choices = forms.choices({...})`.
    """
    given = plain(options)
    if not_sure:
        given[NOT_SURE] = not_sure if isinstance(not_sure, str) else "I am not sure"
    look = Look(
        heading=heading,
        classes="govuk-radios--inline" if inline else "",
        hints=plain(hints or {}),
        divider_before=NOT_SURE if not_sure and not inline else "",
    )
    return check.OneOf(
        label,
        [*check.needed(needed), *checks],
        choices=choices(given),
        description=hint,
        widget=widgets.Choices(look),
    )


def checkboxes(
    label: str,
    options: Options[Value] = (),
    *,
    needed: str | None = None,
    hint: str = "Choose all that apply.",
    hints: Mapping[Hinted, str] | None = None,
    alone: tuple[str, str] | None = None,
    heading: bool = False,
    checks: Iterable[Check] = (),
) -> SelectMultipleField:
    """Any of several; `data` is a list. `alone`: (value, label) that excludes the others."""
    given = plain(options) | (dict([alone]) if alone else {})
    only = alone[0] if alone else ""
    look = Look(heading=heading, hints=plain(hints or {}), divider_before=only, alone=only)
    return check.SeveralOf(
        label,
        [*check.needed(needed), *([check.alone(only, alone[1])] if alone else []), *checks],
        choices=choices(given),
        description=hint,
        widget=widgets.Choices(look, several=True),
    )


def tick(label: str, *, needed: str | None = None, hint: str = "") -> BooleanField:
    """One checkbox; `data` is True or False."""
    return BooleanField(label, check.needed(needed), description=hint, widget=widgets.Tick())


def select(
    label: str,
    options: Options[Value] = (),
    *,
    needed: str | None = None,
    hint: str = "",
    empty: str = "Choose …",
) -> SelectField:
    """One of a long list; prefer radios up to about ten."""
    return check.ListOf(
        label,
        check.needed(needed),
        choices=choices({"": empty} | plain(options)),
        description=hint,
        widget=widgets.Select(),
    )


def day(
    label: str,
    *,
    needed: str | None = None,
    hint: str = "For example, 23 10 2026",
    past: bool = False,
    heading: bool = False,
    below: tuple[str, str] | None = None,
) -> DayField:
    """A date; `past` refuses days to come (give the form `now`); `below` as in `moment`."""
    return DayField(
        label,
        checks_of_time(needed, below, past=past),
        description=hint,
        widget=widgets.DayInput(Look(heading=heading)),
    )


def moment(
    label: str,
    *,
    needed: str | None = None,
    hint: str = "For example, 23 10 2026, 4:10pm",
    past: bool = False,
    time_needed: bool = True,
    heading: bool = False,
    below: tuple[str, str] | None = None,
) -> MomentField:
    """A day and time in the UK; `data` is an instant in UTC.

    `below=("begun", "yes")`: shown below that answer to that question, and counts only with it.
    With `time_needed=False` a day alone counts from its start and `time_known` is False.
    """
    return MomentField(
        label,
        validators=checks_of_time(needed, below, past=past),
        time_needed=time_needed,
        description=hint,
        widget=widgets.MomentInput(Look(heading=heading)),
    )


def file(label: str, *, needed: str | None = None, hint: str = "", accept: str = "") -> FileField:
    """One file. `accept` ('.csv,.xlsx') helps to choose; what comes is checked by who takes it."""
    widget = widgets.Files(Look(extra={"accept": accept} if accept else {}))
    return FileField(label, check.needed(needed), description=hint, widget=widget)


def files(
    label: str, *, needed: str | None = None, hint: str = "", accept: str = ""
) -> MultipleFileField:
    """Several files; `data` is a list."""
    widget = widgets.Files(Look(extra={"accept": accept} if accept else {}), multiple=True)
    return MultipleFileField(label, check.needed(needed), description=hint, widget=widget)
