"""The 72 hours drawn as a bar, with the same said in words (UK GDPR Article 33(1))."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.web.parts import when
from portal.web.parts.when import Left, Urgency
from tenants.regulator import ICO

EDGE = 8
"""Percent from an end within which the 'now' label hangs inwards."""

ANEW = (
    f"For a while nothing was to be reported, so the {ICO} is owed the report without delay from "
    "when that changed. The 72 hours stay where they were: after their end the report says why it "
    "is late."
)


@dataclass(frozen=True, slots=True)
class ClockBox:
    """Ready to draw: `filled` is in percent of the bar, one decimal."""

    left: Left | None
    """What is left, or by how much it is late; None once it was reported."""
    before: str
    """What the heading says before that."""
    after: str
    """And after it."""
    urgency: Urgency
    due: str
    start: str
    end: str
    now: str
    filled: float
    anchor: str
    """How the 'now' label hangs at its mark: 'start', 'middle' or 'end'."""
    cautious: bool
    notes: tuple[str, ...]
    text: str
    """The drawing in words, for those who do not see it."""

    @property
    def heading(self) -> str:
        """All of it."""
        return f"{self.before}{self.left or ''}{self.after}"


def clock_box(
    *,
    start_at: datetime,
    due_at: datetime,
    now: datetime,
    cautious: bool = False,
    regulator: str = ICO,
    submitted_at: datetime | None = None,
    owed_by: datetime | None = None,
) -> ClockBox:
    """The clock of one incident.

    `start_at` is when the school became aware or, while nobody has declared that, the cautious
    start (`cautious`). `submitted_at` is when the initial report was made: the clock stands still.
    `owed_by` is later than `due_at` where for a while nothing was to be reported.
    """
    anew = owed_by if owed_by and owed_by > due_at and not submitted_at else None
    counts_to = anew or due_at
    stands_at = submitted_at or now
    change = when.zones_differ(start_at, due_at)
    total = due_at - start_at
    share = (stands_at - start_at) / total if total > timedelta(0) else 1.0
    filled = round(min(max(share, 0.0), 1.0) * 100, 1)
    passed = when.elapsed(max(min(stands_at - start_at, total), timedelta(0)))
    hours = when.elapsed(total)
    before, left, after = _heading(start_at, counts_to, now, regulator, submitted_at)
    began = "counted from" if cautious else "aware"
    return ClockBox(
        left=left,
        before=before,
        after=after,
        urgency=_urgency(counts_to, now, submitted_at),
        due=when.full(counts_to, with_zone=True),
        start=f"{began} {when.brief(start_at, now, with_zone=change)}",
        end=f"{hours}: {when.brief(due_at, now, with_zone=change)}",
        now="reported" if submitted_at else "now",
        filled=filled,
        anchor="start" if filled < EDGE else "end" if filled > 100 - EDGE else "middle",
        cautious=cautious,
        notes=(*((ANEW,) if anew else ()), *_notes(start_at, due_at, cautious=cautious)),
        text=f"{passed} of {hours} have passed"
        if not submitted_at
        else f"Reported after {when.elapsed(submitted_at - start_at)} of {hours}",
    )


def _heading(
    start_at: datetime,
    due_at: datetime,
    now: datetime,
    regulator: str,
    submitted_at: datetime | None,
) -> tuple[str, Left | None, str]:
    """What stands before what is left, that, and what stands after it."""
    if submitted_at is None:
        left = when.counting(due_at, now)
        if now >= due_at:
            return f"The report to the {regulator} is ", left, ""
        capital = replace(left, words=f"{left.words[0].upper()}{left.words[1:]}")
        return "", capital, f" to report to the {regulator}"
    if submitted_at > due_at:
        late = when.elapsed(submitted_at - due_at)
        return f"Reported to the {regulator}, {late} late", None, ""
    if submitted_at < start_at:
        return f"Reported to the {regulator}", None, ""
    return f"Reported to the {regulator} after {when.elapsed(submitted_at - start_at)}", None, ""


def _urgency(due_at: datetime, now: datetime, submitted_at: datetime | None) -> Urgency:
    if submitted_at is None:
        return when.urgency(due_at, now)
    return Urgency.LATE if submitted_at > due_at else Urgency.DONE


def _notes(start_at: datetime, due_at: datetime, *, cautious: bool) -> tuple[str, ...]:
    notes = []
    if cautious:
        notes.append(
            "Nobody has yet recorded when the school became aware, so we count cautiously: from "
            "the earliest time anybody here noticed or was told."
        )
    if when.zones_differ(start_at, due_at):
        way = "back" if when.zone(start_at) == "BST" else "forward"
        notes.append(f"The clocks go {way} in this time. The hours allowed stay the same.")
    return tuple(notes)
