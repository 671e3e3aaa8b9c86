"""The base of all forms: once-only sending, refusals beside fields, drafts of what was typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import Field, HiddenField

from portal.errors import Refused

_NUMBERS = re.compile(r"\d[\d,]*")


class OnceField(HiddenField):
    """A key made when the form is first shown, so that sending it twice does it once."""

    data: UUID  # type: ignore[assignment]  # a text field in WTForms

    def process_data(self, value: UUID | None) -> None:
        """A fresh key unless one is given."""
        self.data = value or uuid4()

    def process_formdata(self, valuelist: list[str]) -> None:
        """The key that was sent; a damaged one is replaced."""
        try:
            self.data = UUID(valuelist[0])
        except (IndexError, ValueError):
            self.data = uuid4()

    def _value(self) -> str:
        return str(self.data)


class PortalForm(FlaskForm):
    """Base of the portal's forms. Give `now` where a field refuses the future."""

    adds = False
    """It only adds to the incident, so what others did meanwhile does not matter. A large file may
    have been on its way for minutes: it is not asked for twice."""
    once = OnceField()
    seen = HiddenField()
    """The incident's version when the form was shown; '' where that does not matter."""
    carries_token: ClassVar = True
    """Whether its page puts the session's CSRF token beside its fields."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # WTForms makes it as it goes
        """No field for the CSRF token: each POST is checked before its view is entered."""

        csrf = False

    def __init__(self, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    @classmethod
    def with_fields(cls, fields: Mapping[str, object]) -> type[Self]:
        """The same form with fields, and attributes, that are known only on the page."""
        shape: type[Self] = type(cls.__name__, (cls,), dict(fields))
        return shape

    def once_key(self) -> UUID:
        """The key of this sending."""
        return self.once.data

    def outdated(self, version: int) -> bool:
        """Whether the incident has moved on since the form was shown; from now on it has not."""
        shown, self.seen.data = self.seen.data, str(version)
        return bool(shown) and shown != str(version) and not self.adds

    def has_files(self) -> bool:
        """Whether the form element needs `enctype`."""
        return any(isinstance(field, (FileField, MultipleFileField)) for field in self)

    def refuse(self, refused: Refused) -> None:
        """Show a rule's refusal beside its field, or at the top when it names none here."""
        for each in (refused, *refused.also):
            field = self._fields.get(each.field or "")
            if field is None:
                self.form_errors = [*self.form_errors, each.sentence]
            else:
                field.errors = [*field.errors, each.sentence]

    def asked(self) -> list[Field]:
        """The fields that are shown, in order."""
        return [field for field in self if not isinstance(field, HiddenField)]

    def unseen(self) -> list[Field]:
        """The fields that are sent along without being shown."""
        return [field for field in self if isinstance(field, HiddenField)]

    def problems(self) -> list[tuple[str, str]]:
        """(address, sentence) for the summary at the top, in the order of the page."""
        general = [("", str(sentence)) for sentence in self.form_errors]
        wrong = [field for field in self if field.errors]
        often = Counter(_mistake(field) for field in wrong)
        return general + [
            ("" if isinstance(field, HiddenField) else f"#{field.id}", _said_of(field, often))
            for field in wrong
        ]

    def typed(self) -> dict[str, list[str]]:
        """What was typed, for a draft: `Form(formdata=MultiDict(draft))` shows it again."""
        return {
            field.name: [str(value) for value in field.raw_data or ()]
            for field in self.asked()
            if not isinstance(field, (FileField, MultipleFileField))
        }


def _mistake(field: Field) -> str:
    """What is wrong with it, however many characters there are or may be."""
    return _NUMBERS.sub("", str(field.errors[0]))


def _said_of(field: Field, often: Mapping[str, int]) -> str:
    """Its error; where several fields have the same, the one that is meant as well."""
    sentence, label = str(field.errors[0]), field.label.text
    if often[_mistake(field)] == 1:
        return sentence
    return f"{label}{'' if label.endswith('?') else ':'} {sentence}"
