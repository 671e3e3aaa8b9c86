"""Questions: time."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.frozen import Frozen
from tenants.policy.timescales import (
    DANGER_LADDER,
    INTERNAL_LADDER,
    OWN_LADDER,
    PEOPLE_LADDER,
    REGULATOR_LADDER,
    SCHOOL_LADDER,
    Timescales,
)
from tenants.regulator import ICO


class Time(Frozen):
    """Time."""

    timescales: Annotated[
        Timescales, Asks("How long may each duty take?", floor=f"72 hours for the {ICO}")
    ] = Timescales()
    internal_reminders: Annotated[
        a.Ladder, Asks("When is somebody reminded of a duty inside the school?")
    ] = INTERNAL_LADDER
    regulator_reminders: Annotated[
        a.Ladder, Asks(f"When is somebody reminded of a duty towards the {ICO}?")
    ] = REGULATOR_LADDER
    people_reminders: Annotated[
        a.Ladder, Asks("When is somebody reminded of a duty towards the people affected?")
    ] = PEOPLE_LADDER
    danger_reminders: Annotated[
        a.Ladder, Asks("When is somebody reminded where somebody may be in danger?")
    ] = DANGER_LADDER
    school_reminders: Annotated[
        a.Ladder,
        Asks("When is somebody reminded of what the school itself owes?", "As its yearly checks."),
    ] = SCHOOL_LADDER
    own_reminders: Annotated[
        a.Ladder,
        Asks(
            "When is everybody reminded of what they owe for themselves?", "As reading the policy."
        ),
    ] = OWN_LADDER
    closure_school_days: Annotated[
        int,
        Asks(
            "How many school days before a closure must its cover be named and tried?",
            floor="The 72 hours go on while the school is closed",
        ),
    ] = 5
    reminders_wait: Annotated[
        bool,
        Asks(
            "Do reminders inside the school wait while it is closed?",
            floor=f"Those towards the {ICO}, people or against danger never wait",
        ),
    ] = False
    overseer_in_ladder: Annotated[
        bool, Asks("Is the overseer alerted when time runs out?", "Counts and times only.")
    ] = False
