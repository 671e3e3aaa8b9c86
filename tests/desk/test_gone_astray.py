"""A letter comes back, or somebody else got a notice: it counts as sent no more, and the right
person is told at another address, never at that one again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from portal.errors import Refused
from portal.rules.telling.addressees import Contact
from portal.rules.telling.changes import ReachedBy
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import CAME_BACK, ELSEWHERE
from portal.store.telling import attempts
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, deliver, send
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.mail_sink import MailSink


def settle(at: School, incident: UUID, notice: UUID, astray: str = "", **said: Any) -> None:
    at.do("settle_uncertain", Role.DPO, incident, envelope_id=notice, arrived=False,
          astray=astray, **said)  # fmt: skip


@pytest.mark.clause("DBRP-5.16")
@pytest.mark.parametrize(
    ("channel", "astray"), [("email", ELSEWHERE), ("letter", CAME_BACK), ("letter", ELSEWHERE)]
)
def test_who_was_not_reached_is_told_at_another_address_and_nobody_twice(
    school: Callable[[str], School], smtp: MailSink, channel: str, astray: str
) -> None:
    at = telling.with_mail(school("wormley"), smtp)
    incident = telling.decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    deliver(at)
    at.do("record_posted", Role.HEAD, incident)
    listed = telling.listing(at, incident)
    notice = next(
        one
        for one in listed.envelopes
        if one.channel == channel and len(one.about) == 1 and listed.people[one.about[0]].contacts
    )
    wrong = Envelope.from_json(notice.body)
    child = listed.people[notice.about[0]]
    with pytest.raises(Refused, match="Say who told you what happened"):
        settle(at, incident, notice.id, astray)
    settle(at, incident, notice.id, astray, note="The neighbour rang.")
    stored = telling.listing(at, incident).stored[child.id]
    assert (stored.standing, stored.reason) == ("unresolved", "failed")
    assert "resolve_unreached" in at.duties(incident)
    for again in (
        lambda: settle(at, incident, notice.id),
        lambda: at.do("resend_notice", Role.DPO, incident, envelope_id=notice.id, reason="X"),
    ):
        with pytest.raises(Refused, match="does not go there again"):
            again()
    before = len(smtp.caught)
    if channel == "letter":
        with pytest.raises(Refused, match="nobody left"):  # there is no other way to them
            send(at, incident, 0, why_not_waited="High risk.")
    to = next(one for one in child.contacts if one.name == wrong.name)
    assert isinstance(to, Contact)
    new = ReachedBy(to.id, "They rang.", email="right@example.org")
    at.do("settle_addressee", Role.DPO, incident, person_id=child.id, change=new)
    send(at, incident, 1, why_not_waited="High risk.")
    deliver(at)
    assert [
        m.recipients[0] for m in smtp.caught[before:] if "<notice." in str(m.message["Message-ID"])
    ] == ["right@example.org"]
    assert telling.listing(at, incident).stored[child.id].standing == "told"
    with open_session(at.services.engine, at.scope) as session:
        tried = attempts.list_recipients(session, at.scope, incident, first=0, limit=99)
    (same,) = (one for one in tried if one.id == notice.id)
    assert same.left
    assert same.state == "replaced"
