"""Write revisions from the models, on a throwaway PostgreSQL of their own.

`python -m migrations.rebuild` writes the baseline anew: only until the first release. Afterwards a
change of the tables is a revision of its own: `python -m migrations.rebuild 'what changes'`.
The same models give the same file, and another baseline another revision: a database that an
earlier one made is then told from ours.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from portal.migrate import configuration, prepared_connection, upgrade
from standalone.secrets import Secrets
from standalone.servers import Postgres

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
            number = len(list(folder.glob("[0-9]*.py"))) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    _tidy(folder)
    if message is None:
        _number_by_content(folder / f"{BASELINE}_baseline.py")


def _number_by_content(baseline: Path) -> None:
    """The revision says which tables it makes."""
    text = baseline.read_text()
    content = hashlib.sha256(text.encode()).hexdigest()[:8]
    baseline.write_text(text.replace(f'"{BASELINE}"', f'"{BASELINE}_{content}"', 1))


def _tidy(folder: Path) -> None:
    config = f"--config={Path(__file__).parents[1] / 'pyproject.toml'}"
    for job in (["check", "--fix-only"], ["format"]):
        program = [sys.executable, "-m", "ruff", *job, "--quiet", config, str(folder)]
        subprocess.run(program, check=True)  # noqa: S603 - our own commands


def main(message: str | None = None) -> None:
    """Write the baseline, or a revision called `message` that follows what there is."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Postgres(Path(folder), Secrets.fresh(), forgetful=True) as server,
    ):
        url = server.owner_url().render_as_string(hide_password=False)
        if message is not None:
            upgrade(url)
        write(url, message)
        server.destroy()


if __name__ == "__main__":
    main(*sys.argv[1:2])
