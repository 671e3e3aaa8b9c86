"""Write the baseline revision anew from the models: `python -m migrations.rebuild OWNER_URL`.

Only until the first release: afterwards a change of the tables is a revision of its own, made with
`python -m migrations.rebuild OWNER_URL 'what changes'` on a migrated database. The first form looks
at nothing in the database. The same models give the same file.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic import command

from portal.migrate import configuration, prepared_connection

BASELINE = "0001"


def write(owner_url: str, message: str | None = None) -> None:
    """Write revision 0001, or a later one called `message`."""
    config = configuration()
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    folder = Path(str(config.get_main_option("script_location"))) / "versions"
    with prepared_connection(owner_url) as connection:
        config.attributes["connection"] = connection
        if message is None:
            config.attributes["baseline"] = True
            folder.joinpath(f"{BASELINE}_baseline.py").unlink(missing_ok=True)
            command.revision(config, "baseline", autogenerate=True, rev_id=BASELINE)
        else:
            command.revision(config, message, autogenerate=True)
    _tidy(folder)


def _tidy(folder: Path) -> None:
    config = f"--config={Path(__file__).parents[1] / 'pyproject.toml'}"
    for job in (["check", "--fix-only"], ["format"]):
        program = [sys.executable, "-m", "ruff", *job, "--quiet", config, str(folder)]
        subprocess.run(program, check=True)  # noqa: S603


if __name__ == "__main__":
    write(*sys.argv[1:3])
