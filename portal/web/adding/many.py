"""Many schools from one spreadsheet: choose the file, look at what would be added, add it.

The cells travel in a sealed draft, which is forgotten once they are saved.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from flask import flash, make_response, redirect, url_for
from pydantic import TypeAdapter

from portal.desk import drafts
from portal.desk.school.adding_schools import add_schools
from portal.errors import Refused
from portal.rules.school import school_list
from portal.sheets.cells import as_text
from portal.web.access import current_visit, does
from portal.web.adding import area
from portal.web.adding.area import BOTH, blueprint
from portal.web.adding.forms import SaveForm, SheetForm
from portal.web.frame import render
from portal.web.parts.when import counted
from portal.web.spreadsheets import rows_in
from tenants import organisations
from tenants.change import Impossible
from tenants.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.rules.school.school_list import Plan
    from portal.sheets.cells import Cell

Rows = list[tuple[int, dict[str, str]]]
ROWS: Final = TypeAdapter(Rows)
LIST: Final = "school_list"
MOST_ROWS: Final = 500
SHOWN: Final = 100


@blueprint.route("/many", methods=BOTH)
@does(Permission.ADD_SCHOOL)
def upload() -> ResponseReturnValue:
    """Read the file; nothing is added yet."""
    visit, form = current_visit(), SheetForm()
    if form.validate_on_submit():
        try:
            rows = _read(rows_in(form, MOST_ROWS))
        except Refused as refused:
            form.refuse(Refused(refused.sentence, field="sheet"))
        else:
            here = area.overseer().organisation_id
            kept = {"rows": ROWS.dump_json(rows).decode()}
            drafts.save(visit.services, here, visit.person_id, _draft(), kept)
            return redirect(url_for(".check", by=area.by()), 303)
    page = render(
        "portal/adding/many.html",
        title="Add many schools",
        back=url_for(area.FIND, by=area.by()),
        form=form,
        columns=school_list.EXAMPLE,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/many/example.csv")
@does(Permission.ADD_SCHOOL)
def example() -> ResponseReturnValue:
    """A sheet with the headings alone."""
    text = io.StringIO()
    csv.writer(text).writerow(school_list.EXAMPLE)
    reply = make_response("\ufeff" + text.getvalue())
    reply.headers["Content-Type"] = "text/csv; charset=utf-8"
    reply.headers["Content-Disposition"] = "attachment; filename=schools.csv"
    return reply


@blueprint.route("/many/check", methods=BOTH)
@does(Permission.ADD_SCHOOL)
def check() -> ResponseReturnValue:
    """What would be added, what is there already, which rows are not right; then save."""
    found = _draft().answers.get("rows")
    if found is None:
        return redirect(url_for(".upload", by=area.by()))
    rows, form = ROWS.validate_json(str(found)), SaveForm()
    with area.reading() as session:
        plan = _plan(session, rows)
        officers = area.officers(session)
    form.dpo.choices = area.choices(officers)
    if plan.new and form.validate_on_submit():
        try:
            return _save(form, plan)
        except Impossible as impossible:
            form.refuse(Refused(impossible.sentence))
    page = render(
        "portal/adding/check.html",
        title="Check the schools",
        back=url_for(".upload", by=area.by()),
        form=form,
        plan=plan,
        most=SHOWN,
        named=bool(officers),
    )
    return page, 422 if form.is_submitted() else 200


def _save(form: SaveForm, plan: Plan) -> ResponseReturnValue:
    visit, overseer = current_visit(), area.overseer()
    draft = _draft()
    visit.release()
    add_schools(
        visit.services,
        overseer,
        plan.new,
        officer_id=form.officer(),
        by=visit.person_id,
        once=form.once_key(),
    )
    drafts.discard(visit.services, overseer.organisation_id, visit.person_id, draft.id)
    flash(f"{counted(len(plan.new), 'school')} set up. Whoever is named is invited.", "success")
    return redirect(url_for("portal_home.schools"), 303)


def _read(rows: Sequence[tuple[int, Sequence[Cell]]]) -> Rows:
    """Each row by the key of its columns. Raises Refused."""
    (_number, first), *rest = rows
    keys = school_list.guess([as_text(cell) for cell in first])
    if not {"urn", "name"} & {*keys}:
        raise Refused("One column must be the URN, or the name of the school.")
    return [
        (number, {key: as_text(cell) for key, cell in zip(keys, row, strict=False) if key})
        for number, row in rest
    ]


def _plan(session: Session, rows: Rows) -> Plan:
    """In three statements, however many rows."""
    register = area.register_of(session, {said.get("urn", "") for _, said in rows} - {""})
    urns, slugs = school_list.names_of(rows, register)
    taken = organisations.list_taken(session, area.overseer().organisation_id, urns, slugs)
    return school_list.plan(rows, register, taken)


def _draft() -> drafts.Draft:
    visit, here = current_visit(), area.overseer().organisation_id
    with area.reading() as session:
        return drafts.find_unfinished(visit.services.keyring, here, visit.person_id, LIST).within(
            session
        )
