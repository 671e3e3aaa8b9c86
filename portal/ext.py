"""`Portal`: mounts the plugin in a host's Flask app. Wiring only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from portal import web
from portal.cli import portal_commands
from portal.crypto import KeyRing
from portal.desk.school import rewrapping
from portal.files.clamd import ClamdScanner
from portal.host import Clock, Services, SystemClock, TableClock, flask_login_user_ref
from portal.notices.mailer import SmtpMailer
from portal.notices.notify import NotifyMailer
from portal.outbox.relay import RqQueue
from portal.settings import Settings, WrongSetting
from portal.store.clock import read_offset

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask_sqlalchemy import SQLAlchemy
    from sqlalchemy import Engine

    from portal.host import Mailer, Queue, Scanner


class Portal:
    """The plugin. `Portal(app, url_prefix="/incidents")`, or `init_app` later.

    The engine is the host's Flask-SQLAlchemy one (`PORTAL_BIND` names a bind of its own). `queue`,
    `mailer`, `clock`, `signed_in` and `scanner` have defaults: RQ, SMTP, the machine's clock,
    Flask-Login, and ClamAV where `PORTAL_CLAMD` is set. `new_user_page` is where somebody invited
    becomes a user of the host, `own_sign_in_page` where they look after how they sign in. `upgrade`
    is what `flask portal db upgrade` does, from the address of the tables' owner, where a host
    brings tables of its own along. `rewrap` wraps with the master key in use what a host itself
    keeps sealed by the portal's keyring, and says how much that was.
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        url_prefix: str = "",
        queue: Queue | None = None,
        mailer: Mailer | None = None,
        clock: Clock | None = None,
        signed_in: Callable[[], str | None] = flask_login_user_ref,
        scanner: Scanner | None = None,
        new_user_page: Callable[[str, str], str] | None = None,
        own_sign_in_page: Callable[[], str] | None = None,
        upgrade: Callable[[str], None] | None = None,
        rewrap: Callable[[], int] | None = None,
    ) -> None:
        self._url_prefix = url_prefix
        self._queue = queue
        self._mailer = mailer
        self._clock = clock
        self._signed_in = signed_in
        self._scanner = scanner
        self._new_user_page = new_user_page
        self._own_sign_in_page = own_sign_in_page
        self._upgrade = upgrade
        self._rewrap = rewrap
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask, *, url_prefix: str | None = None) -> None:
        """Mount. Raises `WrongSetting` at once when a setting is missing or unsound."""
        settings = Settings.from_config(app.config)
        if "sqlalchemy" not in app.extensions:
            msg = "Call your Flask-SQLAlchemy's init_app before the portal's."
            raise WrongSetting(msg)
        app.extensions["portal"] = _Wiring(self, settings)
        prefix = self._url_prefix if url_prefix is None else url_prefix
        web.mount(app, prefix.rstrip("/"))
        app.cli.add_command(portal_commands)

    def services(self, settings: Settings) -> Services:
        """What desk, jobs and pages use; made once in a process, inside an app context."""
        engine = _host_engine(settings.bind)
        return Services(
            engine=engine,
            clock=self._clock or _clock(settings, engine),
            keyring=KeyRing(settings.master_key, *settings.earlier_master_keys),
            queue=self._queue or RqQueue(settings.redis_url, settings.queue_name),
            mailer=self._mailer or _mailer(settings),
            settings=settings,
            signed_in=self._signed_in,
            scanner=self._scanner or _clamd(settings),
            new_user_page=self._new_user_page,
            own_sign_in_page=self._own_sign_in_page,
        )

    def upgrade(self, owner_url: str) -> None:
        """Bring all tables to this version, in the host's way or in ours."""
        from portal import migrate  # noqa: PLC0415 - no page needs Alembic

        (self._upgrade or migrate.upgrade)(owner_url)

    def rewrap(self, services: Services) -> int:
        """Leave an earlier master key nothing to open; how many keys had been wrapped with one.

        Raises UnknownMasterKey where one was wrapped with a key that is not here.
        """
        return rewrapping.rewrap(services) + (self._rewrap() if self._rewrap else 0)


class _Wiring:
    """One app's portal: its settings, and its services once they have been asked for."""

    def __init__(self, portal: Portal, settings: Settings) -> None:
        self._portal = portal
        self._services: Services | None = None
        self.settings = settings
        self.upgrade = portal.upgrade
        self.rewrap = portal.rewrap

    def services(self) -> Services:
        if self._services is None:
            self._services = self._portal.services(self.settings)
        return self._services


def _mailer(settings: Settings) -> Mailer:
    """The mail server; for notices GOV.UK Notify, where there is a key for it."""
    smtp = SmtpMailer(settings)
    return NotifyMailer(settings, smtp) if settings.notify_key else smtp


def _host_engine(bind: str | None) -> Engine:
    db = cast("SQLAlchemy", current_app.extensions["sqlalchemy"])
    return db.engines[bind]


def _clamd(settings: Settings) -> Scanner | None:
    return ClamdScanner(settings.clamd) if settings.clamd else None


def _clock(settings: Settings, engine: Engine) -> Clock:
    if settings.clock == "system":
        return SystemClock()
    return TableClock(lambda: timedelta(seconds=read_offset(engine)))
