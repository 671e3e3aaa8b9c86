"""Writes down which clauses of the policies the tests of a run proved, and which they did not.

`flask portal clauses` reads the file: {clause: {"passed": [test, …], "failed": [test, …]}}.
"""

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

    def pytest_sessionfinish(self) -> None:
        if not self._proofs:
            return
        self._file.parent.mkdir(exist_ok=True)
        found = {
            clause: {outcome: sorted(tests) for outcome, tests in sorted(outcomes.items())}
            for clause, outcomes in sorted(self._proofs.items())
        }
        self._file.write_text(json.dumps(found, indent=2) + "\n")


def clauses_of(item: pytest.Item) -> Iterator[str]:
    """The clauses that a test is marked with."""
    for mark in item.iter_markers("clause"):
        yield from mark.args
