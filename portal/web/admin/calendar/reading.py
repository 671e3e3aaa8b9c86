"""A whole year at once: typed terms or a calendar file, looked at before it is saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, url_for

from portal.desk.school.reach import require_somebody
from portal.errors import Refused
from portal.web.access import current_visit, does
from portal.web.admin.calendar.area import LIST, blueprint
from portal.web.admin.calendar.forms import (
    ChooseForm,
    FileForm,
    TermsForm,
    carried,
    carried_back,
    covers,
)
from portal.web.admin.changing import change_at_once, change_page
from portal.web.frame import render
from portal.web.parts import forms
from tenants import closures
from tenants.change import is_made
from tenants.permissions import Permission
from tenants.terms import LONGEST, Found, Unreadable, from_file, from_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from tenants.change import Altered, Apply


@blueprint.route("/terms", methods=["GET", "POST"])
@does(Permission.KEEP_CALENDAR)
def terms(slug: str) -> ResponseReturnValue:
    """Type the dates of terms; the days between are offered as closures."""
    form = TermsForm()
    if form.validate_on_submit():
        try:
            return _choose(slug, from_terms(form.terms.data or ""))
        except Unreadable as unreadable:
            form.refuse(Refused(str(unreadable), field="terms"))
    return _asking(slug, form, "Type the term dates")


@blueprint.route("/file", methods=["GET", "POST"])
@does(Permission.KEEP_CALENDAR)
def file(slug: str) -> ResponseReturnValue:
    """Read a calendar file; its whole-day events are offered as closures."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            upload = form.calendar.data
            return _choose(slug, from_file(upload.read(LONGEST) if upload else b""))
        except Unreadable as unreadable:
            form.refuse(Refused(str(unreadable), field="calendar"))
    return _asking(slug, form, "Read a calendar file")


@blueprint.post("/save")
@does(Permission.KEEP_CALENDAR)
def save(slug: str) -> ResponseReturnValue:
    """Save the days that were chosen; sent again, or read again, they are the same closures."""
    form = ChooseForm()
    found = carried_back(form.found.data or "")
    _offer(form, found)

    return change_page(
        Permission.KEEP_CALENDAR,
        form,
        "portal/admin/calendar/choose.html",
        lambda: _saving(form, found),
        done="The closures are saved.",
        next_endpoint="portal_calendar.saved",
        next_values=lambda batch_id: {"batch_id": batch_id},
        title="Check the closures",
        back=url_for(LIST, slug=slug),
    )


@blueprint.get("/saved/<uuid:batch_id>")
@does(Permission.KEEP_CALENDAR)
def saved(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """Say that it is saved, and offer to take it back."""
    visit = current_visit()
    if not is_made(visit.session, visit.here, "save_calendar", batch_id):
        abort(404)
    return render(
        "portal/admin/calendar/saved.html",
        title="Closures saved",
        batch_id=batch_id,
    )


@blueprint.post("/saved/<uuid:batch_id>/undo")
@does(Permission.KEEP_CALENDAR)
def undo(slug: str, batch_id: UUID) -> ResponseReturnValue:
    """Take back what one saving added."""
    visit = current_visit()
    return change_at_once(
        Permission.KEEP_CALENDAR,
        partial(closures.undo_calendar, school_id=visit.here, batch_id=batch_id, now=visit.now),
        done="Taken back: the closures that you had just added are gone.",
        next_endpoint=LIST,
    )


def _saving(form: ChooseForm, found: Sequence[Found]) -> Apply:
    """The change: save what was chosen, if nobody is missing on any of these days."""
    visit, chosen = current_visit(), form.chosen(found)
    cover_id = UUID(form.cover.data) if form.cover.data else None

    def apply(session: Session) -> Altered:
        altered = closures.save_calendar(
            session, visit.here, form.once_key(), chosen, cover_id=cover_id, now=visit.now
        )
        for one in chosen:
            require_somebody(
                session, visit.here, one.from_on, one.until_on, visit.now, field="cover"
            )
        return altered

    return apply


def _choose(slug: str, found: Sequence[Found]) -> ResponseReturnValue:
    """Show what was found, with what says that it is a closure ticked."""
    likely = [str(number) for number, one in enumerate(found) if one.likely]
    form = ChooseForm(formdata=None, found=carried(found), closures=likely)
    _offer(form, found)
    return render(
        "portal/admin/calendar/choose.html",
        title="Check the closures",
        back=url_for(LIST, slug=slug),
        form=form,
    )


def _offer(form: ChooseForm, found: Sequence[Found]) -> None:
    form.offer(found)
    people = covers(current_visit().roster.holders)
    form.cover.choices = forms.choices({"": "I will say so later", **people})


def _asking(slug: str, form: forms.PortalForm, title: str) -> ResponseReturnValue:
    page = render(
        "portal/admin/form.html",
        title=title,
        back=url_for(LIST, slug=slug),
        form=form,
        button_text="Look at the closures",
    )
    return page, 422 if form.is_submitted() else 200
