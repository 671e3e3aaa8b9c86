"""Somebody is on the list who should not be: told nothing, counted nowhere, and back when wrong."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.errors import Refused
from portal.jobs.deliver import deliver_due
from portal.rules.telling.changes import NotAffected
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.hosts.pages import soup
from tests.mail_sink import MailSink
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page

__all__ = ["at", "dpo"]


@pytest.mark.clause("DBRP-5.16")
def test_who_is_not_affected_is_told_nothing_and_does_not_count(
    at: School, dpo: FlaskClient, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, (0, 1, 2))
    first, second, _ = telling.listing(at, incident).people.values()
    there = f"people/{first.id}"
    assert "3 people are listed" in text(dpo.get(page(incident, "")))

    blank = dpo.post(page(incident, f"{there}/settle/not-affected"), data={"reason": " "})
    assert "Say how that was found out" in text(blank)
    why = {"reason": "The file had Year 4 alone."}
    done = dpo.post(page(incident, f"{there}/settle/not-affected"), data=why, follow_redirects=True)
    assert done.status_code == 200
    assert "Nobody is told They turned out not to be affected." in text(
        dpo.get(page(incident, "people?standing=blocked"))
    )
    assert "2 people are listed" in text(dpo.get(page(incident, "")))
    telling.import_children(at, incident, (0,))
    assert telling.listing(at, incident).people[first.id].not_affected, "another import keeps it"
    rows = telling.typed_in(at, incident, 0)
    with pytest.raises(Refused, match="turned out earlier not to be affected"):
        at.do("import_people", Role.DPO, incident, rows=rows, source="typed in")
    (expected,) = soup(dpo.get(page(incident, "send-notices"))).select("input[name=expected]")
    telling.send(at, incident, int(str(expected["value"])), why_not_waited="High risk.")
    deliver_due(at.services, [at.id])
    assert telling.standings(at, incident)["blocked", "not_affected"] == 1
    reached = {one for mail in smtp.caught for one in mail.recipients}
    assert not reached & {one.email for one in first.contacts}
    assert reached & {one.email for one in second.contacts}

    wrong = {"reason": "Their row was at the end of the file."}
    assert dpo.post(page(incident, f"{there}/settle/affected"), data=wrong).status_code == 303
    assert telling.standings(at, incident)["to_be_told", ""] == 1
    assert "3 people are listed" in text(dpo.get(page(incident, "")))


def test_where_nobody_on_the_list_is_affected_the_right_list_is_owed(at: School) -> None:
    incident = telling.decided_and_written(at, (0, 1))
    change = NotAffected("It is the list of Year 5.")
    for one in telling.listing(at, incident).people:
        assert at.duties(incident)["send_notices"].action == "send_notices"
        at.do("settle_addressee", Role.DSL, incident, person_id=one, change=change)
    assert at.duties(incident)["send_notices"].action == "import_people"
