import logging
import runpy
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.settings import Settings, WrongSetting
from standalone.settings import configure


def configured(name: str | None = None) -> Flask:
    app = Flask(__name__)
    configure(app, name)
    return app


def test_the_environment_wins_and_keeps_the_kind_of_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PORT", "2525")
    monkeypatch.setenv("MAIL_STARTTLS", "false")
    monkeypatch.setenv("PORTAL_CONFIG", "production_example")
    app = configured()
    assert app.config["MAIL_PORT"] == 2525
    assert app.config["MAIL_STARTTLS"] is False
    assert app.config["MAIL_HOST"] == "smtp.example.org"
    monkeypatch.setenv("PERMANENT_SESSION_LIFETIME", "1800")
    assert configured().permanent_session_lifetime == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("setting", "text"),
    [("MAIL_STARTTLS", "ture"), ("PORTAL_THREADS", "4,5"), ("SQLALCHEMY_ENGINE_OPTIONS", "{}")],
)
def test_what_the_environment_cannot_say_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, setting: str, text: str
) -> None:
    monkeypatch.setenv(setting, text)
    with pytest.raises(WrongSetting, match=setting):
        configured()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORTAL_CLOCK", "table"),
        ("PORTAL_CLOCK", "sundial"),
        ("PORTAL_MASTER_KEY", "short"),
        ("MAIL_PORT", "smtp"),
        ("PORTAL_MAIL_PER_HOUR", "0"),
    ],
)
def test_what_the_portal_cannot_start_with_is_refused_by_its_name(setting: str, value: str) -> None:
    sound = {"PORTAL_MASTER_KEY": b64encode(bytes(32)).decode()}
    assert Settings.from_config(sound).production
    with pytest.raises(WrongSetting, match=setting):
        Settings.from_config(sound | {setting: value})


def test_a_file_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "ours.py").write_text("PORTAL_SERVICE_NAME = 'Ours'")
    assert configured(f"{tmp_path}/ours.py").config["PORTAL_SERVICE_NAME"] == "Ours"


def test_production_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_CONFIG", raising=False)
    app = configured()
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["PORTAL_DEV"] is False
    assert not app.config["SECRET_KEY"]


@pytest.mark.clause("SIP-1-anon")
def test_the_web_server_writes_nobodys_address() -> None:
    """An anonymous reporter's browser may send something damaged: gunicorn warns of its address."""
    kept = runpy.run_path("config/gunicorn.py")
    assert kept["accesslog"] is None
    assert logging.getLevelNamesMapping()[kept["loglevel"].upper()] > logging.WARNING
