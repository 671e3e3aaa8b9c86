"""Mail becomes incidents: once, completely, at the time it came, and never because of a machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.errors import NotFound
from portal.mail_in.receiving import Received
from portal.models.effects import EffectRow
from portal.models.incidents import IncidentRow
from portal.models.mail import MailRow
from portal.rules.clock import cautious_start
from portal.rules.facts import ByMail, Follows
from portal.rules.words import Source
from portal.store import evidence
from portal.store.keys import destroy_incident_key
from portal.web.parts.words import report_answers
from tenants.db import open_session
from tenants.models import Person
from tenants.registers import Mailbox
from tenants.roles import Role
from tests.desk.world import FRIDAY
from tests.files.contents import PNG, PROGRAM
from tests.mail_in.conftest import Post
from tests.mail_in.messages import message

MakePost = Callable[[str], Post]
JO = "jo@home.example.net"


def address_of(post: Post, role: Role) -> str:
    """The e-mail address of whoever holds a role."""
    with open_session(post.school.services.engine, post.school.scope) as session:
        found = session.scalar(select(Person.email).where(Person.id == post.school.people[role]))
    assert found is not None
    return found


def answers_to(post: Post, address: str = JO) -> list[EmailMessage]:
    return post.smtp.sent_to(address)


@pytest.mark.clause("DBRP-4.5", "DBRP-5.7", "SIP-3c")
def test_a_message_from_outside_becomes_an_incident_with_its_files_and_an_answer(
    post: MakePost,
) -> None:
    at = post("wormley")
    files = (("screen.png", PNG), ("run.exe", PROGRAM))
    raw = message(files=files, Received="from x by y; Fri, 23 Oct 2026 14:00:00 +0000")
    assert at.come(raw) is Received.KEPT
    (facts,) = at.incidents()
    intake = facts.intake
    assert intake.happened.startswith("A list went astray\n\nA list of pupils went to the wrong")
    assert intake.title == "A list went astray"
    assert "run.exe is of a type that is not taken" in intake.happened
    assert [each.name for each in facts.evidence] == ["screen.png"]
    assert intake.source is Source.OUTSIDE
    assert intake.outside is not None
    assert (intake.outside.name, intake.outside.contact) == ("Jo Parent", JO)
    assert cautious_start(facts) == FRIDAY - timedelta(minutes=70)
    assert Role.DPO in at.school.alerted(facts.incident_id, "new_report")
    (answer,) = answers_to(at)
    assert answer["Subject"] == f"We have your message: {facts.reference}"
    assert answer["Auto-Submitted"] == "auto-replied"
    assert str(answer["Reply-To"]).lower() == at.address
    assert answer["In-Reply-To"] == "<1@home.example.net>"
    with open_session(at.school.services.engine, at.school.scope) as session:
        assert session.scalars(select(MailRow.raw)).one() is None
        key_free = session.scalars(select(EffectRow.data)).all()
    assert JO not in str(key_free)


@pytest.mark.clause("DBRP-5.7")
def test_a_message_of_a_member_is_their_report(post: MakePost) -> None:
    at = post("wentworth")
    at.come(message(sender=f"Sam <{address_of(at, Role.STAFF).upper()}>"))
    (facts,) = at.incidents()
    assert facts.intake.reporter.person_id == at.school.people[Role.STAFF]
    assert facts.intake.source is Source.STAFF


def test_the_same_message_twice_is_one_and_so_is_a_job_done_twice(post: MakePost) -> None:
    at = post("wormley")
    assert at.come(message(files=(("a.csv", b"a;b"),)), work=False) is Received.KEPT
    assert at.come(message("Again."), work=False) is Received.KNOWN
    at.work()
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        row = session.scalars(select(EffectRow).where(EffectRow.kind == "incoming")).one()
        row.state, row.settled_at = "waiting", None
    at.work()
    (facts,) = at.incidents()
    assert len(facts.evidence) == 1
    assert facts.intake.additions == ()
    assert len(answers_to(at)) == 1


@pytest.mark.parametrize("how", ["reference", "answer"])
def test_who_wrote_before_adds_to_it_and_nobody_else_does(post: MakePost, how: str) -> None:
    at = post("wormley")
    at.come(message())
    (facts,) = at.incidents()
    (answer,) = answers_to(at)
    thread = str(answer["Message-ID"]) if how == "answer" else ""
    subject = "Re: it" if how == "answer" else f"Re: {facts.reference}"
    again = message(
        "More of it.", ident="<2@x>", subject=subject, files=(("b.csv", b"c"),), In_Reply_To=thread
    )
    at.come(again)
    (facts,) = at.incidents()
    assert "More of it." in facts.intake.additions[0].text
    assert [each.name for each in facts.evidence] == ["b.csv"]
    stranger = message(
        "Let me in.", ident="<3@x>", sender="x@evil.example", subject=subject, In_Reply_To=thread
    )
    at.come(stranger)
    first, second = at.incidents()
    assert len(first.intake.additions) == 1
    assert "Let me in." in second.intake.happened


@pytest.mark.clause("SIP-1")
def test_a_member_adds_to_what_they_may_see_and_not_to_what_is_hidden_from_them(
    post: MakePost,
) -> None:
    at = post("wormley")
    incident = at.school.report()
    reference = at.school.facts(incident).reference
    sees, hidden = address_of(at, Role.HEAD), address_of(at, Role.IT_CONTACT)
    at.come(message("I know more.", sender=sees, subject=reference))
    at.come(message("Me too.", sender=hidden, subject=reference, ident="<2@x>"))
    first, second = at.incidents()
    assert first.intake.additions[0].by == at.school.people[Role.HEAD]
    assert second.intake.reporter.person_id == at.school.people[Role.IT_CONTACT]


def test_what_came_by_mail_is_no_sign_of_whom_it_names_unless_their_server_says_so(
    post: MakePost,
) -> None:
    at = post("wormley")
    incident = at.school.report()
    head, reference = address_of(at, Role.HEAD), at.school.facts(incident).reference
    at.come(message("I have looked.", sender=head, subject=reference, files=(("a.png", PNG),)))
    (facts,) = at.incidents()
    assert facts.intake.additions[0].by_mail is ByMail.UNPROVED
    assert facts.looked_at is None
    assert report_answers(facts)[-1].question.endswith(" by e-mail, sender not proved")

    settings = replace(at.school.services.settings, mail_authserv="mx.school.example")
    at.school.services = replace(at.school.services, settings=settings)
    passed = f"mx.school.example; dmarc=pass header.from={head.rpartition('@')[2]}"
    at.come(
        message(
            "It is me.",
            sender=head,
            ident="<2@x>",
            subject=reference,
            Authentication_Results=passed,
        )
    )
    (facts,) = at.incidents()
    assert facts.intake.additions[1].by_mail is ByMail.PROVED
    assert facts.looked_at is not None


@pytest.mark.parametrize(
    "raw",
    [
        message(Auto_Submitted="auto-replied"),
        message(Precedence="bulk"),
        message(List_Id="<l.example.org>"),
        message(Return_Path="<>"),
        message(sender="incidents@example.org"),
        message(ident="<alert.01890000-0000-7000-8000-000000000001@example.org>"),
    ],
)
def test_machines_are_ignored(post: MakePost, raw: bytes) -> None:
    at = post("wormley")
    assert at.come(raw) is Received.IGNORED
    assert at.incidents() == []
    assert answers_to(at) == []


def test_mail_for_nobody_here_is_left_to_its_server(post: MakePost) -> None:
    at = replace(post("wormley"), address="nobody@example.org")
    assert at.come(message()) is Received.NOBODYS


def test_what_cannot_be_read_is_an_incident_with_the_message_as_it_came(post: MakePost) -> None:
    at = post("wormley")
    raw = b"Subject: x\r\nContent-Type: multipart/mixed\r\n\r\n\x00\xff garbage"
    assert at.come(raw) is Received.KEPT
    (facts,) = at.incidents()
    assert "could not be read" in facts.intake.happened
    (file,) = facts.evidence
    services, scope = at.school.services, at.school.scope
    with open_session(services.engine, scope) as session:
        from portal.store.keys import incident_key

        key = incident_key(session, services.keyring, at.school.id, facts.incident_id)
        stored = evidence.get_stored(session, scope, file.id)
        assert b"".join(evidence.content(session, scope, key, stored)) == raw


def test_no_sender_gets_more_than_three_answers_a_day(post: MakePost) -> None:
    at = post("wormley")
    for number in range(5):
        at.come(message(ident=f"<{number}@x>"))
    assert len(at.incidents()) == 5
    assert len(answers_to(at)) == 3


@pytest.mark.clause("DBRP-5.7")
def test_a_flood_waits_its_turn_keeps_its_time_and_is_told_of_once(post: MakePost) -> None:
    at = post("wormley")
    limited = replace(at.school.services.settings, mail_per_hour=2)
    at.school.services = replace(at.school.services, settings=limited)
    for number in range(5):
        at.come(message(ident=f"<{number}@x>", sender=f"{number}@x.example"))
    assert len(at.incidents()) == 2
    with open_session(at.school.services.engine, at.school.scope) as session:
        told = session.scalars(
            select(EffectRow.person_id).where(EffectRow.template == "many_mails")
        ).all()
    assert sorted(map(str, told)) == sorted(
        str(at.school.people[role]) for role in (Role.HEAD, Role.DPO)
    )
    assert at.smtp.sent_to(address_of(at, Role.HEAD))
    at.school.clock.at += timedelta(hours=1)
    at.work()
    assert len(at.incidents()) == 4
    at.school.clock.at += timedelta(hours=1)
    at.work()
    assert {cautious_start(each) for each in at.incidents()} == {FRIDAY}
    assert len(at.incidents()) == 5


def test_nothing_of_another_school_is_added_to(post: MakePost) -> None:
    one, other = post("wormley"), post("wormley")
    one.come(message())
    reference = one.incidents()[0].reference
    other.come(message("Here.", subject=f"Re: {reference}", ident="<9@x>"))
    assert len(one.incidents()) == len(other.incidents()) == 1
    assert one.incidents()[0].intake.additions == ()
    with pytest.raises(NotFound):
        other.school.facts(one.incidents()[0].incident_id)


def test_an_address_is_of_the_school_that_named_it_first(post: MakePost) -> None:
    one, other = post("wormley"), post("wentworth")
    with open_session(other.school.services.engine, other.school.scope) as session, session.begin():
        session.scalars(select(Mailbox)).one().email = one.address
    one.come(message())
    assert (len(one.incidents()), len(other.incidents())) == (1, 0)


def test_a_reply_about_an_erased_incident_is_a_new_one_that_names_it(post: MakePost) -> None:
    at = post("wormley")
    at.come(message())
    (first,) = at.incidents()
    erase(at, first.incident_id)
    at.come(message("It is back.", subject=f"Re: {first.reference}", ident="<2@home.example.net>"))
    stranger = "Somebody <somebody@else.example.net>"
    at.come(message(sender=stranger, subject=first.reference, ident="<3@home.example.net>"))
    with open_session(at.school.services.engine, at.school.scope) as session:
        newer = select(IncidentRow.id).where(IncidentRow.id > first.incident_id)
        ids = session.scalars(newer.order_by(IncidentRow.id)).all()
    again, other = map(at.school.facts, ids)
    assert again.follows == Follows(first.incident_id, first.reference)
    assert "It is back." in again.intake.happened
    assert other.follows is None


def erase(at: Post, incident: UUID) -> None:
    """Its key is destroyed, as at the end of its time."""
    with open_session(at.school.services.engine, at.school.scope) as session, session.begin():
        row = session.get_one(IncidentRow, (at.school.id, incident))
        row.erased_at = FRIDAY
        destroy_incident_key(session, at.school.id, incident, FRIDAY)
