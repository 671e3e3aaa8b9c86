"""Afterwards: notices nobody is sure of, and people who could not be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort

from portal.actions import resolve_unreached, settle_uncertain
from portal.rules.telling.on_way import ASTRAY, CAME_BACK, ELSEWHERE, HAD
from portal.store.telling import subjects
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.frame import render
from portal.web.notices.area import (
    about,
    addressed,
    blueprint,
    href,
    note_reading,
    open_notices,
    person,
)
from portal.web.notices.part import after
from portal.web.notices.people import PAGE, STANDINGS, line, list_page, place_in_list
from portal.web.parts import forms
from portal.web.parts.owed import listed
from tenants.db import open_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.rules.telling.addressees import Affected
    from portal.web.visiting import Case

UNSURE = (
    "The connection broke while the message was handed over, the mail server refused it, or it "
    "came back. Ask the person first, if you can do so safely."
)
COUNTS_AS_SENT = "It counts as sent. Say here if you know that it did not reach them."
LEFT_OUT = (
    "Something changed after it was printed, so it was to be taken out. Say here if it was in the "
    "post already."
)
IN_THE_POST = {
    "yes": "It was posted, and whoever got it may know it",
    CAME_BACK: "It was posted, and came back",
    ELSEWHERE: "It was posted, and somebody has it who should not",
}
NOT_TOLD = ("unresolved", "held")


class UncertainForm(forms.PortalForm):
    """Arrived, or once more."""

    envelope_id: UUID
    arrived = forms.radios(
        "What do you know?",
        {
            "yes": "It arrived: somebody has told us so",
            "no": "It did not arrive, or nobody can say: send it once more",
            CAME_BACK: "It came back, or did not reach them",
            ELSEWHERE: "Somebody else got it",
        },
        hints={
            "no": "To the same address; if the first one arrived as well, the second shows as the "
            "same message. Has the address been corrected since, or what it says been found wrong? "
            "Then it is not sent again, and counts as not arrived: send the notices for a new one.",
            CAME_BACK: "Correct the address next, and send the notices: they get a new one, and "
            "nothing goes to them at this address again.",
            ELSEWHERE: "This is a personal data breach of its own: report it as an incident, "
            "name it on this one’s page, and ask for it to be deleted or returned. Then correct "
            "the address, and send the notices: they get their own. Nothing goes to them at this "
            "address again.",
        },
        needed="Choose what you know",
    )
    note = forms.text("Who told you, and what?", hint="Not needed if it is only sent once more.")

    def to_input(self, _case: Case) -> settle_uncertain.SettleUncertain:
        """As the action takes it."""
        return settle_uncertain.SettleUncertain(
            self.envelope_id,
            self.arrived.data == "yes",
            self.note.data or "",
            self.arrived.data if self.arrived.data in ASTRAY else "",
        )


class ResolveForm(forms.PortalForm):
    """How they were told, or what was tried."""

    person_id: UUID
    how = forms.radios(
        "How were they told?",
        {
            "in_person": "In person",
            "by_phone": "By phone",
            "cannot_be_reached": "They cannot be reached",
        },
        needed="Choose how they were told, or that they cannot be reached",
    )
    note = forms.long_text("What did you do or try?", needed="Say what you did or tried")
    done_at = forms.moment(
        "When was this done?", past=True, hint="Only if that was earlier than now."
    )

    def to_input(self, _case: Case) -> resolve_unreached.ResolveUnreached:
        """As the action takes it."""
        return resolve_unreached.ResolveUnreached(
            self.person_id, str(self.how.data), self.note.data or ""
        )


@blueprint.get("/resolve-unreached")
@does(resolve_unreached.ACTION)
def unreached(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Everybody unresolved, with the question and the way to settle it."""
    note_reading("people_affected")
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        counts = subjects.count_standings(session, visit.scope, incident_id)
        found = list_page(session, NOT_TOLD)
        place = place_in_list(session, NOT_TOLD, counts, len(found[:PAGE]))
    return render(
        "portal/notices/unreached.html",
        title="Who could not be told yet",
        section=current_case().facts.reference,
        number=", ".join(
            f"{counts[each]} {STANDINGS[each].text.lower()}" for each in NOT_TOLD if each in counts
        ),
        lines=tuple(
            (line(one), href("resolve", person_id=one.id, after=after())) for one in found[:PAGE]
        ),
        place=place,
        start=href("unreached") if after() else "",
        more=href("unreached", after=found[PAGE - 1].id) if found[PAGE:] else "",
        back=href("people"),
    )


@blueprint.route("/resolve-unreached/<uuid:person_id>", methods=["GET", "POST"])
@does(resolve_unreached.ACTION)
def resolve(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """One person: told by somebody, or what was tried."""
    _, found = person(person_id)
    form = ResolveForm(now=current_visit().now)
    form.person_id = person_id
    return act(
        resolve_unreached.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is recorded.",
        next_endpoint="portal_notices.unreached",
        next_values={"after": after()},
        title="How was this person told?",
        lead=_before_speaking(found),
        back=href("one", person_id=person_id),
    )


@blueprint.route("/settle-uncertain/<uuid:envelope_id>", methods=["GET", "POST"])
@does(settle_uncertain.ACTION)
def uncertain(slug: str, incident_id: UUID, envelope_id: UUID) -> ResponseReturnValue:
    """One notice: it arrived, or is sent once more."""
    notice = open_notices([envelope_id]).get(envelope_id) or abort(404)
    form = UncertainForm()
    form.envelope_id = envelope_id
    why = _asked(form)
    return act(
        settle_uncertain.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is settled.",
        next_endpoint="portal_notices.progress",
        title="What became of this notice?",
        lead=f"To {addressed(notice)}. {why} Is there a better "
        f"address? Then correct it first, on the page of {about(notice)}.",
        back=href("progress"),
    )


def _asked(form: UncertainForm) -> str:
    """Why it is asked; the form offers what may be said of a notice that stands so."""
    visit, incident_id = current_visit(), current_case().facts.incident_id
    with open_session(visit.services.engine, visit.scope) as session:
        on_way = subjects.list_envelopes(session, visit.scope, incident_id)
    one = next(one for one in on_way if one.id == form.envelope_id)
    if settle_uncertain.is_left_out_letter(one):
        form.arrived.choices = forms.choices(IN_THE_POST)
    elif one.state in HAD:
        forms.keep(form.arrived, (CAME_BACK, ELSEWHERE))
    else:
        return UNSURE
    form.note.description = ""
    return COUNTS_AS_SENT if one.state in HAD else LEFT_OUT


def _before_speaking(found: Affected) -> str:
    """That to speak to them waits for nothing, and what would put somebody in danger."""
    if found.held_back:
        return (
            f"{found.name} is held back. Ask the safeguarding lead whom it is safe to speak to, "
            "before you speak to anybody."
        )
    barred = listed([contact.name for contact in found.contacts if contact.barred])
    warning = f" Do not tell anybody who is barred: {barred}." if barred else ""
    return f"{found.name}. You need not wait for anything to speak to somebody.{warning}"
