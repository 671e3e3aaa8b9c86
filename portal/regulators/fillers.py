"""What the record can answer of a regulator's form, by the key of a fact (DBRP-5.12).

These know options of the form; sentences that the breach log needs as well are in
`portal.rules.from_record`. A filler gives an empty answer for what the record does not know, and
names nobody affected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.regulators.answers import Answer
from portal.regulators.case import Case, logged, recorded_or_logged
from portal.regulators.together import numbers_of_all, told_at_all
from portal.rules.also_told.considered import in_words
from portal.rules.also_told.sharing import other_tells, processor_found_at
from portal.rules.from_record import FILLERS, Record
from portal.rules.from_record.around import happened_at
from portal.rules.risk.data_kinds import suggested
from portal.rules.triage import causes
from portal.rules.uk_time import day, day_or_time
from portal.rules.words import Cause, LegalRisk, Naming, Outsider, PeopleChoice, SubmissionKind

_CYBER = frozenset({"hacking", "virus"})  # of other malicious acts a person has to say
_OUTSIDERS = {
    Outsider.AFFECTED: "Somebody whose information it is",
    Outsider.PARENT: "A parent or carer",
    Outsider.PROCESSOR: "A supplier that handles information for us",
    Outsider.JOINT_CONTROLLER: "An organisation that decides about the information with us",
    Outsider.PRESS: "A journalist",
    Outsider.SOMEBODY_ELSE: "Somebody outside the school",
}
_OTHERS = {
    "Parents and carers": ("parent", "carer", "famil"),
    "Governors, volunteers or visitors": ("governor", "volunteer", "visitor"),
}
_PEOPLE = {
    "children": ("pupil", "child", "student"),
    "employees": ("staff", "teacher", "employee"),
    "vulnerable_adults": ("vulnerable",),
}


def _report_type(case: Case) -> Answer:
    first = case.kind is SubmissionKind.INITIAL
    return Answer(chosen=("initial_complete" if first else "follow_up",))


def _case_reference(case: Case) -> Answer:
    known = [report.reference for report in case.facts.submissions if report.reference]
    return Answer(known[0] if known else "")


def _why_reporting(case: Case) -> Answer:
    risk = case.facts.risk.legal_risk
    if risk is None:
        return Answer()
    return Answer(chosen=("below_threshold" if risk is LegalRisk.UNLIKELY else "meets_threshold",))


def _size(case: Case) -> Answer:
    staff = case.school.staff
    size = "under_250" if staff is not None and staff < 250 else "250_or_more"  # noqa: PLR2004  (their own bound)
    return Answer() if staff is None else Answer(chosen=(size,))


def _causes(case: Case) -> Answer:
    found = case.facts.classification
    known = [cause for cause in found.causes if cause is not Cause.NOT_YET_KNOWN] if found else []
    said = causes.in_words(known, found.sub_causes if found else ())
    by, where = f"By {' and '.join(said)}." if said else "", happened_at(case.facts)
    return Answer(f"{by} {where}".strip())


def _cyber(case: Case) -> Answer:
    found = case.facts.classification
    if found is None or not found.causes:
        return Answer()
    if Cause.ATTACK in found.causes or _CYBER & set(found.sub_causes):
        return Answer(chosen=("yes",))
    unclear = {Cause.NOT_YET_KNOWN, Cause.MALICIOUS_ACT} & set(found.causes)
    return Answer() if unclear else Answer(chosen=("no",))


def _how_found(case: Case) -> Answer:
    """Who told the school, without a name; of a processor, when it found it."""
    intake, found_at = case.facts.intake, processor_found_at(case.facts)
    told, how = intake.outside, " by e-mail" * bool(intake.by_mail)
    itself = told is not None and told.what is Outsider.PROCESSOR
    they = "They" if itself else "The organisation that handles it for us"
    theirs = f" {they} had found it on {day_or_time(found_at)}." if found_at else ""
    if told is None:
        unnamed = intake.reporter.naming is Naming.ANONYMOUS
        who = "Somebody who gave no name" if unnamed else "A member of staff noticed it and"
        return Answer(f"{who} reported it{how}.{theirs}")
    return Answer(f"{_OUTSIDERS[told.what]} told us{how}.{theirs}")


def _categories_data(case: Case) -> Answer:
    in_log = (logged(heading)(case).text for heading in ("data_types", "special_data"))
    found = suggested(" ".join((case.facts.intake.what_data, *in_log)))
    other = "; ".join(kind.title for kind in found if kind.category == "other")
    return Answer(other.capitalize(), tuple(dict.fromkeys(kind.category for kind in found)))


def _categories_people(case: Case) -> Answer:
    whose = f"{case.facts.intake.whose} {logged('whose_data')(case).text}".lower()
    found = [key for key, said in _PEOPLE.items() if any(map(whose.count, said))]
    others = [words for words, said in _OTHERS.items() if any(map(whose.count, said))]
    return Answer("; ".join(others), (*found, "other") if others else tuple(found))


def _consequences(case: Case) -> Answer:
    recorded = FILLERS["effects"](Record(case.facts, case.names))
    said = (recorded, logged("effects")(case).text, case.facts.risk.reason.strip())
    return Answer("\n\n".join(filter(None, dict.fromkeys(said))))


def _high_risk(case: Case) -> Answer:
    risk = case.facts.risk.legal_risk
    return Answer(chosen=("yes" if risk is LegalRisk.HIGH else "no",)) if risk else Answer()


def _breach_types(case: Case) -> Answer:
    found = case.facts.classification
    return Answer(chosen=tuple(found.breach_types) if found else ())


def _improvements(case: Case) -> Answer:
    """What will be done and by when; owners stay unnamed, discipline stays out."""
    return Answer(
        "\n".join(
            f"{step.what.strip(' .')}, by {day(step.due_on)}." for step in case.facts.improvements
        )
    )


def _spoken_to(case: Case) -> Answer:
    spoken = [report.spoke_to for report in case.facts.submissions if report.spoke_to]
    return Answer(spoken[-1] if spoken else "")


def _systems_affected(case: Case) -> Answer:
    found = case.facts.classification
    return Answer(chosen=("yes",)) if found and found.breach_types else Answer()


_LIKELIHOODS = {1: "very_unlikely", 2: "unlikely", 3: "neutral", 4: "likely", 5: "very_likely"}


def _likelihood(case: Case) -> Answer:
    """As it was graded, else as the legal question was answered."""
    risk = case.facts.risk
    if risk.likelihood is not None:
        return Answer(chosen=(_LIKELIHOODS[risk.likelihood],))
    if risk.legal_risk is None:
        return Answer()
    return Answer(chosen=("unlikely" if risk.legal_risk is LegalRisk.UNLIKELY else "likely",))


def _people_told(case: Case) -> Answer:
    """From the decision, and from what has been sent since, by us or by a joint controller."""
    facts, record = case.facts, Record(case.facts, case.names)
    decision, people = facts.people_decision, facts.people
    if decision is None:
        return Answer(chosen=("undecided",))
    said = FILLERS["people_told"](record)
    if decision.choice is PeopleChoice.NOT_REQUIRED:
        why_not = FILLERS["why_not_told"](record)
        if people.told_at is None:
            return Answer(why_not, ("decided_not",))
        return Answer(f"{said}\n\n{why_not}", ("other",))
    if other_tells(facts):
        return Answer(said, ("told" if facts.other_told else "planning",))
    if people.told_at is None:
        return Answer(said, ("planning",))
    left = people.waiting or people.unresolved or people.unsent_since or people.stopped_at
    return Answer(said, ("telling" if left else "told",))


def _others_told(case: Case) -> Answer:
    """Who else was told, as far as it is recorded; the log's line on the police beside it."""
    told = [in_words(case.policy, each.key) for each in case.facts.considered if each.told_at]
    police = logged("police")(case).text
    lines = ("; ".join(told), police and f"The police: {police}")
    return Answer("\n".join(filter(None, lines)), ("yes",) if told else ())


def _dpo_is_submitter(case: Case) -> Answer:
    same = case.school.dpo.name == case.school.submitter.name
    return Answer(chosen=("yes" if same else "no",)) if case.school.dpo.name else Answer()


OWN: Mapping[str, Callable[[Case], Answer]] = {
    "report_type": _report_type,
    "case_reference": _case_reference,
    "why_reporting": _why_reporting,
    "size": _size,
    "causes": _causes,
    "cyber": _cyber,
    "how_found": _how_found,
    "categories_data": _categories_data,
    "categories_people": _categories_people,
    "records": numbers_of_all(logged("records")),
    "measures_before": logged("measures_before"),
    "others_told": _others_told,
    "people_told": told_at_all(_people_told),
    "spoken_to": _spoken_to,
    "systems_affected": _systems_affected,
    "likelihood": _likelihood,
    "consequences": _consequences,
    "people": numbers_of_all(recorded_or_logged("people", "people")),
    "occurred": recorded_or_logged("occurred", "occurred"),
    "remedy": recorded_or_logged("remedy", "remedy"),
    "high_risk": _high_risk,
    "breach_types": _breach_types,
    "improvements": _improvements,
    "controller": lambda case: Answer(case.school.controller or case.school.name),
    "address": lambda case: Answer(case.school.address),
    "registration": lambda case: Answer(case.school.registration),
    "sector": lambda case: Answer(case.school.sector),
    "submitter": lambda case: Answer(str(case.school.submitter)),
    "dpo_is_submitter": _dpo_is_submitter,
    "dpo": lambda case: Answer(str(case.school.dpo)),
}
