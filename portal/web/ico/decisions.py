"""Deciding whether the ICO must know: the decision, the DPO's advice, its review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect

from portal.actions import advise_regulator, confirm_not_reporting, decide_regulator
from portal.desk import can
from portal.rules.regulator.reopening import WEIGHTY
from portal.web import deciding
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.ico import decision_forms as forms
from portal.web.ico import grounds
from portal.web.ico.area import blueprint
from portal.web.parts.forms import NOT_SURE
from tenants.regulator import ICO

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


@blueprint.route("/decide-regulator", methods=["GET", "POST"])
@does(decide_regulator.ACTION)
def decide(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Report, do not report, or another controller reports."""
    visit, case = current_visit(), current_case()
    form = forms.DecideForm(now=visit.now)
    form.offer(case)
    if form.is_submitted() and form.choice.data == NOT_SURE:
        return redirect(deciding.address(".legal_advice", case), 303)
    return act(
        decide_regulator.ACTION,
        form,
        "portal/ico/decide.html",
        done="Your decision is recorded. What follows from it is owed next.",
        title=f"Must the {ICO} know?",
        section=case.facts.reference,
        decision=grounds.decision(visit, case, f"Must the {ICO} know?", "decide_regulator"),
    )


@blueprint.route("/advise-regulator", methods=["GET", "POST"])
@does(advise_regulator.ACTION)
def advise(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The DPO's advice, where somebody else decides."""
    visit, case = current_visit(), current_case()
    question = f"What do you advise: must the {ICO} know?"
    return act(
        advise_regulator.ACTION,
        forms.AdviseForm(),
        "portal/decision.html",
        done="Your advice stands beside the decision, and whoever decides has been told.",
        title=question,
        section=case.facts.reference,
        button_text="Give this advice",
        decision=grounds.decision(visit, case, question, "advise_regulator"),
    )


@blueprint.route("/confirm-not-reporting", methods=["GET", "POST"])
@does(confirm_not_reporting.ACTION)
def review(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Look again at a decision not to report."""
    visit, case = current_visit(), current_case()
    question = "Does the decision not to report still hold?"
    decides = can.holds_role_for(decide_regulator.ACTION, case.facts, case.policy, case.actor)
    return act(
        confirm_not_reporting.ACTION,
        forms.ReviewForm(),
        "portal/ico/review.html",
        done="The review is recorded. You will be asked again.",
        title=question,
        section=case.facts.reference,
        button_text="It still holds",
        decision=grounds.decision(visit, case, question, "review_not_reporting", leads=False),
        news=grounds.news_lines(visit, case),
        weighty=WEIGHTY,
        decide_href=deciding.address(".decide", case) if decides else "",
    )
