"""The last pages of an incident."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, url_for

from portal.actions import (
    add_improvement,
    close_incident,
    complete_improvement,
    look_at_addition,
    reopen_incident,
    review_incident,
    thank_reporter,
)
from portal.rules.ending.closing import came_after, finds_thanks, holds_up, open_before_closing
from portal.rules.ending.conclusion import asks_outcome_report, open_recommendations
from portal.rules.in_charge import owners
from portal.store.school.registers import own_policies
from portal.web import offering
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act, nothing_open
from portal.web.deciding import address, clause, due
from portal.web.ending import forms, proposing, reviewing
from portal.web.frame import render
from portal.web.owing import of_incident
from portal.web.parts.decision import Clause, Decision, Fact
from portal.web.parts.record import Link
from portal.web.parts.when import full
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.desk.perform import Beside
    from portal.rules.duties.duty import Duty
    from portal.rules.outcome import AnyAction
    from portal.web.acting import ActionForm
    from portal.web.visiting import Case, Visit

blueprint = Blueprint("portal_ending", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>")
BOTH = ["GET", "POST"]
INCIDENT = "portal_incident.show"


def page(
    action: AnyAction,
    form: ActionForm,
    decision: Decision,
    *,
    done: str,
    beside: Callable[[], Beside | None] | None = None,
) -> ResponseReturnValue:
    """The page of one action on the current case."""
    case = current_case()
    return act(
        action,
        form,
        "portal/decision.html",
        done=done,
        beside=beside,
        title=decision.question,
        section=case.facts.reference,
        back=address(INCIDENT, case),
        decision=decision,
        button_text=action.title,
    )


def _found() -> Fact:
    where = address("portal_investigation.show", current_case())
    return Fact("What was found out and concluded:", Link("the investigation", where))


def _unanswered(case: Case) -> tuple[Fact, ...]:
    """Recommendations that no action carries out yet (SIP-6d)."""
    add = Link("add an action", address(".improve", case))
    return tuple(
        Fact(f"Recommended, without an action so far: {line}", add)
        for line in open_recommendations(case.facts)
    )


def _clause(action: AnyAction, text: str) -> Clause:
    return clause(current_case(), action.name, action.clauses, text)


@blueprint.route("/review-incident", methods=BOTH)
@does(review_incident.ACTION)
def review(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The points of the policy, and whether discipline was considered."""
    visit, case = current_visit(), current_case()
    contract = reviewing.find_contract(visit, case)
    text = "Afterwards the incident is reviewed, so that it does not happen again."
    decision = Decision(
        "Review the incident",
        clause=_clause(review_incident.ACTION, text),
        facts=(_found(), *reviewing.on_contract(case, contract)),
        leads_to={"After the review": "add what is to be done as actions with an owner and a day."},
        due=due(visit, case, "review_incident"),
    )
    done = "Reviewed. Add what is to be done as actions, then close."
    titles = own_policies(visit.session, visit.scope)
    proposes = proposing.may_propose(visit)
    form = reviewing.review_form(case, titles, contract, proposes=proposes)
    beside = partial(proposing.proposal, form)
    return page(review_incident.ACTION, form, decision, done=done, beside=beside)


@blueprint.route("/add-improvement", methods=BOTH)
@does(add_improvement.ACTION)
def improve(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """An action with an owner and a day."""
    form = forms.ImprovementForm()
    form.offer(current_case())
    text = "What prevents it from happening again is put in place."
    decision = Decision(
        "Add an action to stop it happening again",
        clause=_clause(add_improvement.ACTION, text),
        leads_to={
            "Whoever does it": "is alerted, and reminded until it is done, after closing too."
        },
    )
    return page(add_improvement.ACTION, form, decision, done="Added.")


@blueprint.route("/complete-improvement", methods=BOTH)
@does(complete_improvement.ACTION)
def improved(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One's own action is done."""
    case, form = current_case(), forms.DoneForm()
    open_ = forms.to_complete(case)
    if not open_:
        sentence = "No action waits for you: it is done, or somebody else does it now."
        return nothing_open(case, sentence, form)
    form.offer(open_)
    decision = Decision("Is it done?", due=due(current_visit(), case, "improvement"))
    return page(complete_improvement.ACTION, form, decision, done="Thank you. It is done.")


def _not_yet(visit: Visit, case: Case) -> ResponseReturnValue:
    """What closing waits for, who owes it, and the way to where it is done."""
    lacking, owed = open_before_closing(case.facts, case.policy, visit.now)
    return render(
        "portal/ending/not_yet.html",
        title="It cannot be closed yet",
        section=case.facts.reference,
        back=address(INCIDENT, case),
        waits_for=[
            *((offering.way_on(each.action, each.sentence), "") for each in lacking),
            *((offering.way_on(each.action, each.what), _who(each)) for each in owed),
        ],
        case=case,
    )


def _who(duty: Duty) -> str:
    visit, case = current_visit(), current_case()
    owner = owners.owner_of(duty, case.roster, case.facts, case.policy, visit.now)
    return of_incident(duty, owner, visit)


@blueprint.route("/close-incident", methods=BOTH)
@does(close_incident.ACTION)
def close(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Close; or see what is still open."""
    visit, case = current_visit(), current_case()
    form = forms.CloseForm(now=visit.now)
    form.offer(case)
    if holds_up(case.facts, case.policy, visit.now) and not form.is_submitted():
        return _not_yet(visit, case)
    text = "What came of it is looked at, and then the incident is closed."
    if asks_outcome_report(case.policy):
        text = "The outcome report is accepted, and then the incident is closed."
    decision = Decision(
        "Close the incident",
        clause=_clause(close_incident.ACTION, text),
        facts=(_found(), *_unanswered(case)),
        leads_to={"Closing": "ends it. Dated actions live on, and the reporter is to be thanked."},
        due=due(visit, case, "close"),
    )
    return page(close_incident.ACTION, form, decision, done="Closed.")


@blueprint.route("/reopen-incident", methods=BOTH)
@does(reopen_incident.ACTION)
def reopen(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Go on with a closed incident."""
    decision = Decision(
        "Re-open the incident",
        leads_to={
            "Re-opening": "takes it back into investigation. What was decided stays.",
            "If it is a breach": "the risk is assessed again, as more people, or the "
            f"{ICO}, may have to hear of what is new.",
            "If it had ended without a breach": "somebody has to decide that afresh, and the 72 "
            "hours run from the news until they have.",
        },
    )
    done = "Re-opened. The Headteacher and the data protection officer are alerted."
    return page(reopen_incident.ACTION, forms.ReopenForm(), decision, done=done)


@blueprint.route("/look-at-addition", methods=BOTH)
@does(look_at_addition.ACTION)
def look(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Nothing new; else re-open, or put it where a joined report goes on."""
    visit, case = current_visit(), current_case()
    goes_on = case.facts.joined_to
    if goes_on is None:
        leads_to = Link("re-open the incident", address(".reopen", case))
    else:
        there = url_for("portal_incident.show", slug=slug, incident_id=goes_on.incident_id)
        leads_to = Link(f"put it on the record of {goes_on.reference}, where this goes on", there)
    decision = Decision(
        "Does what came in change anything?",
        facts=(
            *(
                Fact(f"{full(each.at)}: {each.text}")
                for each, looked in came_after(case.facts)
                if looked is None
            ),
            Fact("If it changes anything,", leads_to),
        ),
        due=due(visit, case, "look_at_addition"),
    )
    form = forms.LookForm() if goes_on is None else forms.LookAtJoinedForm()
    return page(look_at_addition.ACTION, form, decision, done="Recorded.")


@blueprint.route("/thank-reporter", methods=BOTH)
@does(thank_reporter.ACTION)
def thank(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Say what came of the report."""
    case = current_case()
    decision = Decision(
        "Thank the reporter",
        facts=(_found(), *forms.by_mail(case)),
        due=due(current_visit(), case, "thank_reporter"),
    )
    done = "Told. The reporter finds it with their report." * finds_thanks(case.facts)
    return page(thank_reporter.ACTION, forms.ThankForm(), decision, done=done or "Recorded.")
