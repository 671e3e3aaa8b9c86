"""Telling people ends when nobody is left: told by word alone, or come on the list later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import put_right, record_no_breach, resolve_unreached, send_notices
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.conclusion import tracks_settled_at
from portal.rules.facts import AuthorityAsked, Facts, FoundWrong, HoldTerm, PutRight, TellingHeld
from portal.rules.telling.on_way import MORE_TO_TELL, NOBODYS, EnvelopeState, standing
from portal.rules.telling.putting_right import to_put_right
from portal.rules.telling.tally import counting
from portal.rules.tracks import PeopleTrack, people_track
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import WORMLEY, decide
from tests.actions.test_nothing_leaves_wrongly import LATER, ZOE, listed, sent
from tests.actions.test_telling_people import agreed, to_send


@pytest.mark.clause("DBRP-5.16")
def test_where_all_are_told_by_word_nothing_is_left_to_send() -> None:
    known = to_send(**agreed())
    with pytest.raises(Refused, match="nobody left"):
        decide(
            send_notices.ACTION, known, Role.DPO, expected=0, why_not_waited="Soon.",
            people=listed(standing="told"),
        )  # fmt: skip
    assert people_track(known) is PeopleTrack.TO_BE_TOLD
    told = decide(
        resolve_unreached.ACTION, known, Role.DPO, person_id=ZOE.id, how="by_phone",
        note="Rang both parents.", people=listed(), now=LATER,
    ).facts  # fmt: skip
    assert people_track(told) is PeopleTrack.TOLD
    assert told.people.told_at == LATER
    (duty,) = notices(told)
    assert duty.met_at == LATER
    wrong = FoundWrong("Another school’s list.", ZOE.id, LATER)
    known = replace(told, people=replace(told.people, found_wrong=(wrong,)))
    one_more = {ZOE.id: ("told", ""), UUID(int=10): ("to_be_told", "")}
    assert to_put_right(known)
    assert to_put_right(counting(known, one_more, (), LATER))
    more = counting(told, one_more, (), LATER)
    none = decide(record_no_breach.ACTION, more, Role.DPO, now=LATER, reason="A copy.").facts
    assert to_put_right(none)
    assert not notices(none)


@pytest.mark.clause("DBRP-5.16")
def test_who_comes_on_the_list_after_a_sending_is_owed_a_notice() -> None:
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.POSTED)
    stands = {ZOE.id: ("told", "")}
    done = counting(known, stands, on_way, LATER)
    assert people_track(done) is PeopleTrack.TOLD
    assert [duty.met_at for duty in notices(done)] == [LATER]
    since = LATER + timedelta(days=3)
    more = counting(done, {**stands, UUID(int=10): ("to_be_told", "")}, on_way, since)
    assert people_track(more) is PeopleTrack.BEING_TOLD
    (duty,) = (duty for duty in notices(more) if duty.met_at is None)
    assert (duty.opens_at, duty.action) == (since, "send_notices")
    assert tracks_settled_at(more) is None
    hold = TellingHeld("The police", "C-1", since.date(), ())
    held = replace(more, people=replace(more.people, holds=(hold,)))
    assert people_track(held) is PeopleTrack.HELD
    assert all(duty.met_at for duty in notices(held))
    lifted = replace(hold, lifted_at=since + timedelta(days=9))
    free = replace(more, people=replace(more.people, holds=(lifted,)))
    assert [duty.due_at for duty in notices(free) if not duty.met_at] == [lifted.lifted_at]


@pytest.mark.clause("DBRP-5.16", "DBRP-5.21")
def test_whose_letter_was_stopped_by_what_was_found_wrong_is_still_owed_theirs() -> None:
    """A correction goes to whoever was told: because of it nobody else may count as told."""
    known, (mail, letter) = sent(EnvelopeState.SENT, EnvelopeState.STOPPED)
    on_way = (mail, replace(letter, about=(UUID(int=10),)))
    stands = {ZOE.id: ("told", ""), UUID(int=10): ("to_be_told", "")}
    wrong = FoundWrong("The day.", ZOE.id, LATER)
    halted = replace(known.people, stopped_at=LATER, found_wrong=(wrong,))
    stopped = counting(replace(known, people=halted), stands, on_way, LATER)
    assert [(duty.met_at, duty.action) for duty in notices(stopped)] == [(None, "write_notice")]
    said: dict[str, Any] = {"people": listed(standing="told"), "envelopes": (mail,), "now": LATER}
    by_notice: dict[str, Any] = {"corrected": True, "note": "The day.", "sending": True}
    begun = decide(put_right.ACTION, stopped, Role.DPO, **by_notice, **said).facts
    (done,) = begun.people.corrections
    people = replace(stopped.people, corrections=(done,))
    begun = counting(replace(stopped, people=people), stands, on_way, LATER)
    assert [(duty.met_at, duty.action) for duty in notices(begun)] == [(None, "write_notice")]
    sendings = known.people.sendings * 2
    people = replace(begun.people, sendings=sendings, stopped_at=None)  # as a sending leaves it
    corrected = counting(replace(begun, people=people), stands, on_way, LATER)
    assert people_track(corrected) is PeopleTrack.BEING_TOLD
    assert [duty.subject for duty in notices(corrected) if duty.met_at is None] == ["since"]


def test_a_notice_that_was_stopped_is_not_owed_to_who_was_told_by_word() -> None:
    known, on_way = sent(EnvelopeState.STOPPED, EnvelopeState.STOPPED)
    known = replace(known, people=replace(known.people, stopped_at=LATER))
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way, "now": LATER}
    word: dict[str, Any] = {"person_id": ZOE.id, "how": "by_phone", "note": "Rang both."}
    told = decide(resolve_unreached.ACTION, known, Role.DPO, **word, **said).facts
    assert [duty.met_at for duty in notices(told)] == [LATER]


def test_a_correction_ends_where_everybody_was_told_by_word_instead() -> None:
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.POSTED)
    known = counting(known, {ZOE.id: ("told", "")}, on_way, LATER)
    wrong = replace(known.people, found_wrong=(FoundWrong("The day.", ZOE.id, LATER),))
    known = replace(known, people=wrong)
    said: dict[str, Any] = {"people": listed(standing="told"), "envelopes": on_way, "now": LATER}
    by_notice: dict[str, Any] = {"corrected": True, "note": "The day.", "sending": True}
    begun = decide(put_right.ACTION, known, Role.DPO, **by_notice, **said).facts
    assert "put_right" in open_(begun)
    corrected = tuple(replace(one, state=EnvelopeState.CORRECTED) for one in on_way)
    said |= {"people": listed(), "envelopes": corrected}
    word: dict[str, Any] = {"person_id": ZOE.id, "how": "by_phone", "note": "Rang both."}
    told = decide(resolve_unreached.ACTION, begun, Role.DPO, **word, **said).facts
    assert not open_(told) & {"put_right", "send_notices"}


def test_a_notice_that_came_back_is_one_task_and_not_two() -> None:
    known, on_way = sent(EnvelopeState.FAILED, EnvelopeState.POSTED)
    back = counting(known, {ZOE.id: ("unresolved", "failed")}, on_way, LATER)
    listed = owed(back, WORMLEY, Calendar("england", ()), LATER)
    kinds = [each.kind for each in listed if each.met_at is None]
    assert back.people.unsent == 1
    assert kinds.count("resolve_unreached") == 1
    assert "send_notices" not in kinds


@pytest.mark.clause("DBRP-5.16")
def test_a_list_on_which_nobody_was_affected_tells_nobody_however_it_was_sent() -> None:
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.LEFT_OUT)
    wrong = replace(known, people=replace(known.people, imported=1, not_affected=1))
    done = counting(wrong, {ZOE.id: ("told", "")}, on_way, LATER)
    assert [(duty.met_at, duty.action) for duty in notices(done)] == [(None, "import_people")]
    assert people_track(done) is PeopleTrack.TO_BE_TOLD
    assert tracks_settled_at(done) is None


def test_who_is_not_affected_is_owed_nothing_that_an_authority_asked_for() -> None:
    _, (mail, _) = sent(EnvelopeState.SENT, EnvelopeState.SENT)
    before = ("unresolved", MORE_TO_TELL)
    assert standing(before, [mail], ("to_be_told", "")) == before
    assert standing(before, [mail], NOBODYS) == NOBODYS
    astray = replace(mail, state=EnvelopeState.FAILED)
    assert standing(("unresolved", "failed"), [mail, astray], NOBODYS) == NOBODYS
    assert standing(NOBODYS, [mail, astray], ("to_be_told", "")) == ("unresolved", "failed")


@pytest.mark.clause("DBRP-5.14")
@pytest.mark.parametrize("held", [True, False])
def test_nothing_is_left_of_telling_people_once_it_was_no_breach(*, held: bool) -> None:
    """Those who were told are put right; nobody is asked to tell the others of it."""
    known, on_way = sent(EnvelopeState.SENT, EnvelopeState.WAITING)
    one = counting(known, {ZOE.id: ("unresolved", "failed")}, on_way, LATER)
    term = HoldTerm(None, "", ZOE.id, LATER)
    hold = TellingHeld("The police", "C-1", LATER.date(), (term,))
    asked = (AuthorityAsked(LATER),)
    known = replace(one, people=replace(one.people, holds=(hold,) * held, authorities_asked=asked))
    said: dict[str, Any] = {"people": listed(), "envelopes": on_way, "reason": "A copy."}
    none = decide(record_no_breach.ACTION, known, Role.DPO, now=LATER, **said).facts
    to_send = "review_hold" if held else "send_notices"
    assert open_(known) == {to_send, "hear_from_authority", "resolve_unreached"}
    assert open_(none) == {"put_right"}
    anew = PutRight(corrected=True, note="It was a copy.", by=ZOE.id, at=LATER, sending=True)
    back = replace(none, people=replace(none.people, corrections=(anew,), unresolved=1))
    assert open_(back) >= {"resolve_unreached"}


def open_(known: Facts) -> set[str]:
    """Kinds of what is open of what is owed to people."""
    found = owed(known, WORMLEY, Calendar("england", ()), LATER)
    return {each.kind for each in found if each.family == "people" and not each.met_at}


def notices(known: Facts) -> list[Duty]:
    """What is owed of telling the people affected."""
    listed = owed(known, WORMLEY, Calendar("england", ()), LATER)
    return [each for each in listed if each.kind == "send_notices"]
