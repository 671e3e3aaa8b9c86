from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from portal import migrate
from tests.databases import Database

ROOT = Path(migrate.__file__).parents[1]


def test_the_installed_package_migrates_beside_a_hosts_own_migrations(
    empty_database: Database, tmp_path: Path
) -> None:
    """As the wheel lays it out, under a folder with a space and a per cent sign."""
    site = tmp_path / "site 100%"
    for package in ("portal", "tenants"):
        shutil.copytree(
            ROOT / package, site / package, ignore=shutil.ignore_patterns("__pycache__", "static")
        )
    shutil.copytree(ROOT / "migrations", site / "portal" / "_migrations")
    host = tmp_path / "host"
    (host / "migrations").mkdir(parents=True)
    (host / "migrations" / "__init__.py").write_text("raise RuntimeError('the host is not ours')")
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from portal import migrate\n"
        "assert migrate.__file__.startswith(sys.argv[2]), migrate.__file__\n"
        "migrate.upgrade(sys.argv[3])\n"
        "print(*migrate.heads())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(host), str(site), empty_database.owner_url],
        cwd=host,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert tuple(done.stdout.split()) == migrate.heads()
