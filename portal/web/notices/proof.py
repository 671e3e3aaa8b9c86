"""What became of each notice: for the record without names, and for one person with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from flask import request

from portal.actions import resend_notice, settle_uncertain
from portal.documents.telling import Told, proof_pdf
from portal.notices.proof import read_out
from portal.notices.text import Notice, notice
from portal.rules.telling.on_way import ASTRAY, HAD, EnvelopeState
from portal.rules.words import Channel
from portal.store.telling import attempts
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.downloads import download
from portal.web.frame import render
from portal.web.notices.area import (
    PEOPLE,
    READERS,
    blueprint,
    href,
    person,
    school_sender,
    to_reopen,
)
from portal.web.notices.channels import BY
from portal.web.notices.progress import STATES
from portal.web.offering import may
from portal.web.parts import forms
from portal.web.parts.typed import sent_along
from portal.web.parts.when import full
from tenants.db import open_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.store.telling.attempts import Recipient
    from portal.web.visiting import Case

PAGE: Final = 100
RECIPIENTS = View("recipients", "Each notice and each attempt, without names", READERS)


class Row(NamedTuple):
    """One notice, in words; `number` stands for the recipient. Name, where it went and what it
    said are for the page of one person.
    """

    number: int
    name: str
    how: str
    where: str
    said: Notice | None
    stands: str
    tried: tuple[str, ...]
    settle: str
    astray: str
    """Where it is said that one that counts as sent did not reach them."""
    posted: str
    """Where it is said that a letter that was left out is in the post all the same."""
    again: str


class AgainForm(forms.PortalForm):
    """Why."""

    envelope_id: UUID
    reason = forms.text("Why is it sent again?", needed="Say why it is sent again")

    def to_input(self, _case: Case) -> resend_notice.ResendNotice:
        """As the action takes it."""
        return resend_notice.ResendNotice(self.envelope_id, self.reason.data or "", school_sender())


@blueprint.get("/sending/recipients")
@shows(RECIPIENTS)
def recipients(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Each notice by a number, with each attempt: for the record, without who it was for."""
    visit, first = current_visit(), _first()
    with open_session(visit.services.engine, visit.scope) as session:
        found = attempts.list_recipients(
            session, visit.scope, incident_id, first=first, limit=PAGE + 1
        )
    return render(
        "portal/notices/recipients.html",
        title="Each notice and what became of it",
        section=current_case().facts.reference,
        lead="For the record: the numbers stand for the recipients, and no name is shown.",
        rows=tuple(_row(one, first + place) for place, one in enumerate(found[:PAGE], 1)),
        more=href("recipients", first=first + PAGE) if len(found) > PAGE else "",
        back=href("progress"),
    )


@blueprint.get("/people/<uuid:person_id>/told")
@shows(PEOPLE)
def told(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Who was told about one person, what, when and how."""
    _, found = person(person_id)
    return render(
        "portal/notices/recipients.html",
        title="Who was told, when and how",
        section=current_case().facts.reference,
        lead=f"Notices about {found.name}.",
        rows=tuple(_row(one, number) for number, one in enumerate(_about(person_id), 1)),
        pdf=href("told_pdf", person_id=person_id),
        reopen=to_reopen(),
        back=href("one", person_id=person_id),
    )


@blueprint.get("/people/<uuid:person_id>/told.pdf")
@shows(PEOPLE)
def told_pdf(slug: str, incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """The same on paper."""
    _, found = person(person_id)
    case = current_case()
    made = proof_pdf(
        current_visit().school.name,
        case.facts.reference,
        found.name,
        [
            Told(
                one.envelope.name,
                f"{_how(one)}, to {_where(one)}: {STATES[one.state]}",
                one.attempts,
                read_out(said) if (said := _said(one)) else (),
            )
            for one in _about(person_id)
            if one.envelope
        ],
        current_visit().now,
    )
    return download(made, f"{case.facts.reference}-told.pdf")


@blueprint.route("/resend-notice/<uuid:envelope_id>", methods=["GET", "POST"])
@does(resend_notice.ACTION)
def again(slug: str, incident_id: UUID, envelope_id: UUID) -> ResponseReturnValue:
    """One notice, once more."""
    form = AgainForm()
    form.envelope_id = envelope_id
    return act(
        resend_notice.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is on its way again.",
        next_endpoint="portal_notices.progress",
        title="Send this notice again",
        lead="The same recipient gets a new message, in the same words. If what we know of "
        "them has changed, nothing is sent and the portal says so.",
        button_text="Send it again",
        back=href("recipients"),
    )


def _about(person_id: UUID) -> tuple[Recipient, ...]:
    visit, case = current_visit(), current_case()
    with open_session(visit.services.engine, visit.scope) as session:
        return attempts.list_about(
            session, visit.scope, case.found.key, case.facts.incident_id, person_id
        )


def _row(one: Recipient, number: int) -> Row:
    open_ = {EnvelopeState.UNCERTAIN, EnvelopeState.FAILED}
    settles = one.state in open_ and may(settle_uncertain.ACTION)
    names = one.envelope is not None and may(settle_uncertain.ACTION)
    had = one.state in HAD and one.reason not in ASTRAY
    again_too = one.state in resend_notice.AGAIN and may(resend_notice.ACTION)
    return Row(
        number=number,
        name=one.envelope.name if one.envelope else "",
        how=_how(one),
        where=_where(one),
        said=_said(one),
        stands=STATES[one.state],
        tried=tuple(f"{full(each.at)}: {each.words}" for each in one.attempts),
        settle=href("uncertain", envelope_id=one.id) if settles else "",
        astray=href("uncertain", envelope_id=one.id) if names and had else "",
        posted=href("uncertain", envelope_id=one.id) if names and one.left_out_letter else "",
        again=href("again", envelope_id=one.id) if again_too else "",
    )


def _how(one: Recipient) -> str:
    return f"by {BY[one.channel]}, version {one.version} of the text"


def _where(one: Recipient) -> str:
    """The one way that the notice went."""
    if one.envelope is None or one.channel is Channel.IN_PERSON:
        return ""
    return one.envelope.email if one.channel is Channel.EMAIL else one.envelope.postal


def _said(one: Recipient) -> Notice | None:
    """The whole notice as this recipient has it: from the text of its version and the frozen
    envelope, with whose data and which kinds, in which words, and who signed. None before it has
    left, and where it never will: nobody was told by it.
    """
    if one.envelope is None or not one.left:
        return None
    text = current_case().facts.people.texts[one.version - 1]
    return notice(text, one.envelope, one.envelope.sender or school_sender())


def _first() -> int:
    return sent_along(request.args.get("first"), damaged=0)
