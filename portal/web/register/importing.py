"""Bring in an earlier log: choose the file, check its columns, look at what was read, import, undo.

The file itself is never written to disk: its cells travel from page to page in a sealed draft,
which is forgotten once they are imported.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, flash, redirect, url_for

from portal.actions import import_incident
from portal.desk import log_import
from portal.errors import Refused
from portal.rules.ending.breach_log import headings
from portal.sheets.headed import sheet_of
from portal.store.log import log_imports
from portal.web.access import View, current_visit, does, shows
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import counted, day, full, uk
from portal.web.register import uploaded
from portal.web.register.area import school_log
from portal.web.register.earlier import as_text, guess, read, references
from portal.web.register.uploaded import EARLIER, UPLOADED, WHO, Uploaded
from portal.web.spreadsheets import rows_in
from tenants.calendar import UK
from tenants.db import open_session, uuid7

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

BOTH = ["GET", "POST"]
IMPORTS = View("log_imports", "Earlier logs that were brought in", WHO)
SHOWN = 100
MOST_ROWS = 1000


class FileForm(forms.PortalForm):
    """The spreadsheet."""

    sheet = forms.file(
        "Spreadsheet",
        needed="Choose the spreadsheet",
        hint=".xlsx, .ods or .csv, up to 10 MB. The first sheet is read; headings come first.",
        accept=".xlsx,.ods,.csv",
    )


@school_log.get("/imports")
@shows(IMPORTS)
def imports(slug: str) -> ResponseReturnValue:
    """What was brought in before, each with the way to undo it."""
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        made = log_imports.list_imports(session, visit.scope)
    lines = [
        (each, visit.roster.named(each.person_id), full(each.made_at), each.undone_at)
        for each in made
    ]
    return render(
        "portal/register/imports.html",
        title="Earlier logs",
        back=url_for(".whole", slug=slug),
        lines=lines,
    )


@school_log.route("/imports/new", methods=BOTH)
@does(EARLIER)
def upload(slug: str) -> ResponseReturnValue:
    """Read the file; its cells are kept, sealed, until they are imported or replaced."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            sheet = sheet_of(rows_in(form, MOST_ROWS), as_text)
        except Refused as refused:
            form.refuse(Refused(refused.sentence, field="sheet"))
        else:
            columns = guess(sheet.headings, headings(uploaded.policy()))
            UPLOADED.put(Uploaded(sheet, columns, uuid7()))
            return redirect(url_for(".columns", slug=slug), 303)
    page = render(
        "portal/register/import.html",
        title="Bring in an earlier log",
        back=url_for(".imports", slug=slug),
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@school_log.route("/imports/columns", methods=BOTH)
@does(EARLIER)
def columns(slug: str) -> ResponseReturnValue:
    """What each column of the sheet is taken for; whatever we guessed can be put right."""
    kept = UPLOADED.find()
    if kept is None:
        return redirect(url_for(".upload", slug=slug))
    form = uploaded.form_of(kept)
    if form.validate_on_submit():
        try:
            UPLOADED.put(replace(kept, columns=form.chosen()))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for(".check", slug=slug), 303)
    page = render(
        "portal/register/import_columns.html",
        title="Which column is which?",
        back=url_for(".upload", slug=slug),
        form=form,
        rows=len(kept.sheet.rows),
    )
    return page, 422 if form.is_submitted() else 200


@school_log.route("/imports/check", methods=BOTH)
@does(import_incident.ACTION)
def check(slug: str) -> ResponseReturnValue:
    """What would be imported, and what would not and why; then all of it, or nothing."""
    visit, kept = current_visit(), UPLOADED.find()
    if not visit.roles & WHO:
        abort(403)
    if kept is None:
        return redirect(url_for(".imports", slug=slug))
    asked = references(kept.sheet)
    here = log_imports.reported_on(visit.session, visit.scope, visit.viewer, asked)
    found = read(kept.sheet, kept.columns, kept.import_id, visit.now.astimezone(UK).date(), here)
    form = forms.PortalForm()
    if form.validate_on_submit() and found.rows:
        _bring_in(kept.import_id, found.rows)
        return redirect(url_for(".imports", slug=slug), 303)
    return render(
        "portal/register/import_check.html",
        title="Check what was read",
        back=url_for(".columns", slug=slug),
        form=form,
        found=found,
        shown=[(row.said, day(uk(row.said.reported_at).date())) for row in found.rows[:SHOWN]],
        most=SHOWN,
    )


def _bring_in(import_id: UUID, rows: tuple[log_import.Row, ...]) -> None:
    visit = current_visit()
    visit.release()
    result = log_import.import_log(visit.services, visit.here, visit.person_id, import_id, rows)
    UPLOADED.forget()
    flash(f"Brought in: {counted(result.done, 'incident')}.", "success")


@school_log.route("/imports/<uuid:import_id>/undo", methods=BOTH)
@does(import_incident.ACTION)
def undo(slug: str, import_id: UUID) -> ResponseReturnValue:
    """Ask once, then erase what this import added, but for what somebody has worked on."""
    visit = current_visit()
    if not visit.roles & WHO:
        abort(403)
    with open_session(visit.services.engine, visit.scope) as session:
        made = log_imports.find(session, visit.scope, import_id)
        kept = log_imports.worked_on(session, visit.scope, import_id)
    if made is None:
        abort(404)
    form = forms.PortalForm()
    if form.validate_on_submit():
        visit.release()
        result = log_import.undo_import(visit.services, visit.here, visit.person_id, import_id)
        flash(f"Taken away again: {counted(result.done, 'incident')}.", "success")
        return redirect(url_for(".imports", slug=slug), 303)
    return render(
        "portal/register/import_undo.html",
        title="Undo this import",
        back=url_for(".imports", slug=slug),
        form=form,
        made=made,
        kept=kept,
    )
