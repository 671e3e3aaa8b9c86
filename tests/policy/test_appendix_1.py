"""The headings of Appendix 1 in its order, and the audit of the review, as the plan prints them."""

from __future__ import annotations

import pytest

from tenants.policy.loader import adopt, load_variant

POLICY = adopt(load_variant("wormley"), {})
APPENDIX_1 = (
    ("completed_at", "when completed"),
    ("completed_by", "who completed"),
    ("description", "breach general"),
    ("reported_by", "who first reported job"),
    ("reported_at", "when reported"),
    ("reported_to", "whom reported"),
    ("dpo_informed", "dpo told"),
    ("team_notified", "response team told"),
    ("details", "details"),
    ("responsible", "responsible school joint controller processor"),
    ("contained", "going on contained"),
    ("more_needed", "else known extent risk"),
    ("whose_data", "whose data"),
    ("data_types", "kinds data"),
    ("special_data", "special category criminal offence"),
    ("likely_risk", "likely risk people"),
    ("high_risk", "high risk likely"),
    ("report_to_ico", "ico told"),
    ("reason_for_delay", "happened more 72 hours ico reason delay"),
    ("ico_report", "when whom ico in time"),
    ("ico_advice", "ico advised asked"),
    ("sanctions", "sanctions ico"),
    ("why_not_reported", "why ico not under review"),
    ("people_told", "people affected whom how when"),
    ("why_not_told", "why people affected not told"),
    ("police", "police"),
    ("other_steps", "communication complaints legal insurers it support"),
    ("press", "press agreed way followed"),
    ("prevention", "again whom when disciplinary recommended"),
)
"""Each printed heading in order: its key, and what the heading has to ask for."""
AUDIT = ("policies", "ongoing_risks", "response", "improvements", "plan")


@pytest.mark.clause("DBRP-A1-any", "DBRP-A1-xlsx")
def test_all_29_headings_stand_in_the_order_of_the_appendix() -> None:
    assert len(APPENDIX_1) == 29
    printed = [one for one in POLICY.log_headings if one.clause.startswith("A1.")]
    assert [one.key for one in printed] == [key for key, _words in APPENDIX_1]
    assert [one.clause for one in printed] == [f"A1.{number:02}" for number in range(1, 30)]
    assert POLICY.log_headings[:29] == tuple(printed)


@pytest.mark.parametrize(("key", "words"), APPENDIX_1)
def test_each_heading_asks_for_what_the_appendix_asks(key: str, words: str) -> None:
    (heading,) = (one for one in POLICY.log_headings if one.key == key)
    assert all(word in heading.text.lower() for word in words.split()), heading.text


@pytest.mark.clause("DBRP-5.23")
def test_the_audit_has_its_five_points_in_order() -> None:
    points = [one for one in POLICY.review_points if one.clause == "5.23"]
    assert tuple(one.key for one in points) == AUDIT
