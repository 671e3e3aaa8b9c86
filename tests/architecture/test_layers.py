"""The contracts of import-linter hold, and each of them finds an import that breaks it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from portal.web import AREAS
from tests.architecture.source import ROOT

PLANTED = {
    "Layers of the portal": ("portal/store/planted.py", "import portal.desk.perform"),
    "The pure core knows no web, database or queue": ("portal/rules/planted.py", "import flask"),
    "Tenants know nothing of the portal, and neither knows its standalone host": (
        "tenants/planted.py",
        "import portal.errors",
    ),
    "The plugin does not know its standalone host": (
        "portal/planted.py",
        "import standalone.settings",
    ),
    "Actions do not import each other": (
        "portal/actions/planted.py",
        "import portal.actions.report_incident",
    ),
    "Areas of the web do not import each other": (
        "portal/web/reporting/planted.py",
        "import portal.web.incident.views",
    ),
    "Only desk, mail_in and web import actions": (
        "portal/planted_too.py",
        "import portal.actions.report_incident",
    ),
    "Only store, desk and outbox import models": (
        "portal/jobs/planted.py",
        "import portal.models.incidents",
    ),
}


def lint(folder: Path) -> str:
    """Run the contracts on the packages of a folder, which come before this checkout's."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def verdicts(report: str) -> dict[str, str]:
    found = (line.rsplit(" ", 1) for line in report.splitlines() if " " in line)
    return {name: verdict for name, verdict in found if verdict in ("KEPT", "BROKEN")}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("portal", "tenants", "standalone"):
        modules = shutil.ignore_patterns("static", "templates", "__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=modules)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    report = lint(ROOT)
    assert verdicts(report), report
    assert set(verdicts(report).values()) == {"KEPT"}, report


def test_each_contract_finds_a_planted_import(copy: Path) -> None:
    for path, line in PLANTED.values():
        (copy / path).write_text(f"{line}\n")
    assert verdicts(lint(copy)) == dict.fromkeys(PLANTED, "BROKEN")


def test_each_contract_has_an_offence_planted_and_each_area_its_place() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {each["name"]: each for each in settings["tool"]["importlinter"]["contracts"]}
    assert set(contracts) == set(PLANTED)
    areas, _below = contracts["Areas of the web do not import each other"]["layers"]
    assert set(areas.split(" | ")) == set(AREAS)
