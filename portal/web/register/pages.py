"""The breach log of an incident: to read as it grows, to complete, to print and to e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort

from portal.actions import complete_log, email_log
from portal.desk import can
from portal.desk.seen import seen
from portal.documents.breach_log import log_pdf
from portal.rules.ending.breach_log import LogSource, filled, keepers_are_trained, missing
from portal.store.school.learning import is_trained
from portal.web import deciding
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.downloads import download
from portal.web.frame import render
from portal.web.parts import when
from portal.web.parts.decision import Decision, Fact
from portal.web.register import affected, erased, erasing, figures, importing, school
from portal.web.register.area import blueprint, school_log
from portal.web.register.forms import LATER, EmailForm, asked, log_form
from tenants.calendar import uk_date
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

blueprints = (blueprint, school_log)
__all__ = ["affected", "blueprints", "erased", "erasing", "figures", "importing", "school"]

LOG = View(
    "breach_log",
    "The breach log of an incident, as it grows",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER, Role.ADMINISTRATOR},
)


@blueprint.get("/log")
@shows(LOG)
def log(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """All headings, where each answer comes from, and what is missing."""
    case = current_case()
    if not case.handles:
        abort(403)
    lines = filled(case.facts, case.policy, case.name_of)
    completed_at = case.facts.log.completed_at
    may = can.holds_role_for(complete_log.ACTION, case.facts, case.policy, case.actor)
    mails = may and case.facts.imported is None
    return render(
        "portal/register/log.html",
        title="Breach log",
        section=case.facts.reference,
        back=deciding.address("portal_incident.show", case),
        case=case,
        lines=lines,
        missing=missing(lines),
        completed=when.full(completed_at) if completed_at else "",
        complete_href=deciding.address(".complete", case) if may else "",
        email_href=deciding.address(".email", case) if mails else "",
        pdf_href=deciding.address(".pdf", case),
    )


@blueprint.get("/log.pdf")
@shows(LOG)
def pdf(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The log as it stands, as PDF/UA; each page says which state and time it shows."""
    visit, case = current_visit(), current_case()
    if not case.handles:
        abort(403)
    seen(visit.services, visit.here, incident_id, visit.person_id, "log_pdf")
    made = log_pdf(
        visit.school.name,
        case.facts,
        filled(case.facts, case.policy, case.name_of),
        version=case.found.row.version,
        made_at=visit.now,
    )
    return download(made, f"{case.facts.reference}-breach-log.pdf")


@blueprint.route("/email-log", methods=["GET", "POST"])
@does(email_log.ACTION)
def email(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A link, or the log itself; what an open mailbox means is said beside it."""
    case, form = current_case(), EmailForm()
    dpo = current_visit().school.dpo
    form.offer(dpo.email if dpo else "")
    decision = _mailing(case, dpo.email if dpo else "")
    return act(
        email_log.ACTION,
        form,
        "portal/decision.html",
        done="The message is on its way to the DPO.",
        next_endpoint="portal_register.log",
        title=decision.question,
        section=case.facts.reference,
        back=deciding.address(".log", case),
        decision=decision,
        button_text="E-mail it",
    )


def _mailing(case: Case, mailbox: str) -> Decision:
    lacking = missing(filled(case.facts, case.policy, case.name_of))
    open_ = f"Not answered yet: {when.counted(len(lacking), 'heading')}. It can go all the same."
    to = (Fact(f"The DPO’s mailbox: {mailbox}"),) if mailbox else ()
    text = "The log is e-mailed to the DPO with as much as is known."
    return Decision(
        "E-mail the log to the DPO",
        clause=deciding.clause(case, "email_log", email_log.ACTION.clauses, text),
        facts=(*to, Fact(open_)) if lacking else to,
    )


@blueprint.route("/complete-log", methods=["GET", "POST"])
@does(complete_log.ACTION)
def complete(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What the record knows is shown; the rest is asked, and 'not yet known' is an answer."""
    visit, case = current_visit(), current_case()
    lines = filled(case.facts, case.policy, case.name_of)
    return act(
        complete_log.ACTION,
        log_form(asked(lines)),
        "portal/register/complete.html",
        done="The breach log is saved. This is how it reads now.",
        next_endpoint="portal_register.log",
        title="Complete the breach log",
        section=case.facts.reference,
        back=deciding.address(".log", case),
        due=deciding.due(visit, case, "complete_declined_log")
        or deciding.due(visit, case, "complete_log"),
        known=tuple(line for line in lines if line.source is LogSource.RECORD),
        later=LATER,
        trained=keepers_are_trained(case.policy),
        untrained=not is_trained(visit.session, visit.scope, visit.person_id, uk_date(visit.now)),
    )
