"""The report in words, for pages and for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions.answer_question import is_asked
from portal.rules.reporting.intake import came, occurred
from portal.rules.words import Answer, Kind, Outsider, Source, Stage
from portal.web.parts.record import Answer as Line
from portal.web.parts.when import day, full, uk

if TYPE_CHECKING:
    from portal.rules.facts import Addition, Facts, FromOutside, OnBehalf
    from portal.rules.outcome import Actor

KINDS = {
    Kind.CONFIRMED: "Something has happened",
    Kind.POTENTIAL: "Something may have happened",
    Kind.NEAR_MISS: "A near miss: it nearly happened",
    Kind.WEAKNESS: "A weakness: nothing has happened, but it could",
}
OUTSIDERS: dict[Outsider, str] = {
    Outsider.AFFECTED: "Somebody whose information it is",
    Outsider.PARENT: "A parent or carer",
    Outsider.PROCESSOR: "A supplier who handles information for the school",
    Outsider.JOINT_CONTROLLER: "A body that decides with the school, or shares its information",
    Outsider.PRESS: "A journalist",
    Outsider.SOMEBODY_ELSE: "Somebody else",
}
ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_SURE: "Not sure"}
JOINED = "Others have reported the same, and it is looked into together. What you add here is read."
WITHDRAWN = "The report has been withdrawn, and somebody looks at why."
STANDS = {
    Stage.REPORTED: "Somebody will look at it; you will see here when they have.",
    Stage.INVESTIGATING: "It is being looked into.",
    Stage.REVIEWING: "It has been looked into, and lessons are being drawn.",
    Stage.CLOSED: "It has been dealt with and closed.",
}


def report_answers(facts: Facts, reader: Actor | None = None) -> tuple[Line, ...]:
    """Question and answer, leaving out what was not answered.

    `reader` is somebody who does not handle the incident: they read what they have added and
    answered themselves, and nothing that anybody else added (SIP-2).
    """
    said = facts.intake
    unsure = said.source is Source.STAFF and not facts.imported
    noticed = ANSWERS[Answer.NOT_SURE] if unsure else ""
    if said.noticed_at is not None:
        noticed = day(uk(said.noticed_at).date()) if said.day_only else full(said.noticed_at)
    lines = (
        ("What happened", said.happened),
        ("Kind", KINDS[facts.kind]),
        ("When it was noticed", noticed),
        ("When it happened", occurred(facts)),
        ("Told to the reporter by", in_words(said.on_behalf)),
        ("Told to the school by", _from_outside(said.outside)),
        ("How it came", f"{came(said.by_mail).strip().capitalize()}." if said.by_mail else ""),
        ("When the processor found it", _found(said.outside)),
        ("Could anyone be in danger", "" if facts.imported else ANSWERS[said.danger]),
        ("Still going on", "" if facts.imported else ANSWERS[said.still_going_on]),
        ("Done so far", said.done_so_far),
        ("Whose information", said.whose),
        ("What information", said.what_data),
        ("How many people", said.people_estimate),
        ("Who was involved", said.involved),
    )
    own = (each for each in said.additions if reader is None or _is_by(each, reader))
    added = [(f"Added on {full(each.at)}{came(each.by_mail)}", each.text) for each in own]
    asked = [each for each in facts.questions if reader and is_asked(each, facts, reader)]
    answered = [(each.text, each.answer) for each in asked]
    return tuple(Line(asks, says) for asks, says in (*lines, *added, *answered) if says)


def _is_by(added: Addition, reader: Actor) -> bool:
    """A mail that names nobody of the school may be anybody's."""
    return added.by == reader.person_id and (added.by is not None or added.by_mail is None)


def _found(told: FromOutside | None) -> str:
    """A processor's own discovery, and how long it took them to say so (DBRP-4.5)."""
    if told is None or told.discovered_at is None:
        return ""
    return full(told.discovered_at)


def in_words(told: OnBehalf | None) -> str:
    """'Mrs Hill, on Monday, 01632 960 003'; '' where the reporter found it."""
    return ", ".join(part for part in (told.who, told.told_at, told.reach) if part) if told else ""


def _from_outside(told: FromOutside | None) -> str:
    if told is None:
        return ""
    return ", ".join(part for part in (OUTSIDERS[told.what], told.name, told.contact) if part)


def where_it_stands(facts: Facts) -> str:
    """A sentence or two for whoever reported it, or was asked about it."""
    if facts.joined_to is not None:
        return JOINED
    if facts.withdrawal is None or facts.stage is Stage.CLOSED:
        return STANDS[facts.stage]
    return WITHDRAWN if facts.stage is Stage.REPORTED else f"{WITHDRAWN} {STANDS[facts.stage]}"
