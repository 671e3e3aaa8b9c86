"""The school's list: who is out of date, courses recorded for many; asked to read, and to train."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, request, url_for

from portal.store.school import learning
from portal.store.school.learning import PAGE, Which
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.learning import area
from portal.web.admin.learning.area import training as blueprint
from portal.web.admin.learning.forms import CourseForm, FindForm
from portal.web.frame import render
from portal.web.parts.typed import sent_id
from tenants.registering import check
from tenants.training import (
    ASKED_TO_READ,
    ASKED_TO_TRAIN,
    Taken,
    record_training,
    take_back_training,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

WHICH: Final = {
    Which.ALL: "Everybody",
    Which.UNREAD: "Have not read the policy",
    Which.LATE: "Training has run out",
    Which.NEVER: "No training on record",
}


@blueprint.get("/")
@shows(area.LIST_SHOWN)
def index(slug: str) -> ResponseReturnValue:
    """How far the school is, and the people, a page at a time; names stand in no address."""
    which = Which.ALL
    with suppress(ValueError):
        which = Which(request.args.get("which", Which.ALL))
    return _list(slug, FindForm(), which, sent_id(request.args.get("after")))


@blueprint.post("/")
@does(area.KEEP)
def find(slug: str) -> ResponseReturnValue:
    """Those in whose name this is."""
    form = FindForm()
    form.validate_on_submit()
    return _list(slug, form, Which.ALL, None)


def _list(slug: str, form: FindForm, which: Which, after: UUID | None) -> ResponseReturnValue:
    visit = current_visit()
    adoption = visit.adoption_id
    session, scope, now, word = visit.session, visit.scope, visit.now, form.word.data or ""
    found = learning.list_learners(
        session, scope, adoption, now, which=which, word=word, after=after
    )
    follows = found[PAGE - 1].person_id if len(found) > PAGE and not word else None
    return render(
        "portal/admin/learning/index.html",
        title="Training",
        back=url_for("portal_admin.show", slug=slug),
        figures=learning.figures(session, scope, adoption, now),
        people=found[:PAGE],
        which=which,
        filters=WHICH,
        form=form,
        cut=bool(word) and len(found) > PAGE,
        more=url_for(".index", slug=slug, which=which, after=follows) if follows else "",
        asked_at=learning.asked_to_read_at(session, scope, adoption) if adoption else None,
        train_asked_at=learning.asked_to_train_at(session, scope),
        in_force=adoption is not None,
        suppliers=learning.list_of_suppliers(session, scope),
    )


@blueprint.post("/ask")
@does(area.KEEP)
def ask(slug: str) -> ResponseReturnValue:
    """Ask everybody to read the version in force: a duty of each of them."""
    visit = current_visit()
    adoption = visit.adoption_id or abort(404)
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


@blueprint.post("/ask-training")
@does(area.KEEP)
def ask_training(slug: str) -> ResponseReturnValue:
    """Ask everybody who has no training on record to take some: a duty of each of them."""
    visit = current_visit()
    return change_at_once(
        area.KEEP,
        partial(
            check,
            school_id=visit.here,
            what=ASKED_TO_TRAIN,
            by=visit.person_id,
            now=visit.now,
        ),
        done="Everybody who has no training on record is asked to take some.",
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


@blueprint.get("/of/<uuid:taker_id>")
@shows(area.LIST_SHOWN)
def courses(slug: str, taker_id: UUID) -> ResponseReturnValue:
    """The courses of one person, or of a supplier's people, to take back what is wrong."""
    visit = current_visit()
    names = learning.names_here(visit.session, visit.scope, [taker_id], visit.now) | {
        one.id: one.name for one, _ in learning.list_of_suppliers(visit.session, visit.scope)
    }
    return render(
        "portal/admin/learning/courses.html",
        title=f"Training of {names.get(taker_id) or abort(404)}",
        back=url_for(area.LIST, slug=slug),
        courses=learning.list_courses(visit.session, visit.scope, taker_id),
    )


@blueprint.post("/of/<uuid:taker_id>/<uuid:training_id>/take-back")
@does(area.KEEP)
def take_back(slug: str, taker_id: UUID, training_id: UUID) -> ResponseReturnValue:
    """It was put on record wrongly."""
    visit = current_visit()
    return change_at_once(
        area.KEEP,
        partial(take_back_training, school_id=visit.here, training_id=training_id),
        done="It is taken back.",
        next_endpoint=".courses",
        taker_id=taker_id,
    )


def _each(form: CourseForm, people: Iterable[UUID], suppliers: Iterable[UUID]) -> list[Taken]:
    """The course of the form, once for each of them."""
    course = form.course.data or "", form.done_on.data or abort(422), form.valid_until.data
    return [
        *(Taken(*course, person_id=one) for one in people),
        *(Taken(*course, supplier_id=one) for one in suppliers),
    ]


def _ids(name: str) -> list[UUID]:
    return [*filter(None, map(sent_id, request.args.getlist(name)[: 2 * PAGE]))]
