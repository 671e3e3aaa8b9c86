"""The log on its way to the DPO, and an earlier log on its way in: stage × role × answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import email_log, import_incident
from portal.desk import can
from portal.rules.duties import owed
from portal.rules.ending.breach_log import LogSource, filled, missing
from portal.rules.facts import Facts, Reopening
from portal.rules.school.figures import people_told_at, regulator_told_at
from portal.rules.words import ANY_STAGE, Ending, Kind, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, WORMLEY, actor, decide, facts

LONG_AGO = datetime(2019, 10, 23, 11, 0, tzinfo=UTC)
MAY_MAIL = {Role.HEAD, Role.DPO, Role.LEAD}


@pytest.mark.clause("DBRP-5.4")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
@pytest.mark.parametrize("role", sorted(Role))
def test_who_may_mail_the_log_and_when(role: Role, stage: Stage) -> None:
    known = facts(stage)
    may = can.holds_role_for(email_log.ACTION, known, WORMLEY, actor(role))
    assert may is (role in MAY_MAIL)
    assert can.is_possible(email_log.ACTION, known, WORMLEY)


@pytest.mark.clause("DBRP-5.4")
@pytest.mark.parametrize(
    ("attach", "kind", "template", "to"),
    [(False, "alert", "log_linked", (Role.DPO,)), (True, "log_mail", "log_attached", ())],
)
def test_a_link_or_the_log_itself(
    attach: bool, kind: str, template: str, to: tuple[Role, ...]
) -> None:
    outcome = decide(email_log.ACTION, facts(), Role.HEAD, attach=attach)
    (effect,) = outcome.effects
    assert (effect.kind, effect.template, effect.to) == (kind, template, to)
    assert outcome.facts == facts()
    assert ("PDF" in outcome.summary) is attach


def imported(**said: object) -> Facts:
    row: dict[str, Any] = {
        "import_id": UUID(int=9), "row": 4, "reported_at": LONG_AGO,
        "description": "Lost letter", "details": "A letter went missing.", **said,
    }  # fmt: skip
    blank = replace(facts(), reference="")
    return decide(import_incident.ACTION, blank, Role.HEAD, now=NOW, **row).facts


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_who_may_import_and_never_into_an_incident_that_is_there(role: Role, stage: Stage) -> None:
    blank = replace(facts(), reference="")
    may = can.holds_role_for(import_incident.ACTION, blank, WORMLEY, actor(role))
    assert may is (role in {Role.HEAD, Role.DPO})
    assert not can.is_possible(import_incident.ACTION, facts(stage), WORMLEY)
    assert can.is_possible(import_incident.ACTION, blank, WORMLEY)


@pytest.mark.clause("DBRP-A1-xlsx")
@pytest.mark.parametrize("policy", [WENTWORTH, WORMLEY])
def test_what_was_imported_is_closed_owes_nothing_and_says_where_it_is_from(policy: object) -> None:
    known = imported()
    assert (known.stage, known.ending, known.kind) == (Stage.CLOSED, Ending.BREACH, Kind.CONFIRMED)
    assert known.closed_at == known.reported_at == LONG_AGO
    assert "Imported from a spreadsheet on Monday 16 November 2026, row 4" in known.closings[0].note
    for later in (NOW, NOW + timedelta(days=4000)):
        assert owed(known, WORMLEY, Calendar("england"), later) == []
    again = replace(known, stage=Stage.INVESTIGATING, closed_at=None)
    again = replace(again, reopenings=(Reopening("New facts", PEOPLE[Role.DPO], NOW),))
    assert owed(again, WORMLEY, Calendar("england"), NOW), "re-opened, it is like any other"


@pytest.mark.clause("DBRP-A1-xlsx")
def test_every_cell_stands_under_its_heading() -> None:
    cells = (
        ("reported_by", "Jo Bell, teacher"), ("whose_data", "A pupil"), ("police", "No"),
        ("occurred", "Last week"), ("sanctions", "None"),
    )  # fmt: skip
    known = imported(cells=cells)
    lines = {line.key: line for line in filled(known, WORMLEY, lambda _: "Sarah Okafor")}
    for key, text in cells:
        assert lines[key].text == text
    assert lines["description"].text == "Lost letter"
    assert lines["details"].text == "A letter went missing."
    assert lines["reported_at"].text.startswith("Wednesday 23 October 2019")
    assert lines["police"].source is LogSource.ASKED
    assert "police" not in {line.key for line in missing(lines.values())}


@pytest.mark.parametrize(
    ("said", "ending", "kind"),
    [
        ({}, Ending.BREACH, Kind.CONFIRMED),
        ({"near_miss": True}, Ending.NO_BREACH, Kind.NEAR_MISS),
    ],
)
def test_a_near_miss_stays_one(said: dict[str, object], ending: Ending, kind: Kind) -> None:
    known = imported(**said)
    assert (known.ending, known.kind) == (ending, kind)


def test_figures_know_who_was_told() -> None:
    assert regulator_told_at(imported()) is None
    assert regulator_told_at(imported(regulator_told=True)) == LONG_AGO
    assert people_told_at(imported(people_told=True)) == LONG_AGO
    assert people_told_at(imported()) is None
