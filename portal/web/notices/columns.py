"""Which column of an uploaded list is which: our guess, put right by whoever uploaded it."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import redirect

from portal.actions import import_people
from portal.errors import Refused
from portal.notices.people_list import read_people
from portal.notices.people_list.columns import chosen, layout, options
from portal.sheets.headed import sheet_of
from portal.sheets.reading import rows_of
from portal.web.access import current_case, current_visit, does
from portal.web.frame import render
from portal.web.notices.area import blueprint, href
from portal.web.notices.draft import find_draft, keep, kept_list
from portal.web.spreadsheets import ColumnsForm, columns_form
from tenants.calendar import UK

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.notices.people_list import ImportedContact, PeopleList

PEOPLE_SHOWN = 3


class Example(NamedTuple):
    """Somebody of the list, as they were read."""

    name: str
    born: str
    contacts: tuple[str, ...]


@blueprint.route("/import-people/columns", methods=["GET", "POST"])
@does(import_people.ACTION)
def columns(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """What each column is taken for; the sheet is read again as it is chosen."""
    draft = find_draft()
    read = kept_list(draft)
    if read is None or not read.headings:
        return redirect(href("upload"))
    content = b64decode(str(draft.answers["sheet"]))
    where = layout(list(read.headings))
    form = columns_form(ColumnsForm, sheet_of(rows_of(content)), read.columns, options(where))
    if form.validate_on_submit():
        try:
            _read_again(content, form.keys(), str(draft.answers["source"]))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(href("confirm"), 303)
    page = render(
        "portal/notices/import_columns.html",
        title="Which column is which?",
        section=current_case().facts.reference,
        form=form,
        problem=read.problems[0].sentence if read.missing_columns else "",
        again=href("upload"),
    )
    return page, 422 if form.is_submitted() else 200


def _read_again(content: bytes, keys: tuple[str, ...], source: str) -> None:
    if missing := chosen(keys).missing:
        raise Refused(f"Choose which column is: {', '.join(missing)}")
    read = read_people(content, current_visit().now.astimezone(UK).date(), keys)
    if not read.readable:
        raise Refused("Nobody can be read like this. Look at the columns again.")
    keep(read, source, content)


def as_read(read: PeopleList) -> dict[str, Any]:
    """What the page shows of a list, before anything of it is imported."""
    return {"read": read, "taken_for": taken_for(read), "examples": examples(read)}


def taken_for(read: PeopleList) -> tuple[tuple[str, str], ...]:
    """Each heading of the sheet, and what it was taken for; '' for a column that was not read."""
    names = options(layout(list(read.headings)))
    return tuple(
        (heading or f"Column {place}", names.get(key, ""))
        for place, (heading, key) in enumerate(zip(read.headings, read.columns, strict=True), 1)
    )


def examples(read: PeopleList) -> tuple[Example, ...]:
    """The first few people as they were read."""
    return tuple(
        Example(
            f"{one.forename} {one.surname}",
            f"{one.date_of_birth:%-d %B %Y}" if one.date_of_birth else "",
            tuple(_as_read(each) for each in one.contacts),
        )
        for one in read.rows[:PEOPLE_SHOWN]
    )


def _as_read(contact: ImportedContact) -> str:
    """A contact in a line; a bar that was not read would be a notice to somebody barred."""
    barred = f"barred: {contact.barred}" if contact.barred else ""
    said = (contact.name, contact.relationship, contact.email, barred)
    return ", ".join(part for part in said if part)
