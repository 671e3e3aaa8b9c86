"""The proof of who was told, and one notice that is sent again, in the real app."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.host import NotDelivered
from portal.jobs.deliver import deliver_due
from portal.jobs.polling import ask_mailer
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.notice_parts import OPENING
from portal.rules.words import PeopleChoice
from tenants.db import open_session
from tenants.models import Person
from tenants.roles import Role
from tests.desk import telling
from tests.desk.test_notices import ALL, LETTERS
from tests.desk.world import School
from tests.mail_sink import MailSink
from tests.portal_app import MovingClock
from tests.web.reading import text
from tests.web.test_notices import at, dpo, page

__all__ = ["at", "dpo"]


@pytest.mark.clause("DBRP-5.16", "DBRP-5.17")
def test_who_was_told_what_when_and_how(at: School, dpo: FlaskClient, smtp: MailSink) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at)
    telling.send(at, incident, ALL)
    says_how_long_nothing_leaves(at, dpo, incident, smtp)
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
    assert f"by e-mail, version 1 of the text, to {Envelope.from_json(sent.body).email}" in proof
    paper = dpo.get(page(incident, f"people/{person.id}/told.pdf"))
    assert paper.data.startswith(b"%PDF")

    assert "Send the notices" not in text(dpo.get(page(incident, "sending")))
    before = len(smtp.caught)
    at.do("resend_notice", Role.DPO, incident, envelope_id=sent.id, reason="They deleted it.")
    deliver_due(at.services, [at.id])
    keys = [mail.message["Message-ID"] for mail in smtp.caught]
    assert len(keys) == len(set(keys)) > before
    assert "They deleted it." in telling.said_of(at, incident)

    provider = Provider((NotDelivered(f"<notice.{sent.id}@example.org>", at.clock.now()),))
    asking = replace(at.services, mailer=provider)
    ask_mailer(asking)
    deliver_due(at.services, [at.id])
    whom = f"{Envelope.from_json(sent.body).name}, about {person.name}"
    assert f"Did not arrive, by e-mail: {whom}. Settle: {whom}" in text(
        dpo.get(page(incident, "sending"))
    )
    settle = page(incident, f"settle-uncertain/{sent.id}")
    assert f"To {whom}. The connection broke" in text(dpo.get(settle))
    assert dpo.get(page(incident, f"settle-uncertain/{incident}")).status_code == 404
    assert person.name not in text(dpo.get(page(incident, "sending/recipients")))
    at.do("settle_uncertain", Role.DPO, incident, envelope_id=sent.id, arrived=True, note="A call.")
    ask_mailer(asking)  # says the same again
    stands = {one.id: one.state.value for one in telling.listing(at, incident).envelopes}
    assert stands[sent.id] == "sent"


def says_how_long_nothing_leaves(
    at: School, dpo: FlaskClient, incident: UUID, smtp: MailSink
) -> None:
    """The page of a sending that stands still: since when, what goes on by itself, whom to tell."""
    sending = page(incident, "sending")
    assert "Nothing has left" not in text(dpo.get(sending))
    clock = at.clock
    assert isinstance(clock, MovingClock)
    later = clock.now() + timedelta(minutes=6)
    clock.move_to(later)
    untried = text(dpo.get(sending))
    assert re.search(r"Nothing has left since .*\. \d+ notices wait\.", untried)
    assert "Nothing has refused them" in untried
    smtp.stop()
    deliver_due(at.services, [at.id])
    refused = text(dpo.get(sending))
    assert "The mail service does not take what is sent to it" in refused
    assert "Tell whoever looks after the portal or its e-mail now" in refused
    smtp.start()
    clock.move_to(later + timedelta(minutes=2))
    deliver_due(at.services, [at.id])
    assert "Nothing has left" not in text(dpo.get(sending))


@dataclass(frozen=True)
class Provider:
    """The mailer of a host, whose provider is asked what did not arrive."""

    said: tuple[NotDelivered, ...]

    def send(self, message: EmailMessage) -> None:
        """Take it."""

    def not_delivered(self) -> tuple[NotDelivered, ...]:
        """The same each time."""
        return self.said


@pytest.mark.clause("DBRP-5.16", "DBRP-5.17")
def test_each_reads_on_the_proof_what_they_got_and_not_what_is_so_today(
    at: School, dpo: FlaskClient, smtp: MailSink
) -> None:
    """A parent who prefers Polish: the language chosen on a page, the notice as it was mailed."""
    telling.with_mail(at, smtp)
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    telling.import_children(at, incident, telling.SOME)
    telling.settle_all(at, incident)
    child = next(one for one in telling.listing(at, incident).people.values() if one.contacts)
    mother = child.contacts[0]
    reached = page(incident, f"people/{child.id}/contacts/{mother.id}/reached")
    said = {"email": mother.email, "language": "pl", "source": "The admissions form"}
    assert dpo.post(reached, data=said).status_code == 303
    assert "Reads Polish" in text(dpo.get(page(incident, f"people/{child.id}")))
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    polish = tuple((key, f"Po polsku: {key}") for key in (OPENING, *dict(telling.PARTS)))
    at.do("add_wording", Role.DPO, incident, language="pl", parts=polish)

    sending = page(incident, "send-notices")
    number = re.search(r'name="expected"[^>]*value="(\d+)"', dpo.get(sending).text)
    assert number is not None
    why = {"expected": number[1], "why_not_waited": "High risk."}
    assert dpo.post(sending, data=why).status_code == 303
    deliver_due(at.services, [at.id])
    (mailed,) = smtp.sent_to(mother.email)[-1:]
    with open_session(at.services.engine, at.scope) as session, session.begin():
        head = session.get_one(Person, at.people[Role.HEAD])
        signed, head.name = head.name, "Somebody New"

    proof = text(dpo.get(page(incident, f"people/{child.id}/told")))
    assert "in Polish and English" in proof
    assert "Po polsku: what_happened_how" in proof
    assert signed in proof
    assert "Somebody New" not in proof
    body = mailed.get_body(("plain",))
    assert body is not None
    plain = body.get_content()
    for _, words in polish:
        assert words in plain
        assert words in proof
    paper = dpo.get(page(incident, f"people/{child.id}/told.pdf")).data
    printed = " ".join(p.extract_text() for p in PdfReader(BytesIO(paper)).pages)
    assert "Po polsku: done" in printed
    assert signed in printed


@pytest.mark.clause("DBRP-5.16")
def test_letters_that_were_stopped_are_not_posted_beside_those_printed_again(
    at: School, dpo: FlaskClient, smtp: MailSink, clock: MovingClock
) -> None:
    telling.with_mail(at, smtp)
    incident = telling.decided_and_written(at)
    telling.send(at, incident, ALL)
    deliver_due(at.services, [at.id])
    way = page(incident, "sending")
    assert "o not post" not in text(dpo.get(way))
    dpo.post(page(incident, "stop-sending"))
    assert text(dpo.get(way)).count("Do not post these") == 1
    clock.move_to(at.services.clock.now() + timedelta(minutes=5))
    telling.go_on(at, incident)
    deliver_due(at.services, [at.id])
    runs = [row.text for row in BeautifulSoup(dpo.get(way).data, "html.parser").select("tr")
            if ".pdf" in row.text]  # fmt: skip
    assert ["Do not post these" in run for run in runs] == [False, True]
    assert f"{LETTERS} letters on {LETTERS} sheets of paper" in runs[0]

    letter = next(one for one in telling.listing(at, incident).envelopes if one.state == "printed")
    name = Envelope.from_json(letter.body).name
    at.do("hold_back", Role.DSL, incident, person_id=letter.about[0], reason="A refuge.")
    assert "1 letter to take out: do not post" in text(dpo.get(way))
    files = BeautifulSoup(dpo.get(way).data, "html.parser").select("td a[href*='/letters/']")
    pile = PdfReader(BytesIO(dpo.get(str(files[0]["href"])).data)).pages
    sheets = [one.extract_text() for one in pile if "page 1 of" in one.extract_text()]
    place = next(at for at, sheet in enumerate(sheets, LETTERS + 1) if name in sheet)
    assert "Record that the letters were posted" in text(dpo.get(way))
    record = text(dpo.get(page(incident, "record-posted")))
    assert re.search(rf"{re.escape(name)}, .+: letter {place}, made ", record)
    other = next(one for one in telling.listing(at, incident).envelopes if one.state == "printed")
    told = page(incident, f"people/{other.about[0]}/told")
    assert "Printed as letter" in text(dpo.get(told))
    assert "What each was told" not in text(dpo.get(told)), "nobody is told before it is posted"
    asked = {"note": "", "expected": str(LETTERS)}
    assert "since you looked" in text(dpo.post(page(incident, "record-posted"), data=asked))
    dpo.post(page(incident, "record-posted"), data=asked | {"expected": str(LETTERS - 1)})
    said = text(dpo.get(way))
    assert re.search(rf"{LETTERS - 1} letters posted on .+ by Ruth Adeyemi", said)
    assert "1 letter taken out, and not posted" in said
    assert "Record that the letters" not in said
    each = len(dpo.get(told).text.split("by letter, version 1")) - 1
    assert (each, dpo.get(told).text.count("Dear ")) == (3, 1), (
        "the letter that was stopped is none"
    )
    pages = PdfReader(BytesIO(dpo.get(f"{told}.pdf").data)).pages
    assert "".join(one.extract_text() for one in pages).count("was told") == 2, "title and letter"
