"""Import the staff: choose the file, check its columns, look at what would change, save.

The cells travel from page to page in a sealed draft, which is forgotten once they are saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import flash, redirect, url_for

from portal.desk import drafts, staff_import
from portal.desk.administration import alter
from portal.errors import Refused
from portal.notices.people_list.sheets import LARGEST_FILE, rows_of
from portal.rules.staff_list import Plan, plan
from portal.store import documents
from portal.store.staff_list import list_known
from portal.web.access import Draft, current_visit, does
from portal.web.admin.people.area import BOTH, LIST, blueprint
from portal.web.admin.people.sheet import COLUMNS, LEAVE_OUT, Sheet, guess, read, sheet_of
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import counted
from tenants.calendar import uk_date
from tenants.permissions import Permission
from tenants.roles import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from portal.rules.staff_list import Row

STAFF_LIST: Final = Draft(
    "staff_list", "A list of the staff, before it is saved", Permission.KEEP_PEOPLE.holders
)
MOST_ROWS: Final = 5000
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """What was uploaded, and what its columns are taken for."""

    sheet: Sheet
    columns: tuple[str, ...]


class FileForm(forms.PortalForm):
    """The spreadsheet."""

    sheet = forms.file(
        "Spreadsheet",
        needed="Choose the spreadsheet",
        hint=".xlsx or .csv, up to 10 MB, with one row a person: name and e-mail address, and if "
        "you like role, job title, phone and whether they have left. Its first row is headings.",
        accept=".xlsx,.csv",
    )


class ColumnsForm(forms.PortalForm):
    """One choice a column, added by `_columns_form`."""

    width: int = 0

    def chosen(self) -> tuple[str, ...]:
        """The key of each column. Raises Refused for one chosen twice, or a missing one."""
        keys = tuple(str(self[f"column_{place}"].data or "") for place in range(self.width))
        for place, key in enumerate(keys):
            if key and key in keys[:place]:
                raise Refused("Another column is this already", field=f"column_{place}")
        if "email" not in keys or not {"name", "surname"} & {*keys}:
            raise Refused("One column must be the name, and one the e-mail address")
        return keys


class SaveForm(forms.PortalForm):
    """Save all of it."""

    ends_roles = forms.tick(
        "End roles that the list does not have",
        hint="Leave it out if the list does not say every role.",
    )


@blueprint.route("/import", methods=BOTH)
@does(STAFF_LIST)
def upload(slug: str) -> ResponseReturnValue:
    """Read the file; its cells are kept, sealed, until they are saved or replaced."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            sheet = sheet_of(rows_of(_content(form)))
            if not 0 < len(sheet.rows) <= MOST_ROWS:
                raise Refused(f"The sheet needs headings and 1 to {MOST_ROWS:,} rows below them.")  # noqa: TRY301
        except Refused as refused:
            form.refuse(Refused(refused.sentence, field="sheet"))
        else:
            _keep(Kept(sheet, guess(sheet.headings)))
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
    kept = _kept()
    if kept is None:
        return redirect(url_for(".upload", slug=slug))
    form = _columns_form(kept)
    if form.validate_on_submit():
        try:
            _keep(Kept(kept.sheet, form.chosen()))
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
    kept = _kept()
    if kept is None:
        return redirect(url_for(".upload", slug=slug))
    form = SaveForm()
    rows, problems = read(kept.sheet, kept.columns)
    if form.validate_on_submit():
        return _save(slug, form, rows)
    visit = current_visit()
    known = list_known(visit.session, visit.here, uk_date(visit.now))
    found = plan(rows, known)
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


def _content(form: FileForm) -> bytes:
    return form.sheet.data.read(LARGEST_FILE + 1) if form.sheet.data else b""


def _save(slug: str, form: SaveForm, rows: Sequence[Row]) -> ResponseReturnValue:
    visit = current_visit()
    visit.release()
    altered = alter(
        visit.services,
        visit.here,
        Permission.KEEP_PEOPLE,
        lambda session: staff_import.save_staff(
            session, visit.here, rows, now=visit.now, ends_roles=bool(form.ends_roles.data)
        ),
        by=visit.person_id,
        once=form.once_key(),
    )
    draft = _draft()
    drafts.discard(visit.services, visit.here, visit.person_id, draft.id)
    added, changed = altered.after.get("added", "0"), altered.after.get("changed", "0")
    flash(f"Saved: {added} added, {changed} changed.", "success")
    return redirect(url_for(LIST, slug=slug), 303)


def _changes(found: Plan) -> list[tuple[str, str, str, str]]:
    """Name; roles gained; roles that the list does not have; which details change."""
    words = {"name": "name", "phone": "phone", "second_email": "second e-mail"}
    return [
        (
            one.known.name,
            ", ".join(TITLES[role] for role in sorted(one.gains)),
            ", ".join(TITLES[role] for role in sorted(one.not_in_list)),
            ", ".join(words.get(name, "job title") for name in one.details),
        )
        for one in found.changed[:SHOWN]
    ]


def _columns_form(kept: Kept) -> ColumnsForm:
    """A list for each column, with the first thing that stands in it as an example."""
    fields: dict[str, object] = {"width": len(kept.columns)}
    data = {}
    for place, heading in enumerate(kept.sheet.headings):
        example = next((cells[place] for _, cells in kept.sheet.rows if cells[place]), "")
        hint = f"For example: {example[:60]}" if example else "It is empty"
        fields[f"column_{place}"] = forms.select(
            heading or f"Column {place + 1}", COLUMNS, hint=hint, empty="Leave it out"
        )
        data[f"column_{place}"] = kept.columns[place] or LEAVE_OUT
    shape = cast("type[ColumnsForm]", type("StaffColumnsForm", (ColumnsForm,), fields))
    return shape(data=data)


def _keep(kept: Kept) -> None:
    visit = current_visit()
    answers = {"kept": documents.to_json(kept).decode()}
    drafts.save(visit.services, visit.here, visit.person_id, _draft(), answers)


def _kept() -> Kept | None:
    found = _draft().answers.get("kept")
    return None if found is None else documents.from_json(Kept, str(found).encode())


def _draft() -> drafts.Draft:
    visit = current_visit()
    return drafts.find_unfinished(
        visit.services.keyring, visit.here, visit.person_id, STAFF_LIST.name
    ).within(visit.session)
