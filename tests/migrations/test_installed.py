"""The package as the wheel lays it out: no checkout around it, under a folder with odd signs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal import migrate
from tests.databases import Database

ROOT = Path(migrate.__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Site-packages with the portal, and with somebody else's `tests`."""
    site = tmp_path_factory.mktemp("host") / "site 100%"
    for package in ("portal", "tenants"):
        shutil.copytree(
            ROOT / package, site / package, ignore=shutil.ignore_patterns("__pycache__", "static")
        )
    shutil.copytree(ROOT / "migrations", site / "portal" / "_migrations")
    (site / "portal" / "_config").mkdir()
    shutil.copy(ROOT / "config" / "clauses.csv", site / "portal" / "_config")
    (site / "tests").mkdir()
    return site


def run_installed(site: Path, program: str, *arguments: str) -> str:
    """What the program prints that imports the portal from there."""
    begin = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\nimport portal\n"
    begin += "assert Path(portal.__file__).is_relative_to(sys.argv[1]), portal.__file__\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + program, str(site), *arguments],
        cwd=site.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_migrates_beside_a_hosts_own_migrations(empty_database: Database, site: Path) -> None:
    of_the_host = site.parent / "migrations"
    of_the_host.mkdir()
    (of_the_host / "__init__.py").write_text("raise RuntimeError('the host is not ours')")
    program = (
        "sys.path.insert(0, '.')\n"
        "from portal import migrate\n"
        "migrate.upgrade(sys.argv[2])\n"
        "print(*migrate.heads())"
    )
    said = run_installed(site, program, empty_database.owner_url)
    assert tuple(said.split()) == migrate.heads()


def test_clauses_are_listed_without_a_word_on_tests(site: Path) -> None:
    """No test of ours lies beside it, so nobody can say there what is proved."""
    program = (
        "from flask import Flask\n"
        "from portal.cli import portal_commands\n"
        "app = Flask('host')\n"
        "app.cli.add_command(portal_commands)\n"
        "run = app.test_cli_runner()\n"
        "listed, missing = (run.invoke(args=['portal', 'clauses', *more])"
        " for more in ([], ['--missing']))\n"
        "assert listed.exit_code == 0 and missing.exit_code == 1, listed.output\n"
        "print(listed.output, missing.output)\n"
    )
    said = run_installed(site, program)
    assert "MISSING" not in said
    assert "\nDBRP-5.3          portal/actions/" in said
    assert said.count("No tests are installed here") == 2
