"""An incident that came from another: each shows the other, to whoever sees both."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.rules.facts import related_now
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words

HEAD = "wormley.head"


def unpacked(reply: TestResponse) -> str:
    """The signed record, but for its PDF, which says the same."""
    with ZipFile(BytesIO(reply.data)) as packed:
        return "".join(
            packed.read(name).decode() for name in ("README.txt", "record.json", "audit.jsonl")
        )


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
        for page in (shown, one.get(HEAD, "record")):
            assert f"{other.facts.reference} , a matter of its own: One of its" in words(page)
            assert words(page).count("went astray") == 1

    mark = {"person": str(here.demo.people[HEAD]), "reason": "It is about them."}
    there.does("service.dpo", "mark-concerned", **mark)
    assert there.address("") not in here.get(HEAD, "").text
    assert there.facts.reference not in words(here.get(HEAD, "unrelate-incident"))
    taken_away = unpacked(here.get(HEAD, "record.zip"))
    for shown in (words(here.get(HEAD, "record")), taken_away):
        assert "Named an incident that belongs with this one" in shown
        for secret in (there.facts.reference, str(there.id), "went astray"):
            assert secret not in shown
    there.does("service.dpo", "unrelate-incident", incident=str(here.id), reason="Another letter.")
    assert related_now(here.facts.related) == related_now(there.facts.related) == frozenset()
    assert "Belongs with" not in words(here.get("service.dpo", ""))
    assert "Another letter." in words(here.get("service.dpo", "record"))
    assert "Another letter." not in words(here.get(HEAD, "record"))
    assert "Another letter." in unpacked(here.get("service.dpo", "record.zip"))


def test_whoever_reports_what_came_from_another_is_led_to_say_which(
    two: tuple[Pages, Pages],
) -> None:
    here, _ = two
    way = here.address("relate-incident")
    done = f"/wormley/report/done/{here.id}"
    assert way in here.client(HEAD).get(done).text
    assert way not in here.client("wormley.teacher").get(done).text
