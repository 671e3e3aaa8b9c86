"""The school's list: who is out of date, courses recorded for many, from a sheet, asked to read."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, request, url_for

from portal.errors import Refused
from portal.notices.people_list.sheets import LARGEST_FILE, rows_of
from portal.store import learning
from portal.store.learning import PAGE, Which
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.learning import area, sheet
from portal.web.admin.learning.area import training as blueprint
from portal.web.admin.learning.forms import CourseForm, SheetForm
from portal.web.frame import render
from tenants.calendar import uk_date
from tenants.registering import check
from tenants.training import ASKED_TO_READ, Taken, record_training

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.visiting import Visit
    from tenants.change import Altered

WHICH: Final = {
    Which.ALL: "Everybody",
    Which.UNREAD: "Have not read the policy",
    Which.LATE: "Training has run out",
    Which.NEVER: "No training on record",
}


@blueprint.get("/")
@shows(area.LIST_SHOWN)
def index(slug: str) -> ResponseReturnValue:
    """How far the school is, and the people, a page at a time."""
    visit, which, after = current_visit(), Which.ALL, None
    with suppress(ValueError):
        which = Which(request.args.get("which", Which.ALL))
    with suppress(ValueError):
        after = UUID(request.args.get("after", ""))
    adoption = visit.school.adoption_id if visit.school else None
    session, scope, now = visit.session, visit.scope, visit.now
    found = learning.list_learners(session, scope, adoption, now, which=which, after=after)
    follows = found[PAGE - 1].person_id if len(found) > PAGE else None
    return render(
        "portal/admin/learning/index.html",
        title="Training",
        back=url_for("portal_admin.show", slug=slug),
        figures=learning.figures(session, scope, adoption, now),
        people=found[:PAGE],
        which=which,
        filters=WHICH,
        more=url_for(".index", slug=slug, which=which, after=follows) if follows else "",
        asked_at=learning.asked_to_read_at(session, scope, adoption) if adoption else None,
        in_force=adoption is not None,
        suppliers=learning.list_of_suppliers(session, scope),
    )


@blueprint.post("/ask")
@does(area.KEEP)
def ask(slug: str) -> ResponseReturnValue:
    """Ask everybody to read the version in force: a duty of each of them."""
    visit = current_visit()
    adoption = (visit.school.adoption_id if visit.school else None) or abort(404)
    return change_at_once(
        area.KEEP,
        partial(
            check,
            school_id=visit.here,
            what=ASKED_TO_READ,
            by=visit.person_id,
            now=visit.now,
            subject_id=adoption,
        ),
        done="Everybody at the school is asked to read the policy.",
        next_endpoint=area.LIST,
    )


@blueprint.route("/record", methods=area.BOTH)
@does(area.KEEP)
def record(slug: str) -> ResponseReturnValue:
    """One course for everybody who is ticked in the list, or for the people of a supplier."""
    visit, chosen = current_visit(), _ids("who")
    suppliers = {
        one.id: one.name for one, _ in learning.list_of_suppliers(visit.session, visit.scope)
    }
    ticked = [ident for ident in _ids("supplier") if ident in suppliers]
    names = learning.names_here(visit.session, visit.scope, chosen, visit.now)
    form = CourseForm(now=visit.now)
    return change_page(
        area.KEEP,
        form,
        "portal/admin/learning/record.html",
        lambda: partial(
            record_training,
            school_id=visit.here,
            taken=_each(form, names, ticked),
            now=visit.now,
        ),
        done="The training is on record.",
        next_endpoint=area.LIST,
        title="Record training",
        back=url_for(".index", slug=slug),
        names=[*names.values(), *(suppliers[one] for one in ticked)],
    )


def _each(form: CourseForm, people: Iterable[UUID], suppliers: Iterable[UUID]) -> list[Taken]:
    """The course of the form, once for each of them."""
    course = form.course.data or "", form.done_on.data or abort(422), form.valid_until.data
    return [
        *(Taken(*course, person_id=one) for one in people),
        *(Taken(*course, supplier_id=one) for one in suppliers),
    ]


@blueprint.route("/import", methods=area.BOTH)
@does(area.KEEP)
def upload(slug: str) -> ResponseReturnValue:
    """Courses from a spreadsheet: all of it, or none while a row is not right."""
    visit, form = current_visit(), SheetForm()
    problems: list[tuple[int, str]] = []

    def apply(session: Session) -> Altered:
        taken = _taken(visit, session, form, problems)
        return record_training(session, visit.here, taken, visit.now)

    return change_page(
        area.KEEP,
        form,
        "portal/admin/learning/import.html",
        lambda: apply,
        done="The training is on record.",
        next_endpoint=area.LIST,
        title="Import training from a spreadsheet",
        back=url_for(".index", slug=slug),
        problems=problems,
    )


def _taken(
    visit: Visit, session: Session, form: SheetForm, problems: list[tuple[int, str]]
) -> list[Taken]:
    """The courses of the sheet. Raises Impossible, with `problems` filled, where a row is wrong."""
    content = form.sheet.data.read(LARGEST_FILE + 1) if form.sheet.data else b""
    try:
        rows = sheet.read(rows_of(content))
    except Refused as refused:
        raise sheet.not_read(refused) from None
    emails = {row.email.lower() for row in rows}
    known = learning.people_by_email(session, visit.scope, emails, uk_date(visit.now))
    problems[:] = sheet.problems(rows, known, uk_date(visit.now))
    if problems:
        raise sheet.not_right()
    return [
        Taken(row.course, row.done_on, row.valid_until, person_id=known[row.email.lower()])
        for row in rows
        if row.done_on is not None
    ]


def _ids(name: str) -> list[UUID]:
    found = []
    for value in request.args.getlist(name)[: 2 * PAGE]:
        with suppress(ValueError):
            found.append(UUID(value))
    return found
