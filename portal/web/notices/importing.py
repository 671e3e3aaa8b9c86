"""Import the people affected: upload, look at what was read, confirm. All of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, redirect

from portal.actions import import_people
from portal.crypto import index_hmac
from portal.desk import drafts
from portal.errors import Refused
from portal.notices.people_list import all_affected, identity, read_people, template_xlsx
from portal.notices.people_list.model import ImportedPerson, PeopleList
from portal.notices.people_list.sheets import LARGEST_FILE
from portal.rules.data_kinds import DATA_KINDS
from portal.rules.people_list import Imported
from portal.store import documents, keys, subjects
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.notices.area import READERS, blueprint, href
from portal.web.parts import forms
from tenants.calendar import UK
from tenants.db import open_session, uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case

DRAFT = "people_list"
PROBLEMS_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {kind.key: kind.title.capitalize() for kind in DATA_KINDS}


class SheetForm(forms.PortalForm):
    """The spreadsheet."""

    sheet = forms.file(
        "Spreadsheet",
        needed="Choose the spreadsheet",
        hint=".xlsx or .csv, up to 10 MB. Kinds of information only: never what got out itself.",
        accept=".xlsx,.csv",
    )


class ConfirmForm(forms.PortalForm):
    """Import what was shown; the kinds of data where the sheet does not say."""

    kinds = forms.checkboxes(
        "Which kinds of information got out about them?",
        KINDS,
        hint="For the people of whom the sheet does not say it. Choose all that apply.",
        needed="Choose the kinds of information: what people are told depends on it",
    )
    rows: tuple[ImportedPerson, ...] = ()

    def to_input(self, case: Case) -> import_people.ImportPeople:
        """As the action takes it; nobody's number or name is matched but by its keyed hash."""
        kinds = frozenset(self.kinds.data or ()) if "kinds" in self else frozenset()
        return import_people.ImportPeople(_imported(case, self.rows, kinds), source="spreadsheet")


@blueprint.route("/import-people", methods=["GET", "POST"])
@does(import_people.ACTION)
def upload(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Read the sheet; what it holds is kept encrypted until it is confirmed or replaced."""
    visit, form = current_visit(), SheetForm()
    if form.validate_on_submit():
        sheet = form.sheet.data
        read = read_people(
            sheet.read(LARGEST_FILE + 1) if sheet else b"", visit.now.astimezone(UK).date()
        )
        if read.readable:
            _keep(read)
            return redirect(href("confirm"), 303)
        for problem in read.problems:
            form.refuse(Refused(problem.sentence, field="sheet"))
    page = render(
        "portal/notices/import.html",
        title="Import the people affected",
        section=current_case().facts.reference,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/import-people/check", methods=["GET", "POST"])
@does(import_people.ACTION)
def confirm(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What was read, row by row where something is to be said; then import all of it."""
    case = current_case()
    draft = _draft(case)
    if "list" not in draft.answers:
        return redirect(href("upload"))
    read = documents.from_json(PeopleList, str(draft.answers["list"]).encode())
    form = ConfirmForm()
    form.rows = read.rows
    if all(row.data_kinds for row in read.rows):
        del form.kinds
    reply = act(
        import_people.ACTION,
        form,
        "portal/notices/import_check.html",
        done="The people affected are imported.",
        next_endpoint="portal_notices.people",
        title="Check what was read",
        read=read,
        known=_known(case, read.rows),
        most=PROBLEMS_SHOWN,
        again=href("upload"),
    )
    _forget_once_imported(reply, draft)
    return reply


@blueprint.get("/people/blank-list.xlsx")
@shows(View("blank_list", "The blank list of people affected", READERS))
def blank(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The sheet to fill in."""
    headers = {"Content-Disposition": "attachment; filename=people-affected.xlsx"}
    return Response(template_xlsx(), mimetype=XLSX, headers=headers)


def _keep(read: PeopleList) -> None:
    visit, case = current_visit(), current_case()
    answers = {"list": documents.to_json(read).decode()}
    drafts.save(visit.services, case.facts.school_id, visit.person_id, _draft(case), answers)


def _forget_once_imported(reply: ResponseReturnValue, draft: drafts.Draft) -> None:
    """What was uploaded is kept no longer than it takes to confirm it."""
    visit, case = current_visit(), current_case()
    if isinstance(reply, Response):  # gone on to the list; a page to look at is a pair
        drafts.discard(visit.services, case.facts.school_id, visit.person_id, draft.id)


def _draft(case: Case) -> drafts.Draft:
    visit, facts = current_visit(), case.facts
    with open_session(visit.services.engine, visit.scope) as session:
        return drafts.unfinished(
            session,
            visit.services.keyring,
            facts.school_id,
            visit.person_id,
            DRAFT,
            facts.incident_id,
        )


def _imported(
    case: Case, rows: tuple[ImportedPerson, ...], kinds: frozenset[str]
) -> tuple[Imported, ...]:
    key = _school_key(case)
    return tuple(
        Imported(
            match=_match(key, case, row),
            person=person if person.data_kinds else replace(person, data_kinds=kinds),
            also=_unborn(key, case, row),
        )
        for row, person in zip(rows, all_affected(rows, uuid7), strict=True)
    )


def _known(case: Case, rows: tuple[ImportedPerson, ...]) -> int:
    """How many of the rows are on the list already."""
    visit, key = current_visit(), _school_key(case)
    with open_session(visit.services.engine, visit.scope) as session:
        stored = subjects.matches(session, visit.scope, case.facts.incident_id)
    return sum(bool({_match(key, case, row), _unborn(key, case, row)} & stored) for row in rows)


def _school_key(case: Case) -> bytes:
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        return keys.school_key(session, visit.services.keyring, case.facts.school_id)


def _match(key: bytes, case: Case, row: ImportedPerson) -> bytes:
    return index_hmac(key, f"{case.facts.incident_id}:{identity(row)}")


def _unborn(key: bytes, case: Case, row: ImportedPerson) -> bytes:
    """The hash under which somebody was listed while their date of birth was unknown."""
    if row.pupil_id or row.date_of_birth is None:
        return b""
    return _match(key, case, replace(row, date_of_birth=None))
