"""Who takes back an import, whom that leaves on the list, and what is asked anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from portal.actions import take_back_import
from portal.errors import Refused
from portal.rules.facts import Facts, Hold, KeptLonger
from portal.rules.outcome import Outcome
from portal.rules.rows import ImportTakenBack, Standing
from portal.rules.telling.addressees import Affected, from_json, to_json
from portal.rules.telling.people_list import OnList
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, decide, facts, who_may
from tests.actions.test_telling_people import DECIDERS, agreed, to_send

TWO = tuple(Affected(UUID(int=one), f"Child {one}", held_back=one == 2) for one in (1, 2))


def on_list(one: Affected, standing: str = "to_be_told", reason: str = "") -> OnList:
    known = str(one.id).encode()
    return OnList(one.id, known, to_json(one), standing, reason, (1,), known)


def take_back(
    *people: OnList, known: Facts | None = None, version: int = 1, reason: str = "Year 5."
) -> Outcome:
    known = known or to_send(held_back_at=NOW, **agreed())
    return decide(
        take_back_import.ACTION, known, Role.DPO, people=people, version=version, reason=reason
    )


@pytest.mark.parametrize(("policy", "who"), DECIDERS)
def test_whoever_imports_takes_back_and_only_where_there_is_a_list(
    policy: Policy, who: set[Role]
) -> None:
    assert who_may(take_back_import.ACTION, to_send(), policy) == who
    assert who_may(take_back_import.ACTION, facts(), policy) == set()


@pytest.mark.parametrize(
    ("said", "field"), [({"reason": " "}, "reason"), ({"version": 2}, "version")]
)
def test_it_needs_a_reason_and_somebody_to_take_off(said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        take_back(on_list(TWO[0]), **said)  # type: ignore[arg-type]  # each by its own name
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-5.16")
def test_nobody_is_left_and_nothing_is_asked_about_them() -> None:
    outcome = take_back(*map(on_list, TWO))
    assert outcome.rows == (ImportTakenBack(1, (TWO[0].id, TWO[1].id)),)
    people = outcome.facts.people
    assert (people.imported, people.held_back, people.held_back_at) == (0, 0, None)
    assert people.list_version == 2, "what was checked is another list now"
    assert "Child" not in outcome.summary


@pytest.mark.parametrize(
    ("standing", "reason"),
    [("told", "in_person"), ("unresolved", "cannot_be_reached"), ("unresolved", "told_wrong")],
)
def test_who_was_told_by_word_stays_as_proof(standing: str, reason: str) -> None:
    outcome = take_back(on_list(TWO[0], standing, reason), on_list(TWO[1]))
    off, stays = outcome.rows
    assert off == ImportTakenBack(1, (TWO[1].id,))
    assert isinstance(stays, Standing)
    assert stays.body is not None
    assert from_json(stays.body).not_affected
    assert outcome.facts.people.list_is_wrong


def test_who_else_is_held_back_still_asks_about_danger() -> None:
    other = replace(on_list(TWO[1]), named_in=(1, 2))
    people = take_back(on_list(TWO[0]), other).facts.people
    assert (people.held_back, people.held_back_at) == (1, NOW)


@pytest.mark.parametrize(("days", "gone"), [(0, ()), (-1, (TWO[0].id,))])
def test_while_something_keeps_the_list_nobody_is_deleted(days: int, gone: tuple[UUID]) -> None:
    until = NOW.date() + timedelta(days=days)
    kept = KeptLonger((Hold.POLICE,), "They asked.", until, PEOPLE[Role.DPO], NOW)
    known = replace(to_send(**agreed()), kept_longer=(kept,))
    outcome = take_back(on_list(TWO[0]), known=known)
    assert outcome.rows[0] == ImportTakenBack(1, gone)
    assert outcome.facts.people.not_affected == 1 - len(gone)
