"""Nobody is signed in before their sign-in is complete, whichever way it began.

A password, an invitation and the link to a new password all begin a session. It is nobody's until
it says that it is complete (`standalone.users.Users.find_user`), and only this module says so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from flask import Flask, current_app, session
from flask_login import user_logged_in
from flask_security import login_user

from portal.host import SystemClock
from portal.settings import WrongSetting
from standalone.sign_in.second_step import kept, shown
from standalone.users import COMPLETE, User, db
from tenants import directory, organisations
from tenants.roles import Role

if TYPE_CHECKING:
    from portal.host import Services

SETTING: Final = "SIGN_IN_CODES"
CHOICES: Final = ("chosen", "handlers", "everybody")
BEGUN_BY: Final = "_user_id"
"""Where Flask-Login keeps whose session it is."""
BEGUN_AT: Final = "sign_in_begun"
HALF_WAY_FOR: Final = timedelta(hours=1)
"""The password is asked again after it: whoever finds the browser later gets no further with it."""


def init_app(app: Flask) -> None:
    """Ask for the second step wherever a session begins. WrongSetting for one we don't know."""
    if app.config[SETTING] not in CHOICES:
        raise WrongSetting(f"{SETTING} must be one of {', '.join(CHOICES)}")
    user_logged_in.connect(_begin, app)


def waiting() -> User | None:
    """Whoever has begun to sign in at this browser and still owes the second step."""
    begun_by = session.get(BEGUN_BY)
    if begun_by is None or session.get(COMPLETE) == begun_by:
        return None
    if _now() - session.get(BEGUN_AT, 0) > HALF_WAY_FOR.total_seconds():
        return None
    user = db.session.scalar(sa.select(User).where(User.fs_uniquifier == begun_by, User.active))
    return user if user is not None and _owes(user) else None


def complete(user: User) -> None:
    """The second step is done: from here on the session is theirs."""
    login_user(user)
    session[COMPLETE] = user.fs_uniquifier


def is_needed(user: User) -> bool:
    """Whether the installation wants a second step of them, even if they have none yet."""
    wanted = current_app.config[SETTING]
    return wanted == "everybody" or (wanted == "handlers" and _handles(user))


def _begin(_app: Flask, user: User, **_said: object) -> None:
    session.pop(COMPLETE, None)
    session[BEGUN_AT] = _now()
    shown.SECRET.end()  # who was here before has seen it
    if not _owes(user):
        session[COMPLETE] = user.fs_uniquifier


def _owes(user: User) -> bool:
    return kept.find(user.id) is not None or is_needed(user)


def _now() -> float:
    return SystemClock().now().timestamp()


def _handles(user: User) -> bool:
    """Whether they are more than staff anywhere: whoever only reports is never kept from it."""
    services: Services = current_app.extensions["portal"].services()
    now = services.clock.now()
    known = directory.find_visitor(services.engine, str(user.id), now)
    if known is None:
        return False
    person, relations = known
    return any(one.roles - {Role.STAFF} for one in relations) or bool(
        organisations.organisations_of(services.engine, person.id, now)
    )
