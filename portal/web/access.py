"""Who may use a page. Every route carries `@does` or `@shows`; every POST carries `@does`.

The decorator finds the school in the person's scope and, for an incident, the case. What is not in
scope or not visible is a 404, whatever it is; what may be seen but not done is a 403.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar
from uuid import UUID

from flask import abort, current_app, g, redirect, url_for

from portal.desk import can
from portal.errors import NotAllowed, NotFound
from portal.rules.outcome import Action, AnyAction
from portal.store.keys import Erased
from portal.web import visiting
from portal.web.visiting import Case, Visit
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from flask_login import LoginManager


P = ParamSpec("P")
R = TypeVar("R", bound="ResponseReturnValue")


@dataclass(frozen=True, slots=True)
class View:
    """Something that a page shows."""

    name: str
    title: str
    who: frozenset[Role] | None = None
    """Roles that may see it at this school; None: everybody with a role there, or signed in."""
    public: bool = False
    """Needs no sign-in, and never touches it."""
    any_organisation: bool = False
    """Of a service, trust or authority as well as of a school."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers of a journey of several pages, saved before anything is decided."""

    name: str
    title: str
    who: frozenset[Role] | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """Something of the person's own, at no school: nobody else has a say in it."""

    name: str
    title: str
    who: frozenset[Role] | None = None
    public: bool = False


ERASED = "portal_school_log.erased"
"""Where every address of an erased incident leads: what is left of it."""
Purpose = View | Draft | Own | AnyAction | Permission

INCIDENT_ROLES = frozenset(Role) - {Role.OVERSEER}
"""Roles that may come near an incident at all; which one, the case decides.

An administrator handles none, but may have reported one, like everybody at the school.
"""


def shows(view: View) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The route shows `view` and changes nothing."""
    return _guard(view)


def does(
    what: AnyAction | Draft | Own | Permission,
    *,
    public: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The route does an action, saves a draft, or changes the administration or one's own."""
    return _guard(what, public=public)


def _guard(what: Purpose, *, public: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    is_public = public or getattr(what, "public", False)

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            slug, incident_id = kwargs.get("slug"), kwargs.get("incident_id")
            try:
                _enter(what, slug, is_public=is_public)
                if isinstance(incident_id, UUID):
                    g.portal_case = _case(what, incident_id)
            except Erased:
                abort(redirect(url_for(ERASED, slug=slug, erased_id=incident_id), 303))
            except NotFound:
                abort(404)
            except NotAllowed:
                abort(403)
            return view(*args, **kwargs)

        guarded.__portal_access__ = what  # type: ignore[attr-defined]  # for `matrix` and routes
        guarded.__portal_public__ = is_public  # type: ignore[attr-defined]  # the same
        return guarded

    return decorate


def _enter(what: Purpose, slug: object, *, is_public: bool) -> None:
    if is_public:
        if slug is None:
            return
        # an invitation may be to a service, trust or authority as well
        is_invitation = what is Permission.JOIN or getattr(what, "any_organisation", False)
        g.portal_visit = visiting.public(str(slug), any_organisation=is_invitation)
        return
    if visiting.services().signed_in() is None:
        ask_to_sign_in()
    visit = visiting.signed_in(None if slug is None else str(slug))
    if not _role_allows(what, visit) and not _is_known_here(what, visit):
        raise NotFound
    g.portal_visit = visit  # from here on every page is one of their school, also that of a 403
    if not _role_allows(what, visit):
        raise NotAllowed


def ask_to_sign_in() -> NoReturn:
    """As the host's Flask-Login does; a host with another sign-in gets 401, and our page for it."""
    login: LoginManager | None = getattr(current_app, "login_manager", None)
    abort(login.unauthorized() if login else 401)


def _role_allows(what: Purpose, visit: Visit) -> bool:
    """Whether the person's roles at this school let them near this at all."""
    if isinstance(what, Permission):
        return visit.may(what)
    if visit.school_id is None:
        return True
    allowed = INCIDENT_ROLES if isinstance(what, Action) else what.who
    return allowed is None or bool(visit.roles & allowed)


def _is_known_here(what: Purpose, visit: Visit) -> bool:
    """A member is told 'not you' (403); to oversight, an incident does not exist (404)."""
    return not isinstance(what, Action) and bool(visit.roles - {Role.OVERSEER})


def _case(what: Purpose, incident_id: UUID) -> Case:
    visit: Visit = g.portal_visit
    if not visit.roles & INCIDENT_ROLES:
        raise NotFound
    case = visiting.case(visit, incident_id)
    if isinstance(what, Action) and not can.holds_role_for(
        what, case.facts, case.policy, case.actor
    ):
        raise NotAllowed
    return case


def current_visit() -> Visit:
    """The visit that the decorator has let in."""
    visit: Visit = g.portal_visit
    return visit


def strangers_case(visit: Visit, incident_id: UUID) -> Case:
    """The incident that the request now is about, by the anonymous reporter's code."""
    g.portal_case = case = visiting.anonymous_case(visit, incident_id)
    return case


def current_case() -> Case:
    """The incident that the decorator has let in."""
    case: Case = g.portal_case
    return case
