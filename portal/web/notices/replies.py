"""What came back after people were told: record it, acknowledge and answer complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import acknowledge_complaint, answer_complaint, record_complaint
from portal.rules.ending.complaining import unacknowledged, unanswered
from portal.rules.uk_time import day
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.notices.area import READERS, blueprint, href, note_reading
from portal.web.offering import links
from portal.web.parts import forms
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Complaint
    from portal.web.visiting import Case

REPLIES = View("replies", "Replies and complaints that came back", READERS)
NEXT = (record_complaint.ACTION, acknowledge_complaint.ACTION, answer_complaint.ACTION)


class CameForm(forms.PortalForm):
    """What came, from whom, when."""

    who = forms.text("Who wrote or said it?", needed="Say who wrote or said it")
    received_at = forms.moment(
        "When did it come?",
        hint="For example, 23 10 2026, 4:10pm. The day alone will do.",
        needed="Enter the day it came",
        past=True,
        time_needed=False,
    )
    text = forms.long_text("What does it say?", needed="Say what it says")
    is_complaint = forms.radios(
        "Is it a complaint?",
        {"yes": "Yes, or it may be one", "no": "No, it is a question or a reply"},
        hints={
            "yes": "The law gives 30 days from the day it came to acknowledge it.",
            "no": "If they ask for what you hold about them, or to erase it, the law gives one "
            "month to answer (UK GDPR Article 12(3)). What a legal duty needs is kept.",
        },
        needed="Say whether it is a complaint",
    )

    def to_input(self, _case: Case) -> record_complaint.RecordComplaint:
        """As the action takes it."""
        assert self.received_at.data is not None  # noqa: S101 - needed
        return record_complaint.RecordComplaint(
            self.who.data or "",
            self.text.data or "",
            self.received_at.data,
            self.is_complaint.data == "yes",
        )


class ComplaintForm(forms.PortalForm):
    """One of those that are open."""

    complaint = forms.radios("Which complaint?", needed="Choose the complaint")

    def about(self, open_: Iterable[Complaint]) -> None:
        """Those that are open can be chosen; the only one is chosen already."""
        known = {str(one.id): f"{one.who}, {day(one.received_at)}" for one in open_}
        self.complaint.choices = forms.choices(known)
        if len(known) == 1 and not self.is_submitted():
            self.complaint.data = next(iter(known))


class AcknowledgeForm(ComplaintForm):
    """How."""

    how = forms.text(
        "How did you acknowledge it?",
        hint="For example, by e-mail to the address it came from.",
        needed="Say how you acknowledged it",
    )

    def to_input(self, _case: Case) -> acknowledge_complaint.AcknowledgeComplaint:
        """As the action takes it."""
        return acknowledge_complaint.AcknowledgeComplaint(
            UUID(self.complaint.data), self.how.data or ""
        )


class AnswerForm(ComplaintForm):
    """What came of it."""

    outcome = forms.long_text(
        "What did you find and do, as you told them?", needed="Say what you found and did"
    )
    told_of_regulator = forms.tick(
        f"They have been told that they can complain to the {ICO} as well"
    )

    def to_input(self, _case: Case) -> answer_complaint.AnswerComplaint:
        """As the action takes it."""
        return answer_complaint.AnswerComplaint(
            UUID(self.complaint.data),
            self.outcome.data or "",
            told_of_regulator=bool(self.told_of_regulator.data),
        )


@blueprint.get("/replies")
@shows(REPLIES)
def replies(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Everything that came back, and where each stands."""
    note_reading("replies")
    case = current_case()
    return render(
        "portal/notices/replies.html",
        title="What came back",
        section=case.facts.reference,
        came=tuple(
            (one, day(one.received_at), _stands(one)) for one in case.facts.people.complaints
        ),
        links=links(*NEXT),
        back=href("people"),
    )


@blueprint.route("/record-complaint", methods=["GET", "POST"])
@does(record_complaint.ACTION)
def came(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One more reply or complaint."""
    return act(
        record_complaint.ACTION,
        CameForm(now=current_visit().now),
        "portal/notices/simple.html",
        done="It is recorded.",
        next_endpoint="portal_notices.replies",
        title="Record a reply or complaint",
        lead="Write down what somebody said or wrote about this incident, in their words. In "
        "doubt treat it as a complaint.",
    )


@blueprint.route("/acknowledge-complaint", methods=["GET", "POST"])
@does(acknowledge_complaint.ACTION)
def acknowledge(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """That it came, and what happens next."""
    form = AcknowledgeForm()
    form.about(unacknowledged(current_case().facts))
    return act(
        acknowledge_complaint.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is recorded. The answer is still owed.",
        next_endpoint="portal_notices.replies",
        title="Acknowledge a complaint",
        lead="Tell them that you have their complaint, who looks into it, and when they will hear "
        "from you. Then record it here.",
    )


@blueprint.route("/answer-complaint", methods=["GET", "POST"])
@does(answer_complaint.ACTION)
def answer(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The outcome, as they were told."""
    form = AnswerForm()
    form.about(unanswered(current_case().facts))
    return act(
        answer_complaint.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is recorded.",
        next_endpoint="portal_notices.replies",
        title="Answer a complaint",
        lead="Tell them what you found and what you did about it, then record it here.",
    )


def _stands(one: Complaint) -> str:
    if not one.is_complaint:
        return "A reply: nothing is owed."
    if one.answered_at is not None:
        return f"Answered on {day(one.answered_at)}: {one.outcome}"
    if one.acknowledged_at is not None:
        return f"Acknowledged on {day(one.acknowledged_at)}. The answer is owed."
    return "Not acknowledged yet."
