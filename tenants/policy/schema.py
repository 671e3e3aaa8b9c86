"""A school's policy: its answers, where each comes from, and the clauses it prints.

Pure data, frozen. `Policy()` is the policy of a school that prints nothing: every answer is the
default. Rules in `portal.rules` read the answers; none asks which school or variant it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import model_validator

from tenants.policy.answers import Origin, Question, Source, Text
from tenants.policy.law import FIXED_BY_LAW, LAW
from tenants.policy.limits import contradictions
from tenants.policy.questions import Answers


class Policy(Answers):
    """One version of one school's rules. Raises ValidationError for answers that cannot hold."""

    citations: Mapping[str, Text] = {}
    """Duty kind or action name → clause as printed."""
    sources: Mapping[str, Source] = {}
    """Question, or 'timescales.<duty kind>' → where its answer comes from."""

    @model_validator(mode="after")
    def _possible(self) -> Policy:
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

    def cite(self, key: str) -> str:
        """The clause behind a duty kind or action name: 'Plan 5.3', 'the law: …', or 'default'."""
        if clause := self.citations.get(key):
            return f"{self.short_title} {clause}"
        if article := LAW.get(key):
            return f"the law: {article}"
        return "default"


def questions() -> dict[str, Question]:
    """Each question by its field name, in the order of the pages."""
    return {
        name: question
        for name, field in Answers.model_fields.items()
        for question in field.metadata
        if isinstance(question, Question)
    }
