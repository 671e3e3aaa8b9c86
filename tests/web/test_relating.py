"""An incident that came from another: each shows the other, to whoever sees both."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words

HEAD = "wormley.head"


@pytest.fixture
def two(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> tuple[Pages, Pages]:
    first, second = (Pages(portal_app, client_for, demo, "wormley") for _ in range(2))
    return first, second


@pytest.mark.clause("DBRP-4.5")
def test_each_shows_the_other_until_it_is_taken_back(two: tuple[Pages, Pages]) -> None:
    here, there = two
    said = {"incident": str(there.id), "reason": "One of its letters went astray."}
    asked = words(here.get(HEAD, "relate-incident"))
    assert there.facts.reference in asked
    assert "If it is the same matter" in asked
    strange = here.post(HEAD, "relate-incident", **(said | {"incident": str(uuid4())}))
    assert strange.status_code == 422
    here.does(HEAD, "relate-incident", **said)
    for one, other in ((here, there), (there, here)):
        shown = one.get(HEAD, "")
        assert other.address("") in shown.text
        assert f"Belongs with {other.facts.reference}" in words(shown)
        assert "One of its letters went astray." in words(one.get(HEAD, "record"))

    mark = {"person": str(here.demo.people[HEAD]), "reason": "It is about them."}
    there.does("service.dpo", "mark-concerned", **mark)
    assert there.address("") not in here.get(HEAD, "").text
    assert there.facts.reference not in words(here.get(HEAD, "unrelate-incident"))
    there.does("service.dpo", "unrelate-incident", incident=str(here.id), reason="Another letter.")
    assert here.facts.related == there.facts.related == ()
