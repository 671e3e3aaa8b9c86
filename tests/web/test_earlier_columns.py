"""Which column of a school's earlier log is which, and what each row says."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from portal.rules.ending.breach_log import headings
from portal.sheets.headed import Sheet, sheet_of
from portal.sheets.reading import rows_of
from portal.web.register.earlier import DETAILS, LEAVE_OUT, as_text, guess, read, references
from tests.actions.table import WENTWORTH, WORMLEY
from tests.architecture.source import ROOT

TODAY = date(2026, 11, 22)
IMPORT = UUID(int=9)
SAVED = ROOT / "tests/sheets/saved_by_libreoffice"


@pytest.mark.clause("DBRP-A1-xlsx")
@pytest.mark.parametrize("policy", [WORMLEY, WENTWORTH])
def test_our_own_sheet_is_recognised_whole(policy: object) -> None:
    own = headings(policy)  # type: ignore[arg-type]  # only what is read of it
    assert guess([each.text for each in own], own) == tuple(each.key for each in own)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Date reported", "reported_at"), ("Reported by", "reported_by"),
        ("DPO informed?", "dpo_informed"), ("Number of people affected", "people"),
        ("Type of data", "data_types"), ("Data subjects affected", "whose_data"),
        ("Reported to ICO (Y/N)", "report_to_ico"), ("Date reported to ICO", "ico_report"),
        ("Action taken / lessons learned", "prevention"), ("Special category data", "special_data"),
        ("Date of breach", "occurred"), ("Brief description", "description"),
        ("Full details of breach", "details"), ("Were data subjects notified?", "people_told"),
        ("Police involved", "police"), ("Ongoing or contained", "contained"),
        ("Row colour", DETAILS), ("", LEAVE_OUT),
    ],
)  # fmt: skip
def test_what_schools_call_it(heading: str, key: str) -> None:
    assert guess([heading], headings(WORMLEY)) == (key,)


def test_who_was_told_is_recognised_whatever_the_policy_s_own_log_asks() -> None:
    found = guess(["ICO told?", "Were parents informed?"], headings(WENTWORTH))
    assert found == ("report_to_ico", "people_told")


def test_no_heading_is_given_twice() -> None:
    keys = guess(["Date", "Date", "Details", "Details", "Details"], headings(WORMLEY))
    named = [key for key in keys if key != DETAILS]
    assert len(named) == len(set(named))


COLUMNS = ("reported_at", "description", "report_to_ico", "people_told", DETAILS, LEAVE_OUT)
HEADINGS = ("Date", "What", "ICO?", "Told?", "Room", "Hidden")


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return Sheet(HEADINGS, tuple(enumerate(rows, start=2)))


@pytest.mark.parametrize(
    ("on", "what", "problem"),
    [
        ("23/10/2019", "x", ""), ("2019-10-23", "x", ""), ("23 October 2019, 4:10pm", "x", ""),
        ("23/10/2019 16:10", "x", ""), ("43761", "x", "no date"), ("10/23/2019", "x", "no date"),
        ("23/10/19", "x", ""), ("10/23/19", "x", "no date"), ("", "x", "no date"),
        ("23/11/2026", "x", "future"),
        ("22/11/2026", "x", ""), ("23/10/2019", "", "what happened"),
    ],
)  # fmt: skip
def test_each_row_is_taken_or_says_why_not(on: str, what: str, problem: str) -> None:
    found = read(sheet((on, what, "", "", "", "secret")), COLUMNS, IMPORT, TODAY)
    assert len(found.rows) == (0 if problem else 1)
    assert [problem in each.sentence for each in found.problems] == ([True] if problem else [])
    assert not any("secret" in each.sentence for each in found.problems)


def test_a_row_in_full() -> None:
    rows = sheet(("05/03/2020", "A near-miss", "Yes", "No", "Hall", "secret"))
    (row,) = read(rows, COLUMNS, IMPORT, TODAY).rows
    assert row.said.near_miss
    assert row.said.regulator_told
    assert not row.said.people_told
    assert row.said.details == "Room: Hall"
    assert row.said.row == 2
    assert row.said.reported_at.isoformat() == "2020-03-05T12:00:00+00:00"
    assert "secret" not in str(row.said)


def test_a_report_that_was_not_made_is_none() -> None:
    columns = ("reported_at", "description", "ico_report")
    for said, told in (("Does not apply: it is not reported.", False), ("IC-1", True)):
        exported = Sheet(("A", "B", "C"), ((2, ("05/03/2020", "x", said)),))
        (row,) = read(exported, columns, IMPORT, TODAY).rows
        assert row.said.regulator_told is told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Yes", True),
        ("y", True),
        ("✓", True),
        ("yes, by phone", True),
        ("24/10/2019", True),
        ("No", False),
        ("", False),
    ],
)
def test_who_was_told_is_a_yes_or_a_day(said: str, told: bool) -> None:
    (row,) = read(sheet(("05/03/2020", "x", said, said, "", "")), COLUMNS, IMPORT, TODAY).rows
    assert (row.said.regulator_told, row.said.people_told) == (told, told)


@pytest.mark.clause("DBRP-A1-xlsx")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_log_that_libreoffice_saved_comes_in_with_its_dates(kind: str) -> None:
    """Version 7.4, set to British English; the .csv in the way it offers first on Windows."""
    found = sheet_of(rows_of((SAVED / f"log.{kind}").read_bytes()), as_text)
    columns = guess(found.headings, headings(WENTWORTH))
    assert columns == ("occurred", "description", "details", DETAILS, "report_to_ico")
    first, second = read(found, columns, IMPORT, TODAY).rows
    assert [one.said.reported_at.date() for one in (first, second)] == [
        date(2019, 10, 23), date(2020, 3, 5),
    ]  # fmt: skip
    assert first.said.details == (
        "A letter to Zoë’s family went missing,\nnear the “old” gate.\n\nPupils affected: 4"
    )
    assert (first.said.regulator_told, second.said.regulator_told) == (False, True)


def test_cells_of_every_kind_become_texts() -> None:
    day = datetime(2020, 3, 5)  # noqa: DTZ001 - as a spreadsheet has it
    cells = [(1, ["A", "B", "C", "D"]), (2, [day, 4.0, True, " x\ny "]), (4, [None])]
    found = sheet_of(cells, as_text)  # type: ignore[arg-type]  # only what is read of it
    assert found.headings == ("A", "B", "C", "D")
    assert found.rows == ((2, ("2020-03-05", "4", "Yes", "x\ny")),)


def test_our_own_sheet_comes_in_elsewhere_and_adds_nothing_where_it_came_from() -> None:
    columns, own = ("reported_at", "description", DETAILS), "INC-2026-0007"
    row = ("Friday 23 October 2026, 2:54pm", "A list lay on a desk.", own)
    exported = Sheet(("When", "What", "Reference"), ((2, row),))
    assert references(exported) == {(2026, 7)}
    (found,) = read(exported, columns, IMPORT, TODAY).rows
    assert found.said.reported_at.date() == date(2026, 10, 23)
    again = read(exported, columns, IMPORT, TODAY, {(own, date(2026, 10, 23))})
    assert (again.rows, again.problems[0].row) == ((), 2)
    other = read(exported, columns, IMPORT, TODAY, {(own, date(2026, 9, 1))})
    assert other.rows, "another school's number is nobody's here"


def test_a_row_that_stands_twice_is_one_incident_and_says_so() -> None:
    once = ("23/10/2019", "A list went astray.")
    found = read(sheet(once, ("24/10/2019", "Another."), once), COLUMNS, IMPORT, TODAY)
    assert [row.said.row for row in found.rows] == [2, 3]
    assert [(one.row, one.sentence) for one in found.problems] == [
        (4, "It says the same as row 2, which is brought in.")
    ]
