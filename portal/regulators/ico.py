"""Answers to the ICO's questions, as far as the record knows them (DBRP-5.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from portal.regulators.answers import Answer, missing, unknown_keys
from portal.regulators.case import Case
from portal.regulators.details import SchoolDetails
from portal.regulators.fillers import OWN
from portal.regulators.form import Form, FormQuestion
from portal.regulators.versions import load_questions
from portal.rules.facts import Facts
from portal.rules.from_record import FILLERS, Names, Record
from portal.rules.words import SubmissionKind
from tenants.policy.schema import Policy

KNOWN_FACTS = frozenset(OWN) | frozenset(FILLERS)
"""What a question file may name as `fact`."""


def prefill(
    facts: Facts,
    school: SchoolDetails,
    names: Names,
    *,
    kind: SubmissionKind = SubmissionKind.INITIAL,
    form: Form | None = None,
    policy: Policy | None = None,
    elsewhere: tuple[tuple[str, Facts], ...] = (),
) -> dict[str, Answer]:
    """What the record can answer, by key; nothing for what it cannot. Each says from which fact.

    `form` is the one that came with the product where none is given. `policy` names the bodies that
    were told in the school's own words. `elsewhere`: what is known at other schools whose incidents
    the report covers as well.
    """
    form = form or load_questions()
    record = Record(facts, names)
    case = Case(facts, school, kind, names, policy, elsewhere)
    answers: dict[str, Answer] = {}
    for question in form.questions():
        if not question.fact:
            continue
        own = OWN.get(question.fact)
        answer = own(case) if own else Answer(FILLERS[question.fact](record))
        fitting = replace(_fitting(question, answer), from_fact=question.fact)
        if fitting.given:
            answers[question.key] = fitting
    return _say_that_more_follows(form, answers)


def _fitting(question: FormQuestion, answer: Answer) -> Answer:
    """Without options that this version of the form does not have."""
    if not question.options:
        return replace(answer, chosen=())
    known = {option.key for option in question.options}
    kept = tuple(key for key in answer.chosen if key in known)
    return replace(answer, chosen=kept, text=answer.text if question.remark else "")


def _say_that_more_follows(form: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """A first report with gaps is one with 'more to follow' (DBRP-4.4)."""
    said = dict(answers)
    first = said.get("report_type")
    gaps = missing(form, said) or unknown_keys(said)
    if first and first.chosen == ("initial_complete",) and gaps:
        said["report_type"] = replace(first, chosen=("initial_more",))
    return said
