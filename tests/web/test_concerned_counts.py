"""Whom an incident concerns sees every page, list, count and calendar as if it were not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.test_concerned import CANARY, do, inside

RANDOM = re.compile(rb'name="(?:csrf_token|once|parcel)"[^>]*value="[^"]*"|nonce-?="?[\w+/=-]+')
"""What differs each time a page is asked for."""


@pytest.mark.clause("SIP-6")
@pytest.mark.parametrize("who", ["wormley.head", "service.dpo"])
def test_it_changes_nothing_that_they_see(
    portal_app: Flask,
    client_for: ClientFor,
    demo: Demo,
    clock: MovingClock,
    who: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    now = clock.now().replace(microsecond=0)
    monkeypatch.setattr(type(services.clock), "now", lambda _clock: now)
    theirs = client_for(who)
    theirs.post("/due-to-the-ico/diary/make", follow_redirects=True)
    people = [f"/wormley/manage/people/{demo.people[each]}" for each in (who, "wormley.dsl")]
    more = [*people, *(f"{each}/leave" for each in people)]
    before = seen(portal_app, theirs, more)
    assert len(before) > 25
    assert any(b"BEGIN:VCALENDAR" in page for page in before.values())

    teacher, about = "wormley.teacher", (demo.people[who],)
    ago = now - timedelta(days=2)
    found = do(
        services, demo, "report_incident", teacher, None, done_at=ago, happened=CANARY, about=about
    )
    if who == "service.dpo":
        service = (demo.people["service.deputy"],)
        do(services, demo, "mark_concerned", "wormley.head", found, persons=service, reason="Them.")
    after = seen(portal_app, theirs, more)
    assert after.keys() == before.keys()
    assert [address for address, page in after.items() if page != before[address]] == []
    assert CANARY in client_for("wormley.slt").get("/wormley/incidents/").text


def seen(app: Flask, client: FlaskClient, more: list[str]) -> dict[str, bytes]:
    """Every page that takes no more than a school, searches among them, the diary feed, and more.

    Numbers are of what is late as well.
    """
    each_of = (*pages(app, client), *more)
    return {each: RANDOM.sub(b"", inside(client.get(each))) for each in each_of}


def pages(app: Flask, client: FlaskClient) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        address = rule.rule.replace("<slug>", "wormley")
        is_ours = hasattr(app.view_functions[rule.endpoint], "__portal_access__")
        if is_ours and "GET" in (rule.methods or ()) and "<" not in address:
            yield address
    yield from (f"/wormley/{place}/?q=Canarywharf" for place in ("register", "incidents"))
    shown = client.get("/due-to-the-ico/diary/").text
    if feed := re.search(r"/diary/[\w-]+\.ics", shown):
        yield feed[0]
