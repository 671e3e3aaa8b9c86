"""`make run`: servers, migrations, demo data, then web, worker, timers and mail catcher.

Everything that must last lies in var/. Ctrl-C stops all, the servers last.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from honcho.manager import Manager

from portal.cli.database import UNKNOWN_TABLES
from standalone.one_run import only_one
from standalone.roles import APP, OWNER, ServerFailed, provide_database, read_url
from standalone.secrets import Secrets
from standalone.servers import HOST, Postgres, free_port, port_is_free
from standalone.valkey import answering, valkey
from standalone.welcome import tell_when_it_answers

ROOT: Final = Path(__file__).parent.parent
VAR: Final = ROOT / "var"
FIRST_PORT: Final = 8000
LAST_PORT: Final = 8099
HIGHEST_PORT: Final = 65535


def main() -> int:
    """Set up and run until told to stop; 0 also after Ctrl-C, 1 with a sentence when it cannot."""
    said = _arguments()
    try:
        with ExitStack() as stack:
            stack.enter_context(only_one(VAR))
            port = _web_port(said.port)
            secrets = Secrets.kept_in(VAR / "secrets.json")
            env = dict(os.environ) | _environment(secrets, port)
            env |= stack.enter_context(_database(said.database_url, secrets))
            env["REDIS_URL"] = (
                answering(said.redis_url)
                if said.redis_url
                else stack.enter_context(valkey(VAR / "valkey", secrets))
            )
            _upgrade(env, said.database_url)
            _flask(env, "portal", "demo")
            if said.demo_only:
                return 0
            _tell(port, env)
            return _run_processes(env)
    except ServerFailed as problem:
        print(problem, file=sys.stderr)
    except subprocess.CalledProcessError as problem:
        print(f"Set-up stopped: '{' '.join(problem.cmd[2:])}' failed.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped before it was set up.", file=sys.stderr)
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", type=int, help="where the portal listens")
    parser.add_argument("--database-url", help="PostgreSQL of your own: an owner's URL")
    parser.add_argument("--redis-url", help="Redis or Valkey of your own")
    parser.add_argument("--demo-only", action="store_true", help="prepare the database, then stop")
    return parser.parse_args()


def _web_port(wanted: int | None) -> int:
    if wanted is None:
        for port in range(FIRST_PORT, LAST_PORT + 1):
            if port_is_free(port):
                return port
        raise ServerFailed(
            f"No port from {FIRST_PORT} to {LAST_PORT} is free. Choose one: make run PORT=9000"
        )
    if not 0 < wanted <= HIGHEST_PORT:
        raise ServerFailed(f"There is no port {wanted}. Choose another: make run PORT=9000")
    if not port_is_free(wanted):
        raise ServerFailed(f"Port {wanted} is taken. Choose another: make run PORT={free_port()}")
    return wanted


def _environment(secrets: Secrets, port: int) -> dict[str, str]:
    """What web, worker, timers and commands read; config/default.py explains each name."""
    return {
        "FLASK_APP": "wsgi:app",
        "PORTAL_CONFIG": "development",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "PORTAL_PUBLIC_URL": f"http://{HOST}:{port}",
        "SECRET_KEY": secrets.secret_key,
        "SECURITY_PASSWORD_SALT": secrets.password_salt,
        "PORTAL_MASTER_KEY": secrets.master_key,
        "MAIL_HOST": HOST,
        "MAIL_PORT": str(free_port()),
        "MAILBOX_FOLDER": str(VAR / "mailbox"),
    }


@contextmanager
def _database(given: str | None, secrets: Secrets) -> Iterator[dict[str, str]]:
    """Yield the URLs of both roles, in the embedded PostgreSQL or in the one that was given."""
    with ExitStack() as stack:
        if given:
            owner = read_url(given)
            provide_database(owner, secrets)
            if owner.username != OWNER:
                owner = owner.set(username=OWNER, password=secrets.owner)
            app = owner.set(username=APP, password=secrets.app)
        else:
            server = stack.enter_context(Postgres(VAR / "postgres", secrets))
            owner, app = server.owner_url(), server.app_url()
        yield {
            "PORTAL_MIGRATION_URL": owner.render_as_string(hide_password=False),
            "SQLALCHEMY_DATABASE_URI": app.render_as_string(hide_password=False),
        }


def _upgrade(env: Mapping[str, str], given: str | None) -> None:
    try:
        _flask(env, "portal", "db", "upgrade")
    except subprocess.CalledProcessError as problem:
        if given or problem.returncode != UNKNOWN_TABLES:
            raise
        raise ServerFailed(
            "It lies in var/ and is a demonstration: remove that folder, and run this again."
        ) from None


def _flask(env: Mapping[str, str], *command: str) -> None:
    subprocess.run(_flask_command(*command), cwd=ROOT, env=env, check=True)


def _flask_command(*command: str) -> list[str]:
    return [sys.executable, "-m", "flask", *command]


def _tell(port: int, env: Mapping[str, str]) -> None:
    address = f"http://{HOST}:{port}/"
    people = subprocess.run(
        _flask_command("portal", "demo", "--people"),
        cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    words = (
        f"\nThe portal:  {address}\nCaught mail: {address}mailbox/\n\n{people}\n"
        "Ctrl-C stops everything; the data stay in var/.\n"
    )
    tell_when_it_answers(address, words)


def _run_processes(env: Mapping[str, str]) -> int:
    """Run the four until one ends or we are told to stop; worker and timers are started again."""
    python = f'"{sys.executable}"'
    kept = f"{python} -m standalone.keep"
    portal = f"{kept} {python} -m flask portal"
    manager = Manager()
    for name, command in {
        "mail": f'exec {kept} --once {python} -m standalone.mailbox "$MAILBOX_FOLDER" "$MAIL_PORT"',
        "web": f"exec {kept} --once {python} -m gunicorn -c config/gunicorn.py wsgi:app",
        "worker": f"exec {portal} worker",
        "timers": f"exec {portal} timers",
    }.items():
        manager.add_process(name, command, env=dict(env), cwd=ROOT)
    manager.loop()
    stopped_by_us = manager.returncode in (0, 130, 143)
    return 0 if stopped_by_us else 1


if __name__ == "__main__":
    sys.exit(main())
