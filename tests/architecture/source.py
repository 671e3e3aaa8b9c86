"""The project's files as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
OURS: Final = ("portal", "tenants", "standalone", "migrations", "config", "tests", "bench")


@dataclass(frozen=True)
class Source:
    """One Python module: its path from the root with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree; most tests look through them."""
        return tuple(ast.walk(self.tree))

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def within(self, *places: str) -> bool:
        """Whether the module is one of these files, or lies in one of these folders."""
        return any(self.path == place or self.path.startswith(f"{place}/") for place in places)

    def at(self, node: ast.expr | ast.stmt, what: str) -> str:
        return f"{self.path}:{node.lineno} {what}"

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def functions(self) -> Iterator[ast.FunctionDef]:
        return (node for node in self.nodes if isinstance(node, ast.FunctionDef))


def sources(*folders: str) -> list[Source]:
    """All modules of the folders; `wsgi.py` goes with the standalone host."""
    paths = [path for folder in folders or OURS for path in sorted((ROOT / folder).rglob("*.py"))]
    if not folders or "standalone" in folders:
        paths.append(ROOT / "wsgi.py")
    return [_source(path) for path in paths]


@cache
def _source(path: Path) -> Source:
    """Read and parsed once for all tests that look at it."""
    return Source(path.relative_to(ROOT).as_posix(), path.read_text())


def kept_files() -> Iterator[tuple[str, str]]:
    """Path and text of every text file that git keeps, or would on the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        try:
            yield name, (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError):  # a picture; a file just removed
            continue


def called(call: ast.Call) -> str:
    """The last name of what is called: `commit` of `session.commit()`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
