"""The regulator gets another name: with one file and one setting nobody reads the old one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine.default import DefaultDialect

from portal.models import duties
from portal.models.duties import DutyRow, NamesRegulator
from standalone.servers import Postgres
from tenants import regulator
from tests.databases import clone

RIGHT = """
as_of = 2027-01-05
name = "Information Commission"
short_name = "Information Commission"
complaints = "commission.example/complain"
"""


def test_nobody_reads_the_old_name(migrated: Postgres, demo_template: str, tmp_path: Path) -> None:
    (tmp_path / "regulator.toml").write_text(RIGHT, encoding="utf-8")
    renamed = os.environ | {"PORTAL_REGULATOR_FORMS": str(tmp_path)}
    with clone(migrated, demo_template) as database:
        done = subprocess.run(
            [sys.executable, "-m", "tests.web.renamed", database.owner_url, database.app_url],
            env=renamed, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert not done.returncode, done.stderr
    read = [line for line in done.stdout.splitlines() if "status=" not in line]
    mails, pages = (int(line.split()[0]) for line in read if line.endswith((" mail", " page")))
    assert mails > 45
    assert pages > 80
    assert not read[2:], "\n".join(read[2:])


def test_a_duty_that_is_open_is_read_with_the_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    kind, dialect = DutyRow.__table__.c.what.type, DefaultDialect()
    assert isinstance(kind, NamesRegulator)
    stored = kind.process_bind_param("Get the ICO’s reference", dialect)
    monkeypatch.setattr(duties, "ICO", "Information Commission")
    read = kind.process_result_value(stored, dialect)
    assert read == "Get the Information Commission’s reference"


def test_a_file_that_says_less_or_nothing_leaves_todays_name(tmp_path: Path) -> None:
    assert regulator.called(str(tmp_path)) == regulator.TODAY
    (tmp_path / "regulator.toml").write_text('short_name = "Commission"\n', encoding="utf-8")
    assert regulator.called(str(tmp_path)) == {**regulator.TODAY, "short_name": "Commission"}
    (tmp_path / "regulator.toml").write_text("short_name =", encoding="utf-8")
    assert regulator.called(str(tmp_path)) == regulator.TODAY
