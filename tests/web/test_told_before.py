"""A contact is barred after a notice went to them: somebody looks, and whoever may know is told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.jobs.deliver import deliver_due
from portal.rules.telling.addressees import Contact
from portal.rules.telling.changes import ContactAdded, ContactSettled
from portal.rules.words import Answer
from tenants.db import uuid7
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.hosts.pages import soup
from tests.mail_sink import MailSink
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page

__all__ = ["at", "dpo"]
NOT_THEIRS = "They should not have had the notice"


@pytest.mark.clause("DBRP-5.16", "DBRP-5.16-age")
@pytest.mark.parametrize(
    "found_out",
    [
        {"barred": "An order of the court."},
        {"against": "The register.", "responsibility": Answer.NO, "daily_care": Answer.NO},
    ],
)
def test_whoever_should_not_have_had_it_is_looked_at_and_the_right_parent_is_told(
    at: School, dpo: FlaskClient, smtp: MailSink, found_out: dict[str, str]
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, (0,))
    telling.send(at, incident, 1)
    deliver_due(at.services, [at.id])
    (child,) = telling.listing(at, incident).people.values()
    (sent,) = telling.made(at, incident)
    there = page(incident, f"people/{child.id}")
    assert NOT_THEIRS not in text(dpo.get(there))
    assert at.alerted(incident, "told_before") == set()
    wrong = next(one for one in child.contacts if one.name == sent.name)
    change = ContactSettled(wrong.id, **found_out)  # type: ignore[arg-type]  # each by its name
    at.do("settle_addressee", Role.DPO, incident, person_id=child.id, change=change)
    assert at.alerted(incident, "told_before") == {Role.DSL}, "the DPO has just said so"

    (way,) = soup(dpo.get(there)).find_all("a", href=lambda h: h and "settle-uncertain" in h)
    told = {"arrived": "elsewhere", "note": "The mother rang."}
    assert dpo.post(str(way["href"]), data=told).status_code == 303
    assert NOT_THEIRS not in text(dpo.get(there)), "it is known"
    assert telling.standings(at, incident)["told", ""] == 0
    mother = Contact(
        uuid7(), "Ada Right", responsibility=Answer.YES, daily_care=Answer.YES,
        email="ada@example.org",
    )  # fmt: skip
    added = ContactAdded(mother, "The register.")
    at.do("settle_addressee", Role.DPO, incident, person_id=child.id, change=added)
    before = len(smtp.caught)
    telling.send(at, incident, 1, why_not_waited="High risk.")
    deliver_due(at.services, [at.id])
    reached = {one for mail in smtp.caught[before:] for one in mail.recipients}
    assert "ada@example.org" in reached
    assert sent.email not in reached
    assert telling.standings(at, incident)["told", ""] == 1
