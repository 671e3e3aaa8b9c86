"""What the ICO wrote, what was answered, reports gone astray, advice when nobody is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import (
    answer_regulator,
    decide_regulator,
    record_letter,
    settle_delivery,
    submit_initial,
    take_legal_advice,
)
from portal.regulators import versions
from portal.rules.clock import regulator_clock
from portal.rules.responsibilities import legal_advice_when_unsure
from portal.web import deciding
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.ico import letter_forms as forms
from portal.web.ico.area import blueprint
from portal.web.offering import links
from portal.web.parts.clock_box import clock_box
from tenants.regulator import ICO

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


@blueprint.route("/record-letter", methods=["GET", "POST"])
@does(record_letter.ACTION)
def letter(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Something has come from the ICO."""
    case = current_case()
    form = forms.LetterForm(now=current_visit().now)
    form.offer(case)
    return act(
        record_letter.ACTION,
        form,
        "portal/ico/letter.html",
        done=f"What the {ICO} wrote is recorded. What follows from it is owed next.",
        title=f"What did the {ICO} write?",
        section=case.facts.reference,
        back=deciding.address("portal_incident.show", case),
    )


@blueprint.route("/answer-ico", methods=["GET", "POST"])
@does(answer_regulator.ACTION)
def answer(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A question of the ICO has been answered."""
    case = current_case()
    form = forms.AnswerForm(now=current_visit().now)
    form.offer(case)
    return act(
        answer_regulator.ACTION,
        form,
        "portal/ico/answer.html",
        done="Your answer stands beside the question.",
        next_endpoint="portal_ico.made",
        title=f"Answer the {ICO}",
        section=case.facts.reference,
        due=deciding.due(current_visit(), case, "answer_regulator"),
    )


@blueprint.route("/settle-delivery", methods=["GET", "POST"])
@does(settle_delivery.ACTION)
def astray(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The e-mail with a report did not arrive, or may not have."""
    visit, case = current_visit(), current_case()
    form = forms.AstrayForm(now=visit.now)
    form.offer(case)
    return act(
        settle_delivery.ACTION,
        form,
        "portal/ico/astray.html",
        done="It is recorded what became of the report.",
        next_endpoint="portal_ico.made",
        title="The report did not arrive",
        section=case.facts.reference,
        due=deciding.due(visit, case, "submit_to_regulator"),
        regulator=versions.in_use(visit.services.settings).regulator,
    )


@blueprint.route("/take-legal-advice", methods=["GET", "POST"])
@does(take_legal_advice.ACTION)
def legal_advice(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Nobody is sure: whom to ask now, under a clock that goes on (DBRP-A1-unsure)."""
    visit, case = current_visit(), current_case()
    clock = regulator_clock(case.facts)
    return act(
        take_legal_advice.ACTION,
        forms.LegalForm(now=visit.now),
        "portal/ico/unsure.html",
        done="The advice stands beside the decision.",
        title=f"Not sure whether the {ICO} must know?",
        section=case.facts.reference,
        clock=clock_box(
            start_at=clock.start, due_at=clock.due_at, now=visit.now, cautious=clock.cautious
        ),
        clause=deciding.clause(
            case, "take_legal_advice", take_legal_advice.ACTION.clauses, "When unsure, take advice."
        )
        if legal_advice_when_unsure(case.policy)
        else None,
        regulator=versions.in_use(visit.services.settings).regulator,
        ways=links(decide_regulator.ACTION, submit_initial.ACTION),
    )
