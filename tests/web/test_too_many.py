"""More public reports than people write: what was written stays, and other schools stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from portal.web.reporting import limits
from tests.web.reading import text_of
from tests.web.test_anonymous import go_on, to_the_check
from tests.web.test_outside import sent

if TYPE_CHECKING:
    from tests.portal_app import MovingClock

ONE_A_DAY = ("1 per day", "1 per day")
RING = "ring the school on 01632 960200 or the data protection officer on 01632 960101"


@pytest.fixture(autouse=True)
def _nothing_counted(portal_app: Flask) -> None:
    portal_app.extensions.pop("portal_counts", None)


@pytest.mark.clause("SIP-1-anon")
def test_an_anonymous_report_waits_on_its_page(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", ONE_A_DAY)
    client = portal_app.test_client()
    replies = [go_on(client, to_the_check(client), {}) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 429]
    assert RING in text_of(replies[1])
    monkeypatch.undo()
    assert "Thank you. It is reported." in text_of(go_on(client, replies[1], {}))


def test_so_does_one_from_outside(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", ONE_A_DAY)
    client = portal_app.test_client()
    replies = [sent(client, clock) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 429]
    assert "I was sent the marks of another class." in replies[1].text
    assert "ring the school on" in text_of(replies[1])


def test_one_school_that_is_flooded_shuts_no_other(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", ("1 per day", "3 per day"))
    client = portal_app.test_client()
    assert [sent(client, clock).status_code for _ in range(5)] == [200, *[429] * 4]
    assert go_on(client, to_the_check(client), {}).status_code == 200
