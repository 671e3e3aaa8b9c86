"""Import training: choose the file, look at what would be put on record, save all of it or none.

The rows travel from page to page in a sealed draft, which is forgotten once they are saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import flash, redirect, request, url_for

from portal.desk.school.administration import alter
from portal.errors import Refused
from portal.rules.wrong_row import WrongRow
from portal.store.school import learning
from portal.web.access import Draft, current_visit, does
from portal.web.admin.learning import area, sheet
from portal.web.admin.learning.area import training as blueprint
from portal.web.admin.learning.forms import SheetForm
from portal.web.admin.learning.sheet import Row
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import counted
from portal.web.spreadsheets import Kept, rows_in
from tenants.calendar import uk_date
from tenants.training import Taken, record_training

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

TRAINING_LIST: Final = Draft(
    "training_list", "A list of courses taken, before it is saved", area.KEEP.holders
)
MOST_ROWS: Final = 5000
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The rows of the sheet."""

    rows: tuple[Row, ...]


UPLOADED: Final = Kept(TRAINING_LIST.name, Uploaded)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rows would put on record: with a single problem, nothing."""

    new: tuple[tuple[Row, Taken], ...]
    same: int
    problems: tuple[WrongRow, ...]


class SaveForm(forms.PortalForm):
    """Save all of it."""


@blueprint.route("/import", methods=area.BOTH)
@does(TRAINING_LIST)
def upload(slug: str) -> ResponseReturnValue:
    """Read the file; its rows are kept, sealed, until they are saved or replaced."""
    form = SheetForm()
    if form.validate_on_submit():
        try:
            rows = sheet.read(rows_in(form, MOST_ROWS))
        except Refused as refused:
            form.refuse(Refused(refused.sentence, field="sheet"))
        else:
            UPLOADED.put(Uploaded(tuple(rows)))
            return redirect(url_for(".check", slug=slug), 303)
    page = render(
        "portal/admin/form.html",
        title="Import training from a spreadsheet",
        back=url_for(area.LIST, slug=slug),
        form=form,
        lead="Nothing is saved until you have seen what would be put on record.",
        button_text="Continue",
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/import/check", methods=area.BOTH)
@does(area.KEEP)
def check(slug: str) -> ResponseReturnValue:
    """What would be put on record, and which rows must be put right first; then all of it."""
    kept = UPLOADED.find()
    if kept is None:  # pressed twice, it is saved
        return redirect(url_for(area.LIST if request.method == "POST" else ".upload", slug=slug))
    form, plan = SaveForm(), _plan(kept.rows)
    if form.validate_on_submit() and not plan.problems:
        return _save(slug, form, [taken for _, taken in plan.new])
    page = render(
        "portal/admin/learning/check.html",
        title="Check the training to be put on record",
        back=url_for(".upload", slug=slug),
        form=form,
        plan=plan,
        shown=plan.new[:SHOWN],
        button_text=f"Put {counted(len(plan.new), 'course')} on record",
    )
    return page, 422 if form.is_submitted() else 200


def _save(slug: str, form: SaveForm, taken: Iterable[Taken]) -> ResponseReturnValue:
    visit = current_visit()
    visit.release()
    altered = alter(
        visit.services,
        visit.here,
        area.KEEP,
        partial(record_training, school_id=visit.here, taken=taken, now=visit.now),
        by=visit.person_id,
        once=form.once_key(),
    )
    UPLOADED.forget()
    number = int(altered.after.get("records", "0"))
    flash(f"{counted(number, 'course')} put on record.", "success")
    return redirect(url_for(area.LIST, slug=slug), 303)


def _plan(rows: tuple[Row, ...]) -> Plan:
    """Compare the rows with the school's people and with what is on record."""
    visit, today = current_visit(), uk_date(current_visit().now)
    emails = {row.email.lower() for row in rows}
    known = learning.people_by_email(visit.session, visit.scope, emails, today)
    problems = tuple(sheet.problems(rows, known, today))
    taken = [
        (row, Taken(row.course, row.done_on, row.valid_until, known[row.email.lower()]))
        for row in rows
        if not problems and row.done_on is not None
    ]
    recorded = learning.on_record(visit.session, visit.scope, set(known.values()))
    new = {
        key: pair
        for pair in taken
        if (key := (pair[1].person_id, pair[1].course, pair[1].done_on)) not in recorded
    }
    return Plan(tuple(new.values()), len(taken) - len(new), problems)
