"""214 children: who is addressed, what is sent to whom, and that nobody vanishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.errors import NotAllowed, Refused, Stale
from portal.rules.telling.addressees import Named
from portal.rules.telling.changes import Born, ContactSettled
from portal.rules.words import Channel, PeopleChoice
from standalone.demo.people import CHILDREN, FORMER, NO_EMAIL
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import (
    SOME,
    child,
    decided_and_written,
    deliver,
    made,
    send,
    standings,
    states,
)
from tests.desk.world import School
from tests.mail_sink import MailSink

Make = Callable[[str], School]
EMAILS, LETTERS = 321, 11
ALL = EMAILS + LETTERS
SOME_EMAILS, SOME_LETTERS = 22, 1
SOME_ALL = SOME_EMAILS + SOME_LETTERS


@pytest.fixture
def at(school: Make, smtp: MailSink) -> School:
    return telling.with_mail(school("wormley"), smtp)


@pytest.mark.clause("DBRP-5.16-age")
def test_everybody_ends_in_one_standing_with_its_reason(at: School) -> None:
    incident = telling.breach(at)
    telling.import_children(at, incident)
    assert standings(at, incident) == {
        ("unresolved", "not_checked"): 202,
        ("unresolved", "address_not_confirmed"): FORMER,
        ("unresolved", "date_of_birth_unknown"): 1,
        ("held", "held_back"): 1,
        ("to_be_told", ""): 1,  # the child in care, to the authority
    }
    telling.settle_all(at, incident)
    assert standings(at, incident) == {
        ("to_be_told", ""): CHILDREN - 2,
        ("unresolved", "date_of_birth_unknown"): 1,
        ("held", "held_back"): 1,
    }
    assert at.facts(incident).people.unresolved == 1


@pytest.mark.clause("DBRP-5.16-age")
def test_who_is_addressed(at: School) -> None:
    incident = decided_and_written(at)
    send(at, incident, ALL)
    envelopes = made(at, incident)
    kinds = Counter(envelope.to.value for envelope in envelopes)
    assert kinds["pupil"] == FORMER
    assert kinds["authority"] == 1
    assert states(at, incident) == {("email", "waiting"): EMAILS, ("letter", "waiting"): LETTERS}
    assert len(NO_EMAIL) == LETTERS
    barred = child(at, incident, "barred_father")
    father = next(contact for contact in barred.contacts if contact.barred)
    assert father.address == barred.address
    everything = "".join(f"{one.name}|{one.email}|{one.postal}\n" for one in envelopes)
    assert father.name not in everything
    assert father.email not in everything
    assert father.address not in everything
    (mother,) = [one for one in envelopes if one.about[0].name == barred.name]
    assert mother.name == barred.contacts[0].name
    held, unborn = child(at, incident, "held_back"), child(at, incident, "no_date_of_birth")
    told = {about.name for envelope in envelopes for about in envelope.about}
    assert not {held.name, unborn.name} & told


def test_siblings_share_a_letter_only_with_the_same_addressees_and_data(at: School) -> None:
    incident = decided_and_written(at)
    send(at, incident, ALL)
    together = {
        tuple(about.name for about in envelope.about)
        for envelope in made(at, incident)
        if len(envelope.about) > 1
    }
    assert len(together) == 2  # of the third pair other data was lost


@pytest.mark.clause("DBRP-5.16", "DBRP-5.16.1-4", "DBRP-5.17")
def test_each_message_has_one_recipient_and_nothing_of_another_household(
    at: School, smtp: MailSink
) -> None:
    incident = decided_and_written(at)
    send(at, incident, ALL)
    deliver(at)
    notices = [m for m in smtp.caught if "<notice." in m.message["Message-ID"]]
    assert len(notices) == EMAILS
    assert all(len(mail.recipients) == 1 for mail in notices)
    by_id = {f"<notice.{one.id}@": one for one in made(at, incident)}
    names = {person.name for person in telling.listing(at, incident).people.values()}
    for mail in notices:
        envelope = by_id[mail.message["Message-ID"].partition("@")[0] + "@"]
        assert mail.recipients == (envelope.email,)
        plain = mail.message.get_body(("plain",))
        assert plain is not None
        body = plain.get_content()
        own = {about.name for about in envelope.about}
        others = {name for name in names if name in body} - own
        assert not {name for name in others if not any(name in mine for mine in own)}
        assert "A list was attached to an e-mail by mistake." in body
    assert states(at, incident) == {("email", "sent"): EMAILS, ("letter", "printed"): LETTERS}


def test_letters_wait_until_somebody_has_posted_them(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    deliver(at)
    assert at.facts(incident).people.waiting == SOME_LETTERS
    assert at.duties(incident)["send_notices"].action == "record_posted"
    at.do("record_posted", Role.HEAD, incident, note="First class.")
    assert at.facts(incident).people.waiting == 0
    assert "send_notices" in at.met(incident)
    assert "resolve_unreached" in at.duties(incident)
    unborn = child(at, incident, "no_date_of_birth")
    at.do("resolve_unreached", Role.DPO, incident, person_id=unborn.id, how="by_phone",
          note="Rang the mother on Monday.")  # fmt: skip
    assert "resolve_unreached" in at.met(incident)
    assert standings(at, incident) == {
        ("told", ""): len(SOME) - 2,
        ("told", "by_phone"): 1,
        ("held", "held_back"): 1,
    }


def test_a_row_imported_again_keeps_its_person_and_what_was_settled(at: School) -> None:
    incident = telling.breach(at)
    telling.import_children(at, incident, SOME)
    telling.settle_all(at, incident)
    before = telling.listing(at, incident)
    telling.import_children(at, incident, SOME)
    again = telling.listing(at, incident)
    assert again.people == before.people
    assert at.facts(incident).people.list_version == 2
    assert {one.named_in for one in again.stored.values()} == {(1, 2)}


def test_a_new_version_of_the_list_asks_for_a_new_check(at: School) -> None:
    incident = decided_and_written(at, SOME)
    assert "check_list" not in at.duties(incident)
    telling.import_children(at, incident, SOME)
    assert "check_list" in at.duties(incident)
    with pytest.raises(Refused) as refusal:
        send(at, incident, SOME_ALL)
    assert refusal.value.field == "why_not_waited"
    send(at, incident, SOME_ALL, why_not_waited="The lead cannot be reached.")
    assert "check_list" in at.duties(incident)  # what was not waited for stays owed
    assert at.facts(incident).people.sendings[0].gaps


def test_somebody_held_back_asks_about_danger(at: School) -> None:
    incident = telling.breach(at)
    assert "danger_check" not in at.duties(incident)
    telling.import_children(at, incident, SOME)
    duty = at.duties(incident)["danger_check"]
    assert duty.due_at == at.clock.at + timedelta(hours=1)


def test_only_the_safeguarding_lead_releases_and_no_release_lifts_a_bar(at: School) -> None:
    incident = decided_and_written(at, SOME)
    held = child(at, incident, "held_back")
    said: dict[str, Any] = {
        "person_id": held.id,
        "to": held.contacts[0].id,
        "channel": Channel.EMAIL,
        "reason": "The mother has a safe address.",
    }
    with pytest.raises(NotAllowed):
        at.do("release_person", Role.DPO, incident, **said)
    at.do("release_person", Role.DSL, incident, **said)
    assert ("held", "held_back") not in standings(at, incident)
    barred = child(at, incident, "barred_father")
    at.do("hold_back", Role.DSL, incident, person_id=barred.id, reason="The father rang.")
    father = next(contact for contact in barred.contacts if contact.barred)
    for to in (father.id, Named(father.name, email="new@example.org")):
        with pytest.raises(Refused, match="barred"):
            at.do("release_person", Role.DSL, incident, **said | {"person_id": barred.id, "to": to})
    assert standings(at, incident)["held", "held_back"] == 1


def test_who_changes_before_the_moment_of_sending_is_left_out(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    people = list(telling.listing(at, incident).people.values())
    held, moved = people[0], people[2]
    at.do("hold_back", Role.DSL, incident, person_id=held.id, reason="A refuge.")
    change = ContactSettled(moved.contacts[0].id, barred="A court order of yesterday.")
    at.do("settle_addressee", Role.DSL, incident, person_id=moved.id, change=change)
    deliver(at)
    addresses = {mail.recipients[0] for mail in smtp.caught}
    assert not addresses & {contact.email for contact in (*held.contacts, *moved.contacts)}
    found = standings(at, incident)
    assert found["held", "held_back"] == 2
    assert found["unresolved", "left_out"] == 1
    assert at.alerted(incident, "left_out") == {Role.DPO, Role.DSL}
    assert "resolve_unreached" in at.duties(incident)


def test_a_child_who_turns_the_age_overnight_is_left_out(at: School, smtp: MailSink) -> None:
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    telling.import_children(at, incident, SOME)
    telling.settle_all(at, incident)
    young = next(iter(telling.listing(at, incident).people.values()))
    birthday = Born(at.clock.at.date().replace(year=2013, day=24))
    at.do("settle_addressee", Role.DPO, incident, person_id=young.id, change=birthday)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    send(at, incident, SOME_ALL, why_not_waited="High risk.")
    at.clock.at += timedelta(days=1)
    deliver(at)
    assert standings(at, incident)["unresolved", "left_out"] == 1


def test_stop_means_stop_and_going_on_sends_the_rest_once(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    at.do("stop_sending", Role.HEAD, incident, reason="The text names the wrong day.")
    deliver(at)
    assert not [m for m in smtp.caught if "<notice." in m.message["Message-ID"]]
    assert states(at, incident) == {
        ("email", "stopped"): SOME_EMAILS,
        ("letter", "stopped"): SOME_LETTERS,
    }
    parts = (("what_happened_how", "A list went astray on Thursday."), *telling.PARTS[1:])
    at.do("write_notice", Role.DPO, incident, parts=parts)
    send(at, incident, SOME_ALL, why_not_waited="High risk.")
    deliver(at)
    stands = states(at, incident)
    assert stands["email", "replaced"] == stands["email", "sent"] == SOME_EMAILS
    assert stands["letter", "replaced"] == stands["letter", "printed"] == SOME_LETTERS
    mails = [m for m in smtp.caught if "<notice." in m.message["Message-ID"]]
    assert all(b"on Thursday" in m.message.as_bytes() for m in mails)
    with pytest.raises(Refused):
        send(at, incident, SOME_ALL)  # everybody has theirs


def test_a_worker_killed_in_mid_send_leaves_it_to_a_person(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    lost = telling.lose_a_worker(at)
    deliver(at)
    assert states(at, incident)["email", "uncertain"] == 1
    assert standings(at, incident)["unresolved", "uncertain"] == 1
    at.do("settle_uncertain", Role.DPO, incident, envelope_id=lost, arrived=False)
    deliver(at)
    assert states(at, incident)["email", "sent"] == SOME_EMAILS
    with pytest.raises(Stale):
        at.do("settle_uncertain", Role.DPO, incident, envelope_id=lost, arrived=False)


def test_a_refused_address_is_a_question_and_the_rest_go(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    mother = next(iter(telling.listing(at, incident).people.values())).contacts[0]
    smtp.refuse(permanently=True, only_to=mother.email)
    deliver(at)
    assert states(at, incident)["email", "failed"] == 1
    assert standings(at, incident)["unresolved", "failed"] == 1
    smtp.accept()
    person = next(iter(telling.listing(at, incident).people.values()))
    at.do("settle_addressee", Role.DPO, incident, person_id=person.id,
          change=telling.reached(mother.id, "new.address@example.org"))  # fmt: skip
    send(at, incident, 1, why_not_waited="One address, corrected by phone.")
    deliver(at)
    assert smtp.sent_to("new.address@example.org")
    assert standings(at, incident)["unresolved", "failed"] == 0


def test_counting_again_is_no_decision(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    before = telling.version(at, incident)
    deliver(at)
    assert telling.version(at, incident) == before


def test_a_page_that_is_behind_the_list_sends_nothing(at: School) -> None:
    incident = decided_and_written(at, SOME)
    with pytest.raises(Refused):
        send(at, incident, SOME_ALL - 1)
    assert not made(at, incident)
