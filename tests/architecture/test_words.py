"""What people read calls things by one name: the ICO is the ICO, wherever it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from tests.architecture.source import kept_files

SAID = {"the regulator": "the ICO"}
"""What nobody reads, and what stands there instead."""
READ = ("portal/", "tenants/", "standalone/")
OTHERS = ("as the regulator of academy trusts",)
"""Regulators that are not the ICO."""


def offending_words(files: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Strings of code, and templates, with a word that nobody reads."""
    for path, text in files:
        if not path.startswith(READ):
            continue
        read = READERS.get(PurePath(path).suffix)
        for line, words in read(text) if read else ():
            for word, instead in SAID.items():
                if word in words.lower() and not any(other in words for other in OTHERS):
                    yield f"{path}:{line} says {word!r}, not {instead!r}"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if "{#" not in line:
            yield number, line


def _strings(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    documentation = {
        id(each.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    }
    for each in ast.walk(tree):
        if not isinstance(each, ast.Constant) or id(each) in documentation:
            continue
        if isinstance(each.value, str):
            yield each.lineno, each.value


READERS = {".py": _strings, ".html": _lines, ".txt": _lines}


def test_one_word_for_one_thing() -> None:
    found = list(offending_words(kept_files()))
    assert not found, "\n".join(found)


def test_a_wrong_word_is_found() -> None:
    files = [
        ("portal/x.py", '"""Tell the regulator."""\nSAID = f"Tell the regulator {1}."\n'),
        ("portal/x.html", "{#- The regulator. -#}\n<p>The regulator asks.</p>\n"),
        ("tests/x.py", 'SAID = "the regulator"\n'),
    ]
    assert len(list(offending_words(files))) == 2
