"""What a report says of whom it was told, and of how the school found out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.regulators.details import SchoolDetails
from portal.regulators.ico import prefill
from portal.rules.facts import (
    BreachLog,
    ByMail,
    Considered,
    Facts,
    FromOutside,
    LogAnswer,
    OtherTold,
    People,
    PeopleDecision,
    Publication,
    Reporter,
    WhoTells,
    WhyNot,
)
from portal.rules.words import (
    Naming,
    Outsider,
    PeopleChoice,
)
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WORMLEY
from tests.regulators.conftest import names

DPO = PEOPLE[Role.DPO]
FOUND = "They had found it on Monday 16 November 2026, 2:00pm."

MUST = PeopleDecision(PeopleChoice.OBLIGED, "", DPO, NOW)
NOBODY = PeopleDecision(
    PeopleChoice.NOT_REQUIRED, "It was encrypted.", DPO, NOW, why_not=WhyNot.UNINTELLIGIBLE
)
PUBLICLY = PeopleDecision(PeopleChoice.PUBLICLY, "No addresses.", DPO, NOW)
STANDS = Publication(
    1, "The website", NOW.date(), NOW.date() + timedelta(30), DPO, NOW, "All look."
)
THEIRS = WhoTells(theirs=True, other="The other one", agreed="By phone.", by=DPO, at=NOW)


@pytest.mark.clause("DBRP-5.9")
def test_whoever_was_told_is_named_as_the_policy_names_them(
    facts: Facts, school: SchoolDetails
) -> None:
    told = (
        Considered("insurers", NOW, "", "", DPO, NOW),
        Considered("it", None, "", "No need.", DPO, NOW),
    )
    log = BreachLog((LogAnswer("police", "No crime suspected."),))
    answers = prefill(replace(facts, considered=told, log=log), school, names, policy=WORMLEY)
    assert answers["others_told"].chosen == ("yes",)
    assert answers["others_told"].text == "The school’s insurers\nThe police: No crime suspected."


@pytest.mark.clause("DBRP-5.12")
@pytest.mark.parametrize(("left", "chosen"), [(0, "told"), (7, "telling")])
def test_they_have_been_told_once_nobody_is_left_to_reach(
    left: int, chosen: str, facts: Facts, school: SchoolDetails
) -> None:
    people = People(decisions=(MUST,), imported=9, sent_at=NOW, unresolved=left)
    answer = prefill(replace(facts, people=people), school, lambda _: "The DPO")["people_told"]
    assert answer.chosen == (chosen,)
    assert answer.text.endswith("are still to be reached.") == bool(left)


@pytest.mark.clause("DBRP-5.16")
@pytest.mark.parametrize(
    ("known", "people", "chosen", "words"),
    [
        ({}, {}, "decided_not", "(UK GDPR Article 34(3)(a)).\n\nIt was encrypted."),
        ({}, {"sent_at": NOW, "left_at": NOW}, "other", "It was encrypted."),
        (
            {},
            {"decisions": (PUBLICLY,)},
            "planning",
            "proportion (UK GDPR Article 34(3)(c)), decided",
        ),
        (
            {},
            {"decisions": (PUBLICLY,), "publications": (STANDS,)},
            "told",
            "letter would: All look.",
        ),
        ({"who_tells": THEIRS}, {"decisions": (MUST,)}, "planning", "The other one tells them."),
        (
            {"who_tells": THEIRS, "other_told": OtherTold(NOW, "By letter.", DPO, NOW)},
            {"decisions": (MUST,)},
            "told",
            "By letter.",
        ),
    ],
)
def test_why_nobody_is_told_or_that_another_tells_them(
    known: dict[str, object],
    people: dict[str, object],
    chosen: str,
    words: str,
    facts: Facts,
    school: SchoolDetails,
) -> None:
    told = People(**({"decisions": (NOBODY,)} | people))  # type: ignore[arg-type]  # fields by name
    changed = replace(facts, people=told, **known)  # type: ignore[arg-type]  # fields by name
    answer = prefill(changed, school, lambda _: "The DPO")["people_told"]
    assert answer.chosen == (chosen,)
    assert words in answer.text
    assert ("Notices went out" in answer.text) == ("left_at" in people)


@pytest.mark.clause("DBRP-4.5")
@pytest.mark.parametrize(
    ("outside", "by_mail", "said"),
    [
        (None, None, "A member of staff noticed it and reported it."),
        (None, ByMail.PROVED, "A member of staff noticed it and reported it by e-mail."),
        (FromOutside(Outsider.PARENT, "Jo Canary"), None, "A parent or carer told us."),
        (
            FromOutside(Outsider.PROCESSOR, "Cloud Ltd", discovered_at=NOW),
            None,
            f"A supplier that handles information for us told us. {FOUND}",
        ),
        (
            FromOutside(Outsider.SOMEBODY_ELSE, "Jo", "jo@canary.example"),
            ByMail.UNPROVED,
            "Somebody outside the school told us by e-mail.",
        ),
    ],
)
def test_how_the_school_found_out_names_nobody(
    facts: Facts,
    school: SchoolDetails,
    outside: FromOutside | None,
    by_mail: ByMail | None,
    said: str,
) -> None:
    told = replace(facts, intake=replace(facts.intake, outside=outside, by_mail=by_mail))
    assert prefill(told, school, names)["how_found"].text == said


def test_whoever_gave_no_name_is_not_called_a_member_of_staff(
    facts: Facts, school: SchoolDetails
) -> None:
    unnamed = replace(facts, intake=replace(facts.intake, reporter=Reporter(Naming.ANONYMOUS)))
    answers = prefill(unnamed, school, names)
    assert answers["how_found"].text == "Somebody who gave no name reported it."


@pytest.mark.clause("DBRP-5.11", "DBRP-5.12")
@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        (People(decisions=(MUST,), imported=2, sent_at=NOW), "told"),
        (People(decisions=(MUST,), imported=2, sent_at=NOW, waiting=2), "telling"),
        (People(decisions=(MUST,), imported=2, sent_at=NOW, stopped_at=NOW), "telling"),
        (People(decisions=(MUST,), imported=2), "telling"),
        (People(), "other"),
    ],
)
def test_a_report_for_several_schools_says_told_only_where_all_have_been(
    there: People, chosen: str, facts: Facts, school: SchoolDetails
) -> None:
    here = replace(facts, people=People(decisions=(MUST,), imported=9, sent_at=NOW))
    elsewhere = (("Elm School", replace(facts, people=there)),)
    answers = prefill(here, school, lambda _: "The DPO", elsewhere=elsewhere)
    assert answers["people_told"].chosen == (chosen,)
    assert "\n\nElm School: " in answers["people_told"].text
    assert answers["people"].text.startswith(f"{school.name}: 9 are listed")
    assert f". Elm School: {there.imported or 'about 200'}" in answers["people"].text
