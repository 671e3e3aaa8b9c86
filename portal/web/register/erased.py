"""What is left of an incident that was erased; what is new about it begins one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for

from portal.actions import report_incident
from portal.actions.close_incident import ENDINGS
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.rules.words import Answer, Ending, Kind, LegalRisk
from portal.store.log import erased as store
from portal.web.access import INCIDENT_ROLES, View, current_visit, does, shows
from portal.web.frame import render
from portal.web.parts import forms, when
from portal.web.parts.tags import kind_tag, risk_tag, told_tag
from portal.web.register.area import school_log
from tenants.regulator import ICO

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.models.incidents import IncidentRow

ENDED = {
    **ENDINGS,
    Ending.JOINED: "Joined to another report",
}
LEFT = View("erased_incident", "What is left of an erased incident", INCIDENT_ROLES)


class AgainForm(forms.PortalForm):
    """Something new about an incident that was erased."""

    happened = forms.long_text(
        "What is new?",
        hint="Use your own words. Nobody can read any more what was known before.",
        needed="Say what is new",
        most=8000,
    )
    danger = forms.radios(
        "Could anyone be in danger because of this?",
        {Answer.YES: "Yes", Answer.NO: "No"},
        not_sure=True,
        needed="Say whether anyone could be in danger",
    )


@school_log.get("/erased/<uuid:erased_id>")
@shows(LEFT)
def erased(slug: str, erased_id: UUID) -> ResponseReturnValue:
    """Its columns, and a way to say what is new."""
    return _left(erased_id, AgainForm())


@school_log.post("/erased/<uuid:erased_id>")
@does(report_incident.ACTION)
def again(slug: str, erased_id: UUID) -> ResponseReturnValue:
    """What is new becomes an incident of its own that names the erased one."""
    visit, form = current_visit(), AgainForm()
    row = _row(erased_id)
    if not form.validate_on_submit():
        return _left(erased_id, form), 422
    said = report_incident.ReportIncident(
        happened=form.happened.data or "",
        reporter_name=visit.person.name if visit.person else "",
        danger=Answer(form.danger.data),
        follows=store.find_follows(visit.session, visit.scope, visit.viewer, row.id),
    )
    deed = Deed(visit.here, visit.person_id, once=form.once_key())
    visit.release()
    try:
        performed = perform(visit.services, report_incident.ACTION, said, deed)
    except Refused as refusal:
        form.refuse(refusal)
        return _left(erased_id, form), 422
    flash(f"Reported as {performed.reference}.", "success")
    href = url_for("portal_incident.show", slug=slug, incident_id=performed.incident_id)
    return redirect(href, 303)


def _row(erased_id: UUID) -> IncidentRow:
    visit = current_visit()
    row = store.find_erased(visit.session, visit.scope, visit.viewer, erased_id)
    if row is None:
        abort(404)
    return row


def _left(erased_id: UUID, form: AgainForm) -> str:
    visit, row = current_visit(), _row(erased_id)
    risk = (risk_tag(LegalRisk(row.legal_risk)),) if row.legal_risk else ()
    told = [
        told_tag(whom)
        for whom, at in ((ICO, row.regulator_told_at), ("People", row.people_told_at))
        if at is not None
    ]
    return render(
        "portal/register/erased.html",
        title=f"{row.reference} was erased",
        form=form,
        lines=_lines(row, store.count_notices(visit.session, visit.scope, erased_id)),
        tags=(kind_tag(Kind(row.kind)), *risk, *told),
    )


def _day(at: datetime) -> str:
    """A row of an earlier log gives the day alone."""
    return when.day(when.uk(at).date())


def _told(row: IncidentRow, at: datetime | None) -> str:
    """When; an earlier log says only that it was so."""
    if at is None:
        return ""
    earlier = row.import_id is not None and at == row.reported_at
    return "Yes, as the earlier log says" if earlier else when.full(at)


def _lines(row: IncidentRow, notices: dict[str, int]) -> tuple[tuple[str, str], ...]:
    """What the columns say; what is not known is left out."""
    at = _day if row.import_id else when.full
    told_at = (
        (f"The {ICO} was told", row.regulator_told_at),
        ("People were told", row.people_told_at),
    )
    ended = ENDED.get(Ending(row.ending), "") if row.ending else ""
    lines = (
        ("Reported", at(row.reported_at)),
        ("Closed", at(row.closed_at) if row.closed_at else ""),
        ("How it ended", ended),
        *((what, _told(row, since)) for what, since in told_at),
        ("Notices", str(sum(notices.values()) or "")),
        ("Erased", when.full(row.erased_at) if row.erased_at else ""),
    )
    return tuple(line for line in lines if line[1])
