"""How and when a report to the regulator was made, or that the portal is to mail it now."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from wtforms.validators import ValidationError

from portal.actions.submit_follow_up import SubmitFollowUp
from portal.actions.submit_initial import SubmitInitial
from portal.regulators.answers import Answer, promised
from portal.rules.words import Route, SubmissionKind
from portal.web.bringing import BringingForm, a_file
from portal.web.ico.freezing import DELAY, freezing
from portal.web.ico.report import Report
from portal.web.parts import forms, when
from tenants.calendar import UK, uk_date
from tenants.db import uuid7
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Callable

    from wtforms import Field

    from portal.web.visiting import Case

TYPED = ("late_reasons", "closure_statement", "explanation")
"""What is typed here and goes to the regulator."""
MAILED = "mailed"
"""The portal sends it by e-mail now."""
FOLLOW_UP_AFTER = timedelta(days=14)
END_OF_WORK = time(17)
"""What is promised for a day is due at five in the afternoon."""


WAYS = {
    str(Route.WEB_FORM): f"Through the {ICO}’s web form",
    str(Route.PHONE): "By phone",
    str(Route.EMAIL): "By e-mail, from my own mailbox",
    MAILED: "By e-mail: the portal sends it now, with the PDF",
}


class MadeForm(BringingForm):
    """How and when it was made, and what is to follow."""

    shows = f"The {ICO}’s confirmation that it has the report"
    files = a_file(f"The {ICO}’s confirmation")
    rests_on = forms.checkboxes(
        "Or is it among the evidence already? (optional)",
        hint=f"Choose the {ICO}’s confirmation e-mail.",
    )
    route = forms.radios(
        "How did you send it?",
        WAYS,
        needed="Choose how you sent it",
    )
    spoke_to = forms.text("Whom did you speak to?")
    done_at = forms.moment(
        "When did you send it?",
        past=True,
        hint="Leave this empty if you have only just done it. This time decides whether it was "
        "in time.",
    )
    reference = forms.text(
        f"The {ICO}’s reference",
        hint="Leave this empty if you have not been given one yet.",
        most=60,
    )
    promised = forms.day("By when will you send what is still missing?")
    late_reasons = forms.long_text(
        "If it was sent after the 72 hours: why?",
        hint="You can also add this later. Do not wait with the report.",
    )
    closure_statement = forms.long_text(
        "What you say about the school holidays",
        hint="Holidays do not stop the 72 hours.",
        rows=3,
    )
    kind = forms.radios(
        "What kind of follow-up is it?",
        {
            SubmissionKind.FOLLOW_UP: "More information",
            SubmissionKind.NOT_A_BREACH: "It was not a breach after all",
            SubmissionKind.WITHDRAWAL: "We withdraw the report",
        },
        needed="Choose what kind of follow-up it is",
    )
    explanation = forms.long_text("Why?", hint=f"The {ICO} reads this.", rows=3)
    reason = forms.long_text("Why does it go as it is?", hint="One line is enough.", rows=2)

    report: Report
    places: int = 0
    """How many places may hold personal data of the people affected."""
    closed: Callable[[datetime], str]
    """What is said of the holidays in a report that is made then (DBRP-6.1.3)."""

    @property
    def mailed(self) -> bool:
        """Whether the portal is to send it."""
        return bool(self.route.data == MAILED)

    @property
    def said_kind(self) -> SubmissionKind:
        """What kind of report it is to be."""
        said = self.kind.data if "kind" in self else None
        return SubmissionKind(said) if said else SubmissionKind.INITIAL

    def validate_done_at(self, field: Field) -> None:
        """What the portal sends, it sends now."""
        if self.mailed and field.data is not None:
            raise ValidationError("The portal sends it now. Leave this empty.")

    def validate_promised(self, field: Field) -> None:
        """A promise is about a day to come."""
        assert self.now is not None  # noqa: S101 - given by the page
        if field.data is not None and field.data < uk_date(self.now):
            raise ValidationError("Choose a day that is still to come")

    def to_input(self, _case: Case) -> SubmitInitial | SubmitFollowUp:
        """The report as it was made. The time of recording is the page's."""
        mailed = self.mailed
        said: dict[str, Any] = {
            "submission_id": uuid7(),
            "route": Route.EMAIL if mailed else Route(self.route.data),
            "by_portal": mailed,
            "freeze": freezing(self.report),
            "reference": self.reference.data or "",
            "spoke_to": self._text("spoke_to"),
            "unknown": self.report.left_open(),
            "promised_at": self._promised(),
            "promises": tuple(
                (key, end_of_work(on)) for key, on in promised(self.report.answers).items()
            ),
            "findings": self.places,
            "recorded_at": self.now,
            "reason": self._text("reason"),
        }
        if "kind" in self:
            kind = SubmissionKind(self.kind.data)
            return SubmitFollowUp(**said, kind=kind, explanation=self._text("explanation"))
        return SubmitInitial(
            **said,
            late_reasons=self._text("late_reasons"),
            closure_statement=self._closure(),
        )

    def _promised(self) -> datetime | None:
        on: date | None = self.promised.data if "promised" in self else None
        return end_of_work(on) if on else None

    def _closure(self) -> str:
        """What is said of the holidays on the day on which it was made, if that was another."""
        if not isinstance(self.done_at.data, datetime):
            return self._text("closure_statement")
        then = self.closed(self.done_at.data)
        return (self._text("closure_statement") or then) if then else ""

    def _text(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""


def end_of_work(on: date) -> datetime:
    """The instant by which something promised for a day is due."""
    return datetime.combine(on, END_OF_WORK, UK).astimezone(UTC)


def made_form(
    report: Report,
    now: datetime,
    *,
    places: int,
    explain: bool,
    late: bool,
    closed: Callable[[datetime], str],
    no_breach: str,
    why_late: str = "",
    route: str = "",
) -> MadeForm:
    """The form with the questions that this report needs.

    `no_breach`: why the record says that it was none, to be said to the regulator; '' where it does
    not. `why_late`: what the record offers as the reason, where nobody has written one.
    """
    closure = closed(now)
    by = _promised_before(report, now) or when.uk(now + FOLLOW_UP_AFTER).date()
    kind = SubmissionKind.NOT_A_BREACH if no_breach else SubmissionKind.FOLLOW_UP
    why_late = report.answers.get(DELAY, Answer()).text or why_late
    data = {
        "promised": by,
        "closure_statement": closure,
        "kind": kind,
        "explanation": no_breach,
        "late_reasons": why_late,
        "route": route or None,
    }
    form = MadeForm(data=data, now=now)
    form.report, form.places, form.closed = report, places, closed
    if not report.form.regulator.email:
        form.route.choices = forms.choices({k: v for k, v in WAYS.items() if k != MAILED})
    wanted = {
        "promised": bool(report.left_open()),
        "late_reasons": late and not report.follows_up,
        "closure_statement": bool(closure) and not report.follows_up,
        "kind": report.follows_up,
        "explanation": report.follows_up,
        "reason": explain,
    }
    for name, needed in wanted.items():
        if not needed:
            del form[name]
    return form


def _promised_before(report: Report, now: datetime) -> date | None:
    """The day that the last report promised, while it is still to come."""
    on = when.uk(report.promised_at).date() if report.promised_at else None
    return on if on and on >= uk_date(now) else None
