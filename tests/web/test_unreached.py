"""Who could not be told yet: how many, which of them, back there, and on from an unsure notice."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.jobs.deliver import deliver_due
from portal.web.notices import people
from tenants.roles import Role
from tests.desk import telling
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page

__all__ = ["at", "dpo"]
STILL = len(telling.SOME) - 1  # all but the child in care: their contacts are not checked


def test_the_page_says_how_many_they_are_and_one_comes_back_to_it(
    dpo: FlaskClient, at: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.notices.afterwards.PAGE", 10)
    monkeypatch.setattr(people, "PAGE", 10)
    incident = telling.breach(at)
    telling.import_children(at, incident, telling.SOME)
    here = page(incident, "resolve-unreached")
    first = dpo.get(here)
    assert f"{STILL - 1} to resolve, 1 held back. This page shows 1 to 10 of {STILL}." in text(
        first
    )
    second = dpo.get(linked(first.text, "More people"))
    assert f"This page shows 11 to {STILL} of {STILL}." in text(second)
    assert linked(second.text, "From the beginning") == here
    listed = dpo.get(linked(dpo.get(page(incident, "people")).text, "More people"))
    assert f"This page shows 11 to {STILL + 1} of {STILL + 1}." in text(listed)
    one = linked(second.text, "Record what you did")
    told = dpo.post(one, data={"how": "by_phone", "note": "Rang."})
    assert f"11 to {STILL - 1} of {STILL - 1}" in text(dpo.get(told.location))
    assert f"1 to 10 of {STILL - 1}" in text(dpo.get(here))


@pytest.mark.clause("DBRP-5.16")
def test_from_whom_nobody_is_sure_of_the_way_leads_to_their_notice(
    dpo: FlaskClient, at: School, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, telling.SOME)
    telling.send(at, incident, SOME_ALL)
    lost = telling.lose_a_worker(at)
    deliver_due(at.services, [at.id])
    notices = linked(dpo.get(page(incident, "resolve-unreached")).text, "Say what became of it")
    settle = page(incident, f"settle-uncertain/{lost}")
    assert linked(dpo.get(notices).text, "Settle") == settle
    of_person = notices.removesuffix("/told")
    assert linked(dpo.get(of_person).text, "Say what became of it") == notices

    listed = telling.listing(at, incident)
    (sent, *_) = (one for one in listed.envelopes if one.state == "sent")
    told = page(incident, f"people/{sent.about[0]}/told")
    astray = page(incident, f"settle-uncertain/{sent.id}")
    assert f'"{astray}"' in dpo.get(told).text
    asked = BeautifulSoup(dpo.get(astray).data, "html.parser")
    ways = [field["value"] for field in asked.select("[name=arrived]")]
    assert ways == ["came_back", "elsewhere"]
    said = {"arrived": "elsewhere", "note": "The father rang: he had the mother's."}
    assert dpo.post(astray, data=said).status_code == 303
    assert "Somebody told us that somebody else got it" in text(dpo.get(told))


def linked(html: str, words: str) -> str:
    """Where the first link that begins with these words leads."""
    links = BeautifulSoup(html, "html.parser").select("main a")
    return next(str(one["href"]) for one in links if one.get_text().startswith(words))


@pytest.mark.clause("DBRP-5.16")
def test_an_address_that_somebody_barred_has_too_is_shown_as_not_used(
    dpo: FlaskClient, at: School
) -> None:
    incident = telling.breach(at)
    telling.import_children(at, incident, telling.SOME)
    child = telling.child(at, incident, "barred_father")
    own = page(incident, f"people/{child.id}")
    assert "Not used, because somebody barred has it too: victor@example.org" not in text(
        dpo.get(own)
    )
    mother = child.contacts[0]
    at.do("settle_addressee", Role.DPO, incident, person_id=child.id,
          change=telling.reached(mother.id, "Victor@Example.org"))  # fmt: skip
    assert "Not used, because somebody barred has it too: Victor@Example.org" in text(dpo.get(own))
