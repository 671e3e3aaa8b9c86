"""Absences as the school records them: who decides instead is shown before it is saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, redirect, url_for

from portal.desk.school import absences as recording
from portal.rules.in_charge.while_away import decides_instead
from portal.store.school import staff
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.people import shown
from portal.web.admin.people.area import BOTH, PEOPLE, PERSON, blueprint
from portal.web.admin.people.forms import AbsenceForm, ReviewForm
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.owed import listed
from portal.web.roles_held import given
from tenants import absences
from tenants.calendar import uk_date
from tenants.permissions import Permission
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.visiting import Visit
    from tenants.change import Altered
    from tenants.directory import Relation

NAMED: Final = 3
"""How many schools a sentence names: a cookie carries it to the next page, which lists them all."""


@blueprint.route("/<uuid:person_id>/absences/new", methods=BOTH)
@does(Permission.RECORD_ABSENCE)
def add_absence(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Somebody will be away, or is."""
    visit = current_visit()
    name = _name(visit, person_id)
    back = url_for(PERSON, slug=slug, person_id=person_id)
    return record(
        person_id,
        Permission.RECORD_ABSENCE,
        title=f"When is {name} away?",
        lead=f"While {name} is away, these decide instead:",
        back=back,
        next_endpoint=PERSON,
        next_values={"person_id": person_id},
    )


def record(
    person_id: UUID,
    permission: Permission,
    *,
    next_endpoint: str,
    next_values: dict[str, Any],
    elsewhere: Sequence[Relation] = (),
    **context: Any,
) -> ResponseReturnValue:
    """The page of one absence: what was typed, then who decides instead, then it is saved.

    `elsewhere`: the person's other schools, where it can be recorded at once with this one.
    """
    visit = current_visit()
    form = AbsenceForm(from_on=uk_date(visit.now))
    if not elsewhere:
        del form.everywhere
    _offer(form, visit, person_id)
    context |= {"form": form, "instead": ()}
    if form.validate_on_submit():
        context["instead"] = _instead(visit, form, person_id)
        if form.shown.data != form.mark():
            form.shown.data = form.mark()
            return render("portal/admin/people/absence.html", **context)
    del context["form"]
    return change_page(
        permission,
        form,
        "portal/admin/people/absence.html",
        lambda: partial(_apply, visit=visit, form=form, person_id=person_id),
        done="The absence is saved. What is owed moves when it begins, and comes back at its end.",
        next_endpoint=next_endpoint,
        next_values=lambda _id: next_values,
        then=partial(_elsewhere, visit, form, person_id, elsewhere),
        **context,
    )


def _apply(session: Session, *, visit: Visit, form: AbsenceForm, person_id: UUID) -> Altered:
    return recording.record(session, visit.here, person_id, form.leave(visit.now), visit.now)


def _elsewhere(
    visit: Visit, form: AbsenceForm, person_id: UUID, places: Sequence[Relation]
) -> tuple[str, ...]:
    if not places or not form.everywhere.data:
        return ()
    leave, once = form.leave(visit.now), form.once_key()
    refused = recording.record_at(visit.services, places, person_id, leave, once=once)
    return tuple(f"Not at {some_of(names)}: {why}" for why, names in refused.items())


def some_of(schools: Collection[str]) -> str:
    """The first schools by name, and how many more."""
    more = len(schools) - NAMED
    rest = [f"{more} more of your schools"] if more > 0 else []
    return listed(sorted(schools)[:NAMED] + rest)


def _instead(visit: Visit, form: AbsenceForm, person_id: UUID) -> tuple[str, ...]:
    if visit.policy_today is None:
        return ()
    return shown.instead_lines(
        decides_instead(
            person_id,
            visit.roster,
            visit.policy_today,
            form.from_at(visit.now),
            role=form.away_from(),
            stand_in=form.named(),
        )
    )


def _offer(form: AbsenceForm, visit: Visit, person_id: UUID) -> None:
    """The person's own roles; and everybody else who could stand in."""
    held = {one.role for one in visit.roster.holders if one.person_id == person_id}
    others: dict[str, str] = {}
    for one in sorted(visit.roster.holders, key=lambda each: each.name):
        near = one.role not in {Role.ADMINISTRATOR, Role.OVERSEER}
        if near and one.person_id != person_id:
            others.setdefault(str(one.person_id), f"{one.name}, {TITLES[one.role]}")
    roles = {role.value: TITLES[role] for role in Role if role in held} if len(held) > 1 else {}
    form.role.choices = forms.choices({"": "Everything", **roles})
    form.stand_in.choices = forms.choices({"": "Whoever the policy says", **others})


@blueprint.get("/absences/<uuid:absence_id>")
@shows(PEOPLE)
def absence(slug: str, absence_id: UUID) -> ResponseReturnValue:
    """Where the duty to ask again leads: on to the person's page."""
    visit = current_visit()
    found = staff.find_absence(visit.session, visit.scope, absence_id) or abort(404)
    return redirect(url_for(PERSON, slug=slug, person_id=found.person_id, _anchor="absences"))


@blueprint.post("/<uuid:person_id>/absences/<uuid:absence_id>/end")
@does(Permission.RECORD_ABSENCE)
def end_absence(slug: str, person_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    """They are back now."""
    visit = current_visit()
    apply = partial(
        absences.end_absence,
        school_id=visit.here,
        absence_id=absence_id,
        at=visit.now,
        person_id=person_id,
    )
    return change_at_once(
        Permission.RECORD_ABSENCE,
        apply,
        done="They are back. What they owe is theirs again.",
        next_endpoint=PERSON,
        person_id=person_id,
    )


@blueprint.route("/<uuid:person_id>/absences/<uuid:absence_id>/review", methods=BOTH)
@does(Permission.RECORD_ABSENCE)
def review(slug: str, person_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    """Still away: ask again later."""
    visit, form = current_visit(), ReviewForm()
    name = _name(visit, person_id)

    def apply(session: Session) -> Altered:
        return absences.review_absence(
            session,
            visit.here,
            absence_id,
            review_on=given(form.review_on),
            person_id=person_id,
        )

    return change_page(
        Permission.RECORD_ABSENCE,
        form,
        "portal/admin/form.html",
        lambda: apply,
        done="Saved. We ask again on that day.",
        next_endpoint=PERSON,
        next_values=lambda _id: {"person_id": person_id},
        title=f"{name} is still away",
        back=url_for(PERSON, slug=slug, person_id=person_id),
    )


def _name(visit: Visit, person_id: UUID) -> str:
    """Of one of the school's people; 404 for anybody else."""
    found = (one.name for one in visit.roster.holders if one.person_id == person_id)
    return next(found, None) or abort(404)
