"""What people were told is wrong: a corrected notice goes to whoever was told, and to no other."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.telling.changes import NotAffected, ReachedBy
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import WORMLEY
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


def begin_to_correct(at: School) -> UUID:
    """One child's parents were told something wrong, and a correction is to follow."""
    incident = decided_and_written(at, (0,))
    send(at, incident, 1)
    deliver(at)
    at.do("record_wrong", Role.HEAD, incident, what="The list had no medical notes.")
    at.do("put_right", Role.DPO, incident, corrected=True, note="By a notice.", sending=True)
    return incident


def comes_on_the_list(at: School, incident: UUID, place: int) -> None:
    telling.import_children(at, incident, (place,))
    at.do("clear_contacts", Role.DPO, incident, against="The register.")


def to_be_told(at: School, incident: UUID) -> list[str | None]:
    """What is next on the way to telling those who are owed a notice."""
    duties = owed(at.facts(incident), WORMLEY, Calendar("england", ()), at.clock.now())
    return [one.action for one in duties if one.kind == "send_notices" and one.met_at is None]


@pytest.mark.clause("DBRP-5.16", "DBRP-5.21")
def test_who_was_never_told_is_told_though_nobody_is_left_to_correct(at: School) -> None:
    incident = begin_to_correct(at)
    at.do("write_notice", Role.DPO, incident, parts=RIGHT)
    comes_on_the_list(at, incident, 4)  # of two parents apart
    misled, newcomer = telling.listing(at, incident).people
    no = NotAffected("Another child of that name.")
    at.do("settle_addressee", Role.DSL, incident, person_id=misled, change=no)
    assert to_be_told(at, incident) == ["write_notice"], "a correction out of the blue"
    at.do("write_notice", Role.DPO, incident, parts=(*RIGHT[:-1], ("complain", "To us first.")))
    assert not at.facts(incident).people.texts[-1].corrects
    send(at, incident, 2, why_not_waited="High risk.")
    deliver(at)
    stored = telling.listing(at, incident).stored
    assert stored[newcomer].standing == "told"
    assert to_be_told(at, incident) == []


@pytest.mark.clause("DBRP-5.16", "DBRP-5.21")
def test_who_comes_on_the_list_after_a_correction_reads_a_notice_that_corrects_nothing(
    at: School,
) -> None:
    incident = begin_to_correct(at)
    at.do("write_notice", Role.DPO, incident, parts=RIGHT)
    send(at, incident, 1, why_not_waited="High risk.")
    deliver(at)
    comes_on_the_list(at, incident, 4)  # of two parents apart
    assert to_be_told(at, incident) == ["write_notice"]
    with pytest.raises(Refused, match="nobody left"):
        send(at, incident, 2, why_not_waited="High risk.")
    at.do("write_notice", Role.DPO, incident, parts=RIGHT)
    assert not at.facts(incident).people.texts[-1].corrects
    send(at, incident, 2, why_not_waited="High risk.")


@pytest.mark.clause("DBRP-5.16")
def test_what_somebody_else_got_is_corrected_at_another_address(at: School, smtp: MailSink) -> None:
    incident = begin_to_correct(at)
    (child,) = telling.listing(at, incident).people.values()
    (wrong,) = telling.listing(at, incident).envelopes
    at.do("settle_uncertain", Role.DPO, incident, envelope_id=wrong.id, arrived=False,
          astray="elsewhere", note="A neighbour rang.")  # fmt: skip
    at.do("write_notice", Role.DPO, incident, parts=RIGHT)
    (known,) = telling.made(at, incident)
    for parent in child.contacts:
        new = ReachedBy(parent.id, "They rang.", email=f"{parent.id}@example.org")
        at.do("settle_addressee", Role.DPO, incident, person_id=child.id, change=new)
    before = len(smtp.caught)
    send(at, incident, 1, why_not_waited="High risk.")
    deliver(at)
    sent = [mail for mail in smtp.caught[before:] if is_notice(mail)]
    assert len(sent) == 1
    assert known.email not in sent[0].recipients
    states = {(one.state.value, one.reason) for one in telling.listing(at, incident).envelopes}
    assert states == {("corrected", "elsewhere"), ("sent", "")}
