"""Every rule holds for families by the thousand; and each bug planted into the rules is caught."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from portal.notices import text
from portal.rules.telling.addressees import (
    Addressing,
    Affected,
    Plan,
    PlannedNotice,
    Reason,
    age_on,
    plan,
    who,
)
from portal.rules.telling.addressees import households as homes
from portal.rules.telling.addressees.households import Bars
from portal.rules.telling.envelope import Envelope
from tenants.policy.schema import Policy
from tests.rules import family_rules as rules
from tests.rules.families import TODAY, TOLD_TOO, families

planning = import_module("portal.rules.telling.addressees.plan")  # its name is its function's, too

EXAMPLES = int(os.environ.get("FAMILIES", "300"))
"""How many families are tried for each planted bug; a fifth for each rule that holds.
`FAMILIES=20000` looks longer. A bug that these do not show is looked for among many more.
"""

DRAWN = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


LONGER = settings(DRAWN, max_examples=max(EXAMPLES, 2_500))


@cache
def drawn() -> tuple[list[Affected], ...]:
    """The same families for every bug: to draw them takes longer than to try a rule on them."""
    found: list[list[Affected]] = []

    @DRAWN
    @given(families)
    def draw(family: list[Affected]) -> None:
        found.append(family)

    draw()
    return tuple(found)


def planned(family: list[Affected], *, parents_too: bool = True) -> Plan:
    return plan(family, Policy(), TODAY, TOLD_TOO if parents_too else None)


@pytest.mark.clause("DBRP-5.16-age")
@settings(max_examples=EXAMPLES // 5)
@given(families)
def test_every_rule_holds_for_every_family(family: list[Affected]) -> None:
    for parents_too in (True, False):
        found = planned(family, parents_too=parents_too)
        for rule in rules.RULES:
            rule(family, found)


@settings(max_examples=EXAMPLES // 5)
@given(families)
def test_the_order_of_the_list_changes_nothing(family: list[Affected]) -> None:
    forwards, backwards = planned(family), planned(family[::-1])

    assert dict(forwards.addressings) == dict(backwards.addressings)
    assert len(forwards.notices) == len(backwards.notices)


Patch = Callable[[pytest.MonkeyPatch], None]


def _sets(where: object, name: str, put: object) -> Patch:
    return lambda patch: patch.setattr(where, name, put)


def _chooses_as_if(**otherwise: object) -> Patch:
    real = planning.choose

    def choose(affected: Affected, *args: Any, **kwargs: Any) -> object:
        return real(replace(affected, **otherwise), *args, **kwargs)  # type: ignore[arg-type]  # fields by name

    return _sets(planning, "choose", choose)


def _groups_without(part: int) -> Patch:
    real = planning._group

    def group(person: Affected, found: Addressing) -> object:
        key = real(person, found)
        return key[:part] + key[part + 1 :] if isinstance(key, tuple) else key

    return _sets(planning, "_group", group)


def _age_one_more(born: date, on: date) -> int:
    return age_on(born, on) + 1


_of = Envelope.of


def _names_every_contact(id_: UUID, planned: PlannedNotice, people: dict[UUID, Affected]) -> object:
    made = _of(id_, planned, people)
    contacts = (contact.name for one in planned.about for contact in people[one].contacts)
    return replace(made, name=" and ".join([made.name, *contacts]))


def _about_the_whole_list(
    id_: UUID, planned: PlannedNotice, people: dict[UUID, Affected]
) -> object:
    return _of(id_, replace(planned, about=tuple(people)), people)


BUGS: dict[str, tuple[Patch, rules.Rule]] = {
    "a bar is no bar": (
        _sets(Bars, "bar", lambda _bars, _to: None),
        rules.nobody_blocked_is_written_to,
    ),
    "who is not checked may be written to": (
        _sets(homes, "barred_because", lambda one: Reason.BARRED if one.barred else None),
        rules.nobody_blocked_is_written_to,
    ),
    "a name is no bar": (
        _sets(homes, "name_key", lambda name: name),
        rules.nobody_blocked_is_written_to,
    ),
    "an e-mail is taken as it is": (
        _sets(Bars, "email", lambda _bars, email: email),
        rules.no_way_of_a_barred_contact_is_used,
    ),
    "an address is taken as it is": (
        _sets(Bars, "address", lambda _bars, address: address),
        rules.no_way_of_a_barred_contact_is_used,
    ),
    "a phone is taken as it is": (
        _sets(Bars, "phone", lambda _bars, phone: phone),
        rules.no_way_of_a_barred_contact_is_used,
    ),
    "a bar of one child is none of the household's": (
        _sets(homes, "households", lambda people: [(one,) for one in people]),
        rules.no_way_of_a_barred_contact_is_used,
    ),
    "a birthday too early": (_sets(who, "age_on", _age_one_more), rules.no_child_is_told_alone),
    "who cannot be told vanishes": (
        _sets(
            planning,
            "Plan",
            lambda notices, addressings: Plan(
                notices, {one: found for one, found in addressings.items() if found.letters}
            ),
        ),
        rules.nobody_vanishes,
    ),
    "who is not affected is written about": (
        _chooses_as_if(not_affected=False),
        rules.nobody_hears_of_who_is_not_affected,
    ),
    "the dead are written to": (_chooses_as_if(deceased=False), rules.the_dead_are_nobodys_letter),
    "held back is not heard": (_chooses_as_if(held_back=False), rules.held_back_only_as_released),
    "care is not heard": (_chooses_as_if(in_care=False), rules.the_authority_first),
    "nothing is sensitive": (
        _sets(who, "SENSITIVE_KINDS", frozenset()),
        rules.sensitive_only_with_support,
    ),
    "who left is written to at the old address": (
        _chooses_as_if(left=False),
        rules.who_left_is_written_to_where_confirmed,
    ),
    "siblings are joined whatever their home": (
        _groups_without(0),
        rules.siblings_only_with_the_same,
    ),
    "siblings are joined whoever is told": (_groups_without(1), rules.siblings_only_with_the_same),
    "siblings are joined whatever got out": (_groups_without(2), rules.siblings_only_with_the_same),
    "an envelope is about the whole list": (
        _sets(Envelope, "of", _about_the_whole_list),
        rules.an_envelope_shows_its_own_household_alone,
    ),
    "an envelope names every contact": (
        _sets(Envelope, "of", _names_every_contact),
        rules.an_envelope_shows_its_own_household_alone,
    ),
    "a notice says where it goes": (
        _sets(text, "_opening", lambda envelope, **_: (envelope.email, envelope.postal)),
        rules.the_words_name_no_other_no_home_and_no_data,
    ),
    "every contact is told": (
        _sets(who, "_guardians", lambda one: tuple(map(who.Proposal, one.contacts))),
        rules.only_who_speaks_for_them_or_they_themselves,
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_each_planted_bug_is_caught_by_its_rule(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The families really reach the bad cases."""
    plant, rule = BUGS[bug]

    def is_caught(family: list[Affected]) -> bool:
        try:
            rule(family, planned(family, parents_too=False))
        except AssertionError:
            return True
        return False

    plant(monkeypatch)
    assert any(map(is_caught, drawn())) or find(families, is_caught, settings=LONGER)
