"""Whoever's second step was set up or removed is told by mail: it may not have been they.

The mail holds no secret and no link: it says what changed, and whom to ring.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import render_template

from portal.store.school import schools
from standalone.sign_in import mails
from tenants import directory
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from email.message import EmailMessage

    from portal.host import Services
    from standalone.users import User

log = logging.getLogger(__name__)

SEND: Final = "standalone.sign_in.second_step.telling.send"
WAITS_FOR: Final = timedelta(days=3)
SET_UP: Final = "set up"
REMOVED: Final = "removed"
FEW: Final = 3
"""Data protection officers of their schools whose numbers the mail gives."""


def tell(user: User, change: str) -> None:
    """Have a worker write to them. What was changed stands, whether or not one can be asked."""
    if not mails.have_sent(SEND, str(user.id), change, waits_for=WAITS_FOR):
        log.warning("nobody could be asked to send a mail about a second step")


def send(user_id: str, change: str) -> None:
    """RQ's entry."""
    mails.send(user_id, partial(_mail, change=change))


def _mail(services: Services, user: User, *, change: str) -> EmailMessage:
    text = render_template(
        "sign_in/second_step_changed.txt",
        service=services.settings.service_name,
        is_set_up=change == SET_UP,
        officers=_officers(services, user),
    )
    return mails.mail(services, user, f"Your second step for signing in was {change}", text)


def _officers(services: Services, user: User) -> tuple[directory.NamedDpo, ...]:
    """Whom to ring: the data protection officers of their schools, the first few; not they."""
    now = services.clock.now()
    known = directory.find_visitor(services.engine, str(user.id), now)
    if known is None:
        return ()
    scope = Scope.of(*(one.school_id for one in known[1][:FEW]))
    with open_session(services.engine, scope) as session:
        found = [
            schools.get_school(scope, school_id, now).within(session).dpo
            for school_id in scope.schools
        ]
    others = (one for one in found if one is not None and one.name != known[0].name)
    return tuple(dict.fromkeys(others))
