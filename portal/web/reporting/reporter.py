"""The signed-in reporter's draft, and the pages around its questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import abort, request, url_for

from portal.actions import report_incident
from portal.desk import drafts
from portal.desk.perform import Deed, perform
from portal.rules.in_charge.roster import Roster
from portal.store import decisions
from portal.store.telling.mail import anonymous_address
from portal.web.frame import render
from portal.web.parts.record import Answer
from portal.web.reporting import journey, summary
from tenants.calendar import UK
from tenants.people import job_title
from tenants.permissions import Permission
from tenants.trips import ask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.actions.report_incident import ReportIncident
    from portal.desk.perform import Performed
    from portal.web.parts.form import PortalForm
    from portal.web.visiting import Visit
    from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class About:
    """What the journey knows: the draft and the policy of today; people once it asks for them."""

    visit: Visit
    draft: drafts.Draft
    policy: Policy

    @property
    def roster(self) -> Roster:
        """The people of today."""
        return self.visit.roster

    def said(self) -> ReportIncident:
        """The action's input, with the reporter's name."""
        now, person = self.visit.now, self.visit.person
        name = person.name if person else ""
        return journey.said(self.draft.answers, self.policy, self.roster, now, name=name)


def about(visit: Visit, *, people: bool = False) -> About:
    """The person's unfinished report, or an empty one; with the people of the school beside it."""
    unfinished = drafts.find_unfinished(
        visit.services.keyring, visit.here, visit.person_id, "report"
    )
    draft = visit.ask(unfinished, people=people, page=request.method != "POST")
    if visit.policy_today is None:
        abort(404)
    return About(visit, draft, visit.policy_today)


def not_yet(visit: Visit) -> str:
    """Whom to tell at a school that has adopted no policy."""
    return render(
        "portal/reporting/not_yet.html",
        title="You cannot report here yet",
        may_adopt=visit.may(Permission.ADOPT_POLICY),
    )


def form(known: About, step: str, now: datetime) -> PortalForm:
    """As posted, or as answered before."""
    before = None if request.method == "POST" else known.draft.answers
    roster = known.roster if step in journey.ABOUT_PEOPLE else Roster()
    return journey.form_for(step, known.policy, roster, now, before)


def save(visit: Visit, known: About, step: str, answered: PortalForm) -> None:
    """Keep this page's answers."""
    drafts.save(
        visit.services,
        visit.here,
        visit.person_id,
        known.draft,
        {step: answered.typed()},
    )


def next_page(slug: str, order: tuple[str, ...], step: str) -> str:
    """The next question, or the check page; from a 'Change' link straight back to it."""
    last = order.index(step) == len(order) - 1
    if last or request.args.get("change"):
        return url_for("portal_reporting.check", slug=slug)
    return url_for("portal_reporting.ask", slug=slug, step=order[order.index(step) + 1])


def question(visit: Visit, known: About, step: str, asked: PortalForm) -> ResponseReturnValue:
    """The page of one question."""
    order = journey.steps(known.policy)
    place = order.index(step)
    slug = visit.school.slug
    back = url_for("portal_reporting.ask", slug=slug, step=order[place - 1]) if place else ""
    page = render(
        f"portal/reporting/{step}.html",
        title=journey.TITLE[step],
        back=back,
        form=asked,
        step=(place + 1, len(order)),
        policy=known.policy,
        anonymous_mail=anonymous_address(visit.session, visit.scope, known.policy)
        if step == "how"
        else "",
        discard=url_for("portal_reporting.delete", slug=slug) if known.draft.answers else "",
    )
    return page, 422 if asked.is_submitted() else 200


def already_sent(visit: Visit, known: About, asked: PortalForm) -> UUID | None:
    """The incident that this very form has made: the key of the check page is its draft's id.

    While that draft is there it has not been sent, or is being sent at this moment.
    """
    if asked.once_key() == known.draft.id:
        return None
    found = decisions.find_once(visit.session, visit.scope, asked.once_key())
    return found.incident_id if found and found.person_id == visit.person_id else None


def send(visit: Visit, known: About) -> Performed:
    """Report what the draft says, by whom and what they are here (DBRP-A1.04), and forget the
    draft: both in one commit.
    """
    on = visit.now.astimezone(UK).date()
    (job,) = ask(visit.services.engine, visit.scope, job_title(visit.here, visit.person_id, on))
    said, ident = replace(known.said(), job_title=job), known.draft.id
    deed = Deed(visit.here, visit.person_id, once=ident)
    forgotten = drafts.discarded(visit.here, visit.person_id, ident)
    visit.release()
    return perform(
        visit.services, report_incident.ACTION, said, deed, lambda held, _: forgotten.within(held)
    )


def check_page(visit: Visit, known: About, asked: PortalForm) -> ResponseReturnValue:
    """All answers, each with the way back to it."""
    asked.once.data = known.draft.id
    slug = visit.school.slug
    said = known.said()
    answers = tuple(
        Answer(
            line.question,
            line.answer,
            url_for("portal_reporting.ask", slug=slug, step=line.step, change=1),
        )
        for line in summary.lines(said, known.roster)
        if line.step != "how" or "how" in journey.steps(known.policy)
    )
    page = render(
        "portal/reporting/check.html",
        title="Check your answers",
        back=url_for("portal_reporting.ask", slug=slug, step="who"),
        form=asked,
        answers=answers,
    )
    return page, 422 if asked.errors else 200
