"""Pages of the workspace: talks, experts, risks, the communications plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import (
    ask_expert,
    note_risk,
    plan_communications,
    record_communication,
    record_expert_answer,
    record_interview,
)
from portal.web.access import current_case, current_visit, does
from portal.web.deciding import clause, due
from portal.web.investigation import workspace_forms as forms
from portal.web.investigation.area import BOTH, blueprint, page
from portal.web.investigation.workspace_shown import people_to_speak_to
from portal.web.parts.decision import Decision, Fact
from tenants.regulator import ICO

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction


def _decision(question: str, action: AnyAction, text: str, *facts: str, duty: str = "") -> Decision:
    """The question with this school's clause, what to know, and when it is due."""
    case = current_case()
    return Decision(
        question,
        clause=clause(case, action.name, action.clauses, text),
        facts=tuple(map(Fact, facts)),
        due=due(current_visit(), case, duty) if duty else "",
    )


@blueprint.route("/record-interview", methods=BOTH)
@does(record_interview.ACTION)
def interview(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A conversation."""
    text = "Those who were there are spoken to, and what they say is written down."
    people = (f"{each.question}: {each.answer}" for each in people_to_speak_to(current_case()))
    decision = _decision("Record a conversation", record_interview.ACTION, text, *people)
    form = forms.InterviewForm(now=current_visit().now)
    return page(record_interview.ACTION, form, decision, done="The conversation is kept.")


@blueprint.route("/ask-expert", methods=BOTH)
@does(ask_expert.ACTION)
def expert(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Expert help."""
    text = "Experts are asked where they are needed. No decision waits for them."
    decision = _decision("Which expert did you ask?", ask_expert.ACTION, text)
    return page(ask_expert.ACTION, forms.ExpertForm(), decision, done="Recorded.")


@blueprint.route("/record-expert-answer", methods=BOTH)
@does(record_expert_answer.ACTION)
def expert_answer(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What an expert answered."""
    form = forms.ExpertAnswerForm()
    form.offer(current_case())
    action = record_expert_answer.ACTION
    text = "What experts answer stands on the record."
    decision = _decision("Record an expert’s answer", action, text, duty="expert_answer")
    return page(action, form, decision, done="The answer is kept.")


@blueprint.route("/note-risk", methods=BOTH)
@does(note_risk.ACTION)
def risk(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A risk of the incident."""
    form = forms.RiskForm()
    form.offer(current_case())
    text = "Risks are known, lessened and owned by somebody."
    about = f"This is about what could still happen. Whether people are at risk, the {ICO}’s question, is decided on a page of its own."  # noqa: E501 - one sentence
    decision = _decision("Note a risk", note_risk.ACTION, text, about)
    return page(note_risk.ACTION, form, decision, done="The risk is on the list.")


@blueprint.route("/plan-communications", methods=BOTH)
@does(plan_communications.ACTION)
def plan(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One line of the communications plan."""
    form = forms.PlanForm(now=current_visit().now)
    form.offer(current_case())
    text = "What is said, to whom and by whom is planned, and the plan is followed."
    about = "Whether the people affected are told is decided on a page of its own."
    decision = _decision("Plan what is said", plan_communications.ACTION, text, about)
    return page(
        plan_communications.ACTION,
        form,
        decision,
        done="It is in the plan.",
        template="portal/investigation/plan.html",
    )


@blueprint.route("/record-communication", methods=BOTH)
@does(record_communication.ACTION)
def said(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What the plan had is said."""
    form = forms.SaidForm()
    form.offer(current_case())
    action = record_communication.ACTION
    text = "What is planned is followed until it is done."
    decision = _decision("Say what was said", action, text, duty="communicate")
    return page(action, form, decision, done="Recorded.")
