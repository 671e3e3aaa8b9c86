"""How far the notices are: counts, letters to print, what to settle; stop and go on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portal.actions import (
    record_posted,
    resolve_unreached,
    send_notices,
    settle_uncertain,
    stop_sending,
)
from portal.rules.telling.agreeing import to_be_told
from portal.rules.telling.holding import hold_in_force
from portal.rules.telling.on_way import EnvelopeState, OnWay
from portal.rules.words import Channel
from portal.store.telling import attempts, subjects
from portal.web.access import current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.notices import letter_runs
from portal.web.notices.area import (
    SENDING,
    addressed,
    blueprint,
    href,
    open_notices,
    to_reopen,
)
from portal.web.notices.channels import BY
from portal.web.offering import link, links, may
from portal.web.parts import forms
from portal.web.parts.progress import Progress
from portal.web.parts.when import counted, full, near
from tenants.db import open_session
from tenants.directory import named_dpo

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.standstill import Waiting
    from portal.web.visiting import Case

STATES = {
    EnvelopeState.WAITING: "waiting",
    EnvelopeState.SENT: "sent",
    EnvelopeState.FAILED: "did not arrive",
    EnvelopeState.UNCERTAIN: "uncertain",
    EnvelopeState.LEFT_OUT: "left out, because something changed",
    EnvelopeState.PRINTED: "printed, to be posted",
    EnvelopeState.POSTED: "posted",
    EnvelopeState.STOPPED: "stopped",
    EnvelopeState.REPLACED: "replaced",
    EnvelopeState.CORRECTED: "sent, and found wrong since",
}
UNSURE = {
    EnvelopeState.UNCERTAIN: "Nobody knows whether it arrived",
    EnvelopeState.FAILED: "Did not arrive",
}
NAMED_AT_ONCE = 50
"""Of those to settle, how many the page opens and names."""
GONE = (EnvelopeState.SENT, EnvelopeState.POSTED, EnvelopeState.PRINTED)
NEXT = (
    stop_sending.ACTION,
    resolve_unreached.ACTION,
    send_notices.ACTION,
)


class ToSettle(NamedTuple):
    """A notice of which somebody finds out what became of it."""

    what: str
    by: str
    whom: str
    """The addressee, and whom it is about."""
    href: str


class Standstill(NamedTuple):
    """That nothing has left for long, in words."""

    since: str
    waits: str
    refused: bool
    gives_up: str


class StopForm(forms.PortalForm):
    """Why."""

    reason = forms.text("Why?", hint="You can leave this empty: stop first.")

    def to_input(self, _case: Case) -> stop_sending.StopSending:
        """As the action takes it."""
        return stop_sending.StopSending(self.reason.data or "")


@blueprint.get("/sending")
@shows(SENDING)
def progress(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """How far it is; the page refreshes by itself while anything waits to leave."""
    visit, case = current_visit(), current_case()
    with open_session(visit.services.engine, visit.scope) as session:
        on_way = subjects.list_envelopes(session, visit.scope, incident_id)
        waiting = attempts.find_waiting(session, visit.scope, incident_id)
    runs = letter_runs.shown(incident_id)
    still = waiting and _standstill(waiting, visit.now)
    shown = _progress(case, on_way, stands_still=bool(still))
    return render(
        "portal/notices/sending.html",
        title="How far the notices are",
        section=case.facts.reference,
        refresh_seconds=shown.refresh_seconds,
        progress=shown,
        still=still,
        runs=runs,
        posted=link(record_posted.ACTION) if any(run.is_open for run in runs) else None,
        **_counted(on_way),
        **_next(case),
        back=href("people"),
    )


def _next(case: Case) -> dict[str, object]:
    """What may be done next, and what keeps it from being done; as the template names it."""
    return {
        "held": hold_in_force(case.facts),
        "go_on": link(send_notices.ACTION),
        "to_tell": to_be_told(case.facts),
        "reopen": to_reopen(),
        "named_before": _named_before(case),
        "links": links(*NEXT),
    }


def _named_before(case: Case) -> str:
    """Whom the first notices name as the DPO (DBRP-5.16.2), to whom people may write; '' where
    that is today's.
    """
    visit, left_at = current_visit(), case.facts.people.left_at
    today = visit.school.dpo
    if left_at is None or today is None:
        return ""
    with open_session(visit.services.engine, visit.scope) as session:
        then = named_dpo(session, case.facts.school_id, left_at)
    return then.name if then and then.email != today.email else ""


@blueprint.route("/stop-sending", methods=["GET", "POST"])
@does(stop_sending.ACTION)
def stop(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Nothing more leaves."""
    return act(
        stop_sending.ACTION,
        StopForm(),
        "portal/notices/simple.html",
        done="Stopped. Nothing more leaves until you go on.",
        next_endpoint="portal_notices.progress",
        title="Stop the notices",
        lead="Nothing more leaves from now on. One that is being handed over at this very moment "
        "may still arrive; the record will say so.",
        button_text="Stop now",
        back=href("progress"),
    )


def _progress(case: Case, on_way: tuple[OnWay, ...], *, stands_still: bool) -> Progress:
    """Of all that were made: gone, to resolve, or still to leave."""
    past = {EnvelopeState.REPLACED, EnvelopeState.CORRECTED}
    made = [one for one in on_way if one.state not in past]
    gone = sum(one.state in GONE for one in made)
    leaving = sum(
        one.state in {EnvelopeState.WAITING, EnvelopeState.STOPPED}
        and one.channel is not Channel.IN_PERSON
        for one in made
    )
    return Progress(
        total=len(made),
        done=gone,
        unresolved=len(made) - gone - leaving,
        verb="sent or printed",
        stopped=case.facts.people.stopped_at is not None,
        stands_still=stands_still,
    )


def _standstill(waiting: Waiting, now: datetime) -> Standstill | None:
    """What whoever waits for the notices must know; None while they leave."""
    since = waiting.still_since(now)
    if since is None:
        return None
    waits = f"{counted(waiting.number, 'notice')} {'waits' if waiting.number == 1 else 'wait'}"
    return Standstill(near(since, now), waits, waiting.refused, full(waiting.gives_up_at))


def _counted(on_way: tuple[OnWay, ...]) -> dict[str, object]:
    """What the page says of the notices by how they stand, as the template names it."""
    number = Counter(one.state for one in on_way)
    return {
        "counts": _counts(on_way),
        "recipients_href": href("recipients"),
        "to_settle": _unsure(on_way),
        "unsettled": sum(number[state] for state in UNSURE),
        "stopped": number[EnvelopeState.STOPPED],
        "left_out": number[EnvelopeState.LEFT_OUT],
        "merge_href": href("mail_merge") if number[EnvelopeState.PRINTED] else "",
    }


def _counts(on_way: tuple[OnWay, ...]) -> tuple[tuple[str, str, int], ...]:
    found = Counter((one.channel, one.state) for one in on_way)
    return tuple(
        (BY[channel].capitalize(), STATES[state].capitalize(), number)
        for (channel, state), number in sorted(found.items())
    )


def _unsure(on_way: tuple[OnWay, ...]) -> tuple[ToSettle, ...]:
    """The first notices to settle, with whom each is to; the reading of it is recorded."""
    found = [one for one in on_way if one.state in UNSURE][:NAMED_AT_ONCE]
    if not found or not may(settle_uncertain.ACTION):
        return ()
    opened = open_notices([one.id for one in found])
    return tuple(
        ToSettle(
            UNSURE[one.state],
            BY[one.channel],
            addressed(opened[one.id]),
            href("uncertain", envelope_id=one.id),
        )
        for one in found
    )
