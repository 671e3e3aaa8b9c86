"""Send: look at the counts and three samples, and confirm."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portal.actions import send_notices, write_notice
from portal.errors import Refused
from portal.notices.text import Notice, notice
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.agreeing import obliged
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.leaving import WRONG, found_wrong, require_free
from portal.rules.telling.sending import (
    NOT_YET,
    NOW,
    ON_ITS_WAY,
    Ready,
    gaps,
    outlook,
    passed_over,
    ready,
)
from portal.rules.words import Channel
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import (
    addressed,
    blueprint,
    href,
    listing,
    note_reading,
    school_sender,
)
from portal.web.notices.channels import BY, WHY
from portal.web.notices.people import REASONS, STANDINGS
from portal.web.offering import may
from portal.web.parts import forms
from portal.web.parts.typed import sent_along

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.addressees import Plan
    from portal.rules.telling.people_list import Listing
    from portal.web.visiting import Case

SAMPLES = 3
FARES = {
    NOW: "Told by these notices",
    ON_ITS_WAY: "A notice is on its way already",
    NOT_YET: "Not told yet. This text corrects an earlier one: write another version for them",
}
TO = {
    AddresseeKind.PARENT: "Parents and carers",
    AddresseeKind.PUPIL: "Pupils themselves",
    AddresseeKind.ADULT: "Adults themselves",
    AddresseeKind.AUTHORITY: "Authorities, for children in care",
}


class Faring(NamedTuple):
    """How many people on the list fare in the same way, and where they are found."""

    words: str
    why: str
    number: int
    href: str


class SendForm(forms.PortalForm):
    """Why what is missing is not waited for; the number that was shown comes from the page."""

    expected = forms.hidden()
    why_not_waited = forms.text(
        "Why do you not wait for what is missing?",
        hint="One line. It goes on the record, and what is missing stays owed.",
    )

    def to_input(self, _case: Case) -> send_notices.SendNotices:
        """As the action takes it."""
        why = self.why_not_waited.data or "" if "why_not_waited" in self else ""
        expected = sent_along(self.expected.data, damaged=-1)
        return send_notices.SendNotices(expected, why, school_sender())


@blueprint.route("/send-notices", methods=["GET", "POST"])
@does(send_notices.ACTION)
def send(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Counts by kind and channel, three samples, what is missing; then confirm."""
    case, form = current_case(), SendForm()
    note_reading("people_affected")
    list_now, planned, made = _ready(case)
    missing = gaps(case.facts, case.policy, current_visit().now)
    if not form.is_submitted():
        form.expected.data = str(len(made.envelopes))
    if not missing:
        del form.why_not_waited
    return act(
        send_notices.ACTION,
        form,
        "portal/notices/send.html",
        done="The notices are on their way.",
        next_endpoint="portal_notices.progress",
        title="Check before you send",
        section=case.facts.reference,
        made=_shown(case, list_now, made),
        outlook=_outlook(outlook(list_now, planned, made)),
        missing=missing,
        obliged=obliged(case.facts),
        back=href("people"),
    )


def _ready(case: Case) -> tuple[Listing, Plan, Ready]:
    list_now, now, people = listing(), current_visit().now, case.facts.people
    planned = list_now.planned(case.facts, case.policy, now)
    return (
        list_now,
        planned,
        ready(
            list_now,
            planned,
            len(people.texts),
            len(people.sendings) + 1,
            case.facts.incident_id,
            corrects=people.texts[-1].corrects if people.texts else False,
        ),
    )


def _outlook(found: Counter[tuple[str, str]]) -> tuple[Faring, ...]:
    """Everybody on the list, in rows that add up: who is told by this first, then who is not."""
    order = (NOW, ON_ITS_WAY, NOT_YET, *STANDINGS)
    return tuple(
        Faring(
            FARES.get(stands) or STANDINGS[stands].text,
            REASONS.get(reason, ""),
            number,
            _more(stands),
        )
        for (stands, reason), number in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    )


def _more(stands: str) -> str:
    """Where to go on with those who fare so; '' where nothing is to be done."""
    if stands == NOT_YET and may(write_notice.ACTION):
        return href("write")
    return href("people", standing=stands) if stands in STANDINGS else ""


def _shown(case: Case, list_now: Listing, made: Ready) -> dict[str, object]:
    """What the page says of a sending, before it is one."""
    return {
        "number": len(made.envelopes),
        "counts": _counts(made),
        "samples": _samples(case, made),
        "passed_over": [addressed(one) for one in passed_over(list_now, made)],
        "not_now": _not_now(case),
    }


def _not_now(case: Case) -> str:
    """Why nothing may leave, before anybody has answered anything; '' where it may."""
    texts = case.facts.people.texts
    try:
        require_free(case.facts)
    except Refused as refused:
        return refused.sentence
    if texts and found_wrong(case.facts, texts[-1].version):
        return WRONG
    return ""


def _counts(made: Ready) -> tuple[tuple[str, str, int, str], ...]:
    """(to whom, how, how many, why this way is safe enough)."""
    found = Counter((Envelope.from_json(one.body).to, one.channel) for one in made.envelopes)
    return tuple(
        (TO[to], BY[channel].capitalize(), number, WHY[channel])
        for (to, channel), number in sorted(found.items(), key=lambda item: -item[1])
    )


def _samples(case: Case, made: Ready) -> tuple[tuple[str, Notice], ...]:
    """Up to three notices as they will be read, of different kinds first."""
    opened: dict[object, tuple[Channel, Envelope]] = {}
    for one in made.envelopes:
        envelope = Envelope.from_json(one.body)
        opened.setdefault((envelope.to, one.channel), (one.channel, envelope))
    texts = case.facts.people.texts
    return tuple(
        (f"By {BY[channel]} to {envelope.name}", notice(texts[-1], envelope, school_sender()))
        for channel, envelope in list(opened.values())[:SAMPLES]
        if texts
    )
