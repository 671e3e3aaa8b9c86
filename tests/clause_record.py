"""Writes down which clauses of the policies the tests of a run proved, and which they did not.

Only of a run of all tests that name a clause: after a part, the others' clauses would be missing.
`flask portal clauses` reads the file: {clause: {"passed": [test, …], "failed": [test, …]}}.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

FILE: Final = Path("test-results", "clauses.json")
PROPERTY: Final = "clause"


class ClauseRecord:
    """Lives in the process that collects the workers' results."""

    def __init__(self, root: Path) -> None:
        self._file = root / FILE
        self._proofs: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.passed and report.when != "call":
            return
        for name, clause in report.user_properties:
            if name == PROPERTY:
                self._proofs[str(clause)][report.outcome].add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        config = session.config
        everything = config.args == config.getini("testpaths")
        if not (everything and is_whole(config.option, exitstatus) and self._proofs):
            return
        self._file.parent.mkdir(exist_ok=True)
        found = {
            clause: {outcome: sorted(tests) for outcome, tests in sorted(outcomes.items())}
            for clause, outcomes in sorted(self._proofs.items())
        }
        self._file.write_text(json.dumps(found, indent=2) + "\n")


def is_whole(option: argparse.Namespace, exitstatus: int) -> bool:
    """Whether a run of all folders left out no test with a clause, and came to its end."""
    chosen = (option.keyword, option.deselect, option.ignore, option.ignore_glob, option.maxfail)
    narrowed = (option.lf, option.stepwise, option.collectonly, *chosen)
    ended = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
    return ended and option.markexpr in {"", "clause"} and not any(narrowed)


def clauses_of(item: pytest.Item) -> Iterator[str]:
    """The clauses that a test is marked with."""
    for mark in item.iter_markers("clause"):
        yield from mark.args
