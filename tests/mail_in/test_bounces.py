"""What comes back: who was not told after all, and which alert was no sign."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid5

import pytest
from sqlalchemy import select

from portal.desk.telling.recount import recount
from portal.mail_in.receiving import Received
from portal.models.effects import EffectRow
from portal.models.telling import RecipientRow, RecipientSubjectRow, SubjectRow
from portal.outbox import rows as outbox
from portal.rules.telling.on_way import EnvelopeState
from tenants.db import open_session, uuid7
from tenants.roles import Role
from tests.mail_in.conftest import Post
from tests.mail_in.messages import complaint, report

MakePost = Callable[[str], Post]


def told(at: Post, reason: str = "") -> tuple[UUID, UUID]:
    """One person of an incident, told by one notice: (incident, notice)."""
    incident = at.school.report()
    notice, person = uuid5(incident, "notice"), uuid5(incident, "person")
    here = {"school_id": at.school.id, "incident_id": incident}
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        session.add(
            RecipientRow(
                id=notice, channel="email", envelope=b"", notice_version=1,
                standing="sent", reason="", **here,
            )
        )  # fmt: skip
        session.add(
            SubjectRow(
                id=person, match=b"x", named=b"x", named_in=[1], body=b"",
                standing="told", reason=reason, **here,
            )
        )  # fmt: skip
        session.flush()
        session.add(RecipientSubjectRow(id=uuid7(), recipient_id=notice, subject_id=person, **here))
    return incident, notice


def stands(at: Post, incident: UUID) -> tuple[tuple[str, str], tuple[str, str]]:
    """(notice, person), each with its reason."""
    with open_session(at.school.services.engine, at.school.scope) as session:
        notice = session.scalars(
            select(RecipientRow).where(RecipientRow.incident_id == incident)
        ).one()
        person = session.scalars(select(SubjectRow).where(SubjectRow.incident_id == incident)).one()
        return (notice.standing, notice.reason), (person.standing, person.reason)


@pytest.mark.clause("DBRP-5.16")
def test_a_notice_that_comes_back_leaves_somebody_unreached_and_that_is_owed(
    post: MakePost,
) -> None:
    at = post("wormley")
    incident, notice = told(at)
    raw = report(f"<notice.{notice}@example.org>")
    assert at.come(raw) is Received.BOUNCE
    after = ((EnvelopeState.FAILED, "bounced"), ("unresolved", "failed"))
    assert stands(at, incident) == after
    assert at.come(raw) is Received.BOUNCE
    assert stands(at, incident) == after


@pytest.mark.parametrize(
    ("raw", "reason"), [(report, "delayed"), (complaint, "complaint")], ids=["late", "complaint"]
)
def test_a_late_or_unwanted_notice_is_noted_and_stays_sent(
    post: MakePost, raw: Callable[..., bytes], reason: str
) -> None:
    at = post("wormley")
    incident, notice = told(at)
    more = {"status": "4.2.2"} if reason == "delayed" else {}
    at.come(raw(f"<notice.{notice}@example.org>", **more))
    assert stands(at, incident) == ((EnvelopeState.SENT, reason), ("told", ""))


def test_whoever_was_told_in_person_as_well_stays_told(post: MakePost) -> None:
    at = post("wormley")
    incident, notice = told(at, reason="in_person")
    at.come(report(f"<notice.{notice}@example.org>"))
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        recount(session, at.school.services, at.school.id, incident)
    assert stands(at, incident)[1] == ("told", "in_person")


@pytest.mark.clause("DBRP-5.7")
def test_an_alert_that_comes_back_did_not_arrive(post: MakePost) -> None:
    at = post("wormley")
    incident = at.school.report()
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        alert = outbox.write(
            session,
            school_id=at.school.id,
            incident_id=incident,
            kind="alert",
            key="an alert",
            person_id=at.school.people[Role.HEAD],
            template="news",
            run_after=at.school.clock.now(),
        )
    at.work()
    at.come(report(f"<alert.{alert}@example.org>"))
    with open_session(at.school.services.engine, at.school.scope) as session:
        row = session.scalars(select(EffectRow).where(EffectRow.id == alert)).one()
        assert (row.state, row.error) == ("failed", "MailBounced")


def test_word_of_what_nobody_sent_is_nobodys(post: MakePost) -> None:
    at = post("wormley")
    assert at.come(report(f"<notice.{uuid7()}@example.org>")) is Received.NOBODYS
