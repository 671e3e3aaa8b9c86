"""The pages of an investigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort

from portal.actions import (
    add_information,
    answer_question,
    ask_again,
    ask_expert,
    ask_question,
    assess_outcome,
    complete_step,
    consider_others,
    note_risk,
    plan_communications,
    record_communication,
    record_disciplinary,
    record_expert_answer,
    record_interview,
    write_outcome_report,
)
from portal.desk.seen import seen
from portal.documents.outcome import outcome_pdf
from portal.rules.also_told.considered import how_to_reach
from portal.store.school.registers import own_policies
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import nothing_open
from portal.web.deciding import address, clause, due
from portal.web.downloads import download
from portal.web.frame import render
from portal.web.investigation import asking, forms, outcome, shown, workspace
from portal.web.investigation.area import BOTH, INCIDENT, blueprint, page
from portal.web.offering import links
from portal.web.parts.decision import Decision, Fact
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


__all__ = ["asking", "blueprint", "workspace"]

NEXT: Final = (
    ask_again.ACTION,
    ask_question.ACTION,
    record_interview.ACTION,
    complete_step.ACTION,
    ask_expert.ACTION,
    record_expert_answer.ACTION,
    note_risk.ACTION,
    plan_communications.ACTION,
    record_communication.ACTION,
    consider_others.ACTION,
    write_outcome_report.ACTION,
    assess_outcome.ACTION,
)
"""What is done next from the investigation's page, in the order of the work."""
OUTCOME = "portal/investigation/outcome.html"
INVESTIGATION = View(
    "investigation",
    "What was found out: steps, questions, outcome reports",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)


@blueprint.get("/investigation")
@shows(INVESTIGATION)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """All that was found out; the disciplinary record for its readers alone."""
    visit, case = current_visit(), current_case()
    if not case.handles:
        abort(403)
    found = shown.investigation(case)
    if found.disciplinary:
        seen(visit.services, visit.here, incident_id, visit.person_id, "disciplinary")
    return render(
        "portal/investigation/show.html",
        title="The investigation",
        section=case.facts.reference,
        back=address(INCIDENT, case),
        case=case,
        found=found,
        links=links(*NEXT),
        readings=shown.disciplinary_readings(visit, case) if found.disciplinary else (),
    )


@blueprint.get("/outcome-reports/<int:number>.pdf")
@shows(INVESTIGATION)
def report_pdf(slug: str, incident_id: UUID, number: int) -> ResponseReturnValue:
    """An outcome report on paper; once accepted, the same paper for ever."""
    visit, case = current_visit(), current_case()
    if not case.handles:
        abort(403)
    if not 1 <= number <= len(case.facts.outcome_reports):
        abort(404)
    report = case.facts.outcome_reports[number - 1]
    seen(visit.services, visit.here, incident_id, visit.person_id, "outcome_pdf")
    made = outcome_pdf(visit.school.name, case.facts, case.policy, report, case.name_of, visit.now)
    kind = "interim" if report.interim else "outcome"
    return download(made, f"{case.facts.reference}-{kind}-report-{report.version}.pdf")


@blueprint.route("/add-information", methods=BOTH)
@does(add_information.ACTION)
def add(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Add to what is known."""
    decision = Decision("Add information")
    return page(add_information.ACTION, forms.AddForm(), decision, done="Your addition is kept.")


@blueprint.route("/answer-question", methods=BOTH)
@does(answer_question.ACTION)
def answer(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Answer what one was asked, or record what was said in person."""
    case, form = current_case(), forms.AnswerForm()
    asked = forms.to_answer(case)
    if not asked:
        sentence = "No question waits for you: it is answered, or somebody else is asked now."
        return nothing_open(case, sentence, form)
    form.offer(case, asked)
    decision = Decision(
        "Answer a question",
        facts=tuple(Fact(f"{case.name_of(each.by)} asks: {each.text}") for each in asked),
        due=due(current_visit(), case, "answer_question"),
    )
    return page(answer_question.ACTION, form, decision, done="Your answer is kept.")


@blueprint.route("/complete-step", methods=BOTH)
@does(complete_step.ACTION)
def step(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One step after the other."""
    case, form = current_case(), forms.StepForm()
    form.offer(case)
    text = "Each step is done, or it is said why it is not appropriate."
    decision = Decision(
        "Record a step of the investigation",
        clause=clause(case, "complete_step", complete_step.ACTION.clauses, text),
    )
    return page(complete_step.ACTION, form, decision, done="Recorded.")


@blueprint.route("/consider-others", methods=BOTH)
@does(consider_others.ACTION)
def other(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Somebody else who may have to be told."""
    visit, case = current_visit(), current_case()
    form = forms.OthersForm(now=visit.now)
    form.offer(case)
    text = "Consider each of them, and tell those who must know."
    decision = Decision(
        "Who else must be told?",
        clause=clause(case, "consider_others", consider_others.ACTION.clauses, text),
        facts=tuple(Fact(line) for line in how_to_reach(case.policy, case.facts)),
        due=due(visit, case, "consider_others"),
    )
    left = form.left(case)
    done = f"Recorded. {left} more to consider." if left else "Recorded."
    onward = "portal_investigation.other" if left else INCIDENT
    return page(
        consider_others.ACTION,
        form,
        decision,
        done=done,
        next_endpoint=onward,
        template="portal/investigation/others.html",
    )


@blueprint.route("/record-disciplinary", methods=BOTH)
@does(record_disciplinary.ACTION)
def disciplinary(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Begun, or why not; read by few."""
    visit, case = current_visit(), current_case()
    text = "Disciplinary action is begun, or it is recorded why not."
    decision = Decision(
        "Is disciplinary action taken?",
        clause=clause(case, "disciplinary", record_disciplinary.ACTION.clauses, text),
        facts=(Fact("Only those whom the policy names can read what you write here."),),
        due=due(visit, case, "disciplinary"),
    )
    form = forms.DisciplinaryForm(now=visit.now)
    return page(
        record_disciplinary.ACTION,
        form,
        decision,
        done="Recorded.",
        template="portal/investigation/disciplinary.html",
    )


@blueprint.route("/write-outcome-report", methods=BOTH)
@does(write_outcome_report.ACTION)
def write(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Findings and recommendations; a new version where one was sent back."""
    visit, case = current_visit(), current_case()
    form = outcome.WriteForm(data=outcome.known(case))
    form.offer(case, own_policies(visit.session, visit.scope))
    decision = outcome.writing(visit, case)
    done = "Written. Those who assess it are alerted."
    return page(
        write_outcome_report.ACTION,
        form,
        decision,
        done=done,
        template=OUTCOME,
        brought=outcome.brought(case),
    )


@blueprint.route("/assess-outcome", methods=BOTH)
@does(assess_outcome.ACTION)
def assess(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Accept the report, or send it back."""
    visit, case = current_visit(), current_case()
    form = outcome.AssessForm(now=visit.now)
    accepted = form.accept.data == outcome.ACCEPT
    return page(
        assess_outcome.ACTION,
        form,
        outcome.assessing(visit, case),
        done="Accepted." if accepted else "Sent back. Whoever wrote it is alerted.",
        template=OUTCOME,
        shown=outcome.to_assess(case),
        brought=outcome.brought(case),
    )
