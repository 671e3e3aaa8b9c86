"""Small things that follow the decision or the report: one question each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import (
    agree_who_tells,
    confirm_other_report,
    confirm_people_told,
    record_controller_told,
    record_late_reasons,
    record_reference,
    record_told,
)
from portal.rules.also_told.listeners import waiting
from portal.rules.also_told.sharing import other_controller
from portal.web.access import current_case, current_visit, does
from portal.web.acting import ActionForm, act
from portal.web.ico import decision_forms as forms
from portal.web.ico import grounds, sharing_forms
from portal.web.ico.area import blueprint
from portal.web.parts.forms import choices
from tenants.regulator import ICO

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction


def _ask(action: AnyAction, form: ActionForm, done: str) -> ResponseReturnValue:
    return act(
        action,
        form,
        "portal/question.html",
        done=done,
        title=action.title,
        section=current_case().facts.reference,
        button_text="Save",
    )


@blueprint.route("/confirm-other-report", methods=["GET", "POST"])
@does(confirm_other_report.ACTION)
def other_report(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The other controller has reported."""
    form = forms.OtherReportForm(now=current_visit().now)
    return _ask(
        confirm_other_report.ACTION, form, "It is recorded that the other controller has reported."
    )


@blueprint.route("/agree-who-tells", methods=["GET", "POST"])
@does(agree_who_tells.ACTION)
def who_tells(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Which of two joint controllers tells the people affected."""
    other = other_controller(current_case().facts) or "The other controller"
    form = sharing_forms.WhoTellsForm()
    form.teller.choices = choices({sharing_forms.WE: "We do", sharing_forms.THEY: other})
    done = "It is recorded who tells the people affected. What follows from it is owed next."
    return _ask(agree_who_tells.ACTION, form, done)


@blueprint.route("/confirm-people-told", methods=["GET", "POST"])
@does(confirm_people_told.ACTION)
def people_told(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The other controller has told the people affected."""
    form = sharing_forms.PeopleToldForm(now=current_visit().now)
    done = "It is recorded that the other controller has told the people affected."
    return _ask(confirm_people_told.ACTION, form, done)


@blueprint.route("/record-controller-told", methods=["GET", "POST"])
@does(record_controller_told.ACTION)
def controller_told(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The organisation whose data the school holds has been told."""
    visit, case = current_visit(), current_case()
    return act(
        record_controller_told.ACTION,
        sharing_forms.ControllerToldForm(now=visit.now),
        "portal/decision.html",
        done="It is recorded that the organisation was told.",
        title=record_controller_told.ACTION.title,
        section=case.facts.reference,
        button_text="Save",
        decision=grounds.telling_controller(visit, case),
    )


@blueprint.route("/record-told", methods=["GET", "POST"])
@does(record_told.ACTION)
def told(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Somebody whom the policy names has been told."""
    case = current_case()
    form = forms.ToldForm(now=current_visit().now)
    form.who.choices = choices(
        {each.key: each.sentence for each in waiting(case.policy, case.facts)}
    )
    return _ask(record_told.ACTION, form, "It is recorded who has been told.")


@blueprint.route("/record-reference", methods=["GET", "POST"])
@does(record_reference.ACTION)
def reference(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The regulator's reference has come."""
    return _ask(
        record_reference.ACTION, forms.ReferenceForm(), f"The {ICO}’s reference is recorded."
    )


@blueprint.route("/record-late-reasons", methods=["GET", "POST"])
@does(record_late_reasons.ACTION)
def late_reasons(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Why the report was late."""
    return _ask(
        record_late_reasons.ACTION, forms.LateForm(), "The reasons are recorded, also in the log."
    )
