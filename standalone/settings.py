"""Reads the settings of the standalone app: defaults, one file of its own, the environment."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Config, Flask

from portal.settings import WrongSetting

CONFIG: Final = Path(__file__).parent.parent / "config"
SAID: Final = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(
    ("", "0", "false", "no", "off"), False
)
"""What an environment variable may say to a setting that is yes or no."""


def configure(app: Flask, name: str | None = None) -> None:
    """Read config/default.py, then the file of `name` or PORTAL_CONFIG, then the environment.

    A name without a slash is a file of config/; the environment wins for every setting that
    config/default.py lists, and may not set others. Raises WrongSetting.
    """
    defaults = Config(CONFIG)
    defaults.from_pyfile("default.py")
    app.config.update(defaults)
    if chosen := name or os.environ.get("PORTAL_CONFIG"):
        app.config.from_pyfile(Path(chosen) if "/" in chosen else CONFIG / f"{chosen}.py")
    for key, default in defaults.items():
        if key in os.environ:
            app.config[key] = _like(key, default, os.environ[key])


def _like(key: str, default: object, text: str) -> object:
    """A value of the environment, of the default's kind; a time is given in seconds.

    What is meant as 'yes' and mistyped must not count as 'no': it may say that mail is encrypted.
    """
    try:
        match default:
            case bool():
                return SAID[text.lower()]
            case int():
                return int(text)
            case timedelta():
                return timedelta(seconds=int(text))
            case str():
                return text
    except (KeyError, ValueError):
        kind = "yes or no" if isinstance(default, bool) else "a whole number"
        raise WrongSetting(f"{key} must be {kind}.") from None
    raise WrongSetting(f"{key} belongs into the file that PORTAL_CONFIG names.")
