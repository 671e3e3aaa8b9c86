"""Import the staff: choose the file, check its columns, look at what would change, save.

The cells travel from page to page in a sealed draft, which is forgotten once they are saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import flash, redirect, request, url_for

from portal.desk.school import staff_import
from portal.desk.school.administration import alter
from portal.errors import Refused
from portal.rules.school.staff_list import Plan, plan
from portal.sheets.headed import Sheet, sheet_of
from portal.store.school.staff import Status
from portal.store.school.staff_list import list_known
from portal.web.access import Draft, current_visit, does
from portal.web.admin.people.area import BOTH, LIST, blueprint
from portal.web.admin.people.sheet import COLUMNS, guess, read
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import counted
from portal.web.spreadsheets import ColumnsForm, Kept, columns_form, rows_in
from tenants.calendar import uk_date
from tenants.change import Impossible
from tenants.permissions import Permission
from tenants.roles import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from portal.rules.school.staff_list import Row
    from portal.rules.wrong_row import WrongRow

STAFF_LIST: Final = Draft(
    "staff_list", "A list of the staff, before it is saved", Permission.KEEP_PEOPLE.holders
)
MOST_ROWS: Final = 5000
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was uploaded, and what its columns are taken for."""

    sheet: Sheet
    columns: tuple[str, ...]


UPLOADED: Final = Kept(STAFF_LIST.name, Uploaded)


class FileForm(forms.PortalForm):
    """The spreadsheet."""

    sheet = forms.file(
        "Spreadsheet",
        needed="Choose the spreadsheet",
        hint=".xlsx or .csv, up to 10 MB, with one row a person: name and e-mail address, and if "
        "you like role, job title, phone and whether they have left. Its first row is headings.",
        accept=".xlsx,.csv",
    )


class StaffColumnsForm(ColumnsForm):
    """Which column is which."""

    def chosen(self) -> tuple[str, ...]:
        """The key of each column. Raises Refused for one chosen twice, or a missing one."""
        keys = self.keys()
        for place, key in enumerate(keys):
            if key and key in keys[:place]:
                raise Refused("Another column is this already", field=f"column_{place}")
        if "email" not in keys or not {"name", "surname"} & {*keys}:
            raise Refused("One column must be the name, and one the e-mail address")
        return keys


SAME: Final = "same"
OTHERS: Final = "others"


class SaveForm(forms.PortalForm):
    """Save all of it."""

    moved = forms.radios(
        "Are those with another address the same people?",
        {
            SAME: "Yes: they have new addresses",
            OTHERS: "No: they are other people",
        },
        needed="Say whether they are the same people",
    )
    ends_roles = forms.tick(
        "End roles that the list does not have",
        hint="Leave it out if the list does not say every role. Whoever has no other role stays a "
        "member of staff.",
    )


@blueprint.route("/import", methods=BOTH)
@does(STAFF_LIST)
def upload(slug: str) -> ResponseReturnValue:
    """Read the file; its cells are kept, sealed, until they are saved or replaced."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            sheet = sheet_of(rows_in(form, MOST_ROWS))
        except Refused as refused:
            form.refuse(Refused(refused.sentence, field="sheet"))
        else:
            UPLOADED.put(Uploaded(sheet, guess(sheet.headings)))
            return redirect(url_for(".columns", slug=slug), 303)
    page = render(
        "portal/admin/form.html",
        title="Import staff from a spreadsheet",
        back=url_for(LIST, slug=slug),
        form=form,
        lead="Nothing changes until you have seen what would change.",
        button_text="Continue",
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/import/columns", methods=BOTH)
@does(STAFF_LIST)
def columns(slug: str) -> ResponseReturnValue:
    """What each column is taken for; whatever we guessed can be put right."""
    kept = UPLOADED.find()
    if kept is None:
        return redirect(url_for(".upload", slug=slug))
    form = columns_form(StaffColumnsForm, kept.sheet, kept.columns, COLUMNS)
    if form.validate_on_submit():
        try:
            UPLOADED.put(Uploaded(kept.sheet, form.chosen()))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for(".check", slug=slug), 303)
    page = render(
        "portal/admin/form.html",
        title="Which column is which?",
        back=url_for(".upload", slug=slug),
        form=form,
        lead=f"{counted(len(kept.sheet.rows), 'row')} read. Put right what we guessed wrongly.",
        button_text="Continue",
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/import/check", methods=BOTH)
@does(Permission.KEEP_PEOPLE)
def check(slug: str) -> ResponseReturnValue:
    """What would change, and what would not and why; then all of it."""
    kept = UPLOADED.find()
    if kept is None:  # pressed twice, it is saved
        return redirect(url_for(LIST if request.method == "POST" else ".upload", slug=slug), 303)
    form = SaveForm()
    rows, problems = read(kept.sheet, kept.columns)
    visit = current_visit()
    found = plan(rows, list_known(visit.session, visit.here, uk_date(visit.now)))
    if not found.moved:
        del form.moved
    if form.validate_on_submit():
        try:
            return _save(slug, form, rows)
        except Impossible as refusal:
            form.refuse(Refused(refusal.sentence))
    page = _check_page(slug, form, found, problems)
    return page, 422 if form.is_submitted() else 200


def _check_page(slug: str, form: SaveForm, found: Plan, problems: Sequence[WrongRow]) -> str:
    return render(
        "portal/admin/people/import.html",
        title="Check what changes",
        back=url_for(".columns", slug=slug),
        form=form,
        found=found,
        problems=sorted((*problems, *found.problems), key=lambda one: one.row),
        changes=_changes(found),
        titles=TITLES,
        most=SHOWN,
    )


def _save(slug: str, form: SaveForm, rows: Sequence[Row]) -> ResponseReturnValue:
    visit = current_visit()
    visit.release()
    altered = alter(
        visit.services,
        visit.here,
        Permission.KEEP_PEOPLE,
        lambda session: staff_import.save_staff(
            session,
            visit.here,
            rows,
            now=visit.now,
            ends_roles=bool(form.ends_roles.data),
            moved_are_new="moved" not in form or form.moved.data != SAME,
            services=visit.services,
            by=visit.person_id,
        ),
        by=visit.person_id,
        once=form.once_key(),
    )
    UPLOADED.forget()
    added, changed = altered.after.get("added", "0"), altered.after.get("changed", "0")
    saved = f"Saved: {added} added, {changed} changed."
    if added == "0":
        flash(saved, "success")
        return redirect(url_for(LIST, slug=slug), 303)
    flash(f"{saved} Whoever is new is not invited yet: you can do that here.", "success")
    return redirect(url_for(LIST, slug=slug, status=Status.WAITING.value), 303)


def _changes(found: Plan) -> list[tuple[str, str, str, str]]:
    """Name; roles gained; roles that the list does not have; which details change."""
    words = {"phone": "phone", "second_email": "second e-mail"}
    return [
        (
            one.known.name,
            ", ".join(TITLES[role] for role in sorted(one.gains)),
            ", ".join(TITLES[role] for role in sorted(one.not_in_list)),
            ", ".join(
                f"name: {text}" if name == "name" else words.get(name, "job title")
                for name, text in one.details.items()
            ),
        )
        for one in found.changed[:SHOWN]
    ]
