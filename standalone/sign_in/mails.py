"""Mails about somebody's sign-in: composed and sent by a worker, so that no page waits for them."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from standalone.users import User, db

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.host import Services

log = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 1
WAITS_FOR: Final = timedelta(minutes=30)
"""How long a request waits for a worker before it is dropped, unless it says otherwise."""


def have_sent(entry: str, *args: str, waits_for: timedelta = WAITS_FOR) -> bool:
    """Have a worker call `entry`, a function's whole name; False where none can be asked."""
    settings = current_app.extensions["portal"].settings
    with Redis.from_url(
        settings.redis_url,
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
    ) as redis:
        queue = Queue(settings.queue_name, connection=redis, serializer=JSONSerializer)
        try:
            queue.enqueue_call(
                entry,
                args=args,
                result_ttl=0,
                ttl=int(waits_for.total_seconds()),
                description="mail about a sign-in",
            )
        except RedisError:
            return False
    return True


def send(user_id: str, compose: Callable[[Services, User], EmailMessage]) -> None:
    """Write to this user; '' is nobody. No error reaches RQ, which would keep it."""
    try:
        user = db.session.get(User, UUID(user_id)) if user_id else None
        if user is not None and user.active:
            services: Services = current_app.extensions["portal"].services()
            services.mailer.send(compose(services, user))
    except Exception as error:  # noqa: BLE001 - RQ would keep it, with what it prints
        log.warning("a mail about a sign-in did not leave: %s", type(error).__name__)


def mail(services: Services, user: User, subject: str, text: str, *, to: str = "") -> EmailMessage:
    """A mail to the address of the sign-in, or to another one."""
    settings = services.settings
    made = EmailMessage(policy=SMTP)
    made["Subject"] = subject
    made["From"] = formataddr((settings.service_name, settings.mail_from))
    made["To"] = to or user.email
    made["Date"] = format_datetime(services.clock.now())
    made["Message-ID"] = make_msgid("sign-in", settings.mail_from.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = "en-GB"
    made.set_content(text, cte="quoted-printable")
    return made
