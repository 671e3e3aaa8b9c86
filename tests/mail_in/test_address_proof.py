"""An address takes reports for a school once a test mail to it came in: a school may name any."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.deployment import problems
from portal.mail_in.receiving import Received, receive
from portal.models.effects import EffectRow
from portal.store.school.registers import last_tests
from tenants.db import open_session
from tenants.registers import MailboxKind
from tests.mail_in.conftest import Post
from tests.mail_in.messages import message, report

MakePost = Callable[[str], Post]
LATER = timedelta(minutes=20)
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<.*>)", re.MULTILINE)


def come(at: Post, raw: bytes) -> Received:
    """As from a mailbox, whose server says nothing of where it delivers."""
    return receive(at.school.services, raw)


def test_a_school_that_names_the_address_of_another_gets_none_of_its_mail(post: MakePost) -> None:
    greedy, proved = post("wormley"), post("wormley")
    greedy.name(f"head-{greedy.school.id.hex}@vale.example.org")
    both = message(to=f"head-{greedy.school.id.hex}@vale.example.org", Cc=proved.address)
    assert come(greedy, both) is Received.KEPT
    proved.work()
    assert (len(greedy.incidents()), len(proved.incidents())) == (0, 1)


@pytest.mark.clause("DBRP-4.5")
def test_a_test_mail_that_comes_in_proves_the_address_whatever_its_id(post: MakePost) -> None:
    at = post("wormley")
    address = f"new-{at.school.id.hex}@school.example.org"
    at.name(address.replace("new", "New"))
    (sent,) = at.tests()
    raw = message(to=address)
    for _ in range(2):
        assert come(at, raw) is Received.UNPROVED
        at.work()
        at.school.clock.at += timedelta(minutes=1)
    assert len(at.tests()) == 2, "one more, however many come within ten minutes"
    at.school.clock.at += LATER
    assert come(at, raw) is Received.UNPROVED
    at.work()
    assert len(at.tests()) == 3

    renamed = MESSAGE_ID.sub(b"Message-ID: <another@ses.example.net>", sent)
    assert come(at, renamed) is Received.TEST
    assert come(at, raw) is Received.KEPT
    at.work()
    assert len(at.incidents()) == 1


def test_an_address_that_changes_is_proved_anew_and_not_by_an_earlier_test(post: MakePost) -> None:
    at = post("wormley")
    earlier, later = (f"{one}-{at.school.id.hex}@school.example.org" for one in ("a", "b"))
    at.name(earlier)
    at.name(later)
    of_earlier, of_later = at.tests()
    assert come(at, of_earlier) is Received.TEST
    assert come(at, message(to=later)) is Received.UNPROVED
    assert come(at, of_later) is Received.TEST
    at.name(later.title(), MailboxKind.ANONYMOUS)
    assert len(at.tests()) == 3, "the two, and one for the message: what is proved needs no other"
    assert come(at, message(to=later, ident="<3@x>")) is Received.KEPT


def test_a_code_that_is_none_of_ours_proves_nothing_and_hides_no_message(post: MakePost) -> None:
    at = post("wormley")
    at.school.report()
    with open_session(at.school.services.engine, at.school.scope) as session:
        alert = session.scalars(select(EffectRow.id).where(EffectRow.kind == "alert")).first()
    address = f"new-{at.school.id.hex}@school.example.org"
    at.name(address)
    for code in (at.school.id, alert):
        forged = message(to=address, subject=f"Test {code}: is it there?")
        assert come(at, forged) is Received.UNPROVED


def test_the_school_sees_that_a_test_could_not_be_delivered(post: MakePost) -> None:
    at = post("wormley")
    at.name(f"gone-{at.school.id.hex}@school.example.org")
    ours = MESSAGE_ID.search(at.tests()[0])
    assert ours
    assert come(at, report(ours[1].decode())) is Received.BOUNCE
    with open_session(at.school.services.engine, at.school.scope) as session:
        (test,) = last_tests(session, at.school.scope).values()
    assert test.came_back


def test_the_operator_is_told_of_an_address_whose_test_does_not_come_in(post: MakePost) -> None:
    at = post("wormley")
    address = f"lost-{at.school.id.hex}@school.example.org"
    at.name(address)

    def said() -> list[str]:
        return [each for each in problems(at.school.services, {}) if address in each]

    assert not said()
    at.school.clock.at += LATER
    assert come(at, message(to=address)) is Received.UNPROVED  # tested again, and still nothing
    at.work()
    (sentence,) = said()
    assert "Wormley School" in sentence
    assert come(at, at.tests()[-1]) is Received.TEST
    assert not said()
