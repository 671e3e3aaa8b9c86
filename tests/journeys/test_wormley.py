"""The Response Plan's story: from a teacher's phone on a Friday afternoon to closing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browser import Person
from tests.journeys.live import Live
from tests.portal_app import FRIDAY

Meet = Callable[..., Person]


def report(meet: Meet) -> str:
    """A teacher reports on a phone that a spreadsheet went astray; the path of the incident."""
    teacher = meet("wormley.teacher", phone=True)
    teacher.go("/wormley/report/")
    teacher.looks("report-how")
    teacher.choose("With my name")
    teacher.press("Continue")
    teacher.fill(
        "What happened?",
        "A spreadsheet of 214 children with medical notes went to a "
        "parents’ mailing list instead of the school nurse.",
    )
    teacher.choose("Yes, it has happened")
    teacher.looks("report-what")
    teacher.press("Continue")
    teacher.choose("Just now")
    teacher.looks("report-when")
    teacher.press("Continue")
    teacher.choose("I am not sure", under="Could anyone be in danger because of this?")
    teacher.choose("Yes", under="Is it still going on?")
    teacher.looks("report-danger")
    teacher.press("Continue")
    teacher.fill("Whose is it?", "Children of all years")
    teacher.fill("What kind of information?", "Names, dates of birth, medical notes")
    teacher.fill("About how many people?", "214")
    teacher.looks("report-whose")
    teacher.press("Continue")
    teacher.choose("Headteacher")
    teacher.looks("report-who")
    teacher.press("Continue")
    teacher.sees("A spreadsheet of 214 children")
    teacher.looks("report-check")
    teacher.press("Send the report")
    teacher.sees("INC-2026-0001")
    teacher.sees("Caroline Whitlock (Headteacher)")
    teacher.looks("report-done")
    teacher.press("See your report")
    teacher.looks("my-report")
    return teacher.path


@pytest.mark.clause("SIP-1", "DBRP-5.1", "DBRP-5.2")
def test_report_and_alert(live: Live, person: Meet) -> None:
    live.clock.move_to(FRIDAY)
    incident = report(person)
    alert = live.mail_to("wormley.head", "INC-2026-0001")
    assert "spreadsheet" not in str(alert.message)
    head = person("wormley.head", phone=True)
    head.go(live.link_in(alert))
    assert head.path == incident
    head.sees("Decide whether the DPO takes this case")
    head.looks("incident-head")
