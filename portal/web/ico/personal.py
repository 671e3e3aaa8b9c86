"""Personal data of the people affected in what is about to be reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from portal.regulators.personal_data import Finding, People, find
from portal.rules.telling.addressees.people import from_json
from portal.store.telling import subjects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from portal.web.ico.report import Report
    from portal.web.visiting import Case, Visit

ABOUT_US = "about_you"
"""The part about school, reporter and DPO: their names and addresses belong there."""

Place = tuple[Finding, str]
"""What was found, and the words there."""


def findings(visit: Visit, case: Case, report: Report) -> tuple[Place, ...]:
    """Where personal data of the people affected may stand in the answers."""
    texts = {
        question.key: answer.text
        for part in report.form.parts
        if part.key != ABOUT_US
        for question in report.asked_in(part)
        if (answer := report.answers.get(question.key)) and answer.text
    }
    return in_texts(visit, case, report, texts)


def in_texts(
    visit: Visit, case: Case, report: Report, texts: Mapping[str, str]
) -> tuple[Place, ...]:
    """The same for any texts, by the name of their field."""
    if not any(texts.values()):
        return ()
    ours = (report.school.dpo, report.school.submitter)
    regulator = report.form.regulator
    allowed = [each for one in ours for each in (one.email, one.phone) if each]
    allowed += [each for each in (regulator.phone, regulator.email) if each]
    found = find(texts, _people(visit, case, report), allowed)
    return tuple((each, texts[each.field][each.start : each.end]) for each in found)


def _people(visit: Visit, case: Case, report: Report) -> People:
    """The names to look for: of ten thousand people, so they are read once for a page."""
    if "portal_ico_people" not in g:
        school = report.school
        known = (school.name, school.controller, school.address)
        names = _names(visit, case, {school.dpo.name, school.submitter.name})
        g.portal_ico_people = People(names, known)
    people: People = g.portal_ico_people
    return people


def _names(visit: Visit, case: Case, but: Collection[str]) -> Iterator[tuple[str, str]]:
    """(forenames, surname) of each person affected, each contact, the staff and the reporter."""
    stored = subjects.list_people(
        visit.session, visit.scope, case.found.key, case.facts.incident_id
    )
    for each in stored:
        person = from_json(each.body)
        yield _split(person.name)
        yield from (_split(contact.name) for contact in person.contacts)
    yield from (_split(one.name) for one in case.roster.holders if one.name not in but)
    reporter = case.facts.intake.reporter.name
    if reporter and reporter not in but:
        yield _split(reporter)


def _split(name: str) -> tuple[str, str]:
    forenames, _, surname = name.rpartition(" ")
    return forenames, surname
