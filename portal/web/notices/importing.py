"""Import the people affected: upload or paste, look at what was read, confirm. All or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect

from portal.actions import import_people
from portal.desk.long_deeds import LONGEST_IN_A_REQUEST, ConfirmedList
from portal.errors import Refused
from portal.notices.people_list import read_people, template_xlsx
from portal.notices.people_list.model import ImportedPerson, PeopleList
from portal.notices.people_list.transfer import LARGEST_TRANSFER
from portal.rules.risk.data_kinds import DATA_KINDS
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.downloads import XLSX, download
from portal.web.frame import render
from portal.web.notices.area import READERS, blueprint, href
from portal.web.notices.columns import as_read
from portal.web.notices.comparing import as_imported, compared
from portal.web.notices.draft import find_draft, forget, keep, kept_list
from portal.web.notices.under_way import hand_over
from portal.web.parts import forms
from tenants.calendar import UK

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

PROBLEMS_SHOWN = 100
KINDS = {kind.key: kind.title.capitalize() for kind in DATA_KINDS}


class SheetForm(forms.PortalForm):
    """A file, or what was copied out of one."""

    sheet = forms.file(
        "Spreadsheet or Common Transfer File",
        hint=".xlsx or .csv up to 10 MB, or the .xml that your school’s system exports, up to "
        "20 MB. Kinds of information only: never what got out itself.",
        accept=".xlsx,.csv,.xml",
    )
    pasted = forms.long_text(
        "Or paste the rows here",
        hint="Copy them out of the spreadsheet, with the row of headings.",
        most=400_000,
        pasted=True,
    )

    def content(self) -> bytes:
        """The bytes to read."""
        if self.sheet.data:
            uploaded: bytes = self.sheet.data.read(LARGEST_TRANSFER + 1)
            return uploaded
        return (self.pasted.data or "").encode()

    @property
    def source(self) -> str:
        """Where the list comes from, for the record."""
        return "file" if self.sheet.data else "pasted"


class ConfirmForm(forms.PortalForm):
    """Import what was shown; the kinds of data where the sheet does not say."""

    kinds = forms.checkboxes(
        "Which kinds of information got out about them?",
        KINDS,
        hint="For the people of whom the sheet does not say it. Choose all that apply.",
        needed="Choose the kinds of information: what people are told depends on it",
    )
    rows: tuple[ImportedPerson, ...] = ()
    source = ""

    def to_input(self, case: Case) -> import_people.ImportPeople:
        """As the action takes it; nobody's number or name is matched but by its keyed hash."""
        rows = as_imported(case, self.rows, self.chosen())
        return import_people.ImportPeople(rows, source=self.source)

    def chosen(self) -> frozenset[str]:
        """The kinds of data for those of whom the list does not say it."""
        return frozenset(self.kinds.data or ()) if "kinds" in self else frozenset()


@blueprint.route("/import-people", methods=["GET", "POST"])
@does(import_people.ACTION)
def upload(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Read the sheet; what it holds is kept encrypted until it is confirmed or replaced."""
    visit, form = current_visit(), SheetForm()
    if form.validate_on_submit():
        content = form.content()
        if not (content.strip() or form.sheet.data):
            form.refuse(Refused("Choose a file, or paste the rows", field="sheet"))
        else:
            read = read_people(content, visit.now.astimezone(UK).date())
            if read.readable or read.headings:
                keep(read, form.source, content)
                return redirect(href("confirm" if read.readable else "columns"), 303)
            for problem in read.problems:
                form.refuse(Refused(problem.sentence, field="sheet"))
    page = render(
        "portal/notices/import.html",
        title="Import the people affected",
        section=current_case().facts.reference,
        form=form,
        one_href=href("add_one"),
        back=href("people"),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/import-people/check", methods=["GET", "POST"])
@does(import_people.ACTION)
def confirm(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What was read, row by row where something is to be said; then import all of it."""
    draft = find_draft()
    read = kept_list(draft)
    if read is None or not read.readable:
        return redirect(href("upload"))
    form = _confirming(read, str(draft.answers.get("source", "")))
    if len(read.rows) > LONGEST_IN_A_REQUEST and form.validate_on_submit():
        reply = hand_over(ConfirmedList(form.rows, form.chosen(), form.source), form)
    else:
        reply = _look_at(form, read)
    if isinstance(reply, Response):  # gone on to the list; a page to look at is a pair
        forget(draft)
    return reply


@blueprint.get("/people/blank-list.xlsx")
@shows(View("blank_list", "The blank list of people affected", READERS))
def blank(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The sheet to fill in."""
    return download(template_xlsx(), "people-affected.xlsx", XLSX)


def _look_at(form: ConfirmForm, read: PeopleList) -> ResponseReturnValue:
    """What was read, to confirm; a list of no great length is imported at once."""
    return act(
        import_people.ACTION,
        form,
        "portal/notices/import_check.html",
        done="The people affected are imported.",
        next_endpoint="portal_notices.people",
        title="Check what was read",
        **compared(current_case(), read.rows),
        most=PROBLEMS_SHOWN,
        **as_read(read),
        again=href("upload"),
    )


def _confirming(read: PeopleList, source: str) -> ConfirmForm:
    """The form for what was read; the kinds of data are asked where the list does not say them."""
    form = ConfirmForm()
    form.rows, form.source = read.rows, source
    if all(row.data_kinds for row in read.rows):
        del form.kinds
    return form
