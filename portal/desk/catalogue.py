"""All actions, by name, found in `portal/actions`: one file is one action."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

import portal.actions
from portal.rules.outcome import Action, AnyAction

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def actions() -> Mapping[str, AnyAction]:
    """Every action by its name. A file without an `ACTION` of its own name is an error."""
    found: dict[str, AnyAction] = {}
    for module in iter_modules(portal.actions.__path__):
        action = import_module(f"portal.actions.{module.name}").ACTION
        if not isinstance(action, Action) or action.name != module.name:
            msg = f"portal/actions/{module.name}.py must declare ACTION named {module.name!r}"
            raise TypeError(msg)
        found[module.name] = action
    return MappingProxyType(found)
