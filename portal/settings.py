"""The portal's settings, read once from the host's Flask config and refused early when wrong."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tenants import regulator

MASTER_KEY_BYTES = 32


class WrongSetting(ValueError):
    """A setting that the portal cannot start with; names the key, never its value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with a `PORTAL_` prefix in the host's config."""

    master_key: bytes
    earlier_master_keys: tuple[bytes, ...] = ()
    """Those that still open what they wrapped, until `flask portal keys rewrap` is through."""
    public_url: str = "http://localhost"
    """Address of the portal as people reach it, without a slash: links in mails start with it."""
    mail_from: str = "incidents@example.org"
    mail_host: str = "127.0.0.1"
    mail_port: int = 25
    mail_user: str = ""
    mail_password: str = ""
    mail_starttls: bool = False
    notify_key: str = ""
    """An API key of GOV.UK Notify: notices to the people affected go that way then."""
    notify_template: str = ""
    """The id of its template with ((subject)) and ((body))."""
    notify_url: str = "https://api.notifications.service.gov.uk"
    redis_url: str = "redis://127.0.0.1:6379/0"
    queue_name: str = "portal"
    clock: str = "system"
    service_name: str = "Incident portal"
    clamd: str = ""
    """Where ClamAV's daemon listens: 'host:port' or the path of a socket; '' for no scanner."""
    evidence_megabytes: int = 10
    """How large one file may be."""
    imap_host: str = ""
    """The server with the mailbox of reports and bounces; '' where mail is piped, or not used."""
    imap_port: int = 993
    imap_user: str = ""
    imap_password: str = ""
    imap_tls: bool = True
    imap_folder: str = "Inbox"
    mail_authserv: str = ""
    """How one's own mail server calls itself in Authentication-Results: what it says is believed.
    '' where no sender counts as proved."""
    mail_per_hour: int = 30
    """How many mails of one school are taken in within an hour; more wait their turn."""
    notices_per_minute: int = 0
    """How many notices leave within a minute, of all schools and workers; 0 for no limit."""
    bind: str | None = None
    production: bool = True
    regulator_form: str = ""
    """The version of the regulator's form that new reports begin with; '' for the newest known."""
    regulator_forms: str = regulator.FOLDER
    """A folder of question files of one's own, and of `regulator.toml`; '' for none."""

    @classmethod
    def from_config(cls, config: Mapping[str, object]) -> Settings:
        """Read the host's config. Raises `WrongSetting` with what to do about it."""
        production = not any(config.get(key) for key in ("DEBUG", "TESTING", "PORTAL_DEV"))
        known: dict[str, Any] = {
            name: str(config[key]) for name, key in _TEXTS.items() if config.get(key)
        }
        known |= {
            name: _number(key, config[key], least)
            for name, (key, least) in _NUMBERS.items()
            if config.get(key)
        }
        return cls(
            master_key=_master_key("PORTAL_MASTER_KEY", config.get("PORTAL_MASTER_KEY")),
            earlier_master_keys=tuple(
                _master_key("PORTAL_EARLIER_MASTER_KEYS", key)
                for key in str(config.get("PORTAL_EARLIER_MASTER_KEYS") or "").split()
            ),
            mail_starttls=bool(config.get("MAIL_STARTTLS")),
            imap_tls=bool(config.get("IMAP_TLS", True)),
            clock=_clock(config, production=production),
            production=production,
            **known,
        )


_TEXTS: Final = {
    "public_url": "PORTAL_PUBLIC_URL",
    "mail_from": "PORTAL_MAIL_FROM",
    "mail_host": "MAIL_HOST",
    "mail_user": "MAIL_USER",
    "mail_password": "MAIL_PASSWORD",
    "notify_key": "PORTAL_NOTIFY_KEY",
    "notify_template": "PORTAL_NOTIFY_TEMPLATE",
    "notify_url": "PORTAL_NOTIFY_URL",
    "redis_url": "REDIS_URL",
    "queue_name": "PORTAL_QUEUE",
    "service_name": "PORTAL_SERVICE_NAME",
    "clamd": "PORTAL_CLAMD",
    "imap_host": "IMAP_HOST",
    "imap_user": "IMAP_USER",
    "imap_password": "IMAP_PASSWORD",
    "imap_folder": "IMAP_FOLDER",
    "mail_authserv": "PORTAL_MAIL_AUTHSERV",
    "bind": "PORTAL_BIND",
    "regulator_form": "PORTAL_REGULATOR_FORM",
    "regulator_forms": "PORTAL_REGULATOR_FORMS",
}
"""Field → setting. One that is not given, or empty, has the default above."""
_NUMBERS: Final = {
    "mail_port": ("MAIL_PORT", 1),
    "evidence_megabytes": ("PORTAL_EVIDENCE_MEGABYTES", 1),
    "imap_port": ("IMAP_PORT", 1),
    "mail_per_hour": ("PORTAL_MAIL_PER_HOUR", 1),
    "notices_per_minute": ("PORTAL_NOTICES_PER_MINUTE", 0),
}
"""Field → setting, and the least that it may be."""


def _clock(config: Mapping[str, object], *, production: bool) -> str:
    clock = str(config.get("PORTAL_CLOCK") or "system")
    if clock not in {"system", "table"}:
        msg = "PORTAL_CLOCK must be 'system' or 'table'."
        raise WrongSetting(msg)
    if production and clock != "system":
        msg = "PORTAL_CLOCK must be 'system' in production: the 72 hours run by the real clock."
        raise WrongSetting(msg)
    return clock


def _number(key: str, value: object, least: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = least - 1
    if number < least:
        msg = f"{key} must be a whole number, {least} or more."
        raise WrongSetting(msg)
    return number


def _master_key(setting: str, value: object) -> bytes:
    """A master key from base64; 32 bytes."""
    try:
        key = base64.b64decode(str(value or ""), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        msg = (
            f"{setting} must be 32 random bytes in base64. "
            "Make one with: python -c "
            "'import os,base64;print(base64.b64encode(os.urandom(32)).decode())'"
        )
        raise WrongSetting(msg)
    return key
