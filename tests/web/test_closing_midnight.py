"""A school closes while somebody from outside is writing to it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.desk.school.closing_schools import close_school
from tenants.calendar import uk_date
from tests.portal_app import Demo, MovingClock
from tests.web.reading import words
from tests.web.test_anonymous import code_on, go_on, services, to_the_check


def test_what_was_being_written_as_the_school_closed_is_not_lost(
    portal_app: Flask, clock: MovingClock, demo: Demo
) -> None:
    """Over the midnight of its last day: both ways show it again, and say where to send it."""
    old, new = demo.schools["wentworth"], demo.schools["wormley"]
    outside, quiet = portal_app.test_client(), portal_app.test_client()
    clock.move_to((clock.now() + timedelta(days=1)).replace(hour=22, minute=0))
    begun, told = outside.get("/wentworth/public/report/"), "Seen: <b>a list</b> of pupils."
    check, sent = to_the_check(quiet), to_the_check(quiet)
    clock.pass_by(hours=0.01)
    code = code_on(go_on(quiet, sent, {}))
    today = uk_date(clock.now())
    close_school(services(portal_app), old, last_on=today, successor_id=new)
    clock.pass_by(hours=3)
    for client, page, said, kept in (
        (outside, begun, {"happened": told, "what": "parent"}, told),
        (quiet, check, {}, "A letter with marks nearly went out."),
    ):
        reply = go_on(client, page, said)
        assert reply.status_code == 409
        for sentence in ("What you wrote was not sent", f"What happened? {kept}", "Wormley"):
            assert sentence in words(reply)
        assert client.get("/wentworth/public/report/").status_code == 303
    assert code_on(go_on(quiet, sent, {})) == code
