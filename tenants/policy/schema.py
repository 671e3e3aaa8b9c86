"""A school's policy: its answers, where each comes from, and the clauses it prints.

Pure data, frozen. `Policy()` is the policy of a school that prints nothing: every answer is the
default. Rules in `portal.rules` read the answers; none asks which school or variant it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import ValidationInfo, model_validator

from tenants.policy.answers import Origin, Question, Source, Text
from tenants.policy.law import FIXED_BY_LAW, LAW
from tenants.policy.limits import contradictions
from tenants.policy.questions import Answers

_NUMBER = re.compile(r"\d+[a-z]?(\.\d+)*(-\d+)?|A\d+\.\d+")


class Policy(Answers):
    """One version of one school's rules. Raises ValidationError for answers that cannot hold."""

    clauses: Text = ""
    """What its ids in config/clauses.csv begin with; '' for any other document."""
    places: Mapping[str, Text] = {}
    """Passages without a number: the end of their clause id → where they stand."""
    citations: Mapping[str, Text] = {}
    """Duty kind → the end of the clause id that asks for it."""
    sources: Mapping[str, Source] = {}
    """Question, or 'timescales.<duty kind>' → where its answer comes from."""

    @model_validator(mode="after")
    def _possible(self, info: ValidationInfo) -> Policy:
        if (info.context or {}).get("sketch"):
            return self
        if problems := contradictions(self):
            raise ValueError("\n".join(problems))
        return self

    def source(self, question: str) -> Source:
        """Where the answer to a question comes from; what nobody answered is the default."""
        if found := self.sources.get(question):
            return found
        parent, _, kind = question.partition(".")
        if kind in FIXED_BY_LAW:
            return Source(origin=Origin.LAW, clause=LAW[kind])
        return self.sources.get(parent, Source())

    def cite(self, key: str, clauses: Iterable[str] = ()) -> str:
        """The clause behind a duty kind or action: 'Plan 5.3', 'the law: …', or 'default'.

        `clauses` are the ids that an action declares; those of other documents do not count.
        """
        prefix = f"{self.clauses}-"
        declared = (id_.removeprefix(prefix) for id_ in clauses if id_.startswith(prefix))
        for clause in (self.citations.get(key, ""), *declared):
            if printed := self._as_printed(clause):
                return printed
        if article := LAW.get(key):
            return f"the law: {article}"
        return "default"

    def _as_printed(self, clause: str) -> str:
        """'5.16-age' → 'Plan 5.16'; a passage without a number → 'Plan, Appendix 1'; else ''."""
        if place := self.places.get(clause):
            return f"{self.short_title}, {place}"
        number = _NUMBER.match(clause)
        return f"{self.short_title} {number.group()}" if number else ""


def questions() -> dict[str, Question]:
    """Each question by its field name, in the order of the pages."""
    return {
        name: question
        for name, field in Answers.model_fields.items()
        for question in field.metadata
        if isinstance(question, Question)
    }
