"""Clauses: the list, who may name them, and what counts as proof."""

import argparse
import json
from collections import Counter
from pathlib import Path

import pytest

from portal import clauses
from tests.architecture.source import ROOT
from tests.clause_record import is_whole

FOUNDATION = {
    *(f"SIP-{n}" for n in ("0", "1", "1-head", "1-anon", "2", "3", "3k", "4c", "4d", "5a", "5e")),
    *(f"SIP-{n}" for n in ("6a", "6c", "7", "dpo")),
    *(f"DBRP-{n}" for n in ("1.4", "1.5", "1.9", "3.2", "4.2", "4.4", "5.1", "5.2", "5.3", "5.4")),
    *(f"DBRP-{n}" for n in ("5.5", "5.12", "5.13", "5.16", "5.16.1-4", "5.16-age", "5.18", "5.22")),
}

TEST_FILE = """
import pytest
pytestmark = pytest.mark.clause("SIP-2")

@pytest.mark.clause("SIP-0", "SIP-1")
@pytest.mark.parametrize("x", ["SIP-3"])
def test_one(x): ...

@pytest.mark.clause("DBRP-1.4")
class TestMany: ...
"""
ACTION_FILE = '''
"""Docstrings may speak of SIP-3a."""
CLAUSES = ("SIP-7",)
ACTION = Action(name="x", clauses=("SIP-0", "DBRP-1.4"))
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    (tmp_path / "tests" / "deep" / "test_it.py").write_text(TEST_FILE)
    return tmp_path


def _ran(checkout: Path, run: object) -> None:
    (checkout / "test-results").mkdir()
    (checkout / "test-results" / "clauses.json").write_text(json.dumps(run))


def _row(checkout: Path, clause: str) -> clauses.Row:
    return next(row for row in clauses.report(checkout) if row.clause == clause)


def test_no_declaration_and_no_test_names_an_unknown_clause() -> None:
    assert clauses.unknown(ROOT) == ()


def test_every_clause_is_listed_once_with_words_of_its_own() -> None:
    listed = clauses.read_clauses()
    assert not [id_ for id_, times in Counter(c.id for c in listed).items() if times > 1]
    assert all(clause.says and clause.portal for clause in listed)
    assert {clause.since for clause in listed} <= {"foundation", "full", "later"}


def test_the_first_release_proves_the_clauses_that_its_two_stories_touch() -> None:
    foundation = {c.id for c in clauses.read_clauses() if c.since == "foundation"}
    assert foundation == FOUNDATION


def test_marks_are_found_on_modules_classes_and_functions(checkout: Path) -> None:
    assert clauses.marked(checkout / "tests") == {
        "SIP-2": ["tests/deep/test_it.py"],
        "SIP-0": ["tests/deep/test_it.py::test_one"],
        "SIP-1": ["tests/deep/test_it.py::test_one"],
        "DBRP-1.4": ["tests/deep/test_it.py::TestMany"],
    }


def test_declarations_are_found_where_they_declare(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "one.py").write_text(ACTION_FILE)
    assert set(clauses.declared(package)) == {"SIP-7", "SIP-0", "DBRP-1.4"}


def test_without_a_run_a_mark_is_enough_to_be_named(checkout: Path) -> None:
    assert not _row(checkout, "SIP-0").missing
    assert _row(checkout, "SIP-3").missing


def test_after_a_run_only_a_passing_test_counts(checkout: Path) -> None:
    passed = {"passed": ["tests/deep/test_it.py::test_one"]}
    _ran(checkout, {"SIP-0": passed, "SIP-1": {**passed, "failed": ["tests/other.py::test_two"]}})
    assert not _row(checkout, "SIP-0").missing
    assert _row(checkout, "SIP-1").missing
    assert _row(checkout, "SIP-2").missing


def test_what_belongs_to_a_later_release_is_open_and_no_gap(checkout: Path) -> None:
    _ran(checkout, {})
    open_ = {row.clause for row in clauses.report(checkout) if row.since == clauses.LATER}
    gaps = {row.clause for row in clauses.gaps(clauses.report(checkout))}
    assert gaps == {clause.id for clause in clauses.read_clauses()} - open_
    states = dict(
        line.split()[:2] for line in clauses.as_text(clauses.report(checkout)).splitlines()
    )
    assert {clause for clause, state in states.items() if state == "open"} == open_
    assert states["SIP-3"] == "MISSING"


def test_only_what_is_missing_can_be_listed(checkout: Path) -> None:
    rows = clauses.report(checkout, missing_only=True)
    assert "SIP-0" not in {row.clause for row in rows}
    assert all(row.as_dict()["missing"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "exitstatus", "whole"),
    [
        ([], 0, True),
        ([], 1, True),
        (["-m", "clause", "-q"], 0, True),
        (["-m", "faults"], 0, False),
        (["-k", "clock"], 0, False),
        (["--ignore", "tests/web"], 0, False),
        (["--lf"], 1, False),
        (["-x"], 1, False),
        ([], 2, False),
    ],
)
def test_only_a_whole_run_is_written_down(
    request: pytest.FixtureRequest, arguments: list[str], exitstatus: int, *, whole: bool
) -> None:
    plain = {"markexpr": "", "keyword": "", "maxfail": 0, "lf": False, "collectonly": False}
    said = argparse.Namespace(**vars(request.config.option) | plain)
    said.deselect = said.ignore = said.ignore_glob = None
    said.stepwise = False
    option = request.config._parser.parse_known_args(arguments, namespace=said)
    assert is_whole(option, exitstatus) is whole
