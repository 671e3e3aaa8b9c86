"""What every test may ask for: PostgreSQL, Valkey, SMTP and a browser, all of them real.

One PostgreSQL serves a whole run, whichever worker needs it first; each module gets a clone of the
migrated database for its own, so that tests commit as the portal does.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from standalone.secrets import Secrets
from standalone.servers import DATABASE, Postgres
from standalone.valkey import valkey as run_valkey
from tests import clause_record, distribution
from tests.databases import RUN_FOLDER, Database, clone, once
from tests.mail_sink import MailSink

pytest_plugins = ["tests.portal_app"]
WIDE = (1280, 900)
PHONE = (360, 740)
PATIENCE_MS = 60_000

# Neither chance nor a slow machine fails a run; `--hypothesis-profile=explore` looks for more.
hypothesis.settings.register_profile(
    "explore", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "same", hypothesis.settings.get_profile("explore"), derandomize=True
)
hypothesis.settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all workers of this run share."""
    if _is_worker(config):
        return
    os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="portal-tests-")
    config.pluginmanager.register(clause_record.ClauseRecord(config.rootpath), "clause-record")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the PostgreSQL of this run, when all its workers are done."""
    if _is_worker(config):
        return
    folder = Path(os.environ.pop(RUN_FOLDER))
    if (folder / "postgres").exists():
        _postgres(folder).destroy()
    shutil.rmtree(folder)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> distribution.OneBrowser:
    """Let pytest-xdist give out work as tests/distribution.py says, in the order of collection."""
    config.option.loadscopereorder = False
    return distribution.OneBrowser(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first; and each test's clauses go along with its result, also from a worker."""
    items.sort(key=lambda item: distribution.place(item.nodeid))
    for item in items:
        for clause in clause_record.clauses_of(item):
            item.user_properties.append((clause_record.PROPERTY, clause))


def pytest_collection_finish() -> None:
    """What is loaded stays: as in config/gunicorn.py, it is not searched for garbage any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Undo pytest-flask's fixture of this name: under it people stay signed in between requests."""


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """The server of this run; whichever worker asks first starts it."""
    with once("started") as first:
        # inside the lock: two workers that looked for its folder at once would make two
        server = _postgres(Path(os.environ[RUN_FOLDER]))
        if first:
            server.start()
    return server


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> Postgres:
    """The server once its database `portal`, which others are cloned from, is migrated."""
    with once("migrated") as first:
        if first:
            from portal.migrate import upgrade

            upgrade(Database.of(postgres, DATABASE).owner_url)
    return postgres


@pytest.fixture(scope="module")
def database(migrated: Postgres) -> Iterator[Database]:
    """A migrated database that the tests of one module have to themselves."""
    with clone(migrated, DATABASE, "module") as copied:
        yield copied


@pytest.fixture
def fresh_database(migrated: Postgres) -> Iterator[Database]:
    """A migrated database for one test alone."""
    with clone(migrated, DATABASE, "fresh") as database:
        yield database


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[Database]:
    """A database of `portal_owner` in which no migration has run."""
    with clone(postgres, "template0") as database:
        yield database


@pytest.fixture(scope="session")
def _valkey_url() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, run_valkey(Path(folder), Secrets.fresh()) as url:
        yield url


@pytest.fixture
def valkey(_valkey_url: str) -> str:
    """The URL of a Valkey that holds nothing; one server a worker."""
    from redis import Redis

    with Redis.from_url(_valkey_url) as client:
        client.flushall()
    return _valkey_url


@pytest.fixture
def smtp() -> Iterator[MailSink]:
    """A real SMTP server that keeps what it gets."""
    sink = MailSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; the test skips where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sentence = "No Chromium on the PATH: install Debian's package 'chromium' to run this test."
        if os.environ.get("PORTAL_REQUIRE_BROWSER"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            args=["--disable-background-networking", "--disable-component-update"],
        )
        expect.set_options(timeout=PATIENCE_MS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages as different people: each has cookies of its own.

    `open_page(base_url, size=WIDE or PHONE, scripts=True)`.
    """
    contexts: list[BrowserContext] = []

    def opened(
        base_url: str | None = None, *, size: tuple[int, int] = WIDE, scripts: bool = True
    ) -> Page:
        width, height = size
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One wide page with JavaScript."""
    return open_page()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _postgres(folder: Path) -> Postgres:
    secrets = Secrets.kept_in(folder / "secrets.json")
    return Postgres(folder / "postgres", secrets, forgetful=True)
