"""Nothing names a school, a variant or the machine that it was written on."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from tests.architecture.source import ROOT, kept_files

VARIANTS = ROOT / "tenants" / "policy" / "variants"
# data of their own may name schools; the first line of a changelog or a test may speak of them
MAY_NAME_SCHOOLS = re.compile(
    r"^(tenants/policy/variants/|tests/|standalone/demo/|config/clauses\.csv|docs/|bench/|[A-Z]+\.md)"
)
LOCKS = re.compile(r"^(requirements/.*|package-lock\.json)$")
OUTSIDE = re.compile(r"(?<![\w.\])}~-])/(?:root|home|Users|work)/\w|\.\./shared\b|file:///")


def names_school(files: Iterable[tuple[str, str]], stems: Collection[str]) -> Iterator[str]:
    for path, text in files:
        if not MAY_NAME_SCHOOLS.match(path):
            found = [stem for stem in stems if stem in f"{path}\n{text}".lower()]
            yield from (f"{path} names {stem}" for stem in found)


def names_machine(files: Iterable[tuple[str, str]], here: Collection[str]) -> Iterator[str]:
    for path, text in files:
        if path == Path(__file__).relative_to(ROOT).as_posix():
            continue  # plants offences below
        if (found := OUTSIDE.search(text)) or any(f"{folder}/" in text for folder in here):
            yield f"{path} names a path of a machine: {found.group() if found else ''}"
        if LOCKS.match(path) and (found := re.search(r"\w+://[^\s\"]*", text)):
            yield f"{path} carries an address: {found.group()}"


def stems() -> set[str]:
    return {file.stem.lower() for file in VARIANTS.glob("*.toml")}


def test_no_code_names_a_school_or_a_variant() -> None:
    assert stems()
    found = list(names_school(kept_files(), stems()))
    assert not found, "\n".join(found)


def test_no_file_names_this_machine() -> None:
    found = list(names_machine(kept_files(), {str(ROOT)}))
    assert not found, "\n".join(found)


def test_a_named_school_is_found() -> None:
    planted = [
        ("portal/rules/clock.py", "if school == 'Oakfield': ..."),
        ("tests/rules/test_clock.py", "OAKFIELD = 1"),
        ("portal/templates/portal/base.html", "Welcome to oakfield"),
    ]
    assert len(list(names_school(planted, {"oakfield"}))) == 2


def test_a_path_of_the_machine_is_found() -> None:
    planted = [
        ("README.md", "see ../shared/design.md"),
        ("Makefile", "cd /home/anna/portal"),
        ("portal/host.py", "DATA = '/srv/portal/here/x'"),
        ("requirements/dev.txt", "--index-url https://registry.example/simple"),
        ("docs/HOST.md", "see https://example.org/home/page and config/root/x"),
    ]
    assert len(list(names_machine(planted, {"/srv/portal/here"}))) == 4
