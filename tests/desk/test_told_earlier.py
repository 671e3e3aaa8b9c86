"""Told on Friday, recorded on Monday: it counts from when it was done, and is refused as a slip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from portal.errors import Refused
from portal.rules.telling.attempts import Result
from portal.rules.words import PeopleChoice
from portal.store.telling import attempts, print_runs
from tenants.db import open_session
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME
from tests.desk.world import FRIDAY, School
from tests.mail_sink import MailSink

MONDAY = FRIDAY + timedelta(days=3)
ON_LETTERS = 23


@pytest.mark.clause("DBRP-5.16")
def test_letters_recorded_late_were_posted_when_they_were(
    school: Callable[[str], School], smtp: MailSink
) -> None:
    at = telling.with_mail(school("wormley"), smtp)
    incident = telling.decided_and_written(at, SOME)
    at.clock.at += timedelta(hours=1)
    telling.send(at, incident, ON_LETTERS)
    telling.deliver(at)
    printed = at.clock.at
    posted = printed + timedelta(hours=2)
    at.clock.at = MONDAY

    def record(done_at: datetime) -> None:
        at.do("record_posted", Role.HEAD, incident, done_at=done_at)

    for wrong, sentence in (
        (printed - timedelta(minutes=9), "They were printed on"),
        (FRIDAY - timedelta(days=9), "Nobody knew of it before"),
        (MONDAY + timedelta(hours=1), "must be in the past"),
    ):
        with pytest.raises(Refused, match=sentence):
            record(wrong)
    record(posted)
    people = at.facts(incident).people
    assert people.settled_at == posted
    assert people.left_at == printed  # by e-mail
    with open_session(at.services.engine, at.scope) as session:
        (run,) = print_runs.list_runs(session, at.scope, incident)
        notices = attempts.list_recipients(session, at.scope, incident, first=0, limit=99)
    assert [(each.at, each.by) for each in run.posted] == [(posted, at.people[Role.HEAD])]
    tried = [each for one in notices for each in one.attempts if each.result is Result.POSTED]
    assert [each.at for each in tried] == [posted]


@pytest.mark.clause("DBRP-5.16")
def test_all_are_told_with_the_last_word_in_whatever_order_it_is_recorded(
    school: Callable[[str], School], smtp: MailSink
) -> None:
    at = telling.with_mail(school("wormley"), smtp)
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    telling.import_children(at, incident, SOME[:2])
    at.clock.at = MONDAY
    first, last = FRIDAY + timedelta(hours=1), FRIDAY + timedelta(hours=30)

    def told(one: UUID, done_at: datetime) -> None:
        at.do("resolve_unreached", Role.DPO, incident, person_id=one, how="by_phone", note="Rang.",
              done_at=done_at)  # fmt: skip

    one, other = telling.listing(at, incident).people
    with pytest.raises(Refused, match="Nobody knew of it before"):
        told(one, FRIDAY - timedelta(days=9))
    told(one, last)
    told(other, first)
    people = at.facts(incident).people
    assert (people.by_word_at, people.settled_at) == (first, last)
