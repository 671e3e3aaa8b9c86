"""What people were told is wrong: a corrected notice goes to whoever was told, and to no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.errors import Refused
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, decided_and_written, deliver, send
from tests.desk.test_notices import SOME_ALL, SOME_EMAILS
from tests.desk.world import School
from tests.mail_sink import Mail, MailSink

Make = Callable[[str], School]
RIGHT = tuple(
    (key, "No medical notes were on the list." if key == "what_happened_how" else said)
    for key, said in telling.PARTS
)


@pytest.fixture
def at(school: Make, smtp: MailSink) -> School:
    return telling.with_mail(school("wormley"), smtp)


@pytest.mark.clause("DBRP-5.16", "DBRP-5.21")
def test_each_who_was_told_gets_the_correction_once(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    deliver(at)
    at.do("record_posted", Role.HEAD, incident, note="First class.")
    told_first = at.facts(incident).people
    first = {mail.message["To"] for mail in smtp.caught if is_notice(mail)}
    assert len(first) <= SOME_EMAILS

    at.do("record_wrong", Role.HEAD, incident, what="The list had no medical notes.")
    assert "put_right" in at.duties(incident)
    at.do("put_right", Role.DPO, incident, corrected=True, note="By a notice.", sending=True)
    with pytest.raises(Refused, match="Write the corrected notice first"):
        send(at, incident, SOME_ALL)
    at.do("write_notice", Role.DPO, incident, parts=RIGHT)
    with pytest.raises(Refused, match="why you do not wait"):
        send(at, incident, SOME_ALL)
    at.do("ask_opinion", Role.DPO, incident)
    at.do("give_opinion", Role.HEAD, incident, agrees=True)
    send(at, incident, SOME_ALL)
    assert "put_right" in at.duties(incident)
    caught = len(smtp.caught)
    deliver(at)

    corrections = [mail.message for mail in smtp.caught[caught:] if is_notice(mail)]
    assert len(corrections) == SOME_EMAILS
    assert len({mail["Message-ID"] for mail in corrections}) == SOME_EMAILS
    assert {mail["To"] for mail in corrections} == first
    for mail in corrections:
        body = mail.get_body(("plain",))
        assert body is not None
        assert "A CORRECTION" in body.get_content()
        assert "No medical notes were on the list" in body.get_content()
    at.do("record_posted", Role.HEAD, incident, note="First class.")
    assert "put_right" in at.met(incident)

    listed = telling.listing(at, incident)
    states = [one.state for one in listed.envelopes]
    assert states.count(EnvelopeState.CORRECTED) == SOME_ALL
    assert len(states) == 2 * SOME_ALL
    assert at.facts(incident).people.unresolved == told_first.unresolved
    barred = {each.email for one in listed.people.values() for each in one.contacts if each.barred}
    sent_to = {Envelope.from_json(one.body).email for one in listed.envelopes}
    assert barred.isdisjoint(sent_to - {""})


def is_notice(mail: Mail) -> bool:
    """Whether this mail is a notice, not an alert to staff."""
    return str(mail.message["Message-ID"]).startswith("<notice.")
