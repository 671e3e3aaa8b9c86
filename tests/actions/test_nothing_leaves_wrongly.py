"""After a sending: what may not leave any more does not, by whatever way it could."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    decide_people,
    hold_notices,
    put_right,
    record_no_breach,
    record_wrong,
    resend_notice,
    resolve_unreached,
    send_notices,
    settle_addressee,
    settle_uncertain,
    stop_sending,
    write_notice,
)
from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Outcome
from portal.rules.rows import EnvelopeStanding, NewEnvelope, Standing, StopNotices
from portal.rules.telling.addressees import Affected, Contact, to_json
from portal.rules.telling.changes import ContactSettled, ReachedBy
from portal.rules.telling.on_way import ELSEWHERE, EnvelopeState, OnWay
from portal.rules.telling.people_list import OnList, opened, standings
from portal.rules.words import Answer, Channel, PeopleChoice
from tenants.roles import Role
from tests.actions.table import NOW, WORMLEY, decide
from tests.actions.test_holding import HELD
from tests.actions.test_telling_people import FOUR, agreed, to_send

LATER = NOW + timedelta(hours=1)
BOTH: dict[str, Any] = {"responsibility": Answer.YES, "daily_care": Answer.YES, "checked": True}
ANNA = Contact(UUID(int=1), "Anna Marsh", email="anna@example.org", **BOTH)
GREG = Contact(UUID(int=2), "Greg Marsh", address="9 Quay Street, Harwich, CO12 3HH", **BOTH)
ZOE = Affected(
    UUID(int=9), "Zoe Marsh", date_of_birth=NOW.date().replace(year=2018), contacts=(ANNA, GREG)
)
BAR = ContactSettled(
    GREG.id, against="", responsibility=Answer.YES, daily_care=Answer.NO, barred="A court order"
)


def listed(person: Affected = ZOE, standing: str = "to_be_told") -> tuple[OnList, ...]:
    return (OnList(person.id, b"zoe", to_json(person), standing, "", (1,), b"zoe"),)


def sent(*states: EnvelopeState) -> tuple[Facts, tuple[OnWay, ...]]:
    """Anna's e-mail and Greg's letter were made, and stand so."""
    said: dict[str, Any] = {"expected": 2, "people": listed(), "why_not_waited": "High risk."}
    known = to_send(**agreed())
    outcome = decide(send_notices.ACTION, known, Role.DPO, **said)
    made = [row for row in outcome.rows if isinstance(row, NewEnvelope)]
    return outcome.facts, tuple(
        OnWay(one.id, one.channel, state, "", one.about, one.body, 1)
        for one, state in zip(made, states, strict=True)
    )


def moves(outcome: Outcome) -> dict[UUID, tuple[str, str, bool]]:
    found = (row for row in outcome.rows if isinstance(row, EnvelopeStanding))
    return {row.id: (row.standing, row.reason, row.again) for row in found}


@pytest.mark.clause("DBRP-5.19")
def test_a_hold_keeps_back_what_a_person_would_send_once_more() -> None:
    known, on_way = sent(EnvelopeState.UNCERTAIN, EnvelopeState.POSTED)
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way}
    held = decide(hold_notices.ACTION, known, Role.DPO, **HELD, **said).facts
    for action, more in (
        (settle_uncertain, {"envelope_id": on_way[0].id, "arrived": False}),
        (resend_notice, {"envelope_id": on_way[1].id, "reason": "Lost."}),
        (send_notices, {"expected": 1}),
    ):
        with pytest.raises(Refused, match="Lift the hold first"):
            decide(action.ACTION, held, Role.DPO, **said, **more)


def test_nothing_more_goes_where_somebody_else_got_a_notice() -> None:
    """Not what waits to go there, nor what went there before, nor once they were told by word."""
    known, (mail, letter) = sent(EnvelopeState.SENT, EnvelopeState.POSTED)
    waits = replace(mail, id=UUID(int=70), state=EnvelopeState.WAITING)
    went = replace(mail, id=UUID(int=71))
    said: dict[str, Any] = {"people": listed(), "envelopes": (mail, letter, waits, went)}
    astray: dict[str, Any] = {
        "envelope_id": mail.id,
        "arrived": False,
        "astray": ELSEWHERE,
        "note": "They rang.",
    }
    after = decide(settle_uncertain.ACTION, known, Role.DPO, **astray, **said)
    assert moves(after)[waits.id] == ("left_out", "changed", False)
    assert letter.id not in moves(after)
    lost = replace(mail, state=EnvelopeState.FAILED, reason=ELSEWHERE)
    said["envelopes"] = (lost, letter, went)
    with pytest.raises(Refused, match="does not go there again"):
        decide(resend_notice.ACTION, known, Role.DPO, envelope_id=went.id, reason="Asked.", **said)
    word: dict[str, Any] = {"person_id": ZOE.id, "how": "by_phone", "note": "Rang."}
    told = decide(resolve_unreached.ACTION, known, Role.DPO, **word, **said)
    assert moves(told)[lost.id] == ("replaced", ELSEWHERE, False)


def test_whom_no_way_is_open_to_is_a_question_and_not_a_sending_that_is_refused() -> None:
    """What went astray was about a sibling."""
    known, on_way = sent(EnvelopeState.FAILED, EnvelopeState.FAILED)
    astray = (replace(one, reason=ELSEWHERE, about=(UUID(int=10),)) for one in on_way)
    listing = opened(listed(), tuple(astray))
    found = standings(listing, listing.planned(known, WORMLEY, NOW))
    assert found[ZOE.id] == ("unresolved", "no_usable_channel")


@pytest.mark.parametrize("choice", [PeopleChoice.NOT_REQUIRED, PeopleChoice.PUBLICLY])
def test_to_decide_that_nobody_is_written_to_stops_what_waits(choice: PeopleChoice) -> None:
    known, on_way = sent(EnvelopeState.WAITING, EnvelopeState.PRINTED)
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way, "why_not": "risk_removed"}
    after = decide(
        decide_people.ACTION, known, Role.DPO, choice=choice, reasons="Got it back.", **said
    )
    assert StopNotices() in after.rows
    assert moves(after) == {one.id: ("stopped", "", False) for one in on_way}
    stopped = tuple(replace(one, state=EnvelopeState.STOPPED) for one in on_way)
    assert after.facts.people.stopped_at == NOW
    with pytest.raises(Refused, match="not decided to write"):
        decide(send_notices.ACTION, after.facts, Role.DPO, people=listed(), envelopes=stopped,
               expected=2)  # fmt: skip


def test_what_was_found_wrong_is_sent_to_nobody_a_second_time() -> None:
    known, on_way = sent(EnvelopeState.UNCERTAIN, EnvelopeState.POSTED)
    wrong = decide(record_wrong.ACTION, known, Role.DPO, now=LATER, what="It was Monday.").facts
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way, "now": LATER}
    once_more = decide(
        settle_uncertain.ACTION, wrong, Role.DPO, envelope_id=on_way[0].id, arrived=False, **said
    )
    assert moves(once_more) == {on_way[0].id: ("failed", "not_arrived", False)}
    assert "not sent again" in once_more.summary
    with pytest.raises(Refused, match="found wrong"):
        decide(resend_notice.ACTION, wrong, Role.DPO, envelope_id=on_way[1].id, reason="X", **said)
    with pytest.raises(Refused, match="Write another version"):
        decide(send_notices.ACTION, wrong, Role.DPO, expected=1, why_not_waited="X", **said)
    need_not = decide(
        put_right.ACTION, wrong, Role.DPO, corrected=False, note="A typing error.", **said
    ).facts
    again = decide(
        resend_notice.ACTION, need_not, Role.DPO, envelope_id=on_way[1].id, reason="X", **said
    )
    assert [one.notice_version for one in again.rows if isinstance(one, NewEnvelope)] == [1]


def test_what_is_found_wrong_while_notices_leave_stops_them() -> None:
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.WAITING)
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way, "what": "It was Monday."}
    wrong = decide(record_wrong.ACTION, known, Role.HEAD, **said)
    assert StopNotices() in wrong.rows
    assert moves(wrong) == {on_way[1].id: ("stopped", "", False)}
    assert "Stopped the notices that had not left: 1." in wrong.summary
    none: dict[str, Any] = {"people": listed(), "envelopes": on_way, "reason": "Nothing got out."}
    assert moves(decide(record_no_breach.ACTION, known, Role.DPO, **none)) == moves(wrong)
    all_gone = replace(known, people=replace(known.people, waiting=0))
    assert not decide(record_wrong.ACTION, all_gone, Role.HEAD, what="It was Monday.").rows


def test_one_is_sent_again_with_the_text_that_was_sent_never_with_one_nobody_agreed() -> None:
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.POSTED)
    drafted = decide(write_notice.ACTION, known, Role.DPO, parts=FOUR[:1]).facts
    assert len(drafted.people.texts) == 2
    again = decide(
        resend_notice.ACTION, drafted, Role.DPO, envelope_id=on_way[0].id, reason="Lost.",
        people=listed(standing="told"), envelopes=on_way,
    )  # fmt: skip
    assert [one.notice_version for one in again.rows if isinstance(one, NewEnvelope)] == [1]


@pytest.mark.parametrize("state", [EnvelopeState.PRINTED, EnvelopeState.STOPPED])
def test_a_contact_barred_after_the_letter_was_printed_is_left_out_at_once(
    state: EnvelopeState,
) -> None:
    known, on_way = sent(EnvelopeState.SENT, state)
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way}
    after = decide(settle_addressee.ACTION, known, Role.DSL, person_id=ZOE.id, change=BAR, **said)
    [letter] = [one for one in on_way if one.channel is Channel.LETTER]
    assert moves(after) == {letter.id: ("left_out", "changed", False)}
    [stands] = [row for row in after.rows if isinstance(row, Standing)]
    assert (stands.standing, stands.reason) == ("unresolved", "left_out")


@pytest.mark.clause("DBRP-5.14")
def test_stopped_half_way_a_correction_reaches_those_who_were_told_and_nobody_else() -> None:
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.WAITING)
    max_ = replace(
        ZOE, id=UUID(int=10), name="Max Marsh", contacts=(replace(GREG, id=UUID(int=3)),)
    )
    people = (*listed(standing="told"), *listed(max_))
    untold = replace(on_way[1], about=(max_.id,))
    said: dict[str, Any] = {"people": people, "now": LATER}
    halted = decide(
        stop_sending.ACTION, known, Role.DPO, envelopes=(on_way[0], untold), **said
    ).facts
    wrong = decide(record_wrong.ACTION, halted, Role.DPO, now=LATER, what="It was Monday.").facts
    stopped = (on_way[0], replace(untold, state=EnvelopeState.STOPPED))
    begun = decide(
        put_right.ACTION, wrong, Role.DPO, corrected=True, note="The day.", sending=True,
        envelopes=stopped, **said,
    )  # fmt: skip
    assert moves(begun)[on_way[0].id][0] == "corrected"
    written = decide(
        write_notice.ACTION, begun.facts, Role.DPO, parts=FOUR, now=LATER + timedelta(hours=1)
    ).facts
    past = (replace(on_way[0], state=EnvelopeState.CORRECTED), stopped[1])
    said["people"] = (*listed(), *listed(max_))
    gone = decide(
        send_notices.ACTION, written, Role.DPO, expected=2, why_not_waited="Soon.",
        envelopes=past, **said,
    )  # fmt: skip
    made = [row for row in gone.rows if isinstance(row, NewEnvelope)]
    assert {row.about for row in made} == {(ZOE.id,)}

    with pytest.raises(Refused, match="nobody left"):  # Max never had what it corrects
        decide(
            send_notices.ACTION, gone.facts, Role.DPO, expected=1, why_not_waited="Soon.",
            now=LATER, people=listed(max_), envelopes=stopped[1:],
        )  # fmt: skip
    anew = decide(
        write_notice.ACTION, gone.facts, Role.DPO, parts=FOUR, now=LATER + timedelta(hours=2)
    ).facts
    rest = decide(
        send_notices.ACTION, anew, Role.DPO, expected=1, why_not_waited="Soon.",
        now=LATER + timedelta(hours=2), people=listed(max_), envelopes=stopped[1:],
    )  # fmt: skip
    assert not anew.people.texts[-1].corrects
    assert moves(rest) == {untold.id: ("replaced", "sent_again", False)}


def test_a_notice_that_came_back_goes_by_letter_where_there_is_an_address() -> None:
    reached = replace(ANNA, address="4 Mill Lane, Wentworth, CO1 2AB")
    people = listed(replace(ZOE, contacts=(reached,)))
    said: dict[str, Any] = {"expected": 1, "people": people}
    first = decide(send_notices.ACTION, to_send(**agreed()), Role.DPO, why_not_waited="X", **said)
    [mail] = [row for row in first.rows if isinstance(row, NewEnvelope)]
    back = OnWay(mail.id, mail.channel, EnvelopeState.FAILED, "bounced", mail.about, mail.body)
    again = decide(
        send_notices.ACTION, first.facts, Role.DPO, envelopes=(back,), why_not_waited="X", **said
    )
    [letter] = [row for row in again.rows if isinstance(row, NewEnvelope)]
    assert (mail.channel, letter.channel) == (Channel.EMAIL, Channel.LETTER)
    assert moves(again) == {mail.id: ("replaced", "sent_again", False)}


@pytest.mark.clause("DBRP-5.16")
def test_a_notice_that_came_back_is_a_persons_to_settle_where_there_is_no_other_way() -> None:
    people = listed(replace(ZOE, contacts=(ANNA,)))
    said: dict[str, Any] = {"expected": 1, "people": people, "why_not_waited": "X"}
    first = decide(send_notices.ACTION, to_send(**agreed()), Role.DPO, **said)
    [mail] = [row for row in first.rows if isinstance(row, NewEnvelope)]
    back = OnWay(mail.id, mail.channel, EnvelopeState.FAILED, "bounced", mail.about, mail.body)
    said["envelopes"] = (back,)
    with pytest.raises(Refused, match="nobody left"):
        decide(send_notices.ACTION, first.facts, Role.DPO, **said)
    elsewhere = ReachedBy(ANNA.id, "She rang.", email="new@example.org")
    settled = decide(
        settle_addressee.ACTION, first.facts, Role.DPO, person_id=ZOE.id, change=elsewhere,
        people=people, envelopes=(back,),
    )  # fmt: skip
    [stands] = [row for row in settled.rows if isinstance(row, Standing)]
    assert (stands.standing, stands.reason) == ("unresolved", "failed")
    assert stands.body is not None
    corrected = (replace(people[0], body=stands.body, standing="unresolved", reason="failed"),)
    gone = decide(send_notices.ACTION, settled.facts, Role.DPO, **said | {"people": corrected})
    assert [one.channel for one in gone.rows if isinstance(one, NewEnvelope)] == [Channel.EMAIL]

    max_ = listed(replace(ZOE, id=UUID(int=10), name="Max Marsh", contacts=(ANNA,)))
    both = decide(
        send_notices.ACTION, first.facts, Role.DPO, **said | {"people": (*people, *max_)}
    )  # about Max nothing has failed: he must not be forgotten
    assert [one.about for one in both.rows if isinstance(one, NewEnvelope)] == [(max_[0].id,)]

    unsure = replace(back, state=EnvelopeState.FAILED, reason="not_arrived")
    said["envelopes"] = (unsure,)
    assert decide(send_notices.ACTION, first.facts, Role.DPO, **said).rows
