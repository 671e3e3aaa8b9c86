import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from standalone.one_run import only_one
from standalone.roles import ServerFailed
from standalone.run import _upgrade, _web_port
from standalone.servers import HOST, free_port
from tests.databases import Database, made_by_another_version


def test_a_taken_port_is_reported_with_one_that_is_free() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(ServerFailed, match=r"is taken. Choose another: make run PORT=\d+"):
            _web_port(taken.getsockname()[1])


def test_a_free_port_is_found_or_taken_as_wished() -> None:
    wished = free_port()
    assert _web_port(wished) == wished
    assert 8000 <= _web_port(None) <= 8099


def test_a_command_that_ends_is_started_again_until_told_to_stop(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    ends_once = (
        "import pathlib, sys, time;"
        f"starts = pathlib.Path({str(starts)!r});"
        "starts.open('a').write('x');"
        "len(starts.read_text()) < 2 and sys.exit(3);"
        "time.sleep(60)"
    )
    command = [sys.executable, "-m", "standalone.keep", sys.executable, "-c", ends_once]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE) as kept:
        for _ in range(1200):
            if starts.exists() and len(starts.read_text()) == 2:
                break
            time.sleep(0.05)
        os.killpg(kept.pid, signal.SIGTERM)
        assert kept.wait(60) != 0
    assert starts.read_text() == "xx"


RUN = """
import subprocess, sys, time
from pathlib import Path
from standalone.one_run import ending_with_the_run, only_one

with only_one(Path(sys.argv[1])):
    sleeper = "import time; print('up', flush=True); time.sleep(600)"
    subprocess.Popen(ending_with_the_run(sys.executable, "-c", sleeper), start_new_session=True)
    time.sleep(600)
"""
SHARED = """
import fcntl, sys

with open(sys.argv[1]) as lock:
    fcntl.lockf(lock, fcntl.LOCK_SH)
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_run_started_ends_by_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "up\n"
        with pytest.raises(ServerFailed, match="already runs"), only_one(tmp_path):
            pass
        run.kill()
        ended, _, _ = select.select([run.stdout], [], [], 60)
        assert ended, "what held the other end of the pipe still runs"
        assert run.stdout.read() == ""
    with only_one(tmp_path):
        pass


def test_the_next_run_waits_until_that_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "run.lock"
    lock.touch()
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", SHARED, str(lock)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as left:
        assert left.stdin is not None
        assert left.stdout is not None
        assert left.stdout.readline() == "held\n"
        let_go, said = left.stdin.close, list[str]()

        def lets_go_when_told(sentence: str, **_how: object) -> None:
            said.append(sentence)
            let_go()

        monkeypatch.setattr("builtins.print", lets_go_when_told)
        with only_one(tmp_path):
            assert "cut off" in said[0]


@pytest.mark.parametrize("port", [0, -1, 99999])
def test_a_port_that_does_not_exist_is_said_in_a_sentence(port: int) -> None:
    with pytest.raises(ServerFailed, match="There is no port"):
        _web_port(port)


def test_data_of_an_earlier_version_are_a_sentence_and_stay(
    empty_database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    owner = sa.create_engine(empty_database.owner_url)
    made_by_another_version(owner)
    owner.dispose()
    env = dict(os.environ) | {
        "FLASK_APP": "wsgi:app",
        "PORTAL_CONFIG": "test",
        "PORTAL_MIGRATION_URL": empty_database.owner_url,
        "SQLALCHEMY_DATABASE_URI": empty_database.app_url,
    }
    with pytest.raises(ServerFailed, match="lies in var/ and is a demonstration: remove"):
        _upgrade(env, None)
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert "made by another version of the portal (0001_old) and cannot be brought" in said
    with pytest.raises(subprocess.CalledProcessError):
        _upgrade(env, "postgresql://one.of.their.own/portal")
