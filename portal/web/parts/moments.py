"""Fields for a day, and for a day with a time, typed in UK time and kept in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from wtforms import Field
from wtforms.validators import ValidationError

from portal.web.parts import checks, when
from portal.web.parts.typed import (
    Mistyped,
    comes_twice,
    instant,
    parse_day,
    parse_time,
    start_of_day,
)

FUTURE = "The date and time must be in the past"
FUTURE_DAY = "The date must be today or in the past"
SECOND_TIME = {"first": False, "second": True}


class _HasNow(Protocol):
    now: datetime | None


class DayField(Field):
    """Three boxes, one name: day, month, year. `data` is a date or None."""

    data: date | None

    def boxes(self) -> list[str]:
        """What to show in the boxes: what was typed, else what is known."""
        if self.raw_data:
            return _padded(self.raw_data, 3)
        return [str(self.data.day), str(self.data.month), str(self.data.year)] if self.data else []

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the three boxes."""
        if valuelist:
            self.data = None
            self.data = parse_day(*_padded(valuelist, 3))


class MomentField(Field):
    """Day, month, year, time, and in the hour that comes twice, which: one name for all.

    `data` is an instant in UTC or None. Where the time may be left out, `time_known` says whether
    it was given; a day alone counts from its start.
    """

    data: datetime | None
    time_known = True
    came_twice = False

    def __init__(self, label: str, *, time_needed: bool = True, **kwargs: object) -> None:
        super().__init__(label, **kwargs)  # type: ignore[arg-type]  # passed on unchanged
        self.time_needed = time_needed

    def boxes(self) -> list[str]:
        """What to show in the boxes: what was typed, else what is known."""
        if self.raw_data:
            return _padded(self.raw_data, 5)
        if self.data is None:
            return []
        local = when.uk(self.data)
        time_ = f"{local:%H:%M}" if self.time_known else ""
        return [str(local.day), str(local.month), str(local.year), time_, ""]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the boxes; a sentence in a `ValueError` where they make no instant."""
        if not valuelist:
            return
        self.data = None
        day, month, year, clock, which = _padded(valuelist, 5)
        on, at = parse_day(day, month, year), parse_time(clock)
        if on is None:
            if at is not None:
                raise Mistyped("Enter the date as well as the time")
            return
        if at is None:
            if self.time_needed:
                raise Mistyped("Enter the time as well, like 4:10pm")
            self.time_known = False
            self.data = start_of_day(on)
            return
        try:
            self.data = instant(on, at, second_time=SECOND_TIME.get(which))
        except Mistyped:
            self.came_twice = comes_twice(on, at)
            raise


def checks_of_time(
    needed: str | None, below: tuple[str, str] | None, *, past: bool
) -> list[checks.Check]:
    """What a day or an instant must be: asked for at all, given, and over."""
    over = [_not_in_the_future] if past else []
    return [*checks.below(below), *checks.needed(needed), *over]


def _not_in_the_future(form: _HasNow, field: Field) -> None:
    """Refuse an instant after the form's `now`, or a day after its day in the UK."""
    if field.data is None:
        return
    if form.now is None:
        msg = f"the form of '{field.name}' must be given now="
        raise RuntimeError(msg)
    if isinstance(field.data, datetime):
        if field.data > form.now:
            raise ValidationError(FUTURE)
    elif field.data > when.uk(form.now).date():
        raise ValidationError(FUTURE_DAY)


def _padded(values: Sequence[str], length: int) -> list[str]:
    return [*map(str, values), *[""] * length][:length]
