"""Where a sentence of somebody's ends, and how ours go on after theirs."""

from __future__ import annotations

import pytest

from portal.rules.plain_text import ended, first_sentence
from portal.rules.reporting.intake import title_of


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("Asked a question. Who? And when.", "Asked a question", "Who? And when."),
        ("Asked an expert: St. Mary’s. How", "Asked an expert: St. Mary’s", "How"),
        ("Mrs. A. Jones left it. It is gone.", "Mrs. A. Jones left it", "It is gone."),
        ("Told Capita Ltd. It answers.", "Told Capita Ltd", "It answers."),
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
    ("text", "said"),
    [("It is gone ", "It is gone."), ("Gone.", "Gone."), ("Is it?", "Is it?"), (" ", "")],
)
def test_ours_goes_on_after_theirs(text: str, said: str) -> None:
    assert ended(text) == said
