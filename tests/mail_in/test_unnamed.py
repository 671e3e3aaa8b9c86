"""Mail to the anonymous address: nothing is kept that says who wrote (SIP-1-anon)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.mail_in.reading import unnamed
from portal.mail_in.receiving import Received
from portal.models.mail import MailRow
from portal.rules.clock import cautious_start
from portal.rules.facts import ByMail
from portal.rules.words import Naming, Source
from portal.store.telling import mail
from portal.web.investigation.asking import ways_to_reporter
from tenants.db import open_session, uuid7
from tenants.registers import Mailbox, MailboxKind
from tests.desk.world import FRIDAY
from tests.files.contents import PNG
from tests.mail_in.conftest import Post
from tests.mail_in.messages import message

JO = "jo@home.example.net"
TRACES: dict[str, Any] = {
    "Received": "from laptop.home [203.0.113.9]",
    "X_Mailer": "JoMail",
    "Reply_To": JO,
}


def anonymous_address(at: Post) -> str:
    address = f"anonymous+{at.school.id.hex}@school.example.org"
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        session.add(
            Mailbox(school_id=at.school.id, id=uuid7(), kind=MailboxKind.ANONYMOUS, email=address)
        )
    return address


@pytest.mark.clause("SIP-1-anon")
@pytest.mark.parametrize(
    ("variant", "source"), [("wentworth", Source.STAFF), ("wormley", Source.OUTSIDE)]
)
def test_it_becomes_a_report_of_nobody_and_nobody_is_answered(
    post: Callable[[str], Post], variant: str, source: Source
) -> None:
    at = post(variant)
    at.address = anonymous_address(at)
    raw = message("The key hangs in the corridor.", sender=f"Jo Parent <{JO}>",
                  files=(("key.png", PNG),), **TRACES)  # fmt: skip
    assert at.come(raw, work=False) is Received.KEPT
    with open_session(at.school.services.engine, at.school.scope) as session:
        row = session.scalars(select(MailRow)).one()
        kept = mail.get_mail(session, at.school.scope, at.school.services.keyring, row.id)
    assert row.anonymous
    for trace in (b"jo@", b"Jo Parent", b"203.0.113.9", b"JoMail", b"home.example"):
        assert trace not in kept.raw
    at.work()
    (facts,) = at.incidents()
    assert facts.intake.reporter.naming is Naming.ANONYMOUS
    assert facts.intake.reporter.person_id is None
    assert facts.intake.by_mail is ByMail.UNNAMED
    assert ways_to_reporter(facts.intake) == {}
    assert facts.intake.source is source
    assert facts.intake.outside is None or not facts.intake.outside.contact
    assert "The key hangs in the corridor." in facts.intake.happened
    assert [each.name for each in facts.evidence] == ["key.png"]
    assert cautious_start(facts) == FRIDAY
    assert at.smtp.sent_to(JO) == []
    assert at.come(raw) is Received.KNOWN


def test_what_is_left_of_a_message_is_its_subject_and_content() -> None:
    left = unnamed(message(sender=f"Jo <{JO}>", **TRACES)).decode()
    assert "Subject: A list went astray" in left
    assert "went to the wrong address" in left
    assert {line.partition(":")[0] for line in left.partition("\n\n")[0].splitlines()} <= {
        "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
