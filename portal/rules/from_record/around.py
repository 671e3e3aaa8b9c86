"""Who else was told or asked, and who is responsible, as recorded elsewhere (DBRP-5.9, 5.11)."""

from __future__ import annotations

from portal.rules.also_told.considered import in_words
from portal.rules.also_told.sharing import left_to_controller_at, other_controller
from portal.rules.facts import Considered, Facts
from portal.rules.from_record.record import Filler, Record
from portal.rules.uk_time import day_and_time, day_or_time
from portal.rules.words import Responsible

_RESPONSIBLE = {
    Responsible.SCHOOL: "The school, as data controller",
    Responsible.JOINT_CONTROLLER: "A joint controller",
    Responsible.PROCESSOR: "A processor",
    Responsible.FOR_ANOTHER: "The school, which holds all of it for another organisation",
    Responsible.PARTLY_FOR_ANOTHER: "The school, which holds some of it for another organisation",
}
_ELSEWHERE = {
    Responsible.PROCESSOR: "an organisation that handles data for us",
    Responsible.JOINT_CONTROLLER: "an organisation that decides about the data with us",
}
_POLICE = ("police", "police_scotland")
_APART = frozenset({*_POLICE, "press"})
"""They have headings of their own."""


def responsible(record: Record) -> str:
    """The school, a joint controller or a processor, by name (DBRP-A1.10); and when the one for
    whom the school holds the data was told.
    """
    found = record.facts.classification.responsible if record.facts.classification else None
    if found is None or found.who is Responsible.NOT_YET_KNOWN:
        return ""
    name = f": {found.name}" if found.name else ""
    theirs = f" It found it on {day_or_time(found.found_at)}." if found.found_at else ""
    times = record.facts.controller_told
    told = (f" Told on {day_and_time(each.told_at)}. {each.how}" for each in times)
    return f"{_RESPONSIBLE[found.who]}{name}.{theirs}{''.join(told)}"


def happened_at(facts: Facts) -> str:
    """A sentence for the regulator where it was at somebody else's (DBRP-5.10, 5.11); or ''."""
    found = facts.classification.responsible if facts.classification else None
    if found is None or found.who not in _ELSEWHERE:
        return ""
    return f"It happened at {_ELSEWHERE[found.who]}{f', {found.name}' if found.name else ''}."


def or_theirs(ours: Filler) -> Filler:
    """What the record says; where that is nothing and all of the data is held for another
    organisation and left to it, that it is for that one to decide.
    """

    def fill(record: Record) -> str:
        left = left_to_controller_at(record.facts) is not None
        theirs = f"For {other_controller(record.facts)} to decide, whose data it is."
        return ours(record) or (theirs if left else "")

    return fill


def _said(entry: Considered) -> str:
    told = f"Told {day_and_time(entry.told_at)}" if entry.told_at else "Not told"
    reference = f", reference {entry.reference}" if entry.reference else ""
    return f"{told}{reference}. {entry.note}".strip()


def _latest(record: Record) -> dict[str, Considered]:
    return {entry.key: entry for entry in record.facts.considered}


def police(record: Record) -> str:
    """Told, or why not (DBRP-A1.26)."""
    known = _latest(record)
    return "\n".join(_said(known[key]) for key in _POLICE if key in known)


def press(record: Record) -> str:
    """What was settled about the press (DBRP-A1.28)."""
    entry = _latest(record).get("press")
    return _said(entry) if entry else ""


def other_steps(record: Record) -> str:
    """Everybody else who was considered, a line each (DBRP-A1.27)."""
    return "\n".join(
        f"{in_words(record.policy, key)}: {_said(entry)}"
        for key, entry in _latest(record).items()
        if key not in _APART
    )
