"""The ten lines of README.md, as they are printed there."""

import re
from pathlib import Path

import pytest
from flask import Flask

README = Path(__file__).parents[2] / "README.md"
SETTINGS = """
SECRET_KEY = "the host's own"
SQLALCHEMY_DATABASE_URI = "postgresql+psycopg:///"
PORTAL_MASTER_KEY = "bm90IGEgc2VjcmV0OiB0aGUga2V5IG9mIHRlc3RzISE="
"""


def test_ten_lines_mount_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    assert len(found[1].splitlines()) <= 10
    (tmp_path / "settings.py").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    printed: dict[str, object] = {"__name__": "printed_in_the_readme"}
    exec(found[1], printed)  # noqa: S102 our own page
    app = printed["app"]
    assert isinstance(app, Flask)
    pages = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert "/incidents/" in pages
    assert all(page.startswith("/incidents/") for page in pages)
