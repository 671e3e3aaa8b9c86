"""Whoever's way to sign in was changed is told by mail: it may not have been they.

The mail holds no secret and no link: it says what changed, and whom to ring.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import render_template

from portal.store.school import schools
from standalone.sign_in import mails
from standalone.sign_in.sealing import seal, unseal
from tenants import directory
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

    from portal.host import Services
    from standalone.users import User

log = logging.getLogger(__name__)

SEND: Final = "standalone.sign_in.telling.send"
WAITS_FOR: Final = timedelta(days=3)
SET_UP: Final = "set_up"
REMOVED: Final = "removed"
ADDRESS: Final = "address"
PASSWORD: Final = "password"  # noqa: S105 - the name of a change
FEW: Final = 3
"""Data protection officers of their schools whose numbers the mail gives."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says of a change."""

    subject: str
    what: str
    then: str = "Then choose a new password, at the sign-in page."
    """What to do if it was not they, once somebody was rung."""


OF: Final[Mapping[str, Words]] = {
    SET_UP: Words(
        "Your second step for signing in was set up",
        "Your second step for signing in was set up: from now on a code of a phone is asked after "
        "your password.",
    ),
    REMOVED: Words(
        "Your second step for signing in was removed",
        "Your second step for signing in was removed: no code of a phone that was asked until now "
        "is good any more.",
    ),
    ADDRESS: Words(
        "The e-mail address you sign in with was changed",
        "The e-mail address with which you sign in was changed: this one signs you in no more.",
        "They have your sign-in stopped, and your address put back.",
    ),
    PASSWORD: Words(
        "Your password was changed", "The password with which you sign in was changed."
    ),
}


def tell(user: User, change: str, *, at: str = "") -> None:
    """Have a worker write to them, or to the address that was theirs.

    What was changed stands, whether or not a worker can be asked.
    """
    sealed = seal(at, user.id) if at else ""
    if not mails.have_sent(SEND, str(user.id), change, sealed, waits_for=WAITS_FOR):
        log.warning("nobody could be asked to send a mail about a sign-in")


def send(user_id: str, change: str, sealed: str) -> None:
    """RQ's entry."""
    mails.send(user_id, partial(_mail, change=change, sealed=sealed))


def _mail(services: Services, user: User, *, change: str, sealed: str) -> EmailMessage:
    words = OF[change]
    text = render_template(
        "sign_in/changed.txt",
        service=services.settings.service_name,
        words=words,
        officers=_officers(services, user),
    )
    at = unseal(sealed, user.id) if sealed else ""
    return mails.mail(services, user, words.subject, text, to=at)


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
