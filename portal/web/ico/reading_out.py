"""Pages to have beside the regulator's web form, or beside the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import submit_follow_up, submit_initial
from portal.desk import can
from portal.web.access import current_case, current_visit, does
from portal.web.acting import stale
from portal.web.frame import render
from portal.web.ico import report as reports
from portal.web.ico import views
from portal.web.ico.area import blueprint
from tenants.regulator import ICO

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction


@blueprint.get("/report-to-ico/sheet")
@does(submit_initial.ACTION)
def initial_sheet(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Every answer in the order of the ICO's form, to copy."""
    return _sheet(submit_initial.ACTION)


@blueprint.get("/follow-up-to-ico/sheet")
@does(submit_follow_up.ACTION)
def follow_up_sheet(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The same for a follow-up."""
    return _sheet(submit_follow_up.ACTION)


@blueprint.get("/report-to-ico/phone")
@does(submit_initial.ACTION)
def initial_phone(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What to say on the phone, and whom to ring."""
    return _phone(submit_initial.ACTION)


@blueprint.get("/follow-up-to-ico/phone")
@does(submit_follow_up.ACTION)
def follow_up_phone(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The same for a follow-up."""
    return _phone(submit_follow_up.ACTION)


def _phone(action: AnyAction) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not can.is_possible(action, case.facts, case.policy):
        return stale(case)
    report = reports.current(visit, case)
    return render(
        "portal/ico/phone.html",
        title=f"Ring the {report.form.regulator.short_name}",
        section=case.facts.reference,
        back=views.address(case, report),
        regulator=report.form.regulator,
        script=views.script(case, report),
        told=views.already_told(report),
        check_href=views.address(case, report, "check", route="phone"),
        case=case,
    )


def _sheet(action: AnyAction) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    if not can.is_possible(action, case.facts, case.policy):
        return stale(case)
    report = reports.current(visit, case)
    return render(
        "portal/ico/sheet.html",
        title=f"What to type into the {ICO}’s form",
        section=case.facts.reference,
        back=views.address(case, report),
        report=report,
        check_href=views.address(case, report, "check"),
        case=case,
    )
