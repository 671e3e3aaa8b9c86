"""Whom an investigation would speak to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.rules.facts import FromOutside, Intake, Interview, OnBehalf, Reporter
from portal.rules.investigation.to_speak_to import to_speak_to
from portal.rules.words import Naming, Outsider
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, facts

TOLD = Intake(happened="A list.", on_behalf=OnBehalf("Mrs Hill"), involved="The office")


@pytest.mark.clause("SIP-3b", "DBRP-5.6")
@pytest.mark.parametrize(
    ("naming", "named"),
    [(Naming.NAMED, ["Jo Poe"]), (Naming.PROTECTED, []), (Naming.ANONYMOUS, [])],
)
def test_whom_the_report_names_and_nobody_who_is_protected(
    naming: Naming, named: list[str]
) -> None:
    known = facts(intake=replace(TOLD, reporter=Reporter(naming, name="Jo Poe")))
    assert [each.who for each in to_speak_to(known)] == [*named, "Mrs Hill", "The office"]


def test_who_told_the_school_and_with_whom_somebody_has_spoken() -> None:
    told = Intake(happened="A list.", outside=FromOutside(Outsider.PARENT, "Pat Parent"))
    talk = Interview("pat parent, on the phone", NOW, "Two lists.", PEOPLE[Role.HEAD], NOW)
    (before,) = to_speak_to(facts(intake=told))
    (after,) = to_speak_to(facts(intake=told, interviews=(talk,)))
    other = replace(talk, with_whom="Pa")
    (another,) = to_speak_to(facts(intake=told, interviews=(other,)))
    assert (before.spoken, after.spoken, another.spoken) == (None, talk, None)
