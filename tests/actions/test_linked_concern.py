"""Whom one matter concerns at one school of a trust is kept from it at each of them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from portal.actions import remove_concern, unlink_incident
from portal.errors import Refused
from portal.rules.facts import Allocation, Concern
from portal.rules.reporting.linked import passed_on
from portal.rules.rows import Hide, Unhide
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, decide
from tests.actions.test_linking import THERE, TRUST, followed, linked

OFFICER = PEOPLE[Role.SLT]
MARKED = replace(THERE, concerns=(Concern(OFFICER, None, NOW),))


def test_a_link_hides_each_from_whom_the_other_concerns() -> None:
    known = linked(other=MARKED)
    assert known.concerned == {OFFICER}
    with pytest.raises(Refused, match="who is marked"):
        decide(
            remove_concern.ACTION, known, Role.CHAIR, policy=TRUST, persons=(OFFICER,), reason="No."
        )
    undone = decide(
        unlink_incident.ACTION, known, Role.DPO, policy=TRUST,
        incident=THERE.incident_id, reason="Another matter.",
    )  # fmt: skip
    assert undone.rows == (Unhide(OFFICER),)


def test_a_mark_made_later_follows_and_takes_the_lead_from_them() -> None:
    led = replace(linked(), allocation=Allocation(OFFICER, "", NOW, OFFICER, NOW))
    outcome = followed(led, MARKED)
    assert outcome.rows == (Hide(OFFICER),)
    assert (outcome.facts.concerned, outcome.facts.lead) == ({OFFICER}, None)
    assert any(each.of_new_report for each in outcome.effects)
    assert str(OFFICER) not in outcome.summary
    again = followed(outcome.facts, THERE)
    assert (again.rows, again.facts.concerned) == ((Unhide(OFFICER),), frozenset())


def test_whom_it_concerns_here_too_stays_kept_from_it() -> None:
    both = replace(linked(other=MARKED), concerns=MARKED.concerns)
    assert followed(both, THERE).rows == ()
    freed = decide(
        remove_concern.ACTION, both, Role.CHAIR, policy=TRUST, persons=(OFFICER,), reason="No."
    )
    assert freed.rows == ()
    assert freed.facts.concerned == {OFFICER}


def test_a_mark_that_came_from_another_school_is_not_passed_on() -> None:
    assert passed_on(linked(other=MARKED)) == passed_on(linked())
    own = replace(linked(), concerns=(Concern(UUID(int=5), None, NOW),))
    assert passed_on(own) != passed_on(linked())
