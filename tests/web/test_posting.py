"""Letters of several printings, posted together or not, and one that is not right any more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from portal.jobs.deliver import deliver_due
from portal.rules.telling.changes import Born
from portal.rules.words import PeopleChoice
from standalone.demo.people import NO_EMAIL
from tenants.calendar import UK
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.portal_app import ClientFor, MovingClock
from tests.tenants.world import World
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page

__all__ = ["at", "dpo"]


def print_for(at: School, incident: UUID, place: int, born: date | None = None) -> None:
    """One more child, to whose parents nobody can mail."""
    telling.import_children(at, incident, (place,))
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    if born:
        *_, child = telling.listing(at, incident).people
        at.do("settle_addressee", Role.DPO, incident, person_id=child, change=Born(born))
    telling.send(at, incident, 1, why_not_waited="High risk.")
    deliver_due(at.services, [at.id])


@pytest.mark.clause("DBRP-5.16", "DBRP-5.16-age")
def test_what_was_printed_after_the_post_had_gone_waits_on_and_is_looked_at_each_day(
    at: School, dpo: FlaskClient, clock: MovingClock, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    friday = clock.now()
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    first, second = sorted(NO_EMAIL)[:2]
    printed = friday + timedelta(hours=1)
    clock.move_to(printed)
    print_for(at, incident, first)
    clock.move_to(friday + timedelta(days=1))
    tuesday = friday + timedelta(days=2)
    print_for(at, incident, second, tuesday.date().replace(year=tuesday.year - 13))
    posting = page(incident, "record-posted")

    def post(when: datetime | None, waiting: int) -> str:
        there = (when or friday).astimezone(UK)
        typed = [str(there.day), str(there.month), str(there.year), f"{there:%H:%M}"]
        said = {"expected": str(waiting), "done_at": typed if when else [""] * 4}
        return text(dpo.post(posting, data=said, follow_redirects=True))

    assert "printed at different times: 1 letter printed on Friday" in text(dpo.get(posting))
    assert "They were printed on Friday" in post(friday, 2)
    assert "1 letter to post" in post(printed, 2)
    assert "1 printed after that waits to be posted." in text(dpo.get(page(incident, "")))

    clock.move_to(tuesday)  # the second is 13 today, and nobody has decided anything
    shown = text(dpo.get(posting))
    assert "Take these letters out" in shown
    assert "No letter is left to post" in shown
    stands = post(None, 1)
    assert "Do not post these" in stands
    assert "1 notice was left out, because something changed before it left." in stands
    assert telling.states(at, incident) == {("letter", "posted"): 1, ("letter", "left_out"): 1}


@pytest.mark.clause("DBRP-5.16.1-4")
def test_letters_that_name_the_dpo_of_before_go_with_a_slip(
    at: School, clock: MovingClock, smtp: MailSink, client_for: ClientFor
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    print_for(at, incident, min(NO_EMAIL))
    head, posting = client_for("wormley.head"), page(incident, "record-posted")
    assert "Put a slip" not in text(head.get(posting))
    assert "The first notices" not in text(head.get(page(incident, "sending")))
    before = clock.now()
    clock.move_to(before + timedelta(days=1))
    World(at.services.engine).appoint(at.id, "Una New", clock.now().date())
    shown = text(head.get(posting))
    assert "name Ruth Adeyemi as the data protection officer" in shown
    assert "now it is Una New, 01632 960002, dpo@example.org" in shown
    at.do("record_posted", Role.HEAD, incident, done_at=before)
    assert "The first notices name Ruth Adeyemi" in text(head.get(page(incident, "sending")))
