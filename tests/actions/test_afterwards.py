"""After people were told: complaints, and putting right what was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actions import (
    acknowledge_complaint,
    answer_complaint,
    put_right,
    record_complaint,
    record_wrong,
    send_notices,
    write_notice,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.closing import came_after
from portal.rules.facts import Facts
from portal.rules.rows import EnvelopeStanding, NewEnvelope
from portal.rules.telling.on_way import EnvelopeState, OnWay
from portal.rules.words import Channel, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import NOW, WENTWORTH, WORMLEY, alerted, decide, facts, who_may
from tests.actions.test_telling_people import FOUR, ON_LIST, TEACHER, agreed, to_send

CAME: dict[str, Any] = {
    "who": "Sara Khan",
    "text": "Why was this sent at all?",
    "received_at": NOW - timedelta(days=1),
    "is_complaint": True,
}
OWED = {"send_notices", "put_right", "acknowledge_complaint", "answer_complaint"}


def duties(known: Facts) -> dict[str, Duty]:
    """The duties looked at here, by kind."""
    found = owed(known, WORMLEY, Calendar("england", ()), NOW)
    return {one.kind: one for one in found if one.kind in OWED}


def complained(known: Facts | None = None, **said: Any) -> Facts:
    return decide(record_complaint.ACTION, known or facts(), Role.HEAD, **CAME | said).facts


def sent() -> tuple[Facts, tuple[OnWay, ...]]:
    """Everybody told by e-mail, and the notices as they stand."""
    said: dict[str, Any] = {"expected": 1, "people": ON_LIST}
    outcome = decide(send_notices.ACTION, to_send(**agreed()), Role.DPO, **said)
    known = replace(outcome.facts, people=replace(outcome.facts.people, waiting=0, settled_at=NOW))
    return known, tuple(
        OnWay(row.id, Channel.EMAIL, EnvelopeState.SENT, "", row.about, row.body)
        for row in outcome.rows
        if isinstance(row, NewEnvelope)
    )


TOLD = (replace(ON_LIST[0], standing="told"),)


@pytest.mark.parametrize(
    ("policy", "who"),
    [(WORMLEY, {Role.HEAD, Role.DPO}), (WENTWORTH, {Role.HEAD, Role.SLT, Role.DPO})],
)
@pytest.mark.parametrize("stage", list(Stage))
def test_who_keeps_what_came_back_at_any_stage(
    policy: Policy, who: set[Role], stage: Stage
) -> None:
    known = facts(stage)
    assert who_may(record_complaint.ACTION, known, policy) == who
    assert who_may(answer_complaint.ACTION, known, policy) == set()
    open_ = complained(known)
    assert who_may(acknowledge_complaint.ACTION, open_, policy) == who
    assert who_may(answer_complaint.ACTION, open_, policy) == who


@pytest.mark.clause("DBRP-A1.27")
def test_a_complaint_is_acknowledged_within_30_days_and_answered() -> None:
    recorded = decide(record_complaint.ACTION, facts(), Role.DPO, **CAME)
    assert alerted(recorded) == {"complaint": {Role.HEAD, Role.DPO}}
    assert CAME["who"] not in recorded.summary
    known = recorded.facts
    [complaint] = known.people.complaints
    by = duties(known)
    assert by["acknowledge_complaint"].role is Role.DPO
    assert by["acknowledge_complaint"].due_at == CAME["received_at"] + timedelta(days=30)
    assert by["answer_complaint"].role is Role.HEAD
    assert not by["answer_complaint"].closing_waits
    with pytest.raises(Refused):
        decide(acknowledge_complaint.ACTION, known, Role.DPO, complaint=complaint.id, how=" ")
    heard = decide(
        acknowledge_complaint.ACTION, known, Role.DPO, complaint=complaint.id, how="By e-mail."
    ).facts
    assert duties(heard)["acknowledge_complaint"].met_at == NOW
    assert duties(heard)["answer_complaint"].met_at is None
    with pytest.raises(Refused, match="open"):
        decide(acknowledge_complaint.ACTION, heard, Role.DPO, complaint=complaint.id, how="Again.")
    said: dict[str, Any] = {"complaint": complaint.id, "outcome": "We explained it."}
    with pytest.raises(Refused) as refusal:
        decide(answer_complaint.ACTION, heard, Role.HEAD, **said)
    assert refusal.value.field == "told_of_regulator"
    for before in (heard, known):  # an answer acknowledges as well
        after = decide(
            answer_complaint.ACTION, before, Role.HEAD, told_of_regulator=True, **said
        ).facts
        assert all(duties(after)[kind].met_at for kind in OWED & duties(after).keys())
        assert who_may(answer_complaint.ACTION, after, WORMLEY) == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [("who", ""), ("text", " "), ("received_at", NOW + timedelta(hours=1))],
)
def test_what_a_complaint_must_say(field: str, value: object) -> None:
    with pytest.raises(Refused) as refusal:
        complained(None, **{field: value})
    assert refusal.value.field == field


def test_a_reply_owes_nothing_and_what_comes_after_closing_is_looked_at() -> None:
    assert duties(complained(is_complaint=False)) == {}
    closed = complained(facts(Stage.CLOSED))
    assert [looked for _, looked in came_after(closed)] == [None]


@pytest.mark.parametrize("policy", [WORMLEY, WENTWORTH])
def test_only_what_was_told_can_be_wrong_and_only_the_dpo_puts_it_right(policy: Policy) -> None:
    assert who_may(record_wrong.ACTION, to_send(), policy) == set()
    known, _ = sent()
    assert who_may(record_wrong.ACTION, known, policy) >= {Role.HEAD, Role.DPO}
    assert who_may(put_right.ACTION, known, policy) == set()
    found = decide(record_wrong.ACTION, known, Role.HEAD, what="It was Monday.")
    assert alerted(found) == {"told_wrong": {Role.DPO}}
    assert who_may(put_right.ACTION, found.facts, policy) == {Role.DPO}
    with pytest.raises(Refused):
        decide(record_wrong.ACTION, known, Role.HEAD, what=" ")


@pytest.mark.clause("DBRP-5.14")
@pytest.mark.parametrize("corrected", [True, False])
def test_no_breach_after_all_is_put_right_another_way_or_not_with_reason(
    *, corrected: bool
) -> None:
    told, _ = sent()
    known = replace(told, no_breach_at=NOW + timedelta(hours=1), no_breach_times=1)
    assert duties(known)["put_right"].met_at is None
    with pytest.raises(Refused) as refusal:
        decide(put_right.ACTION, known, Role.DPO, corrected=corrected, note="")
    assert refusal.value.field == "note"
    later = NOW + timedelta(hours=2)
    after = decide(
        put_right.ACTION, known, Role.DPO, now=later, corrected=corrected, note="At the gate."
    ).facts
    assert duties(after)["put_right"].met_at == later
    assert who_may(put_right.ACTION, after, WORMLEY) == set()


def test_a_corrected_notice_goes_the_way_of_every_notice() -> None:
    told, on_way = sent()
    found_at = NOW + timedelta(minutes=1)
    wrong: dict[str, Any] = {"what": "It was Monday.", "now": found_at}
    known = decide(record_wrong.ACTION, told, Role.DPO, **wrong).facts
    assert duties(known)["put_right"].action == "put_right"
    said: dict[str, Any] = {"corrected": True, "note": "The day.", "sending": True}
    with pytest.raises(Refused, match="Re-open"):
        decide(put_right.ACTION, replace(known, stage=Stage.CLOSED), Role.DPO, **said)
    said["now"] = found_at
    with pytest.raises(Refused, match="nobody to send a correction to"):
        decide(put_right.ACTION, known, Role.DPO, people=TOLD, **said)
    begun = decide(put_right.ACTION, known, Role.DPO, people=TOLD, envelopes=on_way, **said)
    assert [row for row in begun.rows if isinstance(row, EnvelopeStanding)] == [
        EnvelopeStanding(on_way[0].id, "corrected")
    ]
    owing = duties(begun.facts)
    assert (owing["put_right"].met_at, owing["put_right"].action) == (None, "write_notice")
    assert owing["send_notices"].met_at == NOW  # those first told stay told

    again = (replace(ON_LIST[0], standing="to_be_told"),)
    past = (replace(on_way[0], state=EnvelopeState.CORRECTED),)
    sending: dict[str, Any] = {"expected": 1, "people": again, "envelopes": past}
    with pytest.raises(Refused, match="Write the corrected notice"):
        decide(send_notices.ACTION, begun.facts, Role.DPO, why_not_waited="Soon.", **sending)
    anew: dict[str, Any] = {"parts": FOUR, "now": found_at + timedelta(minutes=1)}
    written = decide(write_notice.ACTION, begun.facts, Role.DPO, **anew).facts
    assert written.people.texts[-1].corrects
    assert duties(written)["put_right"].action == "ask_opinion"
    gone = decide(send_notices.ACTION, written, Role.DPO, why_not_waited="Soon.", **sending)
    [envelope] = [row for row in gone.rows if isinstance(row, NewEnvelope)]
    assert (envelope.about, envelope.notice_version) == ((TEACHER.id,), 2)
    assert envelope.id != on_way[0].id
    assert duties(gone.facts)["put_right"].met_at is None
    done = replace(gone.facts, people=replace(gone.facts.people, waiting=0, settled_at=NOW))
    assert duties(done)["put_right"].met_at == NOW
