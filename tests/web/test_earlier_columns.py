"""Which column of a school's earlier log is which, and what each row says."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from portal.rules.breach_log import headings
from portal.sheets.headed import Sheet, sheet_of
from portal.web.register.earlier import DETAILS, LEAVE_OUT, as_text, guess, read, references
from tests.actions.table import WENTWORTH, WORMLEY

TODAY = date(2026, 11, 22)
IMPORT = UUID(int=9)


@pytest.mark.clause("DBRP-A1-xlsx")
@pytest.mark.parametrize("policy", [WORMLEY, WENTWORTH])
def test_our_own_sheet_is_recognised_whole(policy: object) -> None:
    own = headings(policy)  # type: ignore[arg-type]
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
        ("23/10/19", "x", "no date"), ("", "x", "no date"), ("23/11/2026", "x", "future"),
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


def test_cells_of_every_kind_become_texts() -> None:
    day = datetime(2020, 3, 5)  # noqa: DTZ001 - as a spreadsheet has it
    cells = [(1, ["A", "B", "C", "D"]), (2, [day, 4.0, True, " x\ny "]), (4, [None])]
    found = sheet_of(cells, as_text)  # type: ignore[arg-type]
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
