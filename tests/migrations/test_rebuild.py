from __future__ import annotations

from pathlib import Path

import pytest

from migrations import rebuild
from portal import migrate
from tests.databases import Database


def test_the_baseline_is_what_the_models_and_functions_give(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written anew it is the same, so it holds no hand-made change and misses none."""
    folder = tmp_path / "migrations"
    kept = Path(rebuild.__file__).parent
    for name in ("env.py", "security.py", "functions.py", "script.py.mako"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text((kept / name).read_text())
    (folder / "versions").mkdir()
    monkeypatch.setattr(migrate, "_folder", lambda: folder)
    rebuild.write(database.owner_url)
    written = (folder / "versions" / "0001_baseline.py").read_text()
    assert written == (kept / "versions" / "0001_baseline.py").read_text()
