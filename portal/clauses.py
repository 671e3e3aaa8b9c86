"""Each clause of the two policies: what the portal does for it, where declared, where proved.

Declarations are read from the source, from `clauses=(…)` of an action and `CLAUSES = (…)` of a
module of duties; tests name theirs with `@pytest.mark.clause(…)`, and a run of the tests writes
down which of them passed. Nothing here imports what it reports on.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

LATER: Final = "later"
"""Clauses that no release proves yet; 'foundation' was the first to prove, 'full' the second."""

_PORTAL: Final = Path(__file__).parent
_PACKED: Final = resources.files("portal") / "_config" / "clauses.csv"
CHECKOUT: Final = None if _PACKED.is_file() else _PORTAL.parent
"""Where the tests lie; None in an installed plugin, which comes without them."""
_PROOFS: Final = Path("test-results", "clauses.json")

Places = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One row of config/clauses.csv."""

    id: str
    says: str
    portal: str
    since: str


@dataclass(frozen=True, slots=True)
class Row:
    """A clause with the files that declare it, and the tests that name and that prove it."""

    clause: str
    says: str
    since: str
    declared: tuple[str, ...]
    tests: tuple[str, ...] | None
    """None where there are no tests to look at."""
    passed: tuple[str, ...] | None
    """None when no run of the tests has been written down."""

    @property
    def proofs(self) -> tuple[str, ...] | None:
        """The tests that passed; without a written run, those that name it."""
        return self.tests if self.passed is None else self.passed

    @property
    def missing(self) -> bool | None:
        """Nothing proves it; None where nobody can tell."""
        return None if self.proofs is None else not self.proofs

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "missing": self.missing}


def read_clauses() -> tuple[Clause, ...]:
    """All clauses, in the order of the documents."""
    lines = _file().read_text(encoding="utf-8").splitlines()
    return tuple(
        Clause(row["id"], row["says"], row["portal"], row["from"]) for row in csv.DictReader(lines)
    )


def report(root: Path | None = CHECKOUT, *, missing_only: bool = False) -> tuple[Row, ...]:
    """A row for each clause; `root` is a checkout with `tests/` and `test-results/`."""
    found = declared()
    named = None if root is None else marked(root / "tests")
    passed = None if root is None else proved(root / _PROOFS)
    rows = (
        Row(
            clause=clause.id,
            says=clause.says,
            since=clause.since,
            declared=tuple(found.get(clause.id, ())),
            tests=None if named is None else tuple(named.get(clause.id, ())),
            passed=None if passed is None else passed.get(clause.id, ()),
        )
        for clause in read_clauses()
    )
    return tuple(row for row in rows if row.missing or not missing_only)


def unknown(root: Path) -> tuple[str, ...]:
    """Ids that a declaration or a test names and config/clauses.csv does not have."""
    known = {clause.id for clause in read_clauses()}
    return tuple(sorted({*declared(), *marked(root / "tests")} - known))


def gaps(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that must not be missing, and are."""
    return tuple(row for row in rows if row.missing and row.since != LATER)


def as_text(rows: Iterable[Row]) -> str:
    """One line a clause: proved, named, open or MISSING; where declared; where tested.

    Where there are no tests, only where it is declared.
    """
    return "\n".join(map(_line, rows))


def declared(package: Path = _PORTAL) -> Places:
    """Clause → files of the portal that declare it."""
    places: Places = {}
    for path, tree in _that_name("clauses", package.rglob("*.py")):
        for clause in _declarations(tree):
            _put(places, clause, path.relative_to(package.parent).as_posix())
    return places


def marked(tests: Path) -> Places:
    """Clause → 'file::test' that is marked with it, in modules, classes and functions alike."""
    places: Places = {}
    for path, tree in _that_name("clause", tests.rglob("test_*.py")):
        for name, clause in _marks(tree):
            _put(places, clause, f"{path.relative_to(tests.parent).as_posix()}{name}")
    return places


def proved(file: Path) -> Mapping[str, tuple[str, ...]] | None:
    """Clause → tests that passed in the run written to `file`, if none that names it failed."""
    if not file.is_file():
        return None
    run: dict[str, dict[str, list[str]]] = json.loads(file.read_text(encoding="utf-8"))
    return {
        clause: tuple(outcomes.get("passed", ()))
        for clause, outcomes in run.items()
        if not outcomes.get("failed")
    }


def _file() -> Traversable:
    return _PACKED if CHECKOUT is None else CHECKOUT / "config" / "clauses.csv"


def _that_name(word: str, paths: Iterable[Path]) -> Iterator[tuple[Path, ast.Module]]:
    """The modules in which this word stands, parsed: parsing all of them takes seconds."""
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        if word in text.lower():
            yield path, ast.parse(text)


def _put(places: Places, clause: str, place: str) -> None:
    at = places.setdefault(clause, [])
    if place not in at:
        at.append(place)


def _declarations(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="clauses", value=value):
                yield from _strings(value)
            case ast.Assign(targets=[ast.Name(id="CLAUSES")], value=value):
                yield from _strings(value)
            case ast.AnnAssign(target=ast.Name(id="CLAUSES"), value=ast.expr() as value):
                yield from _strings(value)


def _marks(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                for decorator in node.decorator_list:
                    yield from ((f"::{node.name}", clause) for clause in _mark(decorator))
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                for call in ast.walk(value):
                    yield from (("", clause) for clause in _mark(call))


def _mark(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr="clause", value=ast.Attribute(attr="mark"))):
            for argument in node.args:
                yield from _strings(argument)


def _strings(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _line(row: Row) -> str:
    where = ", ".join(row.declared) or "–"
    if row.proofs is None:
        return f"{row.clause:<18}{where}"
    if row.proofs:
        state = "named" if row.passed is None else "proved"
    else:
        state = "open" if row.since == LATER else "MISSING"
    return f"{row.clause:<18}{state:<9}{where}  |  {', '.join(row.proofs) or '–'}"
