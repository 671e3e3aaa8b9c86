"""A length of time as a policy says it: by the clock or in school days, and from when."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from tenants.policy.frozen import Frozen

Start = Literal["opens", "noticed", "reported", "aware"]
STARTS = {
    "opens": "",
    "noticed": ", from when somebody noticed",
    "reported": ", from the report",
    "aware": ", from awareness",
}


class Period(Frozen):
    """A length of time in exactly one of hours, days (both by the clock) or school days."""

    hours: int | None = Field(default=None, ge=0, le=24 * 365)
    days: int | None = Field(default=None, ge=0, le=365 * 2)
    school_days: int | None = Field(default=None, ge=0, le=195)
    closed_hours: int | None = Field(default=None, ge=0, le=24 * 14)
    """Instead of `hours`, when it opens on a day on which the school is closed."""
    then_every_days: int | None = Field(default=None, ge=1, le=365)
    """For what recurs: the period after the first."""
    start: Start = "opens"
    """What it is counted from; 'opens' is when the duty comes about."""

    @model_validator(mode="after")
    def _one_unit(self) -> Period:
        if sum(unit is not None for unit in (self.hours, self.days, self.school_days)) != 1:
            msg = "a period is given in hours, in days or in school days: one of them"
            raise ValueError(msg)
        if self.closed_hours is not None and self.hours is None:
            msg = "hours for closed days go with hours for school days"
            raise ValueError(msg)
        return self

    @property
    def elapsed(self) -> timedelta | None:
        """Its length by the clock; None when it counts school days."""
        if self.school_days is not None:
            return None
        return timedelta(hours=self.hours or 0, days=self.days or 0)

    def __str__(self) -> str:
        counts = ((self.hours, "hour"), (self.days, "day"), (self.school_days, "school day"))
        text = next(_count(n, unit) for n, unit in counts if n is not None)
        if self.closed_hours is not None:
            text += f" on a school day, {_count(self.closed_hours, 'hour')} otherwise"
        if self.then_every_days is not None:
            text += f", then every {_count(self.then_every_days, 'day')}"
        return text + STARTS[self.start]


def _count(number: int, unit: str) -> str:
    if number == 0:
        return "at once"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
