"""The pages of the anonymous journey: its questions, the check page, the receipt code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import url_for

from portal.rules.reporting import intake
from portal.web.frame import render
from portal.web.parts.record import Answer
from portal.web.reporting import codes, journey, summary, told
from portal.web.reporting.forms import CheckForm
from portal.web.reporting.travelling import TravellingForm, answered, ended

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Response

    from portal.rules.in_charge.roster import Roster
    from portal.web.parts.form import PortalForm
    from portal.web.visiting import Case, Visit
    from tenants.policy.schema import Policy

PURPOSE: Final = "anonymous report"
FORMS: Final[Mapping[str, Any]] = {
    step: type(f"Anonymous{form.__name__}", (form, TravellingForm), {})
    for step, form in journey.STRANGERS.items()
}


class AnonymousCheckForm(CheckForm, TravellingForm):
    """Nothing but the button, and the parcel."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One report on its way: the answers so far, and the key that makes sending twice harmless."""

    visit: Visit
    policy: Policy
    roster: Roster
    once: UUID
    answers: dict[str, object]
    is_changing: bool = False
    """From the check page, and back to it."""
    is_forgotten: bool = False

    @classmethod
    def of(cls, visit: Visit, policy: Policy, roster: Roster, parcel: dict[str, object]) -> Trip:
        """From what the form carried."""
        answers = parcel.get("answers")
        return cls(
            visit,
            policy,
            roster,
            UUID(str(parcel["once"])),
            answers if isinstance(answers, dict) else {},
            is_changing=bool(parcel.get("changing")),
        )

    @property
    def parcel(self) -> dict[str, object]:
        """What the next form carries."""
        return {"once": self.once, "answers": self.answers, "changing": self.is_changing}

    @property
    def steps(self) -> tuple[str, ...]:
        """The questions in order."""
        return journey.steps(self.policy, anonymous=True)

    @property
    def slug(self) -> str:
        """The school's part of the address."""
        return self.visit.school.slug

    def before(self, step: str) -> str:
        """The question before this one; the first has none before it."""
        return self.steps[max(self.steps.index(step) - 1, 0)]

    def with_answer(self, step: str, typed: object) -> Trip:
        """One more answer."""
        return replace(self, answers={**self.answers, step: typed})

    def changing(self) -> Trip:
        """For one answer only."""
        return replace(self, is_changing=True)

    def forgotten(self) -> Trip:
        """What it carried was too old."""
        return replace(self, is_forgotten=True)


def form(trip: Trip, step: str, *, posted: bool = False, checked: bool = False) -> PortalForm:
    """The form of a step: as posted, or as answered before; `checked` with what is wrong there."""
    known = None if posted else trip.answers
    made = journey.form_for(step, trip.policy, trip.roster, trip.visit.now, known, FORMS)
    if checked:
        made.validate()
    return made


def typed(trip: Trip, step: str = "") -> Iterator[PortalForm]:
    """All that was answered so far, as forms, with what was posted for this step."""
    for each in trip.steps:
        if each == step or each in trip.answers:
            yield form(trip, each, posted=each == step)


def first_unfit(trip: Trip) -> str | None:
    """The first question whose answer cannot be sent as it is."""
    for step in trip.steps:
        if step not in trip.answers or not form(trip, step).validate():
            return step
    return None


def question(trip: Trip, step: str, asked: PortalForm, problem: str = "") -> Response:
    """The page of one question; 422 with what is wrong, 400 when the form was not taken."""
    if problem:
        asked.form_errors = [problem]
    status = 400 if problem else 422 if asked.errors else 200
    _pack(trip, asked)
    page = render(
        "portal/reporting/anonymous.html",
        title=journey.TITLE[step],
        form=asked,
        action=url_for("portal_anonymous.ask", slug=trip.slug, step=step),
        step=(trip.steps.index(step) + 1, len(trip.steps)),
        asks=step,
        is_first=step == trip.steps[0],
    )
    return answered(page, status, _path(trip))


def check(trip: Trip, problem: str = "", status: int = 400) -> Response:
    """All answers, and the button that sends them."""
    asked = AnonymousCheckForm(formdata=None)
    if problem:
        asked.form_errors = [problem]
    _pack(replace(trip, is_changing=False), asked)
    said = journey.said(
        trip.answers, trip.policy, trip.roster, trip.visit.now, anonymous=True, receipt_code="0"
    )
    page = render(
        "portal/reporting/anonymous_check.html",
        title="Check your answers",
        form=asked,
        action=url_for("portal_anonymous.send", slug=trip.slug),
        answers=[Answer(line.question, line.answer) for line in summary.lines(said, trip.roster)],
        changes=[
            (journey.TITLE[step], url_for("portal_anonymous.ask", slug=trip.slug, step=step))
            for step in trip.steps
        ],
    )
    return answered(page, status if problem else 200, _path(trip))


def done(trip: Trip, case: Case) -> Response:
    """The receipt code, whom it went to by role, how to come back."""
    page = render(
        "portal/reporting/anonymous_done.html",
        title="Thank you. It is reported.",
        code=codes.in_groups(codes.code_of(trip.visit, trip.once)),
        told=told.told(trip.visit, case),
        advice=told.advice(case.facts),
        promise=intake.good_faith_promise(case.policy),
        case=case,
    )
    return ended(page, _path(trip))


def _pack(trip: Trip, asked: PortalForm) -> None:
    assert isinstance(asked, TravellingForm)  # noqa: S101 - made of FORMS
    asked.pack(trip.visit, PURPOSE, trip.parcel)


def _path(trip: Trip) -> str:
    return url_for("portal_anonymous.start", slug=trip.slug)
