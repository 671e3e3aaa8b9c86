"""The product's question file, held against what is known of the regulator's form, line by line.

The form's own headings are not all public; each row says what is asked, in which part, how it is
answered, whether it must be, and on what it depends.
"""

from __future__ import annotations

import pytest

from portal.regulators.answers import Answer, asked, in_words
from portal.regulators.ico import KNOWN_FACTS
from portal.regulators.versions import load_questions

FORM = load_questions("ico-2026")
YES_NO_UNKNOWN = "yes no unknown"
CYBER = "cyber=yes"
FIRST = "report_type=initial_complete,initial_more"
DATA = (
    "ethnicity politics religion union sex_life sexual_orientation gender_reassignment health "
    "basic_identifiers identification_data financial official_documents location biometric "
    "criminal other"
)
PEOPLE = "employees users subscribers students customers patients children vulnerable_adults other"
LIKELIHOOD = "very_likely likely neutral unlikely very_unlikely not_yet_known"
RECOVERY = "regular supplemented extended not_recoverable complete not_yet_known"
TOLD = "told telling aware planning decided_not undecided other"

# part, question, type ('!' where an answer is required), options, asked only if
TABLE = [
    ("about_report", "spoken_to", "text", "", ""),
    ("about_report", "report_type", "choice!", "initial_complete initial_more follow_up", ""),
    ("about_report", "case_reference", "text", "", "report_type=follow_up"),
    ("about_report", "why_reporting", "choice", "meets_threshold below_threshold unclear", ""),
    ("about_report", "size", "choice", "under_250 250_or_more", ""),
    ("about_report", "first_breach", "choice", YES_NO_UNKNOWN, ""),
    ("what_happened", "what_happened", "long_text!", "", ""),
    ("what_happened", "how_happened", "long_text!", "", ""),
    ("what_happened", "how_found", "long_text!", "", ""),
    ("what_happened", "cyber", "choice!", YES_NO_UNKNOWN, ""),
    ("what_happened", "discovered", "date_time!", "", ""),
    ("what_happened", "occurred", "date_time!", "", ""),
    ("what_happened", "measures_before", "long_text!", "", ""),
    ("data", "categories_data", "choices!", DATA, ""),
    ("data", "records", "number!", "", ""),
    ("data", "people", "number!", "", ""),
    ("data", "people_most", "number", "", CYBER),
    ("data", "categories_people", "choices!", PEOPLE, ""),
    ("impact", "consequences", "long_text!", "", ""),
    ("impact", "likelihood", "choice", LIKELIHOOD, ""),
    ("impact", "high_risk", "choice!", "yes no", ""),
    ("impact", "cyber_affected", "choice", YES_NO_UNKNOWN, CYBER),
    ("impact", "cyber_systems", "choices", "confidentiality integrity availability", CYBER),
    ("impact", "cyber_impact", "choice", "high medium low not_yet_known", CYBER),
    ("impact", "cyber_recovery_time", "choice", RECOVERY, CYBER),
    ("impact", "cyber_recovery", "choice", "restored restoring cannot not_yet_known", CYBER),
    ("measures", "training", "choice", YES_NO_UNKNOWN, ""),
    ("measures", "delay", "long_text", "", FIRST),
    ("measures", "actions_taken", "long_text!", "", ""),
    ("measures", "prevention", "long_text", "", ""),
    ("measures", "people_told", "choice!", TOLD, ""),
    ("measures", "others_told", "choice", YES_NO_UNKNOWN, ""),
    ("measures", "code", "choice", YES_NO_UNKNOWN, ""),
    ("measures", "code_relevant", "choice", YES_NO_UNKNOWN, "code=yes"),
    ("measures", "code_body_told", "choice", YES_NO_UNKNOWN, "code=yes"),
    ("about_you", "controller", "text!", "", ""),
    ("about_you", "registration", "text", "", ""),
    ("about_you", "sector", "text", "", ""),
    ("about_you", "address", "long_text!", "", ""),
    ("about_you", "reporter", "long_text!", "", ""),
    ("about_you", "dpo_is_reporter", "choice", "yes no", ""),
    ("about_you", "dpo", "long_text!", "", ""),
]
TYPED_BESIDE = {
    "categories_data",
    "categories_people",
    "likelihood",
    "high_risk",
    "training",
    "people_told",
    "others_told",
}
"""Choices beside which the form asks for words."""
NOBODY_KNOWS = {
    "first_breach",
    "people_most",
    "cyber_impact",
    "cyber_recovery_time",
    "cyber_recovery",
    "training",
    "code",
    "code_relevant",
    "code_body_told",
}
"""What no record can answer: all else is filled, and asked of nobody again."""


@pytest.mark.clause("DBRP-5.12")
def test_every_question_stands_in_its_part_and_order() -> None:
    found = [
        (
            part.key,
            question.key,
            f"{question.type}{'!' * question.required}",
            " ".join(option.key for option in question.options),
            f"{question.when.question}={','.join(question.when.among)}" if question.when else "",
        )
        for part in FORM.parts
        for question in part.questions
    ]
    assert found == TABLE


def test_words_are_asked_beside_the_choices_that_need_them() -> None:
    assert {each.key for each in FORM.questions() if each.remark} == TYPED_BESIDE


@pytest.mark.clause("DBRP-5.12")
def test_what_the_record_knows_is_filled_from_it() -> None:
    without = {each.key for each in FORM.questions() if not each.fact}
    assert without == NOBODY_KNOWS
    assert {each.fact for each in FORM.questions()} - {""} <= KNOWN_FACTS


@pytest.mark.clause("DBRP-5.13")
@pytest.mark.parametrize("key", [row[1] for row in TABLE])
def test_not_yet_known_answers_every_question(key: str) -> None:
    said = Answer(not_yet_known=True)
    assert said.given
    assert "Not yet known" in in_words(FORM.question(key), said)


@pytest.mark.parametrize(
    ("answers", "there", "not_there"),
    [
        ({}, set(), {"cyber_impact", "case_reference", "delay"}),
        ({"cyber": "yes"}, {"people_most", "cyber_recovery"}, {"case_reference"}),
        ({"cyber": "no"}, set(), {"people_most", "cyber_affected"}),
        ({"cyber": "unknown"}, set(), {"people_most", "cyber_affected"}),
        ({"report_type": "follow_up"}, {"case_reference"}, {"delay"}),
        ({"report_type": "initial_more"}, {"delay"}, {"case_reference"}),
    ],
)
def test_conditions(answers: dict[str, str], there: set[str], not_there: set[str]) -> None:
    said = {key: Answer(chosen=(chosen,)) for key, chosen in answers.items()}
    keys = {each.key for each in asked(FORM, said)}
    assert there <= keys
    assert not not_there & keys
