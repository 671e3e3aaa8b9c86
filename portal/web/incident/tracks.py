"""The two tracks in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from portal.rules.also_told.sharing import (
    controller_told,
    left_to_controller,
    other_controller,
    people_left_to_controller_at,
    told_so_far,
)
from portal.rules.clock import clock_has_ended
from portal.rules.tracks import PeopleTrack, RegulatorTrack, people_track, regulator_track
from portal.rules.uk_time import day
from portal.web.incident.offers import may_open
from portal.web.parts.owed import Track
from portal.web.parts.when import counted, full
from tenants.regulator import IN_FULL

if TYPE_CHECKING:
    from portal.rules.facts import Facts
    from portal.web.visiting import Case, Visit

REGULATOR = {
    RegulatorTrack.UNDECIDED: "Undecided.",
    RegulatorTrack.NOT_TO_BE_REPORTED: "Not to be reported, under review.",
    RegulatorTrack.TO_BE_REPORTED: "To be reported.",
    RegulatorTrack.MORE_TO_FOLLOW: "Reported, more to follow.",
    RegulatorTrack.COMPLETE: "Reported, complete.",
    RegulatorTrack.ANOTHER_REPORTS: "Another controller reports.",
    RegulatorTrack.WITHDRAWN: "Withdrawn.",
}
DOES_NOT_ARISE = "Does not arise: no personal data was compromised."
PEOPLE = {
    PeopleTrack.UNDECIDED: "Undecided.",
    PeopleTrack.NOT_TO_BE_TOLD: "Not to be told.",
    PeopleTrack.PUBLICLY: "To be told publicly.",
    PeopleTrack.TO_BE_TOLD: "To be told.",
    PeopleTrack.HELD: "Held: law enforcement advised to wait.",
    PeopleTrack.BEING_TOLD: "Being told.",
    PeopleTrack.TOLD: "Told.",
    PeopleTrack.ANOTHER_TELLS: "Another controller tells them.",
}


def tracks(visit: Visit, case: Case) -> tuple[Track, Track]:
    """ICO and people affected, each with what has been done so far."""
    facts = case.facts
    return (
        Track(
            IN_FULL,
            *_regulator(facts),
            href=_address("portal_ico.made", visit, case) if _exchanged(facts) else "",
            link="What was sent, and what it wrote",
        ),
        Track(
            "People affected",
            *people_words(facts),
            href=_address("portal_notices.people", visit, case)
            if facts.people.list_version
            else "",
            link="The people affected",
        ),
    )


def _exchanged(facts: Facts) -> bool:
    """Whether there is anything from us to the regulator, or from it to us."""
    return bool(facts.submissions or facts.regulator_letters)


def _address(endpoint: str, visit: Visit, case: Case) -> str:
    """'' where the page would not let them in."""
    if not may_open(endpoint, visit):
        return ""
    slug = visit.school.slug
    return url_for(endpoint, slug=slug, incident_id=case.facts.incident_id)


def _regulator(facts: Facts) -> tuple[str, str]:
    track = regulator_track(facts)
    if facts.imported is not None and not facts.reopenings:
        return _earlier("reported", told=facts.imported.regulator_told), ""
    if track is RegulatorTrack.UNDECIDED and clock_has_ended(facts):
        return DOES_NOT_ARISE, ""
    if track is RegulatorTrack.ANOTHER_REPORTS and left_to_controller(facts):
        told = controller_told(facts)
        first = "Tell the others first." if told_so_far(facts) else "Tell it first."
        was = f"It was told on {full(told[0].told_at)}." if told else first
        return f"{other_controller(facts)} decides: it is its data.", was
    if track is RegulatorTrack.ANOTHER_REPORTS:
        return f"{other_controller(facts)} reports.", _theirs(facts)
    return REGULATOR[track], _submitted(facts)


def people_words(facts: Facts) -> tuple[str, str]:
    """Where telling the people affected stands, and what has been done so far."""
    track = people_track(facts)
    if facts.imported is not None and not facts.reopenings:
        return _earlier("told", told=facts.imported.people_told), ""
    if track is PeopleTrack.UNDECIDED and people_left_to_controller_at(facts):
        return f"{other_controller(facts)} decides: it is its data.", ""
    if track is PeopleTrack.UNDECIDED and clock_has_ended(facts) and not facts.people.imported:
        return DOES_NOT_ARISE, ""
    if track is PeopleTrack.NOT_TO_BE_TOLD and facts.people.sent_at is not None:
        return "Nobody more is to be told.", _told(facts)
    if track is PeopleTrack.TOLD and facts.people.unresolved and not facts.people.publications:
        return "Not all told yet.", _told(facts)
    return PEOPLE[track], _told(facts)


def _earlier(verb: str, *, told: bool) -> str:
    """What an imported incident knows of it; the words stand in its breach log."""
    return f"The earlier log says: {verb if told else f'not {verb}'}."


def _submitted(facts: Facts) -> str:
    if not facts.submissions:
        return "Nothing has been sent."
    last = facts.submissions[-1]
    reference = f", reference {last.reference}" if last.reference else ", reference awaited"
    return f"Report {last.number} on {full(last.done_at)}{reference}."


def _theirs(facts: Facts) -> str:
    report = facts.other_report
    if report is None:
        return "It has not confirmed this yet."
    return f"Confirmed: on {full(report.reported_at)}, reference {report.reference}."


def _told(facts: Facts) -> str:
    people = facts.people
    if people.publications:
        last = people.publications[-1]
        return f"Told publicly from {day(last.since)} to {day(last.until)}: {last.where}"
    if people.erased and not people.imported:
        return (
            f"{counted(people.listed, 'person was', 'people were')} listed; "
            f"their details were erased on {day(people.erased[-1].at)}."
        )
    if not people.imported:
        return "Nobody is listed yet."
    verb = "is" if people.listed == 1 else "are"
    listed = f"{counted(people.listed, 'person', 'people')} {verb} listed"
    if people.sent_at is None and people.settled_at is not None:
        return f"{listed}. All were told in person or by phone."
    if people.sent_at is None:
        return f"{listed}. Nothing has been sent."
    parts = [listed]
    if people.waiting:
        parts.append(f"{counted(people.waiting, 'message')} to go")
    if people.unresolved:
        parts.append(f"{people.unresolved} to resolve")
    return "; ".join(parts) + "."
