"""Where a request about the policy stands, and which step leads where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from portal.errors import Refused
from portal.rules.school.requests import Kind, Request, Stage, acting, decide, end, stage, view
from tenants.policy.loader import adopt, parse
from tenants.policy.schema import Policy
from tenants.policy.writing import blank
from tenants.roles import Role

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
ASKED = Request(UUID(int=1), Kind.EXCEPTION, UUID(int=2), NOW, until_on=date(2026, 12, 31))
VIEWED = replace(ASKED, viewed_at=NOW, backed=True)
GRANTED = replace(VIEWED, decided_at=NOW, granted=True, expires_on=date(2026, 12, 1))
DROPPED = replace(ASKED, kind=Kind.PROPOSAL, viewed_at=NOW, backed=False)


@pytest.mark.parametrize(
    ("request_", "today", "stands"),
    [
        (ASKED, TODAY, Stage.ASKED),
        (VIEWED, TODAY, Stage.VIEWED),
        (replace(VIEWED, backed=False), TODAY, Stage.VIEWED),
        (DROPPED, TODAY, Stage.DROPPED),
        (GRANTED, date(2026, 12, 1), Stage.GRANTED),
        (GRANTED, date(2026, 12, 2), Stage.ENDED),
        (replace(GRANTED, granted=False), TODAY, Stage.REFUSED),
        (replace(GRANTED, ended_at=NOW), TODAY, Stage.ENDED),
        (replace(ASKED, ended_at=NOW), TODAY, Stage.ENDED),
    ],
)
def test_where_it_stands(request_: Request, today: date, stands: Stage) -> None:
    assert stage(request_, today) is stands


def test_each_step_is_taken_once_and_in_order() -> None:
    assert view(ASKED, backed=True, text="Yes.", now=NOW, today=TODAY) == VIEWED
    granted = decide(
        VIEWED, granted=True, text="", expires_on=GRANTED.expires_on, now=NOW, today=TODAY
    )
    assert granted == GRANTED
    for again in (VIEWED, GRANTED, DROPPED):
        with pytest.raises(Refused):
            view(again, backed=True, text="Yes.", now=NOW, today=TODAY)
    for early in (ASKED, GRANTED, DROPPED):
        with pytest.raises(Refused):
            decide(early, granted=True, text="", expires_on=TODAY, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("granted", "text", "expires_on", "field"),
    [
        (None, "", None, "granted"),
        (False, "", None, "terms"),
        (True, "", None, "expires_on"),
        (True, "", date(2026, 11, 19), "expires_on"),
        (True, "", date(2027, 1, 1), "expires_on"),
    ],
)
def test_what_a_decision_must_say(
    granted: bool | None, text: str, expires_on: date | None, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide(VIEWED, granted=granted, text=text, expires_on=expires_on, now=NOW, today=TODAY)
    assert refused.value.field == field


def test_a_refusal_needs_its_reason_and_a_proposal_no_last_day() -> None:
    said: dict[str, Any] = {"expires_on": None, "now": NOW, "today": TODAY}
    assert stage(decide(VIEWED, granted=False, text="No.", **said), TODAY) is Stage.REFUSED
    proposal = decide(replace(VIEWED, kind=Kind.PROPOSAL), granted=True, text="", **said)
    assert stage(proposal, TODAY) is Stage.GRANTED


def test_what_can_end() -> None:
    assert stage(end(ASKED, NOW, TODAY), TODAY) is Stage.ENDED
    assert stage(end(GRANTED, NOW, TODAY), TODAY) is Stage.ENDED
    for over in (DROPPED, replace(GRANTED, granted=False), end(ASKED, NOW, TODAY)):
        with pytest.raises(Refused):
            end(over, NOW, TODAY)


@pytest.mark.clause("SIP-change")
def test_the_policy_says_who_decides_on_a_proposal() -> None:
    backed = replace(ASKED, kind=Kind.PROPOSAL, viewed_at=NOW, backed=True)
    assert acting(backed, Policy(), TODAY) == (Role.HEAD,)
    governed = adopt(parse(blank()), {"proposal_deciders": ["chair", "head"]})
    assert acting(backed, governed, TODAY) == (Role.CHAIR, Role.HEAD)
    assert acting(ASKED, governed, TODAY) == (Role.DPO,)
