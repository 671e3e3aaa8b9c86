"""Translations and pupils' words: who adds them, what they need, and when they are out of date."""

from __future__ import annotations

from typing import Any

import pytest

from portal.actions import add_wording, ask_opinion, write_notice
from portal.errors import Refused
from portal.rules.telling.notice_parts import FOR_PUPILS, OPENING
from portal.rules.words import Stage
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import WENTWORTH, WORMLEY, decide, facts, who_may
from tests.actions.test_telling_people import FOUR, agreed, to_send

POLISH: dict[str, Any] = {
    "language": "pl",
    "parts": ((OPENING, "Coś poszło źle."), *((key, "Po polsku.") for key, _ in FOUR)),
}
PUPILS: dict[str, Any] = {
    "language": FOR_PUPILS,
    "parts": ((OPENING, "Something went wrong."), *FOUR),
}


@pytest.mark.parametrize(
    ("policy", "who"), [(WORMLEY, {Role.DPO}), (WENTWORTH, {Role.HEAD, Role.SLT, Role.DPO})]
)
def test_who_adds_words_to_a_text_that_is_there(policy: Policy, who: set[Role]) -> None:
    assert who_may(add_wording.ACTION, facts(Stage.INVESTIGATING), policy) == set()
    assert who_may(add_wording.ACTION, to_send(), policy) == who


@pytest.mark.clause("DBRP-5.16.1-4")
@pytest.mark.parametrize(
    ("said", "field"),
    [
        (POLISH | {"language": "xx"}, "language"),
        (POLISH | {"parts": POLISH["parts"][1:]}, OPENING),
        (POLISH | {"parts": POLISH["parts"][:-1]}, "done"),
        (PUPILS | {"parts": (*PUPILS["parts"], ("when", "Ask your parents about your child."))},
         "when"),
    ],
)  # fmt: skip
def test_what_other_words_must_have(said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(add_wording.ACTION, to_send(), Role.DPO, **said)
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-5.16")
def test_other_words_are_a_version_that_is_asked_about_and_english_outdates_them() -> None:
    known = to_send(**agreed())
    assert who_may(ask_opinion.ACTION, known, WORMLEY) == set()
    added = decide(add_wording.ACTION, known, Role.DPO, **POLISH).facts
    assert who_may(ask_opinion.ACTION, added, WORMLEY) == {Role.DPO}
    both = decide(add_wording.ACTION, added, Role.DPO, **PUPILS).facts
    assert [each.language for each in both.people.texts[-1].wordings] == ["pl", FOR_PUPILS]
    assert both.people.texts[-1].parts == FOUR
    changed = decide(write_notice.ACTION, both, Role.DPO, parts=(*FOUR, ("when", "Friday."))).facts
    assert all(each.outdated for each in changed.people.texts[-1].wordings)
    again = decide(add_wording.ACTION, changed, Role.DPO, **POLISH).facts
    outdated = {each.language: each.outdated for each in again.people.texts[-1].wordings}
    assert outdated == {FOR_PUPILS: True, "pl": False}
