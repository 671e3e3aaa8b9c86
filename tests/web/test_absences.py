"""One's own absence at several schools: recorded at all of them at once, and ended at all."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.portal_app import ClientFor, Demo, MovingClock

BACK = re.compile(r"/wormley/away/[0-9a-f-]{36}/back\?everywhere=1")


@pytest.mark.clause("SIP-dpo")
def test_an_officer_is_away_from_all_their_schools_and_back_at_all(
    client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    officer = client_for("service.dpo")
    said = {
        "once": str(uuid4()),
        "kind": "leave",
        "from_on": ["1", "12", "2026"],
        "until_on": ["4", "12", "2026"],
        "stand_in": str(demo.people["wormley.deputy"]),
        "everywhere": "y",
    }
    shown = officer.post("/wormley/away/new", data=said)
    mark = re.search(r'name="shown"[^>]*value="([^"]+)"', shown.text)
    assert mark
    saved = officer.post("/wormley/away/new", data=said | {"shown": mark[1]})
    assert saved.status_code == 303
    here, there = (officer.get(f"/{school}/away/").text for school in ("wormley", "wentworth"))
    assert "until the end of Friday 4 December 2026" in here
    assert "Tunde Bakare stands in" in here
    assert "until the end of Friday 4 December 2026" in there
    assert "Whoever the policy says stands in" in there
    back = BACK.search(here)
    assert back
    assert officer.post(back[0]).status_code == 303
    for school in ("wormley", "wentworth"):
        assert "4 December 2026" not in officer.get(f"/{school}/away/").text


def test_somebody_of_one_school_is_not_asked_about_others(
    client_for: ClientFor, clock: MovingClock
) -> None:
    assert "At all my other schools" not in client_for("wormley.head").get("/wormley/away/new").text
