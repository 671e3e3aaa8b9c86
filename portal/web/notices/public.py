"""Tell people publicly: the text to put up, and where and how long it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import record_publication
from portal.notices.compose import plain_text
from portal.notices.text import public_notice
from portal.rules.telling.agreeing import unanswered
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, school_sender
from portal.web.notices.text import kinds_involved
from portal.web.parts import forms

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case


class PublicForm(forms.PortalForm):
    """Where, and how long."""

    where = forms.long_text(
        "Where can everybody read it?",
        hint="For example, the front page of the school’s website, and the notice board at the "
        "gate.",
        rows=3,
        needed="Say where everybody can read it",
    )
    since = forms.day("From which day?", needed="Enter the first day", past=True)
    until = forms.day(
        "Until which day will it stand there?",
        hint="Long enough for those who are away. For example, 23 12 2026",
        needed="Enter the last day",
    )
    as_effective = forms.long_text(
        "How does it reach everybody affected as well as a letter would?",
        hint="The law asks for it (UK GDPR Article 34(3)(c)). For example, families without the "
        "internet hear it at the gate, and those who have left read it in the local paper.",
        rows=3,
        needed="Say how it reaches everybody affected as well as a letter would",
    )
    why_not_waited = forms.text(
        "Why do you not wait for what is missing?", hint="One line. It goes on the record."
    )

    def to_input(self, _case: Case) -> record_publication.RecordPublication:
        """As the action takes it."""
        assert self.since.data is not None  # noqa: S101 - needed
        assert self.until.data is not None  # noqa: S101 - needed
        why = self.why_not_waited.data or "" if "why_not_waited" in self else ""
        return record_publication.RecordPublication(
            self.where.data or "",
            self.since.data,
            self.until.data,
            self.as_effective.data or "",
            why,
        )


@blueprint.route("/record-publication", methods=["GET", "POST"])
@does(record_publication.ACTION)
def publish(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The text as everybody will read it, and the form."""
    case, form = current_case(), PublicForm(now=current_visit().now)
    missing = unanswered(case.facts, case.policy)
    if not missing:
        del form.why_not_waited
    texts = case.facts.people.texts
    made = public_notice(texts[-1].parts, kinds_involved(), school_sender()) if texts else None
    return act(
        record_publication.ACTION,
        form,
        "portal/notices/public.html",
        done="It is recorded: the people affected are told publicly.",
        title="Tell people publicly",
        notice=made,
        as_text=plain_text(made) if made else "",
        missing=missing,
    )
