"""A school that moves from trust to trust while it reports a breach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tenants.db import open_session
from tenants.models import Oversight, OversightKind
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.web.linking import DPO
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.trusts import SCHOOLS, found_trust


@pytest.mark.clause("DBRP-5.12")
def test_the_report_names_the_trust_that_was_the_controller_when_it_happened(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    found_trust(engine, [demo.schools[each] for each in SCHOOLS])
    at = Pages(portal_app, client_for, demo, "wormley")
    has_left = "the school belonged to Lea Valley Trust"
    assert has_left not in words(at.get(DPO, "report-to-ico"))
    left = update(Oversight).where(
        Oversight.school_id == demo.schools["wormley"], Oversight.kind == OversightKind.TRUST
    )
    with open_session(engine, at.scope) as session, session.begin():
        session.execute(left.values(until_on=FRIDAY.date()))
    clock.move_to(FRIDAY + timedelta(days=1))
    assert has_left in words(at.get(DPO, "report-to-ico"))
    sheet = words(at.get(DPO, "report-to-ico/sheet"))
    assert "ZA777777" in sheet, "not the school’s own number, nor another trust’s"
    assert "1 Lea Road" in sheet
