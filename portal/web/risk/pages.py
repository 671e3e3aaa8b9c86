"""The risk to people: the ENISA score as advice, and the seven factors with the legal question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from portal.actions import assess_risk, score_severity
from portal.rules.reporting.intake import how_many
from portal.rules.risk.risk_method import graded, is_graded, is_scored
from portal.rules.risk.severity import score
from portal.rules.risk.similar_cases import SIMILAR_CASES
from portal.web import deciding
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.parts.decision import Advice, Clause, Decision, Fact
from portal.web.parts.scores import working
from portal.web.parts.when import full
from portal.web.risk import comparing
from portal.web.risk.forms import AssessForm
from portal.web.risk.scoring import ScoreForm
from tenants.regulator import ICO
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

blueprint = Blueprint("portal_risk", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>")

SIMILAR = View(
    "similar_cases",
    "Published examples to compare an incident with",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)
LAW = Clause(
    "UK GDPR Articles 33(1) and 34(1)",
    f"Unless a risk to people is unlikely, the {ICO} is told. "
    "If a high risk is likely, so are they.",
)


@blueprint.route("/assess-risk", methods=["GET", "POST"])
@does(assess_risk.ACTION)
def assess(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Seven factors, each answered or 'not yet known', then the legal question."""
    visit, case = current_visit(), current_case()
    clauses, rule = assess_risk.ACTION.clauses, "The factors to weigh are below."
    return act(
        assess_risk.ACTION,
        AssessForm.of(case.facts),
        "portal/risk/assess.html",
        done="The risk assessment is saved.",
        title="How likely is a risk to people?",
        section=case.facts.reference,
        button_text="Save",
        decision=Decision(
            question="How likely is a risk to people?",
            clause=deciding.clause(case, "assess_risk", clauses, rule),
            law=LAW,
            facts=_facts(case),
            advice=_advice(case),
            due=deciding.due(visit, case, "assess_risk"),
        ),
        score_href=_score_href(case),
        similar=comparing.beside(case),
        similar_href=deciding.address(".similar", case),
    )


@blueprint.get("/similar-cases")
@shows(SIMILAR)
def similar(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Published examples to compare it with."""
    case = current_case()
    if not case.handles:
        abort(403)
    return render(
        "portal/risk/similar.html",
        title="Similar cases",
        section=case.facts.reference,
        back=deciding.address(".assess", case),
        search=comparing.search(),
        causes=comparing.CAUSES,
        number=len(SIMILAR_CASES),
    )


@blueprint.route("/score-severity", methods=["GET", "POST"])
@does(score_severity.ACTION)
def severity(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The ENISA method, as advice."""
    case = current_case()
    return act(
        score_severity.ACTION,
        ScoreForm.of(case.facts),
        "portal/risk/score.html",
        done="The score is saved. It stands beside the risk assessment as advice.",
        next_endpoint="portal_risk.assess",
        title="Score the severity",
        section=case.facts.reference,
    )


def _score_href(case: Case) -> str:
    """Where the score is worked out; '' where that is not the policy's method."""
    return deciding.address(".severity", case) if is_scored(case.policy) else ""


def _facts(case: Case) -> tuple[Fact, ...]:
    said = case.facts.intake
    number = how_many(case.facts)
    lines = (
        said.title,
        f"Whose information: {said.whose}" if said.whose else "",
        f"What information: {said.what_data}" if said.what_data else "",
        f"How many people: {number}" if number else "",
        f"Done so far: {said.done_so_far}" if said.done_so_far else "",
    )
    added = (f"Added {full(each.at)}: {each.text}" for each in said.additions)
    return tuple(Fact(line) for line in (*lines, *added) if line)


def _advice(case: Case) -> tuple[Advice, ...]:
    scoring, grade_ = case.facts.risk.scoring, graded(case.facts.risk)
    if is_graded(case.policy) and grade_:
        return (Advice("Grade of the risk", grade_),)
    if scoring is None or not is_scored(case.policy):
        return ()
    return (Advice(f"ENISA score {score(scoring).total.normalize():f}", working(scoring)),)
