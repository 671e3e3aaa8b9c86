"""Evidence files and notes, at every stage; what a decision may rest on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import add_evidence, add_note
from portal.errors import NotAllowed, Refused
from portal.rules.ending.closing import came_after
from portal.rules.facts import Facts, Intake, Reporter
from portal.rules.investigation.evidence import (
    MOST_OF_A_STRANGER,
    NewFile,
    Scan,
    can_rest_on,
    names_of,
)
from portal.rules.outcome import Actor, Outcome
from portal.rules.rows import Evidence
from portal.rules.words import ANY_STAGE, Naming, Stage
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, WORMLEY, decide, facts

NOBODY = Actor(None)


def new(number: int = 1, scan: Scan = Scan.CLEAN, content: str = "") -> NewFile:
    return NewFile(UUID(int=100 + number), f"{number}.png", 9, content or f"sum{number}", scan)


def add(known: Facts, role: Role | Actor, *files: NewFile, **said: Any) -> Outcome:
    said.setdefault("note", "What was seen.")
    contents = tuple([b"content"] for _ in files)
    return decide(add_evidence.ACTION, known, role, files=files, contents=contents, **said)


@pytest.mark.clause("SIP-3c")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_files_are_kept_with_who_when_and_checksum_at_any_stage(stage: Stage) -> None:
    outcome = add(facts(stage), Role.LEAD, new(1), new(2))
    first = outcome.facts.evidence[0]
    assert (first.sha256, first.by, first.at) == ("sum1", PEOPLE[Role.LEAD], NOW)
    assert outcome.facts.stage is stage
    assert [row.id for row in outcome.rows if isinstance(row, Evidence)] == [new(1).id, new(2).id]
    assert outcome.summary.startswith("Added 2 files as evidence")


@pytest.mark.clause("DBRP-5.21")
def test_after_closing_somebody_owes_a_look_at_it() -> None:
    closed = add(facts(Stage.CLOSED), Role.STAFF, new())
    assert [each.text for each, looked in came_after(closed.facts) if looked is None] == ["1.png"]
    assert any(effect.of_new_report for effect in closed.effects)
    assert came_after(add(facts(Stage.REVIEWING), Role.STAFF, new()).facts) == []


def test_the_same_content_is_kept_once_and_said_so() -> None:
    once = add(facts(), Role.STAFF, new(1)).facts
    both = add(once, Role.STAFF, new(2), new(3, content="sum1"))
    assert [each.name for each in both.facts.evidence] == ["1.png", "2.png"]
    assert "3.png is 1.png, which is kept already" in both.summary
    with pytest.raises(Refused, match="Nothing was added"):
        add(once, Role.STAFF, new(3, content="sum1"))


def test_who_only_reported_it_is_not_told_what_others_brought() -> None:
    by_head = add(facts(), Role.HEAD, new(1)).facts
    for role in (Role.STAFF, Actor(UUID(int=77), frozenset({Role.REPORTER}))):
        again = add(by_head, role, new(2, content="sum1"))
        assert [each.name for each in again.facts.evidence] == ["1.png", "2.png"]
        assert "1.png" not in again.summary
    with pytest.raises(Refused, match=r"is 1\.png"):
        add(by_head, Role.DPO, new(2, content="sum1"))


def test_who_has_the_code_is_not_told_what_others_sent_by_mail() -> None:
    anonymous = Intake(happened="x", reporter=Reporter(naming=Naming.ANONYMOUS))
    mailed = add(facts(intake=anonymous), NOBODY, new(1), by_mail=True).facts
    unnamed = add(mailed, NOBODY, new(2, content="sum1"))
    assert [each.is_of(None) for each in unnamed.facts.evidence] == [False, True]
    assert "1.png" not in unnamed.summary


def test_a_file_not_yet_scanned_is_scanned_later() -> None:
    outcome = add(facts(), Role.STAFF, new(1, Scan.WAITING), new(2), new(3, Scan.NOT_SCANNED))
    assert [(e.kind, e.subject) for e in outcome.effects] == [("scan", new(1).id)]


@pytest.mark.clause("DBRP-4.5")
def test_only_a_reporter_without_an_account_adds_without_one() -> None:
    anonymous = Intake(happened="x", reporter=Reporter(naming=Naming.ANONYMOUS))
    assert add(facts(intake=anonymous), NOBODY, new()).facts.evidence[0].by is None
    assert add(facts(), NOBODY, new(), by_mail=True).facts.evidence[0].by is None
    with pytest.raises(NotAllowed):
        add(facts(), NOBODY, new())
    with pytest.raises(NotAllowed):
        add(facts(), Actor(PEOPLE[Role.OVERSEER], frozenset({Role.OVERSEER})), new())


def test_a_stranger_cannot_fill_the_incident() -> None:
    known = facts(intake=Intake(happened="x", reporter=Reporter(naming=Naming.ANONYMOUS)))
    for number in range(MOST_OF_A_STRANGER):
        known = add(known, NOBODY, new(number)).facts
    with pytest.raises(Refused, match="No more files"):
        add(known, NOBODY, new(99))
    assert add(known, Role.HEAD, new(99)).facts.evidence[-1].name == "99.png"


@pytest.mark.clause("SIP-3c")
def test_notes_are_kept_and_decisions_can_rest_on_both() -> None:
    known = add(facts(Stage.INVESTIGATING), Role.LEAD, new(1)).facts
    later = NOW + timedelta(hours=1)
    for policy in (WENTWORTH, WORMLEY):
        noted = decide(
            add_note.ACTION, known, Role.LEAD, policy=policy, now=later, text="The door was open."
        ).facts
        assert list(can_rest_on(noted).values()) == ["Note: The door was open.", "1.png"]
        assert names_of(noted, [new(1).id, UUID(int=9)]) == ("1.png",)
    with pytest.raises(Refused):
        decide(add_note.ACTION, known, Role.LEAD, text=" ")
