"""The documents say what is true: made pages are fresh, and what they name exists."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
import pytest

from portal import deployment
from portal import settings as portal_settings
from portal.cli import portal_commands
from standalone import commands, reference
from tests.architecture.source import OURS, ROOT

Find = Callable[[Path, str], Iterator[str]]

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = click.Group(commands=[*portal_commands.commands.values(), *commands.COMMANDS])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TARGET = re.compile(r"\bmake ([a-z]+)\b")
COMMAND = re.compile(r"\bflask (?:--app \S+ )?portal((?: [a-z]+)*)")
NAMED = re.compile(
    rf"(?<![\w/.])(?:{'|'.join(OURS)}|docs|assets|requirements)/[\w./*-]+(?![\w<{{])"
)
PLACES = (ROOT, ROOT / "portal" / "templates")  # templates are named as Jinja finds them
READ_BY_FLASK = {"DEBUG", "TESTING"}


def broken_links(file: Path, text: str) -> Iterator[str]:
    """Relative links to files that do not exist, and to headings that nobody wrote."""
    for link in LINK.findall(CODE.sub("", text)):
        if re.match(r"\w+:", link):
            continue
        path, _, heading = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        if not target.exists():
            yield f"{file.name} links to {link}"
        elif heading and heading not in headings(target.read_text()):
            yield f"{file.name} links to a heading that {target.name} does not have: {heading}"


def headings(text: str) -> set[str]:
    """The anchors of a page, as the usual viewers make them."""
    titles = re.findall(r"^#+ (.+)$", CODE.sub("", text), re.MULTILINE)
    titles += re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-") for title in titles}


def unknown_targets(file: Path, text: str) -> Iterator[str]:
    """`make` targets that the Makefile does not have."""
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in TARGET.findall("\n".join(CODE.findall(text))):
        if target not in known:
            yield f"{file.name} names make {target}"


def unknown_commands(file: Path, text: str) -> Iterator[str]:
    """`flask portal …` commands that nobody declares."""
    for words in COMMAND.findall("\n".join(CODE.findall(text))):
        command: click.Command = COMMANDS
        for word in words.split():
            if not isinstance(command, click.Group):
                break  # an argument
            if word not in command.commands:
                yield f"{file.name} names flask portal{words}"
                break
            command = command.commands[word]


def unknown_files(file: Path, text: str) -> Iterator[str]:
    """Files of ours in code that do not exist. Decisions once made may speak of what has gone."""
    if file.parent.name == "adr":
        return
    for code in CODE.findall(text):
        for name in NAMED.findall(code):
            pattern = name.rstrip("/.")
            if not any(any(place.glob(pattern)) for place in PLACES):
                yield f"{file.name} names {name}"


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_made_page_says_what_the_code_says(name: str) -> None:
    written = (reference.DOCS / name).read_text()
    assert written == reference.PAGES[name](), f"docs/{name} is stale: run `make docs`"


@pytest.mark.parametrize("find", [broken_links, unknown_targets, unknown_commands, unknown_files])
def test_what_the_documents_name_exists(find: Find) -> None:
    assert len(DOCUMENTS) > 10
    found = [offence for file in DOCUMENTS for offence in find(file, file.read_text())]
    assert not found, "\n".join(found)


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        file = waiting.pop()
        reached.add(file)
        links = (link.partition("#")[0] for link in LINK.findall(file.read_text()))
        found = {(file.parent / link).resolve() for link in links if link.endswith(".md")}
        waiting += [each for each in found if each.exists() and each not in reached]
    assert set(DOCUMENTS) <= reached, set(DOCUMENTS) - reached


def test_every_setting_is_explained() -> None:
    listed = list(reference.list_settings(ROOT / "config" / "default.py"))
    assert not [each.name for each in listed if not (each.means and each.group)]
    read = {*reference._names(portal_settings), *reference._names(deployment)}
    assert read - READ_BY_FLASK <= {each.name for each in listed}


def test_each_decision_has_a_number_of_its_own_and_says_its_price() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(file.name[:4]) for file in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    for file in decisions:
        marks: Iterable[str] = re.findall(r"^\*\*(\w+)\.\*\*", file.read_text(), re.MULTILINE)
        assert list(marks) == ["Question", "Decision", "Why", "Price"], file.name


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (broken_links, "see [this](docs/nowhere.md)"),
        (broken_links, "see [this](CONTRIBUTING.md#no-such-heading)"),
        (unknown_targets, "run `make coffee`"),
        (unknown_commands, "```sh\nflask portal coffee\n```"),
        (unknown_commands, "`flask portal audit burn`"),
        (unknown_files, "in `portal/rules/nowhere.py`"),
        (unknown_files, "in `tenants/nowhere/*.toml`"),
    ],
)
def test_a_planted_untruth_is_found(find: Find, text: str) -> None:
    assert len(list(find(ROOT / "README.md", text))) == 1


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (broken_links, "see [this](docs/HOST.md) and [that](https://example.org/x)"),
        (unknown_targets, "make sure that `make run PORT=9000` runs"),
        (
            unknown_commands,
            "`flask portal policy explain SCHOOL`, `flask portal audit verify --json`",
        ),
        (unknown_files, "in `tenants/policy/variants/*.toml` and `portal/web/<area>/pages.py`"),
    ],
)
def test_the_truth_is_let_be(find: Find, text: str) -> None:
    assert not list(find(ROOT / "README.md", text))
