"""A letter was posted before something changed about it: what is on the record is what happened."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.jobs.deliver import deliver_due
from portal.rules.telling.changes import ContactSettled, ReachedBy
from portal.rules.words import PeopleChoice, Stage
from standalone.demo.people import NO_EMAIL
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.hosts.pages import soup
from tests.mail_sink import MailSink
from tests.portal_app import ClientFor, MovingClock
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page
from tests.web.test_posting import print_for

__all__ = ["at", "dpo"]
KEPT_FROM = "They may not be told any more"


@pytest.mark.clause("DBRP-5.16", "DBRP-5.1")
def test_posted_on_friday_and_barred_on_saturday_it_is_recorded_on_monday(
    at: School, dpo: FlaskClient, clock: MovingClock, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    first, second, third = sorted(NO_EMAIL)[:3]
    print_for(at, incident, first)
    telling.import_children(at, incident, (second, third))
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    telling.send(at, incident, 2, why_not_waited="High risk.")
    deliver_due(at.services, [at.id])
    gone, letter, kept = telling.listing(at, incident).envelopes
    child = telling.listing(at, incident).people[letter.about[0]]
    clock.move_to(clock.now() + timedelta(days=1))
    for parent in child.contacts:
        bar = ContactSettled(parent.id, barred="An order of the court.")
        at.do("settle_addressee", Role.DSL, incident, person_id=child.id, change=bar)

    posting = dpo.get(page(incident, "record-posted"))
    assert re.search("letter [23], made", text(posting)), "the second run goes on with letter 2"
    (there,) = soup(posting).select("main li a")
    told = soup(dpo.get(page(incident, f"people/{child.id}/told")))
    assert there["href"] in {one["href"] for one in told.select("main td a")}
    address = str(there["href"])
    assert "so it was to be taken out" in text(dpo.get(address))
    note = {"note": "The office took them to the post on Friday."}
    assert KEPT_FROM in text(dpo.post(address, data={"arrived": "yes", **note}))
    assert dpo.post(address, data={"arrived": "elsewhere", **note}).status_code == 303
    on_way = {one.id: (one.state, one.reason) for one in telling.listing(at, incident).envelopes}
    waits = ("printed", "")
    assert on_way == {gone.id: waits, letter.id: ("failed", "elsewhere"), kept.id: waits}
    assert "posted already" not in text(dpo.get(page(incident, f"people/{child.id}/told")))


def test_whoever_may_know_was_told_by_it(at: School, dpo: FlaskClient, smtp: MailSink) -> None:
    telling.with_mail(at, smtp)
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    print_for(at, incident, min(NO_EMAIL))
    (letter,) = telling.listing(at, incident).envelopes
    (child,) = telling.listing(at, incident).people.values()
    for one in child.contacts:
        moved = ReachedBy(one.id, "They rang.", address="5 New Street, Harwich, CO12 3HH")
        at.do("settle_addressee", Role.DPO, incident, person_id=child.id, change=moved)
    address = page(incident, f"settle-uncertain/{letter.id}")
    late = dpo.post(address, data={"arrived": "no"})
    assert late.status_code == 422, "it is not sent once more"
    assert dpo.post(address, data={"arrived": "yes", "note": "She rang."}).status_code == 303
    assert telling.standings(at, incident) == {("told", ""): 1}


def test_what_came_back_since_the_incident_was_closed_leads_to_opening_it_again(
    at: School, dpo: FlaskClient, client_for: ClientFor, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, (0,))
    telling.send(at, incident, 1)
    (child,) = telling.listing(at, incident).people
    pages = [page(incident, path) for path in ("sending", f"people/{child}/told")]
    assert not [each for each in pages if "come back since" in text(dpo.get(each))]
    telling.known(at, incident, stage=Stage.CLOSED, closed_at=at.clock.now())
    for each in pages:
        (there,) = soup(dpo.get(each)).find_all("a", string="Re-open the incident")
        assert str(there["href"]).endswith("/reopen-incident")
        assert "Ask the Headteacher" in text(client_for("wormley.dsl").get(each))
