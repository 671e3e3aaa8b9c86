"""The record in words, for the page and for paper alike; like entries side by side become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import url_for

from portal.rules.keeping.redacted import hidden_person
from portal.rules.plain_text import ended, first_sentence
from portal.web.parts.record import Link, RecordEntry, record_entry
from portal.web.parts.when import brief, counted
from portal.web.record.alerted import alerted
from tenants.regulator import ICO
from tenants.roles import Role, in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from portal.store.log.timeline import Event
    from portal.web.visiting import Case

_MESSAGES: Final = {
    "notice": ("notice to people affected", "notices to people affected"),
    "letters": ("print run of letters", "print runs of letters"),
    "outside_question": ("question outside the school", "questions outside the school"),
    "log_mail": ("e-mail with the breach log to the DPO", "e-mails with the breach log to the DPO"),
    "dpo_outside": ("e-mail that asks the DPO to ring", "e-mails that ask the DPO to ring"),
    "regulator_mail": (f"e-mail to the {ICO}", f"e-mails to the {ICO}"),
}
_STATES: Final = {
    "waiting": "waiting",
    "sending": "being sent",
    "sent": "sent",
    "failed": "not delivered",
    "uncertain": "nobody knows whether it arrived",
    "stopped": "not needed any more",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Like events one after another; the first stands for all."""

    first: Event
    last: Event
    number: int
    states: dict[str, int]


def grouped(events: Iterable[Event]) -> list[Group]:
    """The same kind of thing by the same person, with nothing in between, is one group."""
    groups: list[Group] = []
    for event in events:
        states = dict(event.states)
        before = groups[-1] if groups else None
        if before is None or _like(before.first) != _like(event):
            groups.append(Group(event, event, 1, states))
            continue
        for state, number in before.states.items():
            states[state] = states.get(state, 0) + number
        groups[-1] = Group(before.first, event, before.number + 1, states)
    return groups


def _like(event: Event) -> tuple[object, ...]:
    if event.kind == "file":
        return (event.id,)
    return (
        event.kind, event.name, event.template, event.summary,
        event.person_id, event.acting_for, event.cite, event.people,
    )  # fmt: skip


def entries(
    case: Case, events: Sequence[Event], now: datetime, slug: str | None
) -> list[RecordEntry]:
    """Each group as one line of the record; without ways to its files where there is no `slug`,
    as on paper, which is made when the request has ended.
    """
    return [_entry(case, group, now, slug) for group in grouped(events)]


def _entry(case: Case, group: Group, now: datetime, slug: str | None) -> RecordEntry:
    event = group.first
    lead, text = _words(case, group)
    if group.number > 1:
        text = f"{ended(text)} {_times(group, now)}".strip()
    return record_entry(
        done_at=event.done_at,
        recorded_at=event.recorded_at,
        lead=lead,
        text=text,
        now=now,
        by=by(case, event),
        cite=event.cite if event.cite != "default" else "",
        links=_links(case, event, slug),
        kind=event.kind,
    )


def _times(group: Group, now: datetime) -> str:
    """'3 times', and from when to when where that differs."""
    begun, ended = (brief(at, now) for at in sorted((group.first.done_at, group.last.done_at)))
    span = f", from {begun} to {ended}" if begun != ended else ""
    return f"{group.number} times{span}."


def _words(case: Case, group: Group) -> tuple[str, str]:
    event = group.first
    if event.kind == "decision":
        return first_sentence(event.summary)
    if event.kind == "file":
        return f"File: {file_name(case, event)}", ""
    if event.name == "alert":
        return alerted(case, event, group.states)
    number = sum(group.states.values())
    states = ", ".join(
        f"{count} {_STATES.get(state, state)}" for state, count in group.states.items()
    )
    return counted(number, *_MESSAGES[event.name]), f"{states}."


def file_name(case: Case, event: Event) -> str:
    """As the facts call an evidence file; a document of ours has its own name."""
    named = (file.name for file in case.facts.evidence if file.id == event.id)
    return next(named, event.name or "a file")


def by(case: Case, event: Event) -> str:
    """Who did it, for whom; a protected reporter has no name here."""
    if event.person_id is None:
        return ""
    if event.person_id == hidden_person(case.facts):
        return "the reporter, whose name is protected"
    acting = f", acting for the {in_sentence(Role(event.acting_for))}" if event.acting_for else ""
    return f"{case.name_of(event.person_id)}{acting}"


def _links(case: Case, event: Event, slug: str | None) -> tuple[Link, ...]:
    if (
        slug is None
        or event.kind != "file"
        or event.id not in {file.id for file in case.facts.evidence}
    ):
        return ()
    href = url_for(
        "portal_evidence.download",
        slug=slug,
        incident_id=case.facts.incident_id,
        evidence_id=event.id,
    )
    return (Link("Download", href),)
