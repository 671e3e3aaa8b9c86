"""The permission matrix, made from the declarations on the routes: nothing here is kept by hand."""

from __future__ import annotations

import inspect
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from portal.rules.outcome import Action
from portal.web.access import INCIDENT_ROLES, Draft, Own, View
from tenants.permissions import Permission
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule

    from portal.rules.outcome import AnyAction

PUBLIC = "everybody, without sign-in"
SIGNED_IN = "everybody who is signed in"
WHO = re.compile(r"Who: (.*?)\s*When:", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One route: what it is for, and who may use it; in words where roles alone do not say it."""

    what: str
    rule: str
    methods: str
    who: str
    roles: tuple[str, ...]

    @property
    def by_policy(self) -> bool:
        """Whether the school's policy and the incident decide who of these roles may."""
        return bool(self.who and self.roles)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def matrix(app: Flask) -> tuple[Line, ...]:
    """Every route of the portal, by what it is for."""
    found = (
        _line(rule, access, public=getattr(view, "__portal_public__", False))
        for rule in app.url_map.iter_rules()
        for view in [app.view_functions[rule.endpoint]]
        if (access := getattr(view, "__portal_access__", None))
    )
    return tuple(sorted(found, key=lambda line: (line.what, line.rule)))


def _line(rule: Rule, access: object, *, public: bool) -> Line:
    methods = ", ".join(sorted((rule.methods or set()) & {"GET", "POST"}))
    kind, name, who, roles = _who(access)
    if public:
        who, roles = PUBLIC, frozenset()
    return Line(f"{kind} {name}", rule.rule, methods, who, tuple(sorted(roles)))


def _who(access: object) -> tuple[str, str, str, frozenset[Role]]:
    match access:
        case Action():
            return "action", access.name, _says_who(access), INCIDENT_ROLES
        case Permission():
            return "administration", access.value, "", frozenset(access.holders)
        case View() | Draft() | Own():
            kind = type(access).__name__.lower()
            roles = access.who
            who = SIGNED_IN if roles is None else ""
            return kind, access.name, who, (roles or frozenset()) - IN_ONE_INCIDENT
        case _:
            msg = f"a route declares {access!r}"
            raise TypeError(msg)


def _says_who(action: AnyAction) -> str:
    """The sentence after 'Who:' in the docstring of the action's file."""
    found = WHO.search(inspect.getdoc(inspect.getmodule(action.decide)) or "")
    return " ".join(found[1].split()) if found else ""
