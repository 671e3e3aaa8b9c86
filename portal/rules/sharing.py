"""Joint control: since when it is known, who the other one is, and who tells people (DBRP-5.11)."""

from __future__ import annotations

from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.words import RegulatorChoice, Responsible


def joint_since(facts: Facts) -> datetime | None:
    """Since when it is recorded that another controller shares the matter; None: it is ours."""
    found = facts.classification
    since = [each.at for each in facts.regulator if each.choice is RegulatorChoice.ANOTHER_REPORTS]
    if found is not None and found.responsible.who is Responsible.JOINT_CONTROLLER:
        since.append(found.at)
    return min(since, default=None)


def other_controller(facts: Facts) -> str:
    """Its name, as it was recorded last; '' where there is none."""
    decided = [each.controller for each in facts.regulator if each.controller]
    found = facts.classification
    if decided or found is None:
        return decided[-1] if decided else ""
    joint = found.responsible.who is Responsible.JOINT_CONTROLLER
    return found.responsible.name if joint else ""


def other_tells(facts: Facts) -> bool:
    """Whether it was agreed that the other one tells the people affected; by default we do.

    Where our own notices have gone out already, that goes on as ours.
    """
    agreed, people = facts.who_tells, facts.people
    ours = people.sent_at is not None or bool(people.publications)
    return agreed is not None and agreed.theirs and not ours
