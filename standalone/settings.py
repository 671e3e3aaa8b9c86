"""Reads the settings of the standalone app: defaults, one file of its own, the environment."""

import os
from pathlib import Path
from typing import Final

from flask import Config, Flask

CONFIG: Final = Path(__file__).parent.parent / "config"
TRUE: Final = frozenset({"1", "true", "yes", "on"})


def configure(app: Flask, name: str | None = None) -> None:
    """Read config/default.py, then the file of `name` or PORTAL_CONFIG, then the environment.

    A name without a slash is a file of config/; the environment wins for every setting that
    config/default.py lists, and may not set others.
    """
    defaults = Config(CONFIG)
    defaults.from_pyfile("default.py")
    app.config.update(defaults)
    if chosen := name or os.environ.get("PORTAL_CONFIG"):
        app.config.from_pyfile(Path(chosen) if "/" in chosen else CONFIG / f"{chosen}.py")
    for key, default in defaults.items():
        if key in os.environ:
            app.config[key] = _like(default, os.environ[key])


def _like(default: object, text: str) -> object:
    if isinstance(default, bool):
        return text.lower() in TRUE
    if isinstance(default, int):
        return int(text)
    return text
