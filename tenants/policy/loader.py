"""Policy variants: named sets of answers in TOML, each saying where every answer comes from.

`parse` reads one, `adopt` makes a school's `Policy` of it and the school's own answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources

from pydantic import ValidationError, model_validator

from tenants.policy.answers import Origin, Source, Text
from tenants.policy.frozen import Frozen
from tenants.policy.schema import Policy, questions
from tenants.policy.timescales import DUTY_KINDS
from tenants.policy.toml import loads

_VARIANTS = resources.files("tenants.policy") / "variants"
_TIMESCALES = "timescales"
_IN_PLAIN_WORDS = {
    "missing": "this is missing",
    "extra_forbidden": "nothing of this name is known here",
    "int_parsing": "write a whole number",
    "model_type": 'write it as { answer = …, clause = "…" }',
}
"""By pydantic's name of a mistake; its own words do for the others."""


class PolicyError(ValueError):
    """A policy that cannot be. `sentences` say why, each for a person to read."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class Answered(Frozen):
    """One answer of a variant: printed (`clause`), the law's (`law`), or not printed (`default`).

    Without `answer` it is the question's own default.
    """

    answer: object = None
    clause: Text = ""
    law: Text = ""
    default: bool = False
    note: Text = ""

    @model_validator(mode="after")
    def _says_where_from(self) -> Answered:
        if sum(map(bool, (self.clause, self.law, self.default))) != 1:
            msg = "an answer states one of: clause, law, or default = true"
            raise ValueError(msg)
        return self

    def source(self, places: Mapping[str, str]) -> Source:
        """Where the answer comes from; a clause without a number is named by its place."""
        if self.default:
            return Source(origin=Origin.DEFAULT, note=self.note)
        if self.law:
            return Source(origin=Origin.LAW, clause=self.law, note=self.note)
        clause = places.get(self.clause, self.clause)
        return Source(origin=Origin.PRINTED, clause=clause, note=self.note)


class Variant(Frozen):
    """A policy as data, without people, dates of approval or addresses: those are the school's."""

    name: Text
    about: Text
    clauses: Text = ""
    """What its clause ids in config/clauses.csv begin with."""
    places: Mapping[str, Text] = {}
    """Passages without a number: the end of their clause id → where they stand."""
    citations: Mapping[str, Text] = {}
    answers: Mapping[str, Answered]


def parse(toml: str, *, sketch: bool = False) -> Variant:
    """Read a variant. Raises PolicyError with a sentence for each thing wrong in it.

    A question that it does not answer has the default: a text adopted before the question was asked
    goes on to hold. `unanswered` tells which. The answers of a `sketch` may contradict each other.
    """
    try:
        variant = Variant.model_validate(loads(toml))
    except ValidationError as error:
        raise PolicyError(_sentences(error)) from None
    except ValueError as error:
        raise PolicyError([str(error)]) from None
    if problems := tuple(_unknown(variant)):
        raise PolicyError(problems)
    adopt(variant, {}, sketch=sketch)
    return variant


def unanswered(variant: Variant) -> tuple[str, ...]:
    """A sentence for each question that a variant neither answers nor calls not printed."""
    return tuple(
        f"The variant does not say “{name}” ({question.title}): if not printed, say so."
        for name, question in questions().items()
        if name not in variant.answers
    )


def list_variants() -> tuple[str, ...]:
    """The names of the variants that come with the portal."""
    files = (file.name for file in _VARIANTS.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def read_variant(name: str) -> str:
    """The text of one of `list_variants()`. Raises PolicyError for any other name."""
    if name not in list_variants():
        raise PolicyError([f"There is no policy variant called “{name}”."])
    return (_VARIANTS / f"{name}.toml").read_text(encoding="utf-8")


def load_variant(name: str) -> Variant:
    """One of `list_variants()`. Raises PolicyError for any other name."""
    return parse(read_variant(name))


def adopt(
    variant: Variant,
    own_answers: Mapping[str, object],
    own_clauses: Mapping[str, str] | None = None,
    *,
    sketch: bool = False,
) -> Policy:
    """The policy of a school: the variant, with the school's own answers winning.

    Keys are questions, or 'timescales.<duty kind>' for one period; `own_clauses` says where in the
    school's own document an answer stands. An own answer that is the same as the variant's and has
    no clause of its own keeps the variant's source. A `sketch` is not finished: its answers have
    their shape, but may contradict each other. Raises PolicyError.
    """
    clauses = own_clauses or {}
    given = {name: said.answer for name, said in variant.answers.items() if said.answer is not None}
    sources = {name: said.source(variant.places) for name, said in variant.answers.items()}
    if not own_answers and not clauses:
        return _policy(variant, given, sources, sketch=sketch)
    unchanged = _policy(variant, given, sources, sketch=True)  # own answers may put it right
    if unknown := {name for name in (*own_answers, *clauses) if not is_question(name)}:
        raise PolicyError(f"“{name}” is not a question of a policy." for name in sorted(unknown))
    changed = _policy(variant, {**given, **_flat(own_answers)}, sources, sketch=sketch)
    own = {
        name: _own(unchanged, name, clauses.get(name, ""), departs=departs)
        for name in (*_flat(own_answers), *clauses)
        if (departs := answer_to(changed, name) != answer_to(unchanged, name)) or name in clauses
    }
    return changed.model_copy(update={"sources": {**sources, **own}})


def _own(unchanged: Policy, name: str, clause: str, *, departs: bool) -> Source:
    """Where a school's own answer stands, and which printed clause of the variant it changes."""
    before = unchanged.source(name)
    changes = before.clause if departs and before.origin is Origin.PRINTED else ""
    try:
        return Source(origin=Origin.OWN, clause=clause, changes=changes)
    except ValidationError as error:
        title = questions()[name.partition(".")[0]].title
        raise PolicyError(f"“{title}” ({name}), {said}" for said in _sentences(error)) from None


def _policy(
    variant: Variant,
    given: Mapping[str, object],
    sources: Mapping[str, Source],
    *,
    sketch: bool,
) -> Policy:
    answers: dict[str, object] = {n: a for n, a in given.items() if "." not in n}
    periods = {n.partition(".")[2]: a for n, a in given.items() if "." in n}
    document = variant.model_dump(include={"clauses", "places", "citations"})
    try:
        return Policy.model_validate(
            {**answers, **document, _TIMESCALES: periods, "sources": sources},
            context={"sketch": sketch},
        )
    except ValidationError as error:
        raise PolicyError(_sentences(error)) from None


def _flat(answers: Mapping[str, object]) -> dict[str, object]:
    """Own answers with 'timescales' taken apart into its periods."""
    flat = {name: answer for name, answer in answers.items() if name != _TIMESCALES}
    periods = answers.get(_TIMESCALES, {})
    if not isinstance(periods, Mapping):
        raise PolicyError(["The answer to “timescales” gives a period for each kind of duty."])
    if unknown := [kind for kind in periods if kind not in DUTY_KINDS]:
        raise PolicyError(f"“{kind}” is not a kind of duty." for kind in sorted(map(str, unknown)))
    return flat | {f"{_TIMESCALES}.{kind}": period for kind, period in periods.items()}


def answer_to(policy: Policy, name: str) -> object:
    """The answer to a question, or the period of 'timescales.<duty kind>'."""
    question, _, kind = name.partition(".")
    return policy.timescales.of(kind) if kind else getattr(policy, question)


def is_question(name: str) -> bool:
    """Whether this names a question, or one period."""
    question, dot, kind = name.partition(".")
    return question in questions() and (not dot or (question == _TIMESCALES and kind in DUTY_KINDS))


def _unknown(variant: Variant) -> Iterator[str]:
    for name, said in variant.answers.items():
        if not is_question(name):
            yield f"“{name}” is not a question of a policy."
        elif name == _TIMESCALES and said.answer is not None:
            yield "Periods are answered one by one, as “timescales.<kind of duty>”."


def _sentences(error: ValidationError) -> Iterator[str]:
    whole_file = error.title == Variant.__name__
    for problem in error.errors(include_url=False):
        theirs = problem["msg"].removeprefix("Value error, ").replace("Input should", "it should")
        said = _IN_PLAIN_WORDS.get(problem["type"], theirs)
        if not problem["loc"]:
            yield from said.splitlines()
            continue
        place = ".".join(map(str, problem["loc"]))
        answer = place.removeprefix("answers.")
        is_answer = answer != place or not whole_file
        asked = questions().get(answer.partition(".")[0]) if is_answer else None
        yield f"“{asked.title}” ({answer}): {said}." if asked else f"{place}: {said}."
