from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from datetime import date
from zipfile import ZipFile

import pytest
import xlsxwriter

from portal.notices.people_list import read_people, template_xlsx
from portal.notices.people_list.blank import headings
from portal.rules.risk.data_kinds import DATA_KINDS
from portal.rules.telling.addressees import PersonKind
from portal.rules.words import Answer
from portal.sheets.cells import as_date

TODAY = date(2026, 11, 22)
HEADER = ("Surname", "Forename", "Date of birth")


def sheet(*rows: Sequence[object]) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return output.getvalue()


def comma(*rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def test_wide_form_with_two_contacts() -> None:
    content = sheet(
        (
            *HEADER, "UPN", "In care", "Contact 1 name", "Contact 1 Parental Responsibility?",
            "Contact 1 e-mail", "Parent 2 Name", "Parent 2 PR", "Contact 2 court order",
            "Information involved",
        ),
        (
            "Field", "Ava", date(2015, 10, 23), "P207000016049", "yes", "Dana Field", "Yes",
            "dana@example.org", "Rob Field", "unknown", "Order of 2025", "name, medical notes",
        ),
    )  # fmt: skip
    (ava,) = read_people(content, TODAY).rows

    assert (ava.surname, ava.forename, ava.date_of_birth) == ("Field", "Ava", date(2015, 10, 23))
    assert ava.pupil_id == "P207000016049"
    assert ava.in_care
    assert ava.kind is PersonKind.PUPIL
    assert ava.data_kinds == ("name", "health")
    first, second = ava.contacts
    assert first.parental_responsibility is Answer.YES
    assert first.daily_care is Answer.NOT_SURE
    assert first.email == "dana@example.org"
    assert second.parental_responsibility is Answer.NOT_SURE
    assert second.barred == "Order of 2025"
    assert second.order == 2


def test_long_form_joins_the_contacts_of_a_child() -> None:
    content = comma(
        ("Last name", "First name", "DOB", "Contact name", "Relationship", "Contact email"),
        ("Field", "Ava", "23/10/2015", "Dana", "mother", "d@example.org"),
        ("Field", "Ava", "23/10/2015", "Rob", "father", "nonsense"),
        ("Field", "Ben", "2017-01-02", "Dana", "mother", "d@example.org"),
    )
    read = read_people(content, TODAY)

    assert [contact.name for contact in read.rows[0].contacts] == ["Dana", "Rob"]
    assert len(read.rows) == 2
    assert [(problem.row, problem.column) for problem in read.problems] == [(3, "Contact email")]


def test_the_lines_of_an_address_stay_lines_of_the_envelope() -> None:
    header = (*HEADER, "Address")
    where = "1 Elm Road,\nWormley\r\nEN1 9ZZ"
    read = read_people(sheet(header, ("Field", "Ava", "23/10/2015", where)), TODAY)

    assert read.rows[0].address == "1 Elm Road, Wormley, EN1 9ZZ"


def test_missing_column_is_one_sentence_and_nothing_is_imported() -> None:
    read = read_people(sheet(("Surname", "Forename", "Class"), ("Field", "Ava", "3B")), TODAY)

    assert not read.readable
    assert read.missing_columns == ("Date of birth",)
    (problem,) = read.problems
    expected = "The first row must have a column for Date of birth. Nothing was imported."
    assert problem.sentence == expected


def test_row_without_date_of_birth_is_kept_as_a_question() -> None:
    read = read_people(sheet(HEADER, ("Field", "Ava", ""), ("Ray", "Bo", "31/02/2015")), TODAY)

    assert [person.date_of_birth for person in read.rows] == [None, None]
    assert [(problem.row, problem.kept) for problem in read.problems] == [(2, True), (3, True)]
    assert "no date of birth" in read.problems[0].sentence


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("23/10/2015", date(2015, 10, 23)),
        ("3.4.2016", date(2016, 4, 3)),
        ("2015-10-23", date(2015, 10, 23)),
        ("2015-10-23T00:00:00", date(2015, 10, 23)),
        ("23rd October 2015", date(2015, 10, 23)),
        ("1 Sept 2014", date(2014, 9, 1)),
        (42300.0, date(2015, 10, 23)),
        (date(2015, 10, 23), date(2015, 10, 23)),
        ("10/23/2015", None),
        ("23/10/15", None),
        ("23/10/9015", None),
        (date(15, 10, 23), None),
        ("29/02/2015", None),
        ("autumn", None),
        (7.5, None),
        (float("inf"), None),
        (float("nan"), None),
        (True, None),
        (None, None),
    ],
)
def test_dates_in_uk_forms(cell: str | float | date | None, expected: date | None) -> None:
    assert as_date(cell) == expected


def test_a_person_twice_is_kept_once() -> None:
    read = read_people(
        sheet(
            (*HEADER, "UPN"),
            ("Field", "Ava", "23/10/2015", "P207000016049"),
            ("Field", "Eva", "23/10/2015", "P207 0000 16049"),
            ("Ray", "Bo", "01/02/2016", ""),
            ("RAY", "bo", "1/2/2016", ""),
        ),
        TODAY,
    )

    assert [person.forename for person in read.rows] == ["Ava", "Bo"]
    assert [problem.row for problem in read.problems] == [3, 5]
    assert "already in row 2" in read.problems[0].sentence


@pytest.mark.parametrize(
    ("column", "cell", "said", "kept"),
    [
        ("UPN", "A801200005001", "check letter", True),
        ("Email", "not an address", "not one e-mail address", True),
        ("Date of birth", "01/01/2030", "not a date that can be right", True),
        ("Kind", "dragon", "kind of person", True),
        ("Forename", " ", "no full name", False),
    ],
)
def test_what_is_wrong_with_a_row_is_said_without_repeating_it(
    column: str, cell: str, said: str, kept: bool
) -> None:
    row = {"Surname": "Field", "Forename": "Ava", "Date of birth": "23/10/2015", column: cell}
    read = read_people(sheet(tuple(row), tuple(row.values())), TODAY)
    (problem,) = read.problems

    assert said in problem.sentence
    assert problem.kept is kept
    assert not cell.strip() or cell not in problem.sentence
    assert len(read.rows) == kept


def test_one_name_column_is_taken_apart() -> None:
    read = read_people(
        sheet(("Name", "DOB"), ("Field, Ava", "23/10/2015"), ("Ben Ray", "1/2/2016")), TODAY
    )

    assert [(person.surname, person.forename) for person in read.rows] == [
        ("Field", "Ava"),
        ("Ray", "Ben"),
    ]


def test_csv_from_old_excel_and_from_abroad() -> None:
    header = "Surname;Forename;Date of birth\r\n"
    read = read_people(f"{header}Núñez;Zoë;23/10/2015\r\n".encode("cp1252"), TODAY)

    assert (read.rows[0].surname, read.rows[0].forename) == ("Núñez", "Zoë")


def test_formulas_and_control_characters_are_only_text() -> None:
    read = read_people(comma(HEADER, ('=HYPERLINK("x")', "A\x07va", "23/10/2015")), TODAY)

    assert read.rows[0].surname == '=HYPERLINK("x")'
    assert read.rows[0].forename == "Ava"


def far_cell() -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    page = book.add_worksheet()
    page.write(0, 0, "Surname")
    page.write(1_048_575, 16_383, "far away")
    book.close()
    return output.getvalue()


def zero_padded_far_cell() -> bytes:
    """The same place, written so that a short look at the number misses it."""
    output = io.BytesIO()
    with ZipFile(io.BytesIO(far_cell())) as plain, ZipFile(output, "w") as made:
        for name in plain.namelist():
            content = plain.read(name).replace(b"XFD1048576", b"XFD01048576")
            made.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "not a spreadsheet"),
        (b"PK\x03\x04 broken", "could not read"),
        (b"\x89PNG\0\0", "not a spreadsheet"),
        (b"x" * (10 * 1024 * 1024 + 1), "bigger than 10 MB"),
        (("a,b\n" * 20_001).encode(), "more than 20,000 rows"),
        (("a," * 300).encode(), "more than 200 columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(content: bytes, said: str) -> None:
    assert said in refused(content)


@pytest.mark.parametrize("made", [far_cell, zero_padded_far_cell])
def test_a_cell_far_away_is_refused_in_one_sentence(made: Callable[[], bytes]) -> None:
    assert "far below or beside the list" in refused(made())


def refused(content: bytes) -> str:
    """The one sentence about a file that cannot be read."""
    read = read_people(content, TODAY)
    assert not read.readable
    [problem] = read.problems
    return problem.sentence


def test_blank_sheet_has_every_column_and_reads_back() -> None:
    read = read_people(template_xlsx(), TODAY)

    assert read.missing_columns == ()
    assert read.rows == ()
    assert read.problems == ()
    assert headings()[:3] == ("UPN", "Surname", "Forename")


def test_ten_thousand_rows_take_five_seconds_of_one_core_at_most() -> None:
    rows = [("Field", f"Child {number}", "23/10/2015", f"P {number}") for number in range(10_000)]
    content = comma((*HEADER, "Contact 1 name"), *rows)
    began = time.process_time()

    assert len(read_people(content, TODAY).rows) == 10_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("said", "kinds", "understood"),
    [
        ("name, address", ("name", "home_address"), True),
        ("Names; e-mail addresses", ("name", "contact_details"), True),
        *((kind.title, (kind.key,), True) for kind in DATA_KINDS),
        ("; ".join(k.title for k in DATA_KINDS[:7]), tuple(k.key for k in DATA_KINDS[:7]), True),
        ("name and shoe size", ("name",), False),
        ("shoe size", (), False),
        ("", (), True),
    ],
)
@pytest.mark.clause("DBRP-5.17")
def test_a_kind_of_information_that_is_not_understood_is_said(
    said: str, kinds: tuple[str, ...], understood: bool
) -> None:
    read = read_people(
        sheet((*HEADER, "Information involved"), ("Field", "Ava", "23/10/2015", said)), TODAY
    )
    assert read.rows[0].data_kinds == kinds
    assert [problem.column for problem in read.problems] == (
        [] if understood else ["Information involved"]
    )
