"""Other controllers: joint with us (DBRP-5.11), or whose data the school holds (Article 33(2)).

Where the school holds data for another organisation it is its processor: it tells that one without
undue delay, and whether the regulator and the people must know is for that one to decide.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import takewhile

from portal.rules.facts import Classification, ControllerTold, Facts
from portal.rules.words import RegulatorChoice, Responsible

FOR_OTHERS = frozenset({Responsible.FOR_ANOTHER, Responsible.PARTLY_FOR_ANOTHER})
"""The school is a processor, for all of the data or for some."""
OTHER_CONTROLLERS = FOR_OTHERS | {Responsible.JOINT_CONTROLLER}


def joint_since(facts: Facts) -> datetime | None:
    """Since when it is recorded that another controller shares the matter; None: it is ours."""
    since = [each.at for each in facts.regulator if each.choice is RegulatorChoice.ANOTHER_REPORTS]
    since += [each.at for each in _latest(facts, frozenset({Responsible.JOINT_CONTROLLER}))]
    return min(since, default=None)


def other_controller(facts: Facts) -> str:
    """Its name, as it was recorded last; '' where there is none."""
    named = [(each.at, each.controller) for each in facts.regulator if each.controller]
    found = facts.classification
    if found and found.responsible.who in OTHER_CONTROLLERS and found.responsible.name:
        named.append((found.at, found.responsible.name))
    return max(named, default=(None, ""))[1]


def processor_found_at(facts: Facts) -> datetime | None:
    """When a processor found it itself, as was recorded last, else as it said when it told us."""
    found, told = facts.classification, facts.intake.outside
    if found is not None and found.responsible.found_at is not None:
        return found.responsible.found_at
    return told.discovered_at if told else None


def held_for_others_since(facts: Facts) -> datetime | None:
    """Since when it is recorded that the school holds the data, or some, for this somebody else."""
    return min((each.at for each in _held(facts)), default=None)


def told_so_far(facts: Facts) -> tuple[ControllerTold, ...]:
    """When it was told: what an earlier one was told, or was said of other data, does not count."""
    since = held_for_others_since(facts)
    return tuple(each for each in facts.controller_told if since and each.at >= since)


def controller_told(facts: Facts) -> tuple[ControllerTold, ...]:
    """The same, once nobody else is left whose data it is as well."""
    said = reversed(told_so_far(facts))
    return tuple(takewhile(lambda each: not each.others_left, said))[::-1]


def all_for_another(facts: Facts) -> bool:
    """Whether none of the data is the school's own."""
    return _who(facts) is Responsible.FOR_ANOTHER


def left_to_controller(facts: Facts) -> bool:
    """Whether whoever decides about the regulator has left it to the organisation whose data all of
    it is, knowing that.
    """
    decision = facts.regulator_decision
    if decision is None or decision.choice is not RegulatorChoice.ANOTHER_REPORTS:
        return False
    known = takewhile(lambda each: each.responsible.who is Responsible.FOR_ANOTHER, _held(facts))
    return any(each.at <= decision.at for each in known)


def left_to_controller_at(facts: Facts) -> datetime | None:
    """Since when the regulator is the other's to tell, or not: it was left to them, and they have
    been told. None: it is ours.
    """
    decision, told = facts.regulator_decision, controller_told(facts)
    if decision is None or not told or not left_to_controller(facts):
        return None
    return max(decision.at, told[0].at)


def people_left_to_controller_at(facts: Facts) -> datetime | None:
    """The same of the people affected; None where it was agreed that we tell them."""
    agreed = facts.who_tells
    ours = agreed is not None and not agreed.theirs
    return None if ours else left_to_controller_at(facts)


def other_tells(facts: Facts) -> bool:
    """Whether it was agreed that the other one tells the people affected; by default we do.

    Where our own notices have gone out already, that goes on as ours.
    """
    agreed, people = facts.who_tells, facts.people
    ours = people.sent_at is not None or bool(people.publications)
    return agreed is not None and agreed.theirs and not ours


def _held(facts: Facts) -> list[Classification]:
    """The latest classifications by which the school holds data for one and the same other one."""
    return _latest(facts, FOR_OTHERS)


def _latest(facts: Facts, who: Collection[Responsible]) -> list[Classification]:
    """The latest classifications by which it is one of these, and one and the same other one."""
    found = facts.classification
    if found is None:
        return []
    name = found.responsible.name.casefold()
    return list(
        takewhile(
            lambda each: each.responsible.who in who and each.responsible.name.casefold() == name,
            reversed(facts.classifications),
        )
    )


def _who(facts: Facts) -> Responsible:
    found = facts.classification
    return found.responsible.who if found else Responsible.NOT_YET_KNOWN
