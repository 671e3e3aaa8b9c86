"""Reported for somebody else, with a protected name, begun and deleted; and what one may open."""

from __future__ import annotations

from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.rules.words import Naming
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.reading import words

NAME = "Canary Nightingale"


def report(app: Flask, demo: Demo, **said: object) -> UUID:
    with app.app_context():
        services = app.extensions["portal"].services()
    action = actions()["report_incident"]
    told = {"happened": "A list was seen.", "naming": Naming.PROTECTED, "reporter_name": NAME}
    deed = Deed(demo.schools["wentworth"], demo.people["wentworth.teacher"])
    return perform(services, action, action.said(**{**told, **said}), deed).incident_id


@pytest.mark.clause("SIP-1-faith")
def test_a_protected_name_is_read_by_few_and_each_reading_is_seen(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    incident = report(portal_app, demo)
    page = f"/wentworth/incidents/{incident}/"
    head, slt = client_for("wentworth.head"), client_for("wentworth.slt")
    teacher = client_for("wentworth.teacher")
    done = words(teacher.get(f"/wentworth/report/done/{incident}"))
    readers = "Ruth Adeyemi (Data protection officer) and Helen Ashdown (Headteacher)"
    assert f"nobody but {readers} can read it" in done
    for client in (head, slt):
        shown = client.get(page)
        assert NAME not in shown.text
        assert "by somebody whose name is protected" in words(shown)
    assert slt.get(f"{page}reporter").status_code == 403
    assert "Read the reporter’s name" not in words(slt.get(page))
    assert "Who has read the reporter’s name" not in words(teacher.get(page))
    assert "Read the reporter’s name" in words(head.get(page))
    named = head.get(f"{page}reporter")
    assert NAME in named.text
    assert "Reports made in good faith" in words(named) or "good faith" in words(named)
    for client in (head, slt, teacher):
        assert "Who has read the reporter’s name" in words(client.get(page))


@pytest.mark.clause("SIP-4a")
def test_reported_for_somebody_who_told_it(
    client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    client = client_for("wentworth.teacher2")
    start = "/wentworth/report/"
    client.post(f"{start}how", data={"naming": "named"})
    client.post(f"{start}what", data={"happened": "A bag was lost.", "kind": "potential"})
    missing = client.post(f"{start}when", data={"noticed": "not_sure", "found": "told"})
    assert missing.status_code == 422
    assert "Say who told you" in words(missing)
    told = {"told_by": "Mrs Hill", "told_when": "at 9am", "told_reach": "01632 960 003"}
    client.post(f"{start}when", data={"noticed": "not_sure", "found": "told", **told})
    client.post(f"{start}danger", data={"danger": "no", "still_going_on": "no"})
    client.post(f"{start}whose", data={})
    check = client.post(f"{start}who", data={}, follow_redirects=True)
    assert "Mrs Hill, at 9am, 01632 960 003" in words(check)
    once = BeautifulSoup(check.data, "html.parser").find("input", {"name": "once"})
    assert once is not None
    done = client.post(f"{start}check", data={"once": once["value"]})
    assert done.status_code == 303
    incident = done.location.rpartition("/")[2]
    seen = client_for("wentworth.head").get(f"/wentworth/incidents/{incident}/")
    assert "Told to the reporter by Mrs Hill, at 9am, 01632 960 003" in words(seen)


def test_what_was_begun_can_be_deleted(client_for: ClientFor, clock: MovingClock) -> None:
    client = client_for("wentworth.teacher2")
    client.post("/wentworth/report/what", data={"happened": "Nothing.", "kind": "potential"})
    assert client.post("/wentworth/report/delete").status_code == 303
    assert "Nothing." not in client.get("/wentworth/report/what").text


@pytest.mark.clause("DBRP-2.1", "DBRP-2.2")
def test_the_definition_and_the_causes_stand_beside_the_question(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    page = f"/wentworth/incidents/{report(portal_app, demo)}/classify"
    shown = words(client_for("wentworth.head").get(page))
    assert "A personal data breach is a breach of security by which personal data is" in shown
    for cause in ("Loss or theft", "Human error", "Another cause", "Not yet known"):
        assert cause in shown
    assert "Sent to the wrong person" in shown


@pytest.mark.clause("DBRP-2.7")
def test_planned_maintenance_is_an_ending_of_its_own(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    incident = report(portal_app, demo)
    page = f"/wentworth/incidents/{incident}/"
    head = client_for("wentworth.head")
    said = {"because": "maintenance", "reason": "The server was renewed."}
    refused = head.post(f"{page}record-no-breach", data=said)
    assert refused.status_code == 422
    assert "only when it was over as planned" in words(refused)
    head.post(f"{page}record-permanent-loss", data={"what": "The folder."})
    lost = head.post(f"{page}record-no-breach", data={**said, "as_planned": "y"})
    assert "more than planned maintenance" in words(lost)
    head.post(f"{page}record-recovered", data={"loss": "0", "how": "From the backup."})
    done = head.post(f"{page}record-no-breach", data={**said, "as_planned": "y"})
    assert done.status_code == 303
    assert "no breach, but planned maintenance" in words(head.get(page))


def test_nobody_is_shown_a_link_that_is_closed_to_them(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    incident = report(portal_app, demo)
    page = f"/wentworth/incidents/{incident}/"
    for who in ("wentworth.head", "wentworth.slt", "wentworth.teacher", "service.dpo"):
        client = client_for(who)
        main = BeautifulSoup(client.get(page).data, "html.parser").main
        assert main is not None
        for link in {str(one["href"]) for one in main.find_all("a") if one.get("href")}:
            if link.startswith(page):
                assert client.get(link).status_code in {200, 302, 409}, (who, link)
