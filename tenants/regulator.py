"""What the regulator is called, in all that people read: one name, said once for a deployment.

The Information Commissioner's Office becomes the Information Commission on a day to come (Data
(Use and Access) Act 2025, section 119). A deployment then says so in its own `regulator.toml`, and
pages, mails, duties and reports follow. The words are made when Python starts, so the folder with
that file is named in the environment (PORTAL_REGULATOR_FORMS). What was recorded, sent or frozen
before keeps the name it had; a policy keeps its own words.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FOLDER: Final = os.environ.get("PORTAL_REGULATOR_FORMS", "")
TODAY: Final[Mapping[str, str]] = {
    "name": "Information Commissioner’s Office",
    "short_name": "ICO",
    "complaints": "ico.org.uk/make-a-complaint",
}


def called(folder: str) -> dict[str, str]:
    """What `regulator.toml` of a folder says of these, and today's where it says nothing.

    A file that cannot be read is no reason not to start: `flask portal check` says what is wrong.
    """
    said: dict[str, object] = {}
    path = Path(folder, "regulator.toml")
    if folder and path.is_file():
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            said = {}
    return {key: str(said.get(key) or today) for key, today in TODAY.items()}


_CALLED: Final = called(FOLDER)
NAME: Final = _CALLED["name"]
ICO: Final = _CALLED["short_name"]
"""As it stands in sentences, always after 'the'."""
IN_FULL: Final = NAME if NAME == ICO else f"{NAME} ({ICO})"
COMPLAINTS: Final = _CALLED["complaints"]
"""Where people complain to it: an address on the web, without https://."""
IN_TEMPLATES: Final = {"ICO": ICO, "ICO_NAME": NAME, "ICO_COMPLAINTS": COMPLAINTS}
