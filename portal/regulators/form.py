"""A regulator's form as data: parts, questions, options, conditions; none of it is in code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.errors import NotFound
from tenants.regulator import COMPLAINTS, ICO, NAME

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
Content = Literal["nature", "contact", "consequences", "measures"]
"""The four contents of UK GDPR Article 33(3) (DBRP-5.12.1 to 5.12.4)."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Regulator(_Data):
    """Who is reported to. True on the form's `as_of` day; frozen into each submission."""

    name: str = NAME
    short_name: str = ICO
    phone: str
    hours: str
    report_url: str
    website: str
    reference_pattern: str
    """Warns about a reference that looks different; never refuses one."""
    reference_example: str
    phone_note: str = ""
    form_note: str = ""
    """What somebody should know before opening its web form."""
    email: str = ""
    """Where reports by e-mail go; '' where it takes none."""
    email_subject: str = ""
    post: str = ""
    complaints: str = COMPLAINTS
    """Where people complain to it, on the web and without https://."""


class Option(_Data):
    """One possible answer."""

    key: Key
    title: str


class Condition(_Data):
    """Asked only if `question` was answered with one of `among`."""

    question: Key
    among: tuple[Key, ...] = Field(alias="is")


class FormQuestion(_Data):
    """One question of the form."""

    key: Key
    title: str
    type: Literal["text", "long_text", "choice", "choices", "number", "date_time"]
    required: bool = False
    options: tuple[Option, ...] = ()
    remark: str = ""
    """What is asked in words beside a choice; '' for nothing."""
    fact: str = ""
    """The filler that answers it from the record; '' when nothing can."""
    content: Content | None = None
    when: Condition | None = None
    checked: bool = True
    """False: not seen on the regulator's public pages; a school may change it."""

    @model_validator(mode="after")
    def _options_where_needed(self) -> FormQuestion:
        if bool(self.options) != (self.type in {"choice", "choices"}):
            raise ValueError(f"{self.key}: options belong to a choice, and a choice needs them")
        if self.remark and not self.options:
            raise ValueError(f"{self.key}: a remark goes with a choice")
        return self

    def option(self, key: str) -> str:
        """The words of one option; the key itself when the file no longer has it."""
        return next((option.title for option in self.options if option.key == key), key)


class Part(_Data):
    """One page of the form."""

    key: Key
    title: str
    questions: tuple[FormQuestion, ...] = Field(alias="question")


class Form(_Data):
    """The whole form of one version."""

    version: str
    as_of: date
    regulator: Regulator
    parts: tuple[Part, ...] = Field(alias="part")

    @model_validator(mode="after")
    def _keys_fit(self) -> Form:
        keys = [question.key for question in self.questions()]
        if len(set(keys)) != len(keys):
            raise ValueError("two questions have the same key")
        for place, question in enumerate(self.questions()):
            if question.when and question.when.question not in keys[:place]:
                raise ValueError(f"{question.key}: depends on a question that is not asked before")
        return self

    def questions(self) -> Iterator[FormQuestion]:
        """All questions in order."""
        return (question for part in self.parts for question in part.questions)

    def question(self, key: str) -> FormQuestion:
        """One question; raises NotFound."""
        for question in self.questions():
            if question.key == key:
                return question
        raise NotFound(key)


def parse(toml: str) -> Form:
    """Read a question file. Raises pydantic.ValidationError or tomllib.TOMLDecodeError."""
    data: Mapping[str, object] = tomllib.loads(toml)
    return Form.model_validate(data)
