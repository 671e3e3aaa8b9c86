"""The order of the questions, and what the answers say: shared by both ways to report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.actions.report_incident import ReportIncident
from portal.rules import responsibilities
from portal.rules.in_charge import alerts, owners
from portal.rules.reporting import intake
from portal.rules.words import Answer, Kind, Naming
from portal.web.parts import forms as fields
from portal.web.parts.owed import listed
from portal.web.parts.widgets import Choices, Look
from portal.web.reporting import forms
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portal.rules.in_charge.roster import Roster
    from portal.web.parts.form import PortalForm
    from tenants.policy.schema import Policy

Answers = dict[str, object]
FORMS: Mapping[str, type[PortalForm]] = {
    "how": forms.HowForm,
    "what": forms.WhatForm,
    "when": forms.WhenToldForm,
    "danger": forms.DangerForm,
    "whose": forms.WhoseForm,
    "who": forms.WhoForm,
}
STRANGERS: Mapping[str, type[PortalForm]] = {
    step: form for step, form in FORMS.items() if step != "how"
} | {"when": forms.WhenForm}
"""Of whoever does not say who they are: nobody else's name either."""
TITLE = {
    "how": "How do you want to report?",
    "what": "What happened?",
    "when": "When did you notice it?",
    "danger": "Could anyone be in danger?",
    "whose": "Whose information is it?",
    "who": "Who should be told?",
}
ABOUT_PEOPLE = frozenset({"who"})
"""The questions that name people of the school."""
BOTH = "all"


def steps(policy: Policy, *, anonymous: bool = False) -> tuple[str, ...]:
    """The questions under this policy, in order."""
    asks_how = not anonymous and (
        intake.may_be_protected(policy) or intake.may_be_anonymous(policy)
    )
    return (*(("how",) if asks_how else ()), "what", "when", "danger", "whose", "who")


def form_for(
    step: str,
    policy: Policy,
    roster: Roster,
    now: datetime,
    answers: Answers | None = None,
    shapes: Mapping[str, type[PortalForm]] = FORMS,
) -> PortalForm:
    """The form of a step: as posted or, with `answers`, as answered before."""
    if answers is None:
        form = shapes[step](now=now)
    else:
        form = shapes[step](formdata=_typed(answers, step), now=now)
    if isinstance(form, forms.WhatForm):
        fields.keep(form.kind, intake.kinds(policy))
    if isinstance(form, forms.HowForm) and not intake.may_be_protected(policy):
        fields.keep(form.naming, {Naming.NAMED})
    if isinstance(form, forms.WhoForm):
        _offer_contacts(form, policy, roster, now)
        if "told" in form and shapes is FORMS:  # who is away is not for strangers
            form.told.widget = Choices(Look(hints=_stand_ins(policy, roster, now)))
    return form


def _typed(answers: Answers, step: str) -> MultiDict[str, str] | None:
    said = answers.get(step)
    return MultiDict(said) if isinstance(said, dict) else None


def _offer_contacts(form: forms.WhoForm, policy: Policy, roster: Roster, now: datetime) -> None:
    contacts = responsibilities.reporter_chooses(policy)
    if contacts:
        offered = {str(role): TITLES[role] for role in contacts}
        form.told.choices = fields.choices(offered | {BOTH: "All of them, or I am not sure"})
        if not any(one.role in {Role.DPO, Role.DEPUTY_DPO} for one in roster.holders):
            form.told.description = (
                ""  # an officer who does not use the portal is only asked to ring
            )
    else:
        del form.told
    form.about.choices = fields.choices(
        {
            str(holder.person_id): f"{holder.name}, {TITLES[holder.role]}"
            for holder in alerts.normally_told(policy, roster, now)
        }
    )


def _stand_ins(policy: Policy, roster: Roster, now: datetime) -> dict[str, str]:
    """Whom somebody tells who chooses a role in which nobody is, or is here."""
    contacts = responsibilities.reporter_chooses(policy)
    owing = {role: owners.owner(role, roster, None, policy, now) for role in contacts}
    return {
        str(role): f"{listed([f'{each.name} ({TITLES[each.role]})' for each in one.people])} "
        f"{'stands' if len(one.people) == 1 else 'stand'} in"
        for role, one in owing.items()
        if one.people and one.standing_in_for is not None
    }


def first_unanswered(policy: Policy, answers: Answers, *, anonymous: bool = False) -> str | None:
    """The first question that still needs an answer; None when the report can be sent."""
    return next((s for s in steps(policy, anonymous=anonymous) if s not in answers), None)


def said(
    answers: Answers,
    policy: Policy,
    roster: Roster,
    now: datetime,
    *,
    name: str = "",
    anonymous: bool = False,
    receipt_code: str = "",
) -> ReportIncident:
    """The action's input from all answers. The forms have been checked before."""
    shapes = STRANGERS if anonymous else FORMS
    filled = {
        step: form_for(step, policy, roster, now, answers, shapes)
        for step in steps(policy, anonymous=anonymous)
    }
    what, when, danger, whose, who = (
        filled[step] for step in ("what", "when", "danger", "whose", "who")
    )
    assert isinstance(when, forms.WhenForm)  # noqa: S101 - the step's own form
    noticed_at, day_only = when.moment(now)
    naming = Naming.ANONYMOUS if anonymous else Naming(_naming(filled))
    return ReportIncident(
        happened=what.data["happened"],
        kind=Kind(what.data["kind"]),
        naming=naming,
        reporter_name=name,
        noticed_at=noticed_at,
        day_only=day_only,
        noticed_unsure=noticed_at is None,
        occurred=when.data["occurred"],
        danger=Answer(danger.data["danger"]),
        still_going_on=Answer(danger.data["still_going_on"]),
        done_so_far=danger.data["done_so_far"],
        whose=whose.data["whose"],
        what_data=whose.data["what_data"],
        people_estimate=whose.data["people_estimate"],
        involved=whose.data["involved"],
        told=_told(who.data.get("told"), policy),
        about=_hidden_from(who.data["about"], roster),
        systems_affected=who.data["systems_affected"],
        receipt_code=receipt_code,
        on_behalf=when.on_behalf() if isinstance(when, forms.WhenToldForm) else None,
    )


def _naming(filled: Mapping[str, PortalForm]) -> str:
    return filled["how"].data["naming"] if "how" in filled else Naming.NAMED


def _told(chosen: str | None, policy: Policy) -> tuple[Role, ...]:
    contacts = responsibilities.reporter_chooses(policy)
    if chosen in {None, BOTH}:
        return contacts
    return (Role(chosen),)


def _hidden_from(chosen: list[str] | None, roster: Roster) -> tuple[UUID, ...]:
    """Whom it concerns; with an officer of a DPO service the whole service."""
    return tuple(
        person for one in chosen or () for person in owners.with_service(roster, UUID(one))
    )
