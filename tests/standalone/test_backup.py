"""What docs/OPERATE.md says about backups, done as it is printed there."""

import os
import re
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from standalone.servers import Postgres
from tests.databases import Database
from tests.mail_sink import MailSink
from tests.portal_app import dispose, make_app

GUIDE = Path(__file__).parents[2] / "docs" / "OPERATE.md"


def test_a_backup_can_be_restored_and_holds(
    postgres: Postgres,
    demo_database: Database,
    empty_database: Database,
    valkey: str,
    smtp: MailSink,
    tmp_path: Path,
) -> None:
    commands = re.findall(r"^pg_\w+ .*$", GUIDE.read_text(), re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["pg_dump", "pg_restore"]
    urls = {"OWNER_URL": demo_database.owner_url, "EMPTY_URL": empty_database.owner_url}
    env = {"PATH": f"{postgres._programs}{os.pathsep}{os.environ['PATH']}"} | {
        name: make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        for name, url in urls.items()
    }
    for command in commands:
        subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env, check=True)
    app = make_app(empty_database, REDIS_URL=valkey, MAIL_HOST=smtp.host, MAIL_PORT=smtp.port)
    for command in ("check", "audit verify"):
        answer = app.test_cli_runner().invoke(args=["portal", *command.split()])
        assert answer.exit_code == 0, answer.output
        assert answer.output.strip()
    dispose(app)
