"""Whom a matter of a trust concerns at one school finds nothing of it at the other."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.mail_sink import MailSink
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.linking import DPO, link
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.test_ico_ways import deliver
from tests.web.trusts import SCHOOLS, found_trust


@pytest.fixture
def matter(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> tuple[Pages, Pages]:
    """Linked incidents of both demo schools, whose trust is the controller."""
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    found_trust(engine, [demo.schools[each] for each in SCHOOLS])
    wormley, wentworth = (
        Pages(portal_app, client_for, demo, each) for each in ("wormley", "wentworth")
    )
    link(wormley, wentworth)
    return wormley, wentworth


def test_a_mark_made_at_one_school_holds_at_the_other_until_it_is_removed(
    matter: tuple[Pages, Pages], smtp: MailSink
) -> None:
    wormley, wentworth = matter
    person = str(wormley.demo.people[DPO])
    wentworth.does("wentworth.head", "mark-concerned", person=person, reason="It chose her firm.")
    deliver(wentworth, smtp)
    assert wormley.get(DPO, "").status_code == 404
    record = words(wormley.get("wormley.head", "record"))
    assert "It concerns somebody, who sees nothing of it there: nor do they here." in record
    assert "It chose her firm" not in record, "the reason stays where it was given"
    wentworth.does("wentworth.head", "remove-concern", person=person, reason="Another firm.")
    deliver(wentworth, smtp)
    assert wormley.get(DPO, "").status_code == 200
