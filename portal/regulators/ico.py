"""Answers to the ICO's questions, as far as the record knows them (DBRP-5.12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.regulators.answers import Answer, missing, unknown_keys
from portal.regulators.details import SchoolDetails
from portal.regulators.form import CURRENT, Form, load_questions
from portal.rules.data_kinds import suggested
from portal.rules.facts import Facts
from portal.rules.from_record import FILLERS, Names, Record
from portal.rules.words import Cause, LegalRisk, Source, SubmissionKind


@dataclass(frozen=True, slots=True)
class _Case:
    facts: Facts
    school: SchoolDetails
    kind: SubmissionKind
    names: Names


_CAUSES = {
    Cause.LOSS_OR_THEFT: "loss or theft",
    Cause.INAPPROPRIATE_ACCESS: "access by somebody who should not have had it",
    Cause.ATTACK: "an attack on our systems",
    Cause.EQUIPMENT_FAILURE: "a failure of equipment",
    Cause.HUMAN_ERROR: "a human error",
    Cause.ACT_OF_GOD: "a fire, flood or the like",
    Cause.MALICIOUS_ACT: "a malicious act",
    Cause.OTHER: "another cause",
}
_PEOPLE = {
    "children": ("pupil", "child", "student"),
    "employees": ("staff", "teacher", "employee"),
    "parents": ("parent", "carer", "famil"),
    "vulnerable_adults": ("vulnerable",),
    "other": ("governor", "volunteer", "visitor"),
}


def _report_type(case: _Case) -> Answer:
    first = case.kind is SubmissionKind.INITIAL
    return Answer(chosen=("initial_complete" if first else "follow_up",))


def _case_reference(case: _Case) -> Answer:
    known = [report.reference for report in case.facts.submissions if report.reference]
    return Answer(known[0] if known else "")


def _why_reporting(case: _Case) -> Answer:
    risk = case.facts.risk.legal_risk
    if risk is None:
        return Answer()
    return Answer(chosen=("below_threshold" if risk is LegalRisk.UNLIKELY else "meets_threshold",))


def _size(case: _Case) -> Answer:
    staff = case.school.staff
    if staff is None:
        return Answer()
    return Answer(chosen=("under_250" if staff < 250 else "250_or_more",))  # noqa: PLR2004  (their own bound)


def _causes(case: _Case) -> Answer:
    found = case.facts.classification
    named = [_CAUSES[cause] for cause in found.causes if cause in _CAUSES] if found else []
    return Answer(f"By {' and '.join(named)}." if named else "")


def _cyber(case: _Case) -> Answer:
    found = case.facts.classification
    if found is None or not found.causes or Cause.NOT_YET_KNOWN in found.causes:
        return Answer()
    return Answer(chosen=("yes" if Cause.ATTACK in found.causes else "no",))


def _how_found(case: _Case) -> Answer:
    if case.facts.intake.source is Source.OUTSIDE:
        return Answer("Somebody outside the school told us.")
    return Answer("A member of staff noticed it and reported it.")


def _categories_data(case: _Case) -> Answer:
    found = suggested(case.facts.intake.what_data)
    return Answer(chosen=tuple(dict.fromkeys(kind.category for kind in found)))


def _categories_people(case: _Case) -> Answer:
    whose = case.facts.intake.whose.lower()
    return Answer(chosen=tuple(key for key, said in _PEOPLE.items() if any(map(whose.count, said))))


def _logged(heading: str) -> Callable[[_Case], Answer]:
    def answer(case: _Case) -> Answer:
        for logged in case.facts.log.answers:
            if logged.heading == heading:
                return Answer(logged.text.strip(), not_yet_known=logged.not_yet_known)
        return Answer()

    return answer


def _consequences(case: _Case) -> Answer:
    record = Record(case.facts, case.names)
    said = (FILLERS["effects"](record), case.facts.risk.reason.strip())
    return Answer("\n\n".join(part for part in said if part))


def _high_risk(case: _Case) -> Answer:
    risk = case.facts.risk.legal_risk
    return Answer(chosen=("yes" if risk is LegalRisk.HIGH else "no",)) if risk else Answer()


def _breach_types(case: _Case) -> Answer:
    found = case.facts.classification
    return Answer(chosen=tuple(found.breach_types) if found else ())


def _improvements(case: _Case) -> Answer:
    """What will be done and by when; owners stay unnamed, discipline stays out."""
    return Answer(
        "\n".join(
            f"{step.what.strip()} ({step.due_on:%d/%m/%Y})" for step in case.facts.improvements
        )
    )


def _controller(case: _Case) -> Answer:
    school = case.school
    return Answer("\n".join((school.controller or school.name, school.address)).strip())


_OWN: Mapping[str, Callable[[_Case], Answer]] = {
    "report_type": _report_type,
    "case_reference": _case_reference,
    "why_reporting": _why_reporting,
    "size": _size,
    "causes": _causes,
    "cyber": _cyber,
    "how_found": _how_found,
    "categories_data": _categories_data,
    "categories_people": _categories_people,
    "records": _logged("records"),
    "police": _logged("police"),
    "consequences": _consequences,
    "high_risk": _high_risk,
    "breach_types": _breach_types,
    "improvements": _improvements,
    "controller": _controller,
    "registration": lambda case: Answer(case.school.registration),
    "sector": lambda case: Answer(case.school.sector),
    "submitter": lambda case: Answer(str(case.school.submitter)),
    "dpo": lambda case: Answer(str(case.school.dpo)),
}

KNOWN_FACTS = frozenset(_OWN) | frozenset(FILLERS)
"""What a question file may name as `fact`."""


def prefill(
    facts: Facts,
    school: SchoolDetails,
    names: Names,
    *,
    kind: SubmissionKind = SubmissionKind.INITIAL,
    version: str = CURRENT,
) -> dict[str, Answer]:
    """What the record can answer, by key; nothing for what it cannot. Each says from which fact."""
    case, record = _Case(facts, school, kind, names), Record(facts, names)
    answers: dict[str, Answer] = {}
    form = load_questions(version)
    for question in form.questions():
        if not question.fact:
            continue
        own = _OWN.get(question.fact)
        answer = own(case) if own else Answer(FILLERS[question.fact](record))
        if answer.given:
            answers[question.key] = Answer(
                answer.text, answer.chosen, answer.not_yet_known, question.fact
            )
    return _say_that_more_follows(form, answers)


def _say_that_more_follows(form: Form, answers: dict[str, Answer]) -> dict[str, Answer]:
    """A first report with gaps is one with 'more to follow' (DBRP-4.4)."""
    first = answers.get("report_type")
    gaps = missing(form, answers) or unknown_keys(answers)
    if first and first.chosen == ("initial_complete",) and gaps:
        answers["report_type"] = Answer(chosen=("initial_more",), from_fact=first.from_fact)
    return answers
