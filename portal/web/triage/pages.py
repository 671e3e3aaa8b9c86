"""From the report to awareness: escalation, triage, safety, and whether it is a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for

from portal.actions import (
    allocate_investigation,
    answer_declined,
    classify,
    confirm_ending,
    declare_aware,
    decline_escalation,
    escalate_to_dpo,
    mark_concerned,
    move_awareness,
    record_containment,
    record_danger_check,
    record_no_breach,
    remove_concern,
    verify_details,
)
from portal.rules.clock import cautious_start
from portal.store.colleagues import together_with
from portal.web.access import current_case, current_visit, does
from portal.web.triage import (
    awareness,
    basis,
    classifying,
    escalation,
    handing_on,
    leading,
    limiting,
    looking,
    matters,
    people,
    relating,
    safety,
)
from portal.web.triage.area import BOTH, blueprint, decide

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

__all__ = ["blueprint", "handing_on", "limiting", "matters", "relating"]


def _escalating(first: str) -> ResponseReturnValue:
    visit, case = current_visit(), current_case()
    form = escalation.EscalateForm()
    form.offer(case, first)
    dpo = basis.dpo_name(visit)
    done = {
        "escalate_to_dpo": f"Escalated. {dpo} has been alerted.",
        "decline_escalation": f"Not escalated. Your reasons have gone to {dpo}, who can take the "
        "case up. Complete the log next.",
    }
    return decide(
        form.action(),
        form,
        escalation.decision(visit, case),
        done=done[form.action().name],
        button="Decide" if "answer" in form else "Escalate it",
    )


@blueprint.route("/escalate-to-dpo", methods=BOTH)
@does(escalate_to_dpo.ACTION)
def escalate(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Does the DPO take this case? Both answers."""
    return _escalating("")


@blueprint.route("/decline-escalation", methods=BOTH)
@does(decline_escalation.ACTION)
def decline(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The same page, with 'no' chosen to begin with."""
    return _escalating("decline")


@blueprint.route("/answer-declined", methods=BOTH)
@does(answer_declined.ACTION)
def answer(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The DPO agrees with a declined case or takes it up."""
    visit = current_visit()
    form = escalation.AnswerForm(now=visit.now)
    taken = form.answer.data == "take_up"
    done = "You have taken this up. The Headteacher is told." if taken else "You have agreed."
    decision = escalation.answer(visit, current_case())
    return decide(answer_declined.ACTION, form, decision, done=done, button="Decide")


@blueprint.route("/classify", methods=BOTH)
@does(classify.ACTION)
def classified(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Kind, severity, personal data, types, causes."""
    case = current_case()
    visit = current_visit()
    form = classifying.ClassifyForm(data=classifying.known(case), now=visit.now)
    form.offer(case)
    decision = classifying.decision(visit, case)
    return decide(classify.ACTION, form, decision, done="Classified.", template="triage/classify")


@blueprint.route("/verify-details", methods=BOTH)
@does(verify_details.ACTION)
def verify(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """'Details verified', with name and time."""
    decision = classifying.verifying(current_visit(), current_case())
    form = classifying.VerifyForm()
    return decide(verify_details.ACTION, form, decision, done="The details are verified.")


@blueprint.route("/allocate-investigation", methods=BOTH)
@does(allocate_investigation.ACTION)
def allocate(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Oneself, or an officer."""
    visit, case = current_visit(), current_case()
    form = leading.AllocateForm(data=leading.known(visit, case))
    form.offer(case)
    return decide(
        allocate_investigation.ACTION,
        form,
        leading.decision(visit, case),
        done="The investigation has begun.",
        template="triage/allocate",
    )


@blueprint.route("/record-danger-check", methods=BOTH)
@does(record_danger_check.ACTION)
def danger(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Danger found or not, and what was done."""
    visit = current_visit()
    form = safety.DangerForm(now=visit.now)
    decision = safety.danger(visit, current_case())
    return decide(
        record_danger_check.ACTION,
        form,
        decision,
        done="Your check is on the record.",
        template="triage/danger",
    )


@blueprint.route("/record-containment", methods=BOTH)
@does(record_containment.ACTION)
def contain(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One step, and where that leaves it."""
    visit = current_visit()
    form = safety.ContainForm(now=visit.now)
    decision = safety.containment(visit, current_case())
    return decide(record_containment.ACTION, form, decision, done="Recorded.")


@blueprint.route("/mark-concerned", methods=BOTH)
@does(mark_concerned.ACTION)
def mark(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Whom does it concern? Whoever marks themselves sees it no longer."""
    visit, case = current_visit(), current_case()
    form = safety.MarkForm()
    form.offer(people.unmarked(case))
    done = "Marked. They see nothing of this incident any more."
    reply = decide(mark_concerned.ACTION, form, safety.marking(case), done=done)
    marked = form.persons(case) if form.is_submitted() and not form.errors else ()
    if visit.person_id in marked:
        return redirect(url_for("portal_home.home"), 303)
    return reply


@blueprint.route("/remove-concern", methods=BOTH)
@does(remove_concern.ACTION)
def unmark(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """It does not concern them after all."""
    visit, case = current_visit(), current_case()
    form = safety.UnmarkForm()
    form.together = together_with(visit.session, visit.scope, incident_id, visit.now)
    form.offer(people.marked(case))
    done = "The mark is removed."
    return decide(remove_concern.ACTION, form, safety.unmarking(case), done=done)


@blueprint.route("/declare-aware", methods=BOTH)
@does(declare_aware.ACTION)
def aware(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Is it a breach, and since when does the school know? Both answers."""
    visit, case = current_visit(), current_case()
    form = awareness.BreachForm(now=visit.now, data={"aware_at": cautious_start(case.facts)})
    form.offer(case)
    done = {
        "declare_aware": "The school is aware. The 72 hours run from the moment you gave.",
        "record_no_breach": "Recorded as no breach.",
    }
    return decide(
        form.action(),
        form,
        awareness.establishing(visit, case),
        done=done[form.action().name],
        template="triage/breach",
    )


@blueprint.route("/move-awareness", methods=BOTH)
@does(move_awareness.ACTION)
def move(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Another moment of awareness."""
    visit, case = current_visit(), current_case()
    form = awareness.MoveForm(now=visit.now)
    done = "Awareness is moved. Both moments stay in view."
    return decide(move_awareness.ACTION, form, awareness.moving(case), done=done)


@blueprint.route("/record-no-breach", methods=BOTH)
@does(record_no_breach.ACTION)
def no_breach(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """It was none after all."""
    form = awareness.NoBreachForm()
    decision = awareness.denying(current_case())
    return decide(record_no_breach.ACTION, form, decision, done="Recorded as no breach.")


@blueprint.route("/confirm-ending", methods=BOTH)
@does(confirm_ending.ACTION)
def look(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The DPO's look at what was ended or delayed without them."""
    visit = current_visit()
    form = looking.LookForm(now=visit.now)
    agrees = form.agree.data == "agree"
    done = "You have agreed." if agrees else "You have taken this up. The Headteacher is told."
    decision = looking.decision(visit, current_case())
    return decide(confirm_ending.ACTION, form, decision, done=done, button="Decide")
