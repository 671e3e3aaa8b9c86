"""A policy in plain English."""

from pathlib import Path

import pytest

from tenants.policy.answers import Origin
from tenants.policy.explain import WIDTH, Explained, explain, explained
from tenants.policy.loader import adopt, list_variants, load_variant
from tenants.policy.reference import reference
from tenants.policy.schema import Policy, questions
from tenants.policy.timescales import DUTY_KINDS


def _explained(name: str, **own: object) -> dict[str, Explained]:
    return {row.question: row for row in explained(adopt(load_variant(name), own))}


@pytest.mark.parametrize("name", list_variants())
def test_every_question_and_every_period_is_explained_in_order(name: str) -> None:
    rows = list(_explained(name))
    assert [row for row in rows if "." not in row] == list(questions())
    assert [row for row in rows if "." in row] == [f"timescales.{kind}" for kind in DUTY_KINDS]


@pytest.mark.parametrize("name", list_variants())
def test_the_same_policy_gives_the_same_text_that_fits_a_terminal(name: str) -> None:
    text = explain(adopt(load_variant(name), {}))
    assert text == explain(adopt(load_variant(name), {}))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "_" not in text


def test_printed_default_law_and_own_answers_are_told_apart() -> None:
    rows = _explained("wormley", dpo="external_service", dpo_protocol="Ring the service.")
    assert rows["escalation_gate"].source == "Plan 5.3"
    assert rows["legal_advice"].source == "Plan, Appendix 1"
    assert rows["anonymous_reports"].source == "not printed: the default"
    assert rows["timescales.acknowledge_complaint"].origin is Origin.LAW
    assert rows["dpo"].source == "the school’s own answer, changed from the variant (5.0)"
    assert rows["dpo_protocol"].source == "the school’s own answer"  # the variant has none
    assert rows["dpo"].answer == ("an officer of an external service",)


def test_answers_are_words() -> None:
    rows = _explained("wentworth")
    assert rows["anonymous_reports"].answer == ("yes",)
    assert rows["first_contacts"].answer == ("Headteacher, Senior leadership team",)
    assert rows["timescales.look_at_report"].answer == (
        "2 hours on a school day, 12 hours otherwise",
    )
    assert rows["timescales.review_not_reporting"].answer == ("30 days, then every 90 days",)
    assert rows["investigation_steps"].answer[1] == "Speak to the staff involved (3b)"
    assert "Led by: Headteacher, Senior leadership team." in rows["severity_ladder"].answer[3]
    assert rows["own_reminders"].answer[-1].startswith("every 14 days after")
    assert rows["internal_reminders"].answer[-1].startswith("every 12 hours after")


def test_an_empty_list_is_none_and_an_empty_set_of_roles_is_nobody() -> None:
    rows = _explained("wormley")
    assert rows["severity_ladder"].answer == ("none",)
    assert rows["allocators"].answer == ("nobody",)


def test_a_reading_of_the_clause_is_shown_once() -> None:
    rows = _explained("wentworth")
    assert rows["allocators"].note.startswith("Printed for ‘the Staff’")
    assert rows["timescales"].note
    assert not rows["timescales.contain"].note


def test_where_the_law_asks_more_is_said() -> None:
    text = explain(adopt(load_variant("wormley"), {"nation": "scotland"}))
    assert "The law asks more: In Scotland a child of 12" in text
    assert "The law, whatever the answer: No age is fixed" in text


def test_a_policy_that_answers_nothing_itself_can_be_explained() -> None:
    assert all(row.origin in {Origin.DEFAULT, Origin.LAW} for row in explained(Policy()))


def test_the_page_of_questions_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "policy-questions.md"
    assert page.read_text(encoding="utf-8") == reference(), (
        "python -m tenants.policy.reference > docs/policy-questions.md"
    )
