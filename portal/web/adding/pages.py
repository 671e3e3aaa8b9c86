"""Find a school in the DfE's register and set it up; bring the register in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import flash, redirect, request, url_for

from portal.desk.school.adding_schools import add_schools
from portal.desk.school.administration import alter
from portal.errors import Refused
from portal.rules.plain_text import clean
from portal.rules.school import school_list
from portal.web.access import current_visit, does
from portal.web.adding import area, many
from portal.web.adding.area import BOTH, FIND, blueprint
from portal.web.adding.forms import RegisterForm, SchoolForm
from portal.web.frame import render
from tenants import establishments, gias
from tenants.change import Impossible
from tenants.naming import slug_of
from tenants.permissions import Permission

if TYPE_CHECKING:
    from typing import IO
    from uuid import UUID

    from flask.typing import ResponseReturnValue

__all__ = ["blueprint", "many"]

FIELD: Final = {
    school_list.NO_NAME: "name",
    school_list.NO_URN: "name",
    school_list.CLOSED: "name",
    school_list.NO_SLUG: "slug",
    school_list.TAKEN: "slug",
    school_list.NO_NATION: "nation",
    school_list.NO_PHONE: "head_phone",
}


@blueprint.get("/")
@does(Permission.ADD_SCHOOL)
def find() -> ResponseReturnValue:
    """Search the register by name, URN or postcode."""
    words = clean(request.args.get("q", ""))[:100]
    with area.reading() as session:
        found = establishments.search(session, words)
        is_empty = not found and establishments.is_empty(session)
    return render(
        "portal/adding/find.html",
        title="Add a school",
        back=url_for("portal_home.schools"),
        overseer=area.overseer(),
        others=[one for one in area.mine() if one != area.overseer()],
        by=area.by(),
        words=words,
        found=found,
        most=establishments.MOST_FOUND,
        is_empty=is_empty,
    )


@blueprint.route("/school", methods=BOTH)
@does(Permission.ADD_SCHOOL)
def school() -> ResponseReturnValue:
    """One school: what the register knows of it is filled in."""
    urn = clean(request.args.get("urn", ""))[:20]
    with area.reading() as session:
        register, officers = area.register_of(session, [urn]), area.officers(session)
    listed = register.get(urn)
    form = SchoolForm(data=_known(listed))
    form.dpo.choices = area.choices(officers)
    if form.validate_on_submit():
        try:
            return _add(form, urn if listed else "", register)
        except Impossible as impossible:
            form.refuse(Refused(impossible.sentence, field=impossible.field))
        except Refused as refused:
            form.refuse(refused)
    page = render(
        "portal/adding/school.html",
        title="Set up a school",
        back=url_for(FIND, by=area.by()),
        form=form,
        listed=listed,
        urn=urn,
        officers=officers,
    )
    return page, 422 if form.is_submitted() else 200


def _add(
    form: SchoolForm, urn: str, register: dict[str, school_list.Listed]
) -> ResponseReturnValue:
    """Set it up. Raises Impossible, or Refused beside the field that is wrong."""
    wanted, problem = school_list.read({**form.said(), "urn": urn}, register)
    if problem:
        raise Refused(problem, field=FIELD.get(problem))
    visit = current_visit()
    visit.release()
    add_schools(
        visit.services,
        area.overseer(),
        [wanted],
        officer_id=form.officer(),
        by=visit.person_id,
        once=form.once_key(),
    )
    invited = " Whoever you named is invited, and finishes the checklist." if wanted.head else ""
    flash(f"{wanted.name} is set up.{invited}", "success")
    return redirect(url_for("portal_home.schools"), 303)


@blueprint.route("/register", methods=BOTH)
@does(Permission.ADD_SCHOOL)
def register() -> ResponseReturnValue:
    """Bring in the register as the DfE gives it."""
    form = RegisterForm()
    if form.validate_on_submit() and form.register.data:
        try:
            return _bring_in(form.register.data.stream, form.once_key())
        except Impossible as impossible:
            form.refuse(Refused(impossible.sentence, field=impossible.field))
    page = render(
        "portal/adding/register.html",
        title="Bring in the DfE’s register",
        back=url_for(FIND, by=area.by()),
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


def _bring_in(file: IO[bytes], once: UUID) -> ResponseReturnValue:
    """Read the file into the register. Raises Impossible."""
    visit, here = current_visit(), area.overseer().organisation_id
    apply = partial(establishments.bring_in, by_id=here, rows=gias.read(file), now=visit.now)
    visit.release()
    altered = alter(
        visit.services, here, Permission.ADD_SCHOOL, apply, by=visit.person_id, once=once
    )
    flash(f"{int(altered.after.get('rows', 0)):,} schools are up to date.", "success")
    return redirect(url_for(FIND, by=area.by()), 303)


def _known(listed: school_list.Listed | None) -> dict[str, str]:
    """What the form begins with."""
    if listed is None:
        return {"nation": "england"}
    known = {"name": listed.name, "address": listed.address, "phone": listed.phone}
    return {**known, "slug": slug_of(listed.name), "nation": "england"}
