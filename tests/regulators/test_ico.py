from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from pydantic import ValidationError

from portal.errors import NotFound
from portal.regulators.answers import (
    CONTENTS,
    Answer,
    Draft,
    asked,
    in_words,
    missing,
    unknown_keys,
)
from portal.regulators.details import SchoolDetails
from portal.regulators.form import parse
from portal.regulators.ico import KNOWN_FACTS, prefill
from portal.regulators.versions import list_versions, load_questions
from portal.rules.facts import (
    Facts,
)
from portal.rules.facts.sorting import Responsibility
from portal.rules.risk.data_kinds import DATA_KINDS
from portal.rules.words import (
    BreachType,
    Cause,
    Responsible,
    SubmissionKind,
)
from tenants.calendar import UK
from tests.regulators.conftest import names

FORM = load_questions()


def lacking(answers: Draft) -> set[str]:
    """Which of the four contents are not whole."""
    return {question.content for question in missing(FORM, answers) if question.content}


@pytest.mark.parametrize("version", list_versions())
def test_a_question_file_fits_together(version: str) -> None:
    form = load_questions(version)
    categories = {option.key for option in form.question("categories_data").options}

    assert form.version == version
    assert len(form.parts) == 6
    assert {question.fact for question in form.questions()} - {""} <= KNOWN_FACTS
    assert {question.content for question in form.questions()} - {None} == set(CONTENTS)
    assert {kind.category for kind in DATA_KINDS} <= categories
    assert {kind.value for kind in BreachType} <= {
        option.key for option in form.question("cyber_systems").options
    }


def test_the_regulator_is_data_with_a_date() -> None:
    assert FORM.regulator.short_name == "ICO"
    assert FORM.regulator.phone == "0303 123 1113"
    assert FORM.as_of.year == 2026


def test_a_broken_question_file_is_refused() -> None:
    head = 'version = "x"\nas_of = 2026-01-01\n[regulator]\nname = "R"\nshort_name = "R"\n'
    head += 'phone = ""\nhours = ""\nreport_url = ""\nwebsite = ""\nreference_pattern = ""\n'
    head += 'reference_example = ""\n[[part]]\nkey = "p"\ntitle = "P"\n[[part.question]]\n'

    with pytest.raises(ValidationError, match="a choice needs them"):
        parse(head + 'key = "q"\ntitle = "Q"\ntype = "choice"\n')
    with pytest.raises(ValidationError, match="not asked before"):
        parse(f'{head}key = "q"\ntitle = "Q"\ntype = "text"\nwhen = {{question="z", is=["y"]}}\n')
    with pytest.raises(NotFound):
        load_questions("ico-1998")


@pytest.mark.clause("DBRP-5.12")
def test_the_four_contents_are_filled_from_the_record(facts: Facts, school: SchoolDetails) -> None:
    answers = prefill(facts, school, names)

    assert answers["what_happened"].text == facts.intake.happened
    assert answers["people"].text == "214"
    assert answers["categories_people"].chosen == ("children", "other")
    assert answers["categories_people"].text == "Parents and carers"
    assert answers["categories_data"].chosen == ("basic_identifiers", "health")
    assert answers["records"].not_yet_known
    assert answers["dpo"].text == "Chris Williams, dpo@service.example.org, 01632 960199"
    assert answers["consequences"].text == "Distress and stigma.\n\nHealth data of young children."
    assert answers["actions_taken"].text == "Everybody was asked to delete it."
    assert lacking(answers) == set()
    assert all(answer.from_fact in KNOWN_FACTS for answer in answers.values())


def test_how_likely_harm_is_goes_over_as_it_was_graded(facts: Facts, school: SchoolDetails) -> None:
    graded = [
        prefill(replace(facts, risk=replace(facts.risk, likelihood=grade)), school, names)
        for grade in (None, 1, 2, 3, 4, 5)
    ]
    assert [each["likelihood"].chosen[0] for each in graded] == [
        "likely", "very_unlikely", "unlikely", "neutral", "likely", "very_likely",
    ]  # fmt: skip


@pytest.mark.clause("DBRP-5.12")
@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("what_happened", "nature"),
        ("people", "nature"),
        ("categories_people", "nature"),
        ("records", "nature"),
        ("categories_data", "nature"),
        ("dpo", "contact"),
        ("consequences", "consequences"),
        ("actions_taken", "measures"),
    ],
)
def test_a_content_left_out_is_named(
    key: str, content: str, facts: Facts, school: SchoolDetails
) -> None:
    answers = prefill(facts, school, names)
    del answers[key]

    assert lacking(answers) == {content}
    assert key in [question.key for question in missing(FORM, answers)]
    answers[key] = Answer(not_yet_known=True)
    assert lacking(answers) == set()


@pytest.mark.clause("DBRP-4.4")
@pytest.mark.clause("DBRP-5.13")
def test_a_report_with_gaps_says_that_more_follows(facts: Facts, school: SchoolDetails) -> None:
    answers = prefill(facts, school, names)

    assert answers["report_type"].chosen == ("initial_more",)
    assert unknown_keys(answers) == ("records",)
    assert in_words(FORM.question("records"), answers["records"]) == "Not yet known"


def test_cyber_and_follow_up_questions_come_only_when_they_apply(
    facts: Facts, school: SchoolDetails
) -> None:
    first = prefill(facts, school, names)
    attacked = {**first, "cyber": Answer(chosen=("yes",))}
    follow_up = prefill(facts, school, names, kind=SubmissionKind.FOLLOW_UP)

    assert not {"cyber_impact", "case_reference"} & {each.key for each in asked(FORM, first)}
    assert "cyber_impact" in {each.key for each in asked(FORM, attacked)}
    assert "case_reference" in {each.key for each in asked(FORM, follow_up)}
    assert "delay" not in {each.key for each in asked(FORM, follow_up)}


def test_an_empty_record_answers_little_and_breaks_nothing(
    facts: Facts, school: SchoolDetails
) -> None:
    bare = Facts(facts.school_id, facts.incident_id, facts.reference, facts.reported_at)
    answers = prefill(bare, replace(school, staff=None), names)

    assert lacking(answers) == {"nature", "consequences", "measures"}
    assert "cyber" not in answers
    assert "size" not in answers


@pytest.mark.parametrize(
    ("cause", "sub_cause", "cyber", "how"),
    [
        (
            Cause.ATTACK,
            "phishing",
            ("yes",),
            "By an attack on systems (phishing or a false message).",
        ),
        (Cause.MALICIOUS_ACT, "hacking", ("yes",), "By a malicious act (hacking)."),
        (Cause.MALICIOUS_ACT, "passed_on", None, "By a malicious act (passed on on purpose)."),
        (
            Cause.HUMAN_ERROR,
            "wrong_recipient",
            ("no",),
            "By human error (sent to the wrong person).",
        ),
    ],
)
def test_a_malicious_act_is_a_cyber_incident_or_a_person_says(
    facts: Facts,
    school: SchoolDetails,
    cause: Cause,
    sub_cause: str,
    cyber: tuple[str, ...] | None,
    how: str,
) -> None:
    [last] = facts.classifications[-1:]
    found = replace(last, causes=(cause,), sub_causes=(sub_cause,))
    answers = prefill(replace(facts, classifications=(found,)), school, names)
    assert answers["how_happened"].text == how
    assert (answers["cyber"].chosen if "cyber" in answers else None) == cyber


@pytest.mark.clause("DBRP-5.10")
def test_a_processor_is_named_and_so_is_data_without_a_box_of_its_own(
    facts: Facts, school: SchoolDetails
) -> None:
    [last] = facts.classifications
    since = datetime(2026, 11, 12, tzinfo=UK)  # the day alone is known
    theirs = Responsibility(Responsible.PROCESSOR, "Lunch Ltd", found_at=since)
    found = replace(last, responsible=theirs)
    intake = replace(facts.intake, what_data="Home addresses, safeguarding notes, CCTV")
    answers = prefill(replace(facts, classifications=(found,), intake=intake), school, names)
    assert answers["how_happened"].text == (
        "By human error. It happened at an organisation that handles data for us, Lunch Ltd."
    )
    assert "for us had found it on Thursday 12 November 2026." in answers["how_found"].text
    assert answers["categories_data"].chosen == ("basic_identifiers", "other")
    assert answers["categories_data"].text == (
        "Safeguarding or family notes; photographs or recordings"
    )
