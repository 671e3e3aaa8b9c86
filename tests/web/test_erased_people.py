"""Once the details of the people affected are erased, no page, file, feed or queue names them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.jobs.deliver import deliver_due
from portal.models.effects import EffectRow
from portal.rules.reporting.intake import how_many
from portal.rules.telling.changes import CareSaid
from portal.rules.words import Stage
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.test_erasing_people import settle_what_is_owed
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.portal_app import ClientFor, MovingClock
from tests.web.test_concerned import inside
from tests.web.test_notices import at
from tests.web.test_routes import addresses

__all__ = ["at"]

GONE_BY = datetime(2027, 11, 1, tzinfo=UTC)


def read(reply: TestResponse) -> bytes:
    """What a reply says, a PDF too."""
    if not reply.data.startswith(b"%PDF"):
        return inside(reply)
    pages = PdfReader(BytesIO(reply.data)).pages
    return " ".join(page.extract_text() for page in pages).encode()


@pytest.mark.clause("DBRP-5.16")
def test_nothing_names_them_any_more_but_counts_stay(
    portal_app: Flask, at: School, client_for: ClientFor, clock: MovingClock, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, telling.SOME)
    telling.send(at, incident, SOME_ALL)
    deliver_due(at.services, [at.id])
    in_care, said = telling.child(at, incident, "in_care"), CareSaid((), "The duty team")
    at.do("settle_addressee", Role.DSL, incident, person_id=in_care.id, change=said)
    version = at.facts(incident).people.list_version
    at.do("check_list", Role.DSL, incident, against="Our own file.", version=version)
    at.do("record_posted", Role.HEAD, incident, note="First class.")
    people = telling.listing(at, incident).people.values()
    children = {one.name for one in people}
    adults = {each.name for one in people for each in one.contacts}
    ways = {each.email for one in people for each in one.contacts if each.email}
    closed_at = at.clock.now()
    telling.known(at, incident, stage=Stage.CLOSED, closed_at=closed_at)
    settle_what_is_owed(at, incident, closed_at)
    early = client_for("service.dpo").get(f"/wormley/incidents/{incident}/erase-people").text
    assert "Nothing is erased before that" in early
    assert "erase it for good" not in early, "it would be refused"
    clock.move_to(GONE_BY)
    at.do("erase_people", Role.DPO, incident, safeguarding_said="Nothing keeps them.")

    hidden = {each.encode() for each in children | adults | ways}
    dpo, walked = client_for("service.dpo"), 0
    for address, methods, _access, public in addresses(portal_app, incident):
        if "GET" in methods and not (public or "/manage/" in address):
            shown = read(dpo.get(address))
            walked += 1
            assert not [each for each in hidden if each in shown], address
    assert walked > 50
    left = at.facts(incident)
    assert left.people.listed == len(telling.SOME)
    assert how_many(left).startswith(f"{len(telling.SOME)}")
    overview = dpo.get(f"/wormley/incidents/{incident}/").text
    assert f"{len(telling.SOME)} people were listed; their details were erased on" in overview
    with open_session(at.services.engine, at.scope) as session:
        queued = repr(session.scalars(select(EffectRow.data)).all()).encode()
    assert not [each for each in hidden if each in queued]
