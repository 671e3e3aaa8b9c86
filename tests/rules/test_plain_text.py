"""Words that somebody typed among ours: where a sentence ends, which day a word counts from."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.rules.facts import Facts, Intake
from portal.rules.plain_text import ended, first_sentence
from portal.rules.reporting.intake import occurred, title_of


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("Asked a question. Who? And when.", "Asked a question", "Who? And when."),
        ("Asked an expert: St. Mary’s. How", "Asked an expert: St. Mary’s", "How"),
        ("Mrs. A. Jones left it. It is gone.", "Mrs. A. Jones left it", "It is gone."),
        ("Told Capita Ltd. It answers.", "Told Capita Ltd", "It answers."),
        ("That Capita Ltd. reports it. Why", "That Capita Ltd. reports it", "Why"),
        ("Closed", "Closed", ""),
        ("Closed.", "Closed", ""),
        ("", "", ""),
    ],
)
def test_a_sentence_ends_at_a_full_stop_that_is_none_of_a_name(
    text: str, first: str, rest: str
) -> None:
    assert first_sentence(text) == (first, rest)


def test_a_report_is_not_called_mister() -> None:
    assert title_of("Mr. Jones left his bag on the bus. It is gone.").endswith("on the bus")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Today at noon.", "Today at noon (said on Friday 23 October 2026)"),
        ("On Friday, about 3pm", "On Friday, about 3pm (said on Friday 23 October 2026)"),
        ("Friday 16 October, 3pm", "Friday 16 October, 3pm"),
        ("Yesterday, 22/10/2026", "Yesterday, 22/10/2026"),
        ("Not known", "Not known"),
        ("", ""),
    ],
)
def test_words_of_a_day_say_which_day_they_count_from(said: str, read: str) -> None:
    at = datetime(2026, 10, 23, 15, tzinfo=UTC)
    known = Facts(UUID(int=1), UUID(int=2), "", at, intake=Intake(occurred=said))
    assert occurred(known) == read


@pytest.mark.parametrize(
    ("text", "said"),
    [("It is gone ", "It is gone."), ("Gone.", "Gone."), ("Is it?", "Is it?"), (" ", "")],
)
def test_ours_goes_on_after_theirs(text: str, said: str) -> None:
    assert ended(text) == said
