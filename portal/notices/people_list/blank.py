"""The blank sheet that a school downloads, fills in and uploads."""

from __future__ import annotations

import io

import xlsxwriter

from portal.notices.people_list.columns import CONTACT_COLUMNS, PERSON_COLUMNS, Column

_CONTACTS = 2
_LEFT_OUT = frozenset({"name", "order"})
"""Read when a school's own sheet has them; one way is enough in ours."""


def _contact_columns() -> list[Column]:
    return [
        Column(column.key, f"Contact {number} {column.title}", hint=column.hint)
        for number in range(1, _CONTACTS + 1)
        for column in CONTACT_COLUMNS
        if column.key != "order"
    ]


def headings() -> tuple[str, ...]:
    """The headings of the blank sheet, in order."""
    own = [column.title for column in PERSON_COLUMNS if column.key not in _LEFT_OUT]
    return (*own, *(column.title for column in _contact_columns()))


def template_xlsx() -> bytes:
    """The blank sheet: headings, hints as comments, dates as dates, a second sheet of advice."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "People affected"})
    sheet = book.add_worksheet("People")
    head = book.add_format({"bold": True, "bg_color": "#f3f2f1", "bottom": 1, "text_wrap": True})
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    text = book.add_format({"num_format": "@"})
    columns = [column for column in PERSON_COLUMNS if column.key not in _LEFT_OUT]
    for place, column in enumerate([*columns, *_contact_columns()]):
        sheet.write_string(0, place, column.title, head)
        kind = dates if column.key == "date_of_birth" else text
        sheet.set_column(place, place, 18, kind)
        if column.hint:
            sheet.write_comment(0, place, column.hint)
    sheet.freeze_panes(1, 0)
    advice = book.add_worksheet("How to fill it in")
    advice.set_column(0, 0, 100)
    for row, line in enumerate(_ADVICE):
        advice.write_string(row, 0, line)
    book.close()
    return output.getvalue()


_ADVICE = (
    "One row for each person affected. Surname, forename and date of birth are needed.",
    "Two contacts have columns here. For more, add columns for Contact 3 and Contact 4.",
    "Or put each contact in a row of its own, under headings that begin with 'Contact'.",
    "Parental responsibility and daily care: yes, no or unknown. 'Unknown' is not written to.",
    "Barred: the reason why a contact must not be written to, for example a court order.",
    "Held back: the reason why telling anybody could put this person in danger.",
    "Do not put the leaked information itself into this sheet: kinds of information only.",
)
