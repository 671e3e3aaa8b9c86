"""A copy for somebody who asks what is held about a child, in the real app."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.jobs.deliver import deliver_due
from portal.rules.words import Naming
from tenants.roles import Role
from tests.desk import telling
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.portal_app import ClientFor
from tests.web.reading import text
from tests.web.test_notices import at, page

__all__ = ["at"]


def printed(client: FlaskClient, address: str) -> str:
    """What the PDF says, on one line."""
    reply = client.get(address)
    assert reply.status_code == 200, address
    sheets = PdfReader(BytesIO(reply.data)).pages
    return " ".join(" ".join(one.extract_text() for one in sheets).split())


@pytest.mark.clause("DBRP-5.16")
def test_a_copy_holds_one_child_and_nothing_of_anybody_else(
    at: School, client_for: ClientFor, smtp: MailSink
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at, telling.SOME)
    telling.send(at, incident, SOME_ALL)
    deliver_due(at.services, [at.id])
    everybody = telling.listing(at, incident)
    joint = next(one for one in everybody.envelopes if len(one.about) > 1 and one.body)
    child, sister = (everybody.people[one] for one in joint.about[:2])
    mother = child.contacts[0]
    dpo, way = client_for("service.dpo"), f"people/{child.id}/copy"

    asked = text(dpo.get(page(incident, way)))
    assert "within one month" in asked
    assert "None yet" in asked
    assert "Copy for a request" in text(dpo.get(page(incident, f"people/{child.id}")))
    for asker in (child, mother):
        copy = printed(dpo, page(incident, f"{way}/{asker.id}.pdf"))
        assert child.name in copy
        assert "A list was attached to an e-mail by mistake." in copy
        assert f"Copy made for {asker.name}" in copy
        others = {one.name for one in everybody.people.values()} - {child.name}
        adults = {each.name for one in everybody.people.values() for each in one.contacts} - {
            each.name for each in child.contacts
        }
        assert not [name for name in others | adults if name in copy], sister.name
    made = text(dpo.get(page(incident, way)))
    assert re.search(rf"by Ruth Adeyemi[^.]*, for {re.escape(mother.name)}", made)

    barred = telling.child(at, incident, "barred_father")
    father = next(one for one in barred.contacts if one.barred)
    theirs = page(incident, f"people/{barred.id}/copy")
    assert f"{father.id}.pdf" not in dpo.get(theirs).text
    assert dpo.get(f"{theirs}/{father.id}.pdf").status_code == 404
    assert dpo.get(f"{theirs}/{mother.id}.pdf").status_code == 404, "of another child"
    assert father.name not in printed(dpo, f"{theirs}/{barred.id}.pdf")
    assert dpo.get(page(incident, f"people/{incident}/copy")).status_code == 404


@pytest.mark.clause("SIP-1-faith")
def test_the_dpo_alone_looks_where_the_record_names_them(at: School, client_for: ClientFor) -> None:
    """And reads there nothing of the name that the reporter asked to keep private."""
    incident = at.report(happened="A list with Zoe on it.", naming=Naming.PROTECTED)
    telling.import_children(at, incident, telling.SOME[:2])
    child = next(iter(telling.listing(at, incident).people.values()))
    note = f"{child.name} and Ben were on it."
    at.do("hold_back", Role.DPO, incident, person_id=child.id, reason=note)
    intake = at.facts(incident).intake
    reporter = replace(intake.reporter, name=f"{child.name} senior")
    telling.known(at, incident, intake=replace(intake, reporter=reporter))
    named = page(incident, f"people/{child.id}/named")
    reply = client_for("service.dpo").get(named)
    assert "and Ben were on it." in text(reply)
    assert "Only part of the name" not in text(reply)
    cards = BeautifulSoup(reply.data, "html.parser").select(".govuk-summary-card")
    assert len(cards) == 1, "the note on the record; who reported is nowhere"
    for who, code in (("wormley.head", 403), ("wormley.dsl", 403), ("wentworth.head", 404)):
        assert client_for(who).get(named).status_code == code
        copy = client_for(who).get(page(incident, f"people/{child.id}/copy"))
        assert copy.status_code == (404 if code == 404 else 200)
        assert b"/named" not in copy.data
    contact = child.contacts[0]
    held = page(incident, f"people/{child.id}/copy/{contact.id}.pdf")
    assert client_for("service.dpo").get(held).status_code == 404
