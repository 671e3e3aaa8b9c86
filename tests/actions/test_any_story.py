"""Stories nobody thought of: whatever people do in whatever order, no notice leaves wrongly.

Pure: decisions change the facts, the list and the notices; delivering looks once more, as a
worker does. What must hold when one leaves is asked of the list itself, not of the rules that
made it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    decide_people,
    hold_back,
    hold_notices,
    lift_hold,
    put_right,
    record_posted,
    record_wrong,
    resend_notice,
    send_notices,
    settle_addressee,
    settle_uncertain,
    stop_sending,
    write_notice,
)
from portal.desk import can
from portal.errors import Refused, Stale
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import AnyAction
from portal.rules.rows import EnvelopeStanding, NewEnvelope, Standing
from portal.rules.telling.addressees import Affected, Contact, from_json, to_json
from portal.rules.telling.agreeing import to_be_told
from portal.rules.telling.changes import (
    AffectedAfterAll,
    Change,
    ContactSettled,
    Died,
    NotAffected,
    ReachedBy,
)
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.holding import hold_in_force
from portal.rules.telling.leaving import found_wrong
from portal.rules.telling.on_way import ASTRAY, ELSEWHERE, OnWay, standing
from portal.rules.telling.on_way import EnvelopeState as State
from portal.rules.telling.people_list import Listing, OnList, opened
from portal.rules.telling.sending import ready
from portal.rules.telling.still_right import by_people, still_so
from portal.rules.telling.tally import counting
from portal.rules.words import Answer, Channel, PeopleChoice
from tenants.roles import Role
from tests.actions.table import NOW, WORMLEY, decide
from tests.actions.test_holding import HELD
from tests.actions.test_telling_people import FOUR, agreed, to_send

HOMES = ("4 Mill Lane, Wentworth, CO1 2AB", "9 Quay Street, Harwich, CO12 3HH")
MAILS = ("a@example.org", "b@example.org", "", "")
NAMES = ("Anna Marsh", "Greg Marsh", "Jo Fox")
GONE_ASTRAY = {"arrived": False, "astray": ELSEWHERE, "note": "Rang."}
STEPS = 60


@dataclass
class Story:
    """One incident, told by chance."""

    chance: Random
    facts: Facts = field(default_factory=lambda: to_send(**agreed()))
    now: datetime = NOW
    people: dict[UUID, OnList] = field(default_factory=dict)
    notices: dict[UUID, OnWay] = field(default_factory=dict)
    closed: set[tuple[str, str]] = field(default_factory=set)
    left: int = 0

    def __post_init__(self) -> None:
        for number in range(1, self.chance.randint(3, 5)):
            one = self._child(number)
            mark = str(number).encode()
            self.people[one.id] = OnList(one.id, mark, to_json(one), "listed", "", (1,), mark)
        known = replace(self.facts.people, imported=len(self.people))
        self.facts = replace(self.facts, people=known)

    def _child(self, number: int) -> Affected:
        names = self.chance.sample(NAMES, self.chance.randint(1, 3))
        contacts = tuple(
            Contact(
                UUID(int=100 * number + place),
                name,
                responsibility=Answer.YES,
                daily_care=Answer.YES,
                checked=True,
                barred="An order" if self.chance.random() < 0.1 else "",
                email=self.chance.choice(MAILS),
                address=self.chance.choice(HOMES),
            )
            for place, name in enumerate(names)
        )
        born = NOW.date().replace(year=self.chance.choice((2018, 2016)))
        return Affected(
            UUID(int=number), f"Child {number}", date_of_birth=born,
            address=self.chance.choice(HOMES), contacts=contacts,
        )  # fmt: skip

    @property
    def listing(self) -> Listing:
        return opened(tuple(self.people.values()), tuple(self.notices.values()))

    def do(self, action: AnyAction, **said: Any) -> None:
        """What a person tries; a refusal changes nothing."""
        if not can.is_possible(action, self.facts, WORMLEY):
            return
        if issubclass(action.said, AboutList):
            now = self.listing
            said |= {"people": tuple(now.stored.values()), "envelopes": now.envelopes}
        try:
            outcome = decide(action, self.facts, Role.DPO, now=self.now, **said)
        except (Refused, Stale):
            return
        self.facts = outcome.facts
        for row in outcome.rows:
            if isinstance(row, Standing):
                old = self.people[row.subject_id]
                self.people[old.id] = replace(
                    old, standing=row.standing, reason=row.reason, body=row.body or old.body
                )
            elif isinstance(row, NewEnvelope):
                self.notices[row.id] = OnWay(
                    row.id, row.channel, State.WAITING, "", row.about, row.body, row.notice_version
                )
            elif isinstance(row, EnvelopeStanding):
                self._stands(row.id, State(row.standing), row.reason)

    def send(self) -> None:
        now, text = self.listing, self.facts.people.texts[-1]
        made = ready(
            now, now.planned(self.facts, WORMLEY, self.now), text.version,
            len(self.facts.people.sendings) + 1, self.facts.incident_id, corrects=text.corrects,
        )  # fmt: skip
        self.do(send_notices.ACTION, expected=len(made.envelopes), why_not_waited="High risk.")

    def deliver(self) -> None:
        """A worker, for some of what waits."""
        now = self.listing
        today = by_people(now.planned(self.facts, WORMLEY, self.now))
        ends = (State.SENT, State.SENT, State.FAILED, State.UNCERTAIN)
        for one in now.envelopes:
            if one.state is not State.WAITING or self.chance.random() < 0.3:
                continue
            if not still_so(Envelope.from_json(one.body), one.about, today, now.people):
                self._stands(one.id, State.LEFT_OUT)
                continue
            self.leaves(one)
            by_letter = one.channel is Channel.LETTER
            self._stands(one.id, State.PRINTED if by_letter else self.chance.choice(ends))
        self._recount()

    def post(self) -> None:
        before = {one.id for one in self.notices.values() if one.state is State.POSTED}
        self.do(record_posted.ACTION)
        for one in self.notices.values():
            if one.state is State.POSTED and one.id not in before:
                self.reaches_nobody_barred(one)

    def _recount(self) -> None:
        about = {one: [e for e in self.notices.values() if one in e.about] for one in self.people}
        found = {
            one: standing((stored.standing, stored.reason), about[one])
            for one, stored in self.people.items()
        }
        for one, (stands, reason) in found.items():
            self.people[one] = replace(self.people[one], standing=stands, reason=reason)
        self.facts = counting(self.facts, found, self.notices.values(), self.now)

    def _stands(self, one: UUID, state: State, reason: str = "") -> None:
        self.notices[one] = replace(self.notices[one], state=state, reason=reason)
        if reason in ASTRAY:
            self.closed.add(goes(self.notices[one]))

    def leaves(self, one: OnWay) -> None:
        """What must hold in the moment in which a notice leaves."""
        self.left += 1
        assert hold_in_force(self.facts) is None
        assert to_be_told(self.facts)
        assert not found_wrong(self.facts, one.version)
        if self.facts.people.texts[one.version - 1].corrects:
            before = (e for e in self.notices.values() if e.state is State.CORRECTED)
            assert any({*e.about} & {*one.about} for e in before), "a correction out of the blue"
        self.reaches_nobody_barred(one)
        assert goes(one) not in self.closed, "where somebody else got one"

    def reaches_nobody_barred(self, one: OnWay) -> None:
        to = Envelope.from_json(one.body)
        where = to.email if one.channel is Channel.EMAIL else to.postal
        for child in (from_json(self.people[each].body) for each in one.about):
            assert not child.deceased
            assert not child.held_back
            assert not child.not_affected
            assert to.name in {contact.name for contact in child.contacts}, "another household"
            barred = [contact for contact in child.contacts if contact.barred]
            assert to.name not in {contact.name for contact in barred}
            assert where not in {way for each in barred for way in (each.email, each.address)}

    def ring(self) -> None:
        """Somebody asks for a notice once more, and one that went there turns out to be astray."""
        if not self.notices:
            return
        one = self.chance.choice(list(self.notices.values()))
        there = [each.id for each in self.notices.values() if goes(each) == goes(one)]
        calls: list[tuple[AnyAction, dict[str, Any]]] = [
            (resend_notice.ACTION, {"envelope_id": one.id, "reason": "Lost."}),
            (settle_uncertain.ACTION, {"envelope_id": self.chance.choice(there), **GONE_ASTRAY}),
        ]
        for action, said in self.chance.sample(calls, self.chance.randint(1, 2)):
            self.do(action, **said)

    def step(self) -> None:
        """Somebody does something, some time later."""
        self.now += timedelta(minutes=self.chance.choice((1, 10, 60)))
        child = from_json(self.chance.choice(list(self.people.values())).body)
        contact = self.chance.choice(child.contacts)
        bar = ContactSettled(
            contact.id, against="", responsibility=Answer.YES, daily_care=Answer.YES, barred="Why"
        )
        free = replace(bar, against="The register", barred="")
        moved = ReachedBy(
            source="Rang", contact_id=contact.id, email=self.chance.choice(MAILS), address=HOMES[0]
        )
        changes: tuple[Change, ...] = (
            bar, free, moved, moved, Died("The family"), NotAffected("X"), AffectedAfterAll("X")
        )  # fmt: skip
        one = self.chance.choice(list(self.notices) or [UUID(int=0)])
        again = {"choice": PeopleChoice.OBLIGED}
        never = {"choice": PeopleChoice.NOT_REQUIRED, "reasons": "X", "why_not": "risk_removed"}
        said: tuple[tuple[AnyAction, dict[str, Any]], ...] = (
            *(
                (settle_addressee.ACTION, {"person_id": child.id, "change": change})
                for change in changes
            ),
            (write_notice.ACTION, {"parts": (*FOUR[:3], ("done", f"As of {self.now}."))}),
            (stop_sending.ACTION, {}),
            (hold_notices.ACTION, HELD),
            *((lift_hold.ACTION, {"lifted": True, "reason": "DC Rae."}),) * 3,
            *((decide_people.ACTION, again),) * 3,
            (decide_people.ACTION, never),
            *((record_wrong.ACTION, {"what": "The day."}),) * 2,
            (put_right.ACTION, {"corrected": True, "note": "The day.", "sending": True}),
            (put_right.ACTION, {"corrected": False, "note": "A word."}),
            *((resend_notice.ACTION, {"envelope_id": one, "reason": "Lost."}),) * 3,
            *((settle_uncertain.ACTION, {"envelope_id": one, "arrived": False}),) * 3,
            (settle_uncertain.ACTION, {"envelope_id": one, **GONE_ASTRAY}),
            (hold_back.ACTION, {"person_id": child.id, "reason": "A refuge."}),
        )
        action, words = self.chance.choice(said)
        ways = (
            self.send,
            self.deliver,
            self.post,
            self.ring,
            *(lambda: self.do(action, **words),) * 3,
        )
        self.chance.choice(ways)()


def goes(one: OnWay) -> tuple[str, str]:
    """To whom, and where."""
    to = Envelope.from_json(one.body)
    return to.name, to.email if one.channel is Channel.EMAIL else to.postal


@pytest.mark.clause("DBRP-5.16", "DBRP-5.19")
def test_no_notice_leaves_wrongly_whatever_people_do() -> None:
    left = 0
    for seed in range(60):
        story = Story(Random(seed))  # noqa: S311 - stories, not secrets
        story.send()
        for _ in range(STEPS):
            story.step()
        left += story.left
    assert left > 100, "hardly anything was sent: the stories prove nothing"
