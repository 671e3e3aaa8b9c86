"""A correction reaches whoever was told what is wrong, by the way they were told; nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    confirm_ending,
    put_right,
    record_no_breach,
    record_wrong,
    resolve_unreached,
    send_notices,
    settle_uncertain,
    write_notice,
)
from portal.rules.facts import Facts
from portal.rules.outcome import Outcome
from portal.rules.rows import NewEnvelope, Standing
from portal.rules.telling.addressees import Affected, plan
from portal.rules.telling.on_way import TOLD_WRONG, EnvelopeState, OnWay, standing
from portal.rules.telling.people_list import OnList, opened
from portal.rules.telling.putting_right import to_put_right
from portal.rules.telling.sending import Ready, passed_over, ready
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import NOW, decide
from tests.actions.test_nothing_leaves_wrongly import ANNA, GREG, LATER, ZOE, listed, moves, sent
from tests.actions.test_telling_people import FOUR

MAX = replace(ZOE, id=UUID(int=10), name="Max Marsh", contacts=(replace(ANNA, id=UUID(int=3)),))
WRONG: dict[str, Any] = {"what": "It was Monday.", "now": LATER}
BY_NOTICE: dict[str, Any] = {"corrected": True, "note": "The day.", "sending": True}
RIGHT = (*FOUR[:3], ("done", "It was Tuesday."))
SOON = LATER + timedelta(minutes=1)


def stood(outcome: Outcome, people: tuple[OnList, ...]) -> dict[UUID, tuple[str, str]]:
    """Where telling everybody stands after an outcome, as the rows say it last."""
    found = {one.id: (one.standing, one.reason) for one in people}
    for row in outcome.rows:
        if isinstance(row, Standing):
            found[row.subject_id] = (row.standing, row.reason)
    return found


def found_wrong() -> tuple[Facts, OnWay, OnWay]:
    """Both were told of Zoe in the first version, and it was found wrong."""
    known, (mail, letter) = sent(EnvelopeState.SENT, EnvelopeState.POSTED)
    known = replace(known, people=replace(known.people, waiting=0, settled_at=LATER))
    return decide(record_wrong.ACTION, known, Role.DPO, **WRONG).facts, mail, letter


@pytest.mark.clause("DBRP-5.16", "DBRP-5.21")
def test_who_was_told_only_once_it_was_right_gets_no_correction() -> None:
    wrong, mail, letter = found_wrong()
    rewritten = decide(write_notice.ACTION, wrong, Role.DPO, parts=RIGHT, now=SOON).facts
    right = replace(mail, id=UUID(int=50), about=(MAX.id,), version=2)
    said: dict[str, Any] = {
        "people": (*listed(standing="told"), *listed(MAX, standing="told")),
        "envelopes": (mail, letter, right),
        "now": SOON,
    }
    begun = decide(put_right.ACTION, rewritten, Role.DPO, **BY_NOTICE, **said)
    assert moves(begun) == {mail.id: ("corrected", "", False), letter.id: ("corrected", "", False)}
    assert stood(begun, said["people"]) == {ZOE.id: ("to_be_told", ""), MAX.id: ("told", "")}

    said["people"] = (*listed(), *listed(MAX, standing="told"))
    past = tuple(replace(one, state=EnvelopeState.CORRECTED) for one in (mail, letter))
    said |= {"envelopes": (*past, right), "now": SOON + timedelta(minutes=1)}
    text = decide(write_notice.ACTION, begun.facts, Role.DPO, parts=FOUR, now=said["now"]).facts
    assert text.people.texts[-1].corrects
    gone = decide(send_notices.ACTION, text, Role.DPO, expected=2, why_not_waited="Soon.", **said)
    assert {row.about for row in gone.rows if isinstance(row, NewEnvelope)} == {(ZOE.id,)}


def test_both_parents_are_put_right_where_one_had_the_right_words_since() -> None:
    wrong, mail, letter = found_wrong()
    rewritten = decide(write_notice.ACTION, wrong, Role.DPO, parts=RIGHT, now=SOON).facts
    on_way = (mail, replace(letter, version=2))
    begun = decide(
        put_right.ACTION, rewritten, Role.DPO, people=listed(standing="told"), envelopes=on_way,
        now=SOON, **BY_NOTICE,
    )  # fmt: skip
    assert {state for state, *_ in moves(begun).values()} == {"corrected"}
    assert len(moves(begun)) == 2


@pytest.mark.clause("DBRP-5.16", "DBRP-5.21")
def test_who_was_told_by_word_is_told_by_word_what_is_right() -> None:
    wrong, mail, letter = found_wrong()
    by_phone = replace(listed(MAX, standing="told")[0], reason="by_phone")
    said: dict[str, Any] = {"people": (*listed(standing="told"), by_phone), "now": SOON}
    begun = decide(put_right.ACTION, wrong, Role.DPO, envelopes=(mail, letter), **BY_NOTICE, **said)
    to_tell = ("unresolved", TOLD_WRONG)
    assert stood(begun, said["people"])[MAX.id] == to_tell
    assert begun.facts.people.unresolved == 1
    assert standing(to_tell, ()) == to_tell, "counted away before somebody has told them"
    open_ = replace(by_phone, standing=to_tell[0], reason=to_tell[1])
    told = decide(
        resolve_unreached.ACTION, begun.facts, Role.DPO, person_id=MAX.id, how="by_phone",
        note="It was Tuesday.", people=(*listed(), open_), now=SOON,
    )  # fmt: skip
    assert stood(told, (open_,))[MAX.id] == ("told", "by_phone")
    assert told.facts.people.unresolved == 0


def test_who_was_told_wrong_and_is_not_written_to_any_more_is_named() -> None:
    past = tuple(
        replace(one, state=EnvelopeState.CORRECTED)
        for one in sent(EnvelopeState.SENT, EnvelopeState.POSTED)[1]
    )

    def named(person: Affected) -> list[str]:
        listing = opened(listed(person), past)
        planned = plan([person], Policy(), NOW.date(), None)
        made = ready(listing, planned, 2, 2, UUID(int=70), corrects=True)
        return [each.name for each in passed_over(listing, made)]

    assert named(ZOE) == []
    right = tuple(replace(one, state=EnvelopeState.SENT, version=2) for one in past)
    put_right_since = opened(listed(standing="told"), (*past, *right))
    assert not passed_over(put_right_since, Ready((), ()))
    moved = replace(ANNA, email="new@example.org")
    barred = replace(GREG, barred="A court order")
    assert named(replace(ZOE, contacts=(moved, barred))) == ["Greg Marsh"]
    grown = replace(ZOE, date_of_birth=NOW.date().replace(year=2010), email="zoe@example.org")
    assert named(grown) == ["Anna Marsh", "Greg Marsh"]


def test_a_parent_whose_message_came_back_is_owed_theirs_whatever_another_gets() -> None:
    _, (mail, letter) = sent(EnvelopeState.FAILED, EnvelopeState.POSTED)
    aunt = replace(ANNA, id=UUID(int=4), name="May Marsh", email="may@example.org")
    planned = plan([replace(ZOE, contacts=(ANNA, GREG, aunt))], Policy(), NOW.date(), None)
    for after, corrects in ((letter.state, False), (EnvelopeState.CORRECTED, True)):
        listing = opened(listed(), (mail, replace(letter, state=after)))
        made = ready(listing, planned, 2, 2, UUID(int=70), corrects=corrects)
        assert made.envelopes
        assert mail.id not in made.replaced, "Anna's message that came back was forgotten"


def test_who_turns_out_to_have_had_the_wrong_notice_gets_the_corrected_one() -> None:
    wrong, mail, letter = found_wrong()
    unsure = replace(mail, about=(MAX.id,), state=EnvelopeState.UNCERTAIN)
    said: dict[str, Any] = {"people": (*listed(standing="told"), *listed(MAX)), "now": SOON}
    arrived: dict[str, Any] = {"envelope_id": unsure.id, "arrived": True, "note": "She rang."}
    before = decide(
        settle_uncertain.ACTION, wrong, Role.DPO, envelopes=(unsure, letter), **arrived, **said
    )
    assert moves(before) == {unsure.id: ("sent", "confirmed", False)}

    begun = decide(
        put_right.ACTION, wrong, Role.DPO, envelopes=(unsure, letter), **BY_NOTICE, **said
    )
    assert moves(begun) == {letter.id: ("corrected", "", False)}
    past = (unsure, replace(letter, state=EnvelopeState.CORRECTED))
    after = decide(
        settle_uncertain.ACTION, begun.facts, Role.DPO, envelopes=past, **arrived, **said
    )
    assert moves(after) == {unsure.id: ("corrected", "confirmed", False)}
    assert stood(after, said["people"])[MAX.id] == ("to_be_told", "")
    assert after.facts.people.unsent


@pytest.mark.clause("DBRP-5.14")
def test_told_that_it_was_none_people_hear_that_it_was_a_breach_after_all() -> None:
    known, (mail, letter) = sent(EnvelopeState.SENT, EnvelopeState.POSTED)
    known = replace(known, people=replace(known.people, waiting=0, settled_at=LATER))
    found = decide(record_no_breach.ACTION, known, Role.DPO, reason="A test.", now=LATER).facts
    undo: dict[str, Any] = {"agree": False, "reasons": "It had names.", "now": SOON}
    assert not to_put_right(decide(confirm_ending.ACTION, found, Role.DPO, **undo).facts)

    said: dict[str, Any] = {"people": listed(standing="told"), "envelopes": (mail, letter)}
    begun = decide(put_right.ACTION, found, Role.DPO, now=LATER, **BY_NOTICE, **said).facts
    text = decide(write_notice.ACTION, begun, Role.DPO, parts=FOUR, now=LATER).facts
    past = tuple(replace(one, state=EnvelopeState.CORRECTED) for one in (mail, letter))
    said = {"people": listed(), "envelopes": past}
    gone = decide(
        send_notices.ACTION, text, Role.DPO, expected=2, why_not_waited="Soon.", now=LATER, **said
    ).facts
    assert gone.people.waiting
    on_way = replace(mail, id=UUID(int=51), version=2, state=EnvelopeState.WAITING)
    said = {"people": listed(), "envelopes": (*past, on_way)}
    undone = decide(confirm_ending.ACTION, gone, Role.DPO, **undo, **said)
    assert moves(undone)[on_way.id][0] == "stopped"
    assert to_put_right(undone.facts)
    assert undone.summary.endswith("Stopped the notices that had not left: 1.")


@pytest.mark.clause("DBRP-5.21")
def test_a_correction_that_was_stopped_goes_on_as_a_correction_in_other_words() -> None:
    wrong, mail, letter = found_wrong()
    said: dict[str, Any] = {"people": listed(standing="told"), "envelopes": (mail, letter)}
    begun = decide(put_right.ACTION, wrong, Role.DPO, now=SOON, **BY_NOTICE, **said).facts
    text = decide(write_notice.ACTION, begun, Role.DPO, parts=RIGHT, now=SOON).facts
    twice = text.people.sendings * 2
    for stopped_at in (SOON, None):
        people = replace(text.people, sendings=twice, stopped_at=stopped_at)
        known = replace(text, people=people)
        after = decide(write_notice.ACTION, known, Role.DPO, parts=FOUR, now=SOON).facts
        assert after.people.texts[-1].corrects == bool(stopped_at)
