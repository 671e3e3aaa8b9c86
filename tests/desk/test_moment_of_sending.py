"""Every recipient is looked at again in the moment of sending: what has changed is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.rules.telling.addressees import Affected, Named, OverrideTo
from portal.rules.telling.changes import (
    Capacity,
    Change,
    ContactSettled,
    Died,
    InCare,
    NotAffected,
    ReachedBy,
)
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.sending import CHECK_LASTS, list_is_checked
from tenants.roles import Role
from tests.desk import telling
from tests.desk.telling import SOME, decided_and_written, deliver, send
from tests.desk.test_notices import SOME_ALL, SOME_EMAILS
from tests.desk.world import School
from tests.mail_sink import MailSink

Make = Callable[[str], School]

CHANGES: dict[str, Callable[[Affected], Change]] = {
    "died": lambda _: Died("The family rang."),
    "not affected": lambda _: NotAffected("Not in the file."),
    "moved": lambda one: ReachedBy(one.contacts[0].id, "The mother rang.", "new@example.org"),
    "barred": lambda one: ContactSettled(one.contacts[0].id, barred="An order of today."),
    "in care": lambda _: InCare(Named("Jo Fox", "jo.fox@council.example.org")),
    "capacity": lambda _: Capacity(OverrideTo.PERSON, "Understands their rights."),
}
STANDS = {
    "died": {("blocked", "deceased")},
    "not affected": {("blocked", "not_affected")},
    "moved": {("unresolved", "left_out")},
    "barred": {("unresolved", "left_out"), ("unresolved", "all_barred")},
    "in care": {("unresolved", "left_out")},
    "capacity": {("unresolved", "left_out"), ("held", "support_not_settled")},
    "held back": {("held", "held_back")},
}


@pytest.fixture
def at(school: Make, smtp: MailSink) -> School:
    return telling.with_mail(school("wormley"), smtp)


@pytest.mark.clause("DBRP-5.16-age", "DBRP-5.16")
def test_who_has_changed_since_is_left_out_and_the_rest_go(at: School, smtp: MailSink) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    people = [
        one
        for one in telling.listing(at, incident).people.values()
        if one.contacts and not (one.held_back or one.in_care or one.left)
    ]
    changed = dict(zip([*CHANGES, "held back"], people, strict=False))
    for what, one in changed.items():
        if what == "held back":
            at.do("hold_back", Role.DSL, incident, person_id=one.id, reason="A refuge.")
        else:
            at.do("settle_addressee", Role.DSL, incident, person_id=one.id,
                  change=CHANGES[what](one))  # fmt: skip
    deliver(at)

    written_to = {mail.recipients[0] for mail in smtp.caught}
    assert "new@example.org" not in written_to  # nobody new without a sending
    assert "jo.fox@council.example.org" not in written_to
    listed = telling.listing(at, incident)
    for what, one in changed.items():
        stored = listed.stored[one.id]
        assert (stored.standing, stored.reason) in STANDS[what], what
        shared = {c.email for other in people if other not in changed.values()
                  for c in other.contacts}  # fmt: skip
        left_out = one.contacts[:1] if what in {"moved", "barred"} else one.contacts
        assert not written_to & ({c.email for c in left_out} - shared), what
    assert telling.states(at, incident)["email", "sent"] > SOME_EMAILS // 2
    assert at.alerted(incident, "left_out") == {Role.DPO, Role.DSL}
    assert "resolve_unreached" in at.duties(incident)


@pytest.mark.parametrize("settled", [True, False])
def test_nobody_waits_for_word_of_an_address_that_was_corrected(
    at: School, smtp: MailSink, *, settled: bool
) -> None:
    """The worker was lost over a mail to the old address: one to the new takes its place."""
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    lost = telling.lose_a_worker(at)
    deliver(at)
    listed = telling.listing(at, incident)
    (notice,) = (one for one in listed.envelopes if one.id == lost)
    old = Envelope.from_json(notice.body).email
    for one in notice.about:
        (contact,) = (each for each in listed.people[one].contacts if each.email == old)
        at.do("settle_addressee", Role.DPO, incident, person_id=one,
              change=telling.reached(contact.id, "new@example.org"))  # fmt: skip
    if settled:
        at.do("settle_uncertain", Role.DPO, incident, envelope_id=lost, arrived=False)
    else:  # somebody else is written to as well, which is why it may be sent at all
        telling.known(at, incident, people=replace(at.facts(incident).people, unsent=1))
    send(at, incident, 1, why_not_waited="High risk.")
    deliver(at)
    assert len(smtp.sent_to("new@example.org")) == 1
    assert not smtp.sent_to(old)
    assert telling.standings(at, incident)["unresolved", "uncertain"] == 0
    assert telling.standings(at, incident)["unresolved", "failed"] == 0


@pytest.mark.parametrize("by_word", [False, True])
def test_whose_sibling_needs_no_notice_gets_one_alone_and_is_told(
    at: School, smtp: MailSink, *, by_word: bool
) -> None:
    incident = decided_and_written(at, SOME)
    send(at, incident, SOME_ALL)
    both = [one for one in telling.listing(at, incident).envelopes if len(one.about) > 1]
    other, child = both[0].about
    change: Change = NotAffected("Not in the file.")
    if by_word:
        at.do(
            "resolve_unreached", Role.DPO, incident, person_id=other, how="by_phone", note="Rang."
        )
        first = telling.listing(at, incident).people[child].contacts[0]
        change = telling.reached(first.id, "new@example.org")
    about = child if by_word else other
    at.do("settle_addressee", Role.DPO, incident, person_id=about, change=change)
    deliver(at)
    assert telling.listing(at, incident).stored[child].standing == "unresolved"
    send(at, incident, len(both), why_not_waited="High risk.")
    deliver(at)
    after = telling.listing(at, incident).stored
    assert (after[child].standing, after[child].reason) == ("told", "")
    assert after[other].reason == ("by_phone" if by_word else "not_affected")


def test_the_check_of_the_list_lasts_a_day_and_no_longer(at: School) -> None:
    incident = decided_and_written(at, SOME)
    checked_at = at.facts(incident).people.list_checked_at
    assert checked_at is not None
    facts = at.facts(incident)
    assert list_is_checked(facts, checked_at + CHECK_LASTS)
    assert not list_is_checked(facts, checked_at + CHECK_LASTS + timedelta(seconds=1))
