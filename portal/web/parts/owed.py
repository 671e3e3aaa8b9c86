"""What is owed, in words: a list, a table, the figures above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from portal.web.parts import when
from portal.web.parts.when import Left, Urgency


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of what is to be done in an incident."""

    what: str
    who: str
    """As `who_owes` words it."""
    cite: str
    time: str
    """'by 3:10pm today', 'by Sun 25 Oct, 3:10pm', '3 hours late' or 'before you report'."""
    note: str
    """'Due soon: 7 hours 20 minutes left'; '' when the duty waits for something."""
    urgency: Urgency | None
    detail: str = ""
    href: str = ""
    button: str = ""
    """A verb; shown when the reader may act."""
    mine: bool = True
    """Whether the reader owes it; the button of somebody else's duty is quieter."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One row of a table of what is due."""

    time: Left
    urgency: Urgency
    due: str
    filled: int
    """Percent of the time allowed that has passed."""
    what: str
    detail: str
    school: str
    label: str
    """'INC-2026-0042'; '' for a duty of the school itself."""
    href: str
    title: str
    who: str
    """As `who_owes` words it; '' where all of the table is the reader's own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile: a number and what it counts."""

    number: int | str
    words: str
    urgency: Urgency | None = None
    href: str = ""

    @property
    def shown(self) -> str:
        """'1,204'."""
        return f"{self.number:,}" if isinstance(self.number, int) else self.number


@dataclass(frozen=True, slots=True)
class Track:
    """One of the two tracks beside the stages."""

    title: str
    state: str
    text: str = ""
    href: str = ""
    link: str = ""


def duty_line(
    *,
    what: str,
    who: str,
    cite: str,
    due_at: datetime,
    now: datetime,
    detail: str = "",
    href: str = "",
    button: str = "",
    mine: bool = True,
    waits: str = "",
) -> DutyLine:
    """Word one duty. `waits` ('before you report') replaces the time unless it is late."""
    urgency = when.urgency(due_at, now)
    if waits and urgency is not Urgency.LATE:
        return DutyLine(what, who, cite, waits, "", None, detail, href, button, mine)
    at = when.near(due_at, now)
    if urgency is Urgency.LATE:
        time, note = _capital(when.left(due_at, now)), f"was due {at}"
    else:
        time, note = f"by {at}", when.left(due_at, now)
    if urgency is Urgency.SOON:
        note = f"due soon: {note}"
    return DutyLine(what, who, cite, time, note, urgency, detail, href, button, mine)


def due_row(
    *,
    what: str,
    school: str,
    who: str,
    opens_at: datetime,
    due_at: datetime,
    now: datetime,
    detail: str = "",
    label: str = "",
    href: str = "",
    title: str = "",
) -> DueRow:
    """Word one duty for a table, where times are short and incidents of many schools mix."""
    allowed = (due_at - opens_at).total_seconds()
    share = (now - opens_at).total_seconds() / allowed if allowed > 0 else 1.0
    return DueRow(
        time=when.counting(due_at, now, brief=True),
        urgency=when.urgency(due_at, now),
        due=when.near(due_at, now),
        filled=round(min(max(share, 0.0), 1.0) * 100),
        what=what,
        detail=detail,
        school=school,
        label=label,
        href=href,
        title=title,
        who=who,
    )


Owed = TypeVar("Owed", DutyLine, DueRow)


def together(lines: Iterable[Owed]) -> tuple[Owed, ...]:
    """Neighbours that differ only behind the colon are one: 'Consider whether to tell: A; B'."""
    merged: list[Owed] = []
    for line in lines:
        head, colon, rest = line.what.partition(": ")
        last = merged[-1] if merged else None
        if last is None or not colon or not last.what.startswith(f"{head}: "):
            merged.append(line)
        elif replace(last, what=line.what) == line:
            merged[-1] = replace(last, what=f"{last.what}; {rest}")
        else:
            merged.append(line)
    return tuple(merged)


def who_owes(role: str, *, mine: bool = False, acting_for: str = "", name: str = "") -> str:
    """'You', 'You, acting for the data protection officer', 'Headteacher (A. Okafor)'."""
    if mine:
        return f"You, acting for the {acting_for}" if acting_for else "You"
    return f"{role} ({name})" if name else role


def listed(parts: Iterable[str]) -> str:
    """'the Headteacher, the DPO and the chair'."""
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
