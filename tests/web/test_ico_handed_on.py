"""A report to the ICO that one began and another goes on with, while the 72 hours run."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.test_absences import goes_away

TYPED = "A list of names was sent to Year 4."


@pytest.mark.clause("DBRP-5.7")
def test_whoever_makes_the_report_now_goes_on_with_what_another_wrote(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    at = Pages(portal_app, client_for, demo, "wormley")
    at.post("service.dpo", "report-to-ico/what_happened", what_happened=TYPED)
    assert "has begun this report" not in words(at.get("service.dpo", "report-to-ico"))
    days = {"from_on": ["23", "10", "2026"], "until_on": ["30", "10", "2026"]}
    goes_away(at.client("service.dpo"), "wormley", **days)
    deputy = "service.deputy"
    begun = words(at.get(deputy, "report-to-ico"))
    assert "Ruth Adeyemi (Data protection officer) has begun this report" in begun
    assert TYPED not in at.get(deputy, "report-to-ico/what_happened").text
    assert at.post("wormley.teacher", "report-to-ico/go-on").status_code == 403
    assert at.post(deputy, "report-to-ico/go-on").status_code == 303
    assert TYPED in at.get(deputy, "report-to-ico/what_happened").text
    assert "has begun this report" not in words(at.get(deputy, "report-to-ico"))
