"""What is done to the list of people affected and to notices under way; and a report."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    clear_contacts,
    erase_people,
    record_posted,
    report_incident,
    resend_notice,
    resolve_unreached,
    settle_uncertain,
    stop_sending,
)
from portal.errors import Refused
from portal.rules.facts import Facts, People, PeopleDecision
from portal.rules.outcome import Actor
from portal.rules.rows import EnvelopeStanding, Standing, StopNotices
from portal.rules.telling.addressees import AddresseeKind, Affected, Contact, from_json, to_json
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState, OnWay
from portal.rules.telling.people_list import opened
from portal.rules.words import Answer, Channel, Kind, Naming, PeopleChoice, Stage
from tenants.roles import Role
from tests.actions.table import (
    NOW,
    OPEN,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    Answers,
    decide,
    facts,
    who_may,
)
from tests.actions.test_telling_people import ON_LIST, TEACHER

TOLD = PeopleDecision(PeopleChoice.OBLIGED, "Health.", PEOPLE[Role.DPO], NOW)
UNDER_WAY = People(decisions=(TOLD,), imported=2, waiting=2, sent_at=NOW)
KEEPERS = {Role.DPO, Role.DSL, Role.DEPUTY_DSL}
NOBODY: set[Role] = set()
ONE = UUID(int=70)


def under_way(stage: Stage = Stage.INVESTIGATING) -> Facts:
    """Notices are on their way to two people."""
    return facts(stage, people=UNDER_WAY, closed_at=NOW if stage is Stage.CLOSED else None)


def notice(state: EnvelopeState, channel: Channel = Channel.EMAIL) -> OnWay:
    body = Envelope(ONE, AddresseeKind.PARENT, "Dana Field", ()).to_json()
    return OnWay(ONE, channel, state, "", (), body)


@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
@pytest.mark.parametrize(
    ("action", "who"),
    [
        (clear_contacts, KEEPERS),
        (record_posted, KEEPERS | {Role.HEAD}),
        (resolve_unreached, KEEPERS | {Role.HEAD}),
        (settle_uncertain, KEEPERS | {Role.HEAD}),
        (stop_sending, KEEPERS | {Role.HEAD}),
        (resend_notice, {Role.DPO}),
    ],
)
def test_who_settles_what_while_it_is_open(
    action: ModuleType, who: set[Role], stage: Stage
) -> None:
    assert who_may(action.ACTION, under_way(stage), WORMLEY) == (who if stage in OPEN else NOBODY)
    assert who_may(action.ACTION, facts(stage), WORMLEY) == NOBODY  # there is no list


@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_only_the_dpo_erases_the_list_and_only_once_it_is_closed(stage: Stage) -> None:
    may = {Role.DPO} if stage is Stage.CLOSED else NOBODY
    assert who_may(erase_people.ACTION, under_way(stage), WENTWORTH) == may


@pytest.mark.parametrize(
    ("action", "said", "sentence"),
    [
        (clear_contacts, {"against": " "}, "against which record"),
        (record_posted, {}, "No printed letter"),
        (resolve_unreached, {"person_id": ONE, "how": "guessed", "note": "X"}, "how this person"),
        (resolve_unreached, {"person_id": ONE, "how": "by_phone", "note": " "}, "what you did"),
        (resolve_unreached, {"person_id": ONE, "how": "by_phone", "note": "X"}, "no longer"),
        (settle_uncertain, {"envelope_id": ONE, "arrived": True}, "settled this notice"),
        (
            settle_uncertain,
            {
                "envelope_id": ONE,
                "arrived": True,
                "envelopes": (notice(EnvelopeState.UNCERTAIN),),
            },
            "who told you",
        ),
        (resend_notice, {"envelope_id": ONE, "reason": ""}, "why it is sent again"),
        (resend_notice, {"envelope_id": ONE, "reason": "Lost."}, "cannot be sent again"),
    ],
)
def test_what_is_refused(action: ModuleType, said: Answers, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        decide(action.ACTION, under_way(), Role.DPO, **said)


@pytest.mark.clause("DBRP-5.16")
@pytest.mark.parametrize(
    ("responsibility", "care", "barred", "is_checked"),
    [
        (Answer.YES, Answer.NOT_SURE, "", True),
        (Answer.NOT_SURE, Answer.YES, "", False),
        (Answer.NO, Answer.YES, "", True),
        (Answer.NO, Answer.NOT_SURE, "", False),
        (Answer.YES, Answer.YES, "A court order.", False),
    ],
)
def test_many_contacts_are_cleared_at_once_but_never_an_open_question_or_a_bar(
    responsibility: Answer, care: Answer, barred: str, is_checked: bool
) -> None:
    dana = Contact(UUID(int=71), "Dana Field", "mother", responsibility, care, barred=barred)
    ava = Affected(TEACHER.id, "Ava Field", contacts=(dana,))
    listed = (replace(ON_LIST[0], body=to_json(ava)),)
    outcome = decide(
        clear_contacts.ACTION, under_way(), Role.DPO, against="The register.", people=listed
    )
    assert outcome.summary.startswith(f"Checked {int(is_checked)} contacts")
    bodies = [row.body for row in outcome.rows if isinstance(row, Standing) and row.body]
    assert [from_json(body).contacts[0].checked for body in bodies] == [True] * is_checked


def test_what_waits_is_stopped_and_what_has_left_is_not() -> None:
    on_way = (
        notice(EnvelopeState.WAITING),
        replace(notice(EnvelopeState.SENT), id=UUID(int=71)),
    )
    outcome = decide(stop_sending.ACTION, under_way(), Role.HEAD, envelopes=on_way)
    assert outcome.summary == "Stopped 1 notice."
    assert StopNotices() in outcome.rows


def test_printed_letters_are_posted() -> None:
    home = replace(TEACHER, email="", address="1 High Street, Colchester, CO1 1AA")
    listed = (replace(ON_LIST[0], body=to_json(home)),)
    planned = opened(listed).planned(under_way(), WORMLEY, NOW)
    body = Envelope.of(ONE, planned.notices[0], {home.id: home}).to_json()
    printed = (OnWay(ONE, Channel.LETTER, EnvelopeState.PRINTED, "", (home.id,), body),)
    said: Answers = {"people": listed, "envelopes": printed}
    outcome = decide(record_posted.ACTION, under_way(), Role.DPO, **said)
    assert outcome.summary == "Posted 1 letter."
    assert EnvelopeStanding(ONE, "posted") in outcome.rows

    said["people"] = (replace(listed[0], body=to_json(replace(home, deceased=True))),)
    late = decide(record_posted.ACTION, under_way(), Role.DPO, **said)
    assert late.summary == "Posted 0 letters. 1 was taken out, because something had changed."
    assert EnvelopeStanding(ONE, "left_out", "changed") in late.rows


@pytest.mark.clause("SIP-1", "DBRP-5.2")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_anybody_reports_what_is_new_and_nothing_twice(stage: Stage) -> None:
    blank = replace(facts(stage), intake=replace(facts().intake, happened=""))
    everybody = set(Role) if stage is Stage.REPORTED else NOBODY
    assert who_may(report_incident.ACTION, blank, WENTWORTH) == everybody
    assert who_may(report_incident.ACTION, facts(stage), WENTWORTH) == NOBODY


@pytest.mark.parametrize(
    ("said", "who", "sentence"),
    [
        ({"happened": " "}, Role.STAFF, "what happened"),
        ({"happened": "X", "noticed_at": NOW.replace(year=2027)}, Role.STAFF, "in the past"),
        ({"happened": "X", "kind": Kind.NEAR_MISS}, Role.STAFF, ""),
        ({"happened": "X", "naming": Naming.ANONYMOUS}, Role.STAFF, "anonymous"),
        ({"happened": "X"}, Actor(None), "Sign in"),
    ],
)
def test_what_a_report_needs(said: dict[str, Any], who: Role | Actor, sentence: str) -> None:
    if not sentence:
        decide(report_incident.ACTION, facts(), who, **said)
        return
    with pytest.raises(Refused, match=sentence):
        decide(report_incident.ACTION, facts(), who, **said)
