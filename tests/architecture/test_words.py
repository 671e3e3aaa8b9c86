"""What people read calls things by one name: the ICO is what tenants/regulator.py calls it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from tests.architecture.source import kept_files

SAID = {
    re.compile("the regulator", re.IGNORECASE): "the {ICO}",
    re.compile(r"(?<!\{\{ )(?<!~ )(?<!\()\bICO\b(?! ~)|Information Commission"): "the {ICO}",
}
"""What nobody writes, and what stands there instead; a template's own name for it is none."""
READ = ("portal/", "tenants/", "standalone/")
SOURCE = "tenants/regulator.py"
OWN_WORDS = ("tenants/policy/variants/", "standalone/demo/stories/")
"""Of policies, and what people of the stories typed."""
OTHERS = ("as the regulator of academy trusts",)
"""Regulators that are not the ICO."""


def offending_words(files: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Strings of code, and templates, with a word that nobody reads."""
    for path, text in files:
        if not path.startswith(READ) or path == SOURCE or path.startswith(OWN_WORDS):
            continue
        read = READERS.get(PurePath(path).suffix)
        for line, words in read(text) if read else ():
            for word, instead in SAID.items():
                if (found := word.search(words)) and not any(other in words for other in OTHERS):
                    yield f"{path}:{line} says {found.group()!r}, not {instead!r}"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if "{#" not in line and not line.startswith("#"):
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


READERS = {".py": _strings, ".html": _lines, ".txt": _lines, ".toml": _lines}


def test_one_word_for_one_thing() -> None:
    found = list(offending_words(kept_files()))
    assert not found, "\n".join(found)


def test_a_wrong_word_is_found() -> None:
    files = [
        ("portal/x.py", '"""Tell the regulator."""\nSAID = f"Tell the regulator {1}."\n'),
        (
            "portal/y.py",
            '"""Tell the ICO."""\nICO = "x"\nSAID = f"Tell the {ICO}: the ICO waits."\n',
        ),
        ("portal/x.html", "{#- The regulator. -#}\n<p>The regulator asks.</p>\n"),
        ("portal/x.txt", "The {{ ICO }}’s reference, {{ said ~ ICO ~ said }}.\nTell the ICO.\n"),
        ("portal/x.toml", "# The ICO asks.\ntitle = 'Tell the ICO'\n"),
        ("tenants/policy/variants/x.toml", "text = 'Must the ICO be told?'\n"),
        ("tests/x.py", 'SAID = "the regulator"\n'),
    ]
    assert len(list(offending_words(files))) == 5
