"""Pages of docs/ that are made from the code: `make docs`.

A test fails when one of them is no longer what the code says.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from portal import deployment
from portal import settings as portal_settings
from portal.desk.catalogue import actions
from portal.desk.stages import moves
from portal.rules.words import Stage
from portal.web.access import INCIDENT_ROLES
from portal.web.matrix import Line, matrix
from standalone.app import create_app
from standalone.settings import CONFIG
from tenants.policy.reference import reference as policy_questions
from tenants.roles import IN_ONE_INCIDENT, Role

DOCS: Final = CONFIG.parent / "docs"
MADE: Final = "<!-- Made by `make docs`; do not edit. -->\n\n"
AT_SCHOOL: Final = frozenset(Role) - IN_ONE_INCIDENT
SETTING: Final = re.compile(r"^[A-Z][A-Z_]+$")


def stages() -> str:
    """The table of stages, as the actions declare it (`flask portal stages`)."""
    from_stages: dict[str, set[Stage]] = {}
    for move in moves():
        from_stages.setdefault(move.action, set()).add(move.from_stage)
    intro = (
        f"# Stages\n\nThe stages of an incident are {_listed(Stage)}. Nothing sets one but an "
        "action, and an action may lead only to the stages that it declares. This table is put "
        "together from the declarations in [portal/actions](../portal/actions); "
        "`flask portal stages` prints the same.\n\n"
    )
    rows = (
        [
            _action(name),
            action.title,
            *("yes" if stage in from_stages[name] else "" for stage in Stage),
            _stages(action.to_stages),
        ]
        for name, action in actions().items()
    )
    head = ["Action", "What the button says", *(f"From {each}" for each in Stage), "May lead to"]
    return MADE + intro + _table(head, rows)


def permissions() -> str:
    """The permission matrix, as the routes declare it (`flask portal permissions`)."""
    lines = matrix(create_app("test"))
    pages: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.by_policy:
            pages.setdefault((line.what.removeprefix("action "), line.who), []).append(line.rule)
    others = ([line.what, f"`{line.rule}`", _who(line)] for line in lines if not line.by_policy)
    return (
        f"{MADE}# Permissions\n\n"
        "Made from what each route declares with `@does` and `@shows`; `flask portal permissions` "
        "prints the same. What a person may not see is a 404; what they see and may not do is a "
        "403.\n\n## Actions\n\n"
        "The school’s policy and the incident decide who may do an action: `who` in its file. None "
        f"is open to {_listed(sorted(AT_SCHOOL - INCIDENT_ROLES))}, nor to anybody whom the "
        "incident concerns. The words are those of the file.\n\n"
        + _table(
            ["Action", "Who", "Page"],
            ([_action(name), who, _code(at)] for (name, who), at in pages.items()),
        )
        + "\n## Everything else\n\n"
        + _table(["What", "Page", "Who"], others)
    )


def settings() -> str:
    """Every setting with its default, as config/default.py explains it."""
    read = {*_names(portal_settings), *_names(deployment)}
    intro = (
        "# Settings\n\n"
        "In the standalone app an environment variable wins over the file that `PORTAL_CONFIG` "
        "names, and that file over [config/default.py](../config/default.py). In an app of your "
        "own the portal reads those marked *plugin* from `app.config`; the others are the "
        "standalone app’s.\n"
    )
    parts = [MADE, intro]
    group = ""
    for each in list_settings(CONFIG / "default.py"):
        if each.group != group:
            group = each.group
            parts.append(f"\n## {group}\n\n" + _table(["Name", "Default", "Means", "Read by"], ()))
        default = "" if each.default in {"''", '""'} else f"`{each.default}`"
        reader = "plugin" if each.name in read else "standalone"
        parts.append(_row([f"`{each.name}`", default, each.means, reader]))
    return "".join(parts)


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "permissions.md": permissions,
    "policy-questions.md": policy_questions,
    "settings.md": settings,
    "stages.md": stages,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One assignment of config/default.py with its comments."""

    group: str
    name: str
    default: str
    means: str


def list_settings(file: Path) -> Iterator[Setting]:
    """The settings of a file. A comment after a blank line names a group; others explain one."""
    text = file.read_text()
    lines = text.splitlines()
    group = ""
    for node in ast.parse(text).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                above = _comment(lines[node.lineno - 2])
                begins = above and not lines[node.lineno - 3].strip()
                group = above if begins else group
                beside = _comment(lines[(node.end_lineno or node.lineno) - 1])
                yield Setting(group, name, ast.unparse(value), beside or above)


def write() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())


def _comment(line: str) -> str:
    return line.partition("# ")[2].strip()


def _names(module: ModuleType) -> Iterator[str]:
    """The settings that a module names."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Constant(value=str(text)) if SETTING.match(text):
                yield text


def _action(name: str) -> str:
    return f"[{name}](../portal/actions/{name}.py)"


def _stages(stages: Collection[Stage]) -> str:
    if set(stages) == set(Stage):
        return "any"
    return ", ".join(stage for stage in Stage if stage in stages) or "stays"


def _who(line: Line) -> str:
    if not line.roles:
        return line.who or "the operator"
    missing = sorted(AT_SCHOOL - set(line.roles))
    if not missing:
        return "every role"
    if len(missing) < len(line.roles):
        return f"every role but {_listed(missing)}"
    return _listed(line.roles)


def _listed(words: Iterable[str]) -> str:
    *most, last = (word.replace("_", " ") for word in words)
    return f"{', '.join(most)} and {last}" if most else last


def _code(texts: Iterable[str]) -> str:
    return "<br>".join(f"`{text}`" for text in texts)


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    return "".join(map(_row, [head, ["---"] * len(head), *rows]))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    write()
