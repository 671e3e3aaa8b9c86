"""Tell the school from outside: one page, no session, name and contact only if they want.

Programs are kept off without a puzzle: a field that people do not see, a moment that filling it in
takes, and a number of reports that no school gets from people.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from flask import url_for
from wtforms.validators import ValidationError

from portal.actions import report_from_outside
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.rules.in_charge import alerts, owners
from portal.rules.words import Answer, Outsider
from portal.store import decisions
from portal.web.access import current_visit, does, strangers_case
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.words import OUTSIDERS
from portal.web.reporting import codes, limits, told
from portal.web.reporting.front import require_open
from portal.web.reporting.travelling import (
    ONCE_MORE,
    TOO_LONG,
    TravellingForm,
    answered,
    ended,
    from_this_browser,
    unpack,
)
from portal.web.strangers import StrangersBlueprint
from tenants.public_page import find_privacy_note
from tenants.roles import TITLES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from wtforms import Field

    from portal.rules.in_charge.roster import Roster
    from portal.web.visiting import Visit
    from tenants.policy.schema import Policy

blueprint = StrangersBlueprint("portal_outside", __name__, url_prefix="/<slug>/public/report")

PURPOSE: Final = "report from outside"
LEAST: Final = timedelta(seconds=3)
"""Nobody reads the page and writes a sentence in less."""
FILLED_IN: Final = (
    "Empty this box. It is there to catch programs, and your browser may have filled it in"
)
TOO_QUICK: Final = "This came back very quickly. Please send it once more."


class OutsideForm(TravellingForm):
    """What happened and who they are; all else is as they like."""

    happened = forms.long_text(
        "What happened?",
        hint="Use your own words, and say how you know. Please do not copy the information itself.",
        needed="Say what happened, in your own words",
        rows=6,
        most=8000,
    )
    what = forms.radios("Who are you?", OUTSIDERS, needed="Choose the answer that fits best")
    discovered_at = forms.moment(
        "When did you find it?",
        hint="Suppliers must tell the school without delay. For example, 23 10 2026, 9am",
        below=("what", Outsider.PROCESSOR),
        past=True,
        time_needed=False,
    )
    danger = forms.radios(
        "Could anyone be in danger because of this?",
        {Answer.YES: "Yes", Answer.NO: "No"},
        not_sure=True,
        hint="If so, ring the school or the police as well.",
        needed=None,
    )
    still_going_on = forms.radios(
        "Is it still going on?",
        {Answer.YES: "Yes", Answer.NO: "No, it has stopped"},
        not_sure=True,
        needed=None,
    )
    whose = forms.text("Whose information is it? (optional)", hint="For example, my child’s class.")
    about = forms.checkboxes(
        "Is it about something that one of these people did? (optional)",
        hint="Whoever you choose will not see what you write.",
    )
    name = forms.text("Your name (optional)", autocomplete="name")
    contact = forms.text(
        "How can the school reach you? (optional)",
        hint="E-mail or phone. Without it you can come back with a code.",
    )
    website = forms.text("Leave this empty", autocomplete="off", tabindex="-1")

    def offer(self, policy: Policy, roster: Roster, now: datetime) -> None:
        """Whom one may name, by what they are: nobody's name stands on a public page.

        Only where a role is one person's: to name a whole team would leave few to read it.
        """
        held = Counter(holder.role for holder in alerts.normally_told(policy, roster, now))
        self.about.choices = forms.choices({one: TITLES[one] for one in held if held[one] == 1})

    def validate_website(self, field: Field) -> None:
        """Only a program fills in what nobody sees, or a browser for somebody."""
        if field.data:
            raise ValidationError(FILLED_IN)

    def said(self, code: str, roster: Roster) -> report_from_outside.ReportFromOutside:
        """The action's input."""
        chosen = [each.person_id for each in roster.holders if each.role in (self.about.data or ())]
        return report_from_outside.ReportFromOutside(
            happened=self.happened.data or "",
            what=Outsider(self.what.data),
            name=self.name.data or "",
            contact=self.contact.data or "",
            danger=Answer(self.danger.data or Answer.NOT_SURE),
            still_going_on=Answer(self.still_going_on.data or Answer.NOT_SURE),
            whose=self.whose.data or "",
            discovered_at=self.discovered_at.data,
            about=tuple(who for one in chosen for who in owners.with_service(roster, one)),
            receipt_code=code,
        )


@blueprint.route("/", methods=["GET", "POST"])
@does(report_from_outside.ACTION, public=True)
def outside(slug: str) -> ResponseReturnValue:
    """The page, and the only moment at which anything is kept."""
    visit = current_visit()
    form = OutsideForm(now=visit.now)
    if visit.policy_today is not None:
        form.offer(visit.policy_today, visit.roster, visit.now)
    if not form.is_submitted():
        require_open(visit)
        return _ask(visit, form, uuid4())
    parcel = unpack(visit, PURPOSE)
    once = UUID(str(parcel["once"])) if parcel else uuid4()
    if (sent := _already_sent(visit, once)) is not None:
        return _done(visit, once, sent)
    require_open(visit, [form])
    if problem := _problem(visit, parcel):
        return _ask(visit, form, once, problem)
    if not form.validate():
        return _ask(visit, form, once)
    if not limits.count(visit, "outside", limits.REPORTS):
        return _ask(visit, form, once, limits.too_many(visit), status=429)
    return _send(visit, form, once)


def _send(visit: Visit, form: OutsideForm, once: UUID) -> ResponseReturnValue:
    said = form.said(codes.code_of(visit, once), visit.roster)
    deed = Deed(visit.here, None, once=once)
    visit.release()
    try:
        performed = perform(visit.services, report_from_outside.ACTION, said, deed)
    except Refused as refusal:
        form.refuse(refusal)
        return _ask(visit, form, once)
    return _done(visit, once, performed.incident_id)


def _problem(visit: Visit, parcel: dict[str, object] | None) -> str:
    """Why this form is not taken; '' when it is."""
    if parcel is None:
        return TOO_LONG
    if not from_this_browser(visit):
        return ONCE_MORE
    shown_at = datetime.fromisoformat(str(parcel["shown_at"]))
    return TOO_QUICK if visit.now - shown_at < LEAST else ""


def _already_sent(visit: Visit, once: UUID) -> UUID | None:
    found = decisions.find_once(visit.session, visit.scope, once)
    return found.incident_id if found is not None else None


def _ask(
    visit: Visit, form: OutsideForm, once: UUID, problem: str = "", status: int = 400
) -> ResponseReturnValue:
    if problem:
        form.form_errors = [problem]
    form.pack(visit, PURPOSE, {"once": once, "shown_at": visit.now})
    page = render(
        "portal/public/outside.html",
        title="Tell the school about an incident",
        form=form,
        action=_path(visit),
        note=find_privacy_note(visit.session, visit.here),
    )
    return answered(page, status if problem else 422 if form.errors else 200, _path(visit))


def _done(visit: Visit, once: UUID, incident_id: UUID) -> ResponseReturnValue:
    case = strangers_case(visit, incident_id)
    page = render(
        "portal/public/outside_done.html",
        title="Thank you. The school has been told.",
        code=codes.in_groups(codes.code_of(visit, once)),
        told=told.told(visit, case),
    )
    return ended(page, _path(visit))


def _path(visit: Visit) -> str:
    return url_for("portal_outside.outside", slug=visit.school.slug)
