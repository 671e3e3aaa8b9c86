"""The proof of who was told, and one notice that is sent again, in the real app."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.jobs._run import deliver_due
from tenants.roles import Role
from tests.desk import telling
from tests.desk.test_notices import ALL
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.web.test_notices import at, dpo, page, text

__all__ = ["at", "dpo"]


@pytest.mark.clause("DBRP-5.16", "DBRP-5.17")
def test_who_was_told_what_when_and_how(at: School, dpo: FlaskClient, smtp: MailSink) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at)
    telling.send(at, incident, ALL)
    deliver_due(at.services, [at.id])
    listed = telling.listing(at, incident)
    sent = next(one for one in listed.envelopes if one.state.value == "sent")
    person = listed.people[sent.about[0]]

    record = text(dpo.get(page(incident, "sending/recipients")))
    assert "Recipient 1" in record
    assert "Taken by the mail server" in record
    assert person.name not in record
    proof = text(dpo.get(page(incident, f"people/{person.id}/told")))
    assert person.name in proof
    assert "by e-mail, version 1 of the text" in proof
    paper = dpo.get(page(incident, f"people/{person.id}/told.pdf"))
    assert paper.data.startswith(b"%PDF")

    assert "Send the notices" not in text(dpo.get(page(incident, "sending")))
    before = len(smtp.caught)
    at.do("resend_notice", Role.DPO, incident, envelope_id=sent.id, reason="They deleted it.")
    deliver_due(at.services, [at.id])
    keys = [mail.message["Message-ID"] for mail in smtp.caught]
    assert len(keys) == len(set(keys)) > before
    assert "They deleted it." in telling.said_of(at, incident)
