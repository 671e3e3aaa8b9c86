"""The wheel holds what a host needs at run time, and nothing of the checkout besides."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    "name",
    [
        "portal/static/portal/portal.css",
        "portal/static/portal/govuk-frontend.min.js",
        "portal/templates/portal/base.html",
        "portal/_config/clauses.csv",
        "portal/py.typed",
        "tenants/py.typed",
    ],
)
def test_the_wheel_holds(packed: set[str], name: str) -> None:
    assert name in packed


def test_the_wheel_holds_every_data_file_of_both_packages(packed: set[str]) -> None:
    data = {
        path.relative_to(ROOT).as_posix()
        for folder in ("portal", "tenants")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".txt", ".toml", ".typ", ".csv", ".json", ".ttf", ".otf"}
    }
    assert data - packed == set()


def test_the_wheel_holds_the_migrations_inside_the_package(packed: set[str]) -> None:
    kept = {path.relative_to(ROOT / "migrations") for path in (ROOT / "migrations").rglob("*.py")}
    assert kept
    assert {Path("portal/_migrations", path).as_posix() for path in kept} <= packed


def test_the_wheel_holds_nothing_of_the_host(packed: set[str]) -> None:
    tops = {name.split("/", 1)[0] for name in packed if ".dist-info" not in name}
    assert tops == {"portal", "tenants"}
