"""The wrong list was imported: whom it put there goes, and whoever was told stays as proof."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.jobs.deliver import deliver_due
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.hosts.pages import soup
from tests.mail_sink import MailSink
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page

__all__ = ["at", "dpo"]
WHY = "It was the list of Year 5."


@pytest.mark.clause("DBRP-5.16")
def test_a_wrong_list_leaves_nobody_behind_and_the_right_one_is_owed(
    at: School, dpo: FlaskClient
) -> None:
    incident = telling.decided_and_written(at, (0, 1, 2))
    assert at.duties(incident)["send_notices"].action == "send_notices"
    asked = dpo.get(page(incident, "take-back-import"))
    (only,) = soup(asked).select("input[name=version]")
    first = next(iter(telling.listing(at, incident).people.values()))
    assert f"3 people, one is {first.name}" in text(asked)
    said = {"version": only["value"], "reason": WHY}
    blank = dpo.post(page(incident, "take-back-import"), data={**said, "reason": ""})
    assert "Say how it turned out to be the wrong list" in text(blank)
    done = dpo.post(page(incident, "take-back-import"), data=said, follow_redirects=True)
    assert "The import is taken back" in text(done)
    assert "Nobody here" in text(done)
    record = text(dpo.get(page(incident, "record")))
    assert "made version 1 of the list: 3 deleted by Ruth Adeyemi" in record
    assert telling.listing(at, incident).people == {}
    assert at.duties(incident)["send_notices"].action == "import_people"
    late = dpo.post(page(incident, "take-back-import"), data=said)
    assert late.status_code in {409, 422}, "posted again"
    telling.import_children(at, incident, (0, 3))
    assert len(telling.listing(at, incident).people) == 2


def test_who_is_on_another_list_too_stays(at: School, dpo: FlaskClient) -> None:
    incident = telling.breach(at)
    telling.import_children(at, incident, (0, 1))
    telling.import_children(at, incident, (1, 2, 3))
    telling.import_children(at, incident, (3, 4))
    there = list(telling.listing(at, incident).people)
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    at.do("take_back_import", Role.DPO, incident, version=2, reason=WHY)
    left = telling.listing(at, incident)
    assert list(left.people) == [there[0], there[1], there[3], there[4]]
    wrong_contacts = {
        one for one, person in left.people.items() if not any(c.checked for c in person.contacts)
    }
    assert wrong_contacts == {there[1]}, "what is known of them is what the wrong list said"
    assert left.stored[there[1]].standing == "unresolved"
    at.do("take_back_import", Role.DPO, incident, version=1, reason=WHY)
    assert list(telling.listing(at, incident).people) == [there[3], there[4]]
    telling.import_children(at, incident, (3, 4))
    name = next(iter(telling.listing(at, incident).people.values())).name
    shown = text(dpo.get(page(incident, "take-back-import")))
    assert f"2 people, one is {name}, all of them on another list as well" in shown
    assert "import the right one again" in shown, "or the contacts of the wrong one stay"
    for version in (3, 4):
        at.do("take_back_import", Role.DPO, incident, version=version, reason=WHY)
    assert telling.listing(at, incident).people == {}


def test_about_whom_a_notice_was_made_stays_as_proof_and_gets_none(
    at: School, dpo: FlaskClient, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, (0, 1, 2))
    telling.import_children(at, incident, (3, 4))
    people = list(telling.listing(at, incident).people)
    first_list = list(telling.listing(at, incident).people.values())[:3]
    (expected,) = soup(dpo.get(page(incident, "send-notices"))).select("input[name=expected]")
    telling.send(at, incident, int(str(expected["value"])), why_not_waited="High risk.")
    at.do("take_back_import", Role.DPO, incident, version=1, reason=WHY)
    assert list(telling.listing(at, incident).people) == people
    deliver_due(at.services, [at.id])
    reached = {one for mail in smtp.caught for one in mail.recipients}
    assert not reached & {one.email for who in first_list for one in who.contacts}
    at.do("take_back_import", Role.DPO, incident, version=2, reason=WHY)
    assert list(telling.listing(at, incident).people) == people[:3]
    assert telling.standings(at, incident) == {("blocked", "not_affected"): 3}
